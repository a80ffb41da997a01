//go:build unix

package rows

import (
	"bytes"
	"io"
	"os"
	"syscall"
	"time"
)

// openFile opens a file. A named pipe is opened although nobody writes to it yet.
func openFile(path string) (*os.File, error) {
	info, err := os.Stat(path)
	if err != nil || info.Mode()&os.ModeNamedPipe == 0 {
		return os.Open(path)
	}
	return os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
}

// writerWait is how long a named pipe may be without a writer.
const writerWait = 10 * time.Second

// waitForWriter returns what is read from a file that is not a regular one, from its
// first byte on. A named pipe that nobody writes to is an error: reading it would not
// end.
func waitForWriter(file *os.File, info os.FileInfo) (io.Reader, error) {
	if info.Mode()&os.ModeNamedPipe == 0 {
		return file, nil
	}
	first := make([]byte, 1)
	for begin := time.Now(); time.Since(begin) < writerWait; <-time.After(writerWait / 200) {
		switch n, err := file.Read(first); {
		case n > 0:
			return io.MultiReader(bytes.NewReader(first), file), nil
		case err != nil && err != io.EOF:
			return nil, err
		}
	}
	return nil, errNoWriter
}
