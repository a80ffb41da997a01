//go:build !unix

package rows

import (
	"io"
	"os"
)

func openFile(path string) (*os.File, error) { return os.Open(path) }

func waitForWriter(file *os.File, _ os.FileInfo) (io.Reader, error) { return file, nil }
