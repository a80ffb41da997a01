//go:build unix

package rows

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

func pipe(t *testing.T) string {
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestANamedPipeThatNobodyWritesToIsNotReadForEver(t *testing.T) {
	for name, read := range map[string]func(path string) error{
		"an input":     func(path string) error { _, err := openSource(path, Options{}); return err },
		"another file": func(path string) error { _, err := OpenFile(path); return err },
		"a small file": func(path string) error { _, err := ReadSmall(path, 10); return err },
	} {
		t.Run(name, func(t *testing.T) {
			path := pipe(t)
			synctest.Test(t, func(t *testing.T) {
				begin := time.Now()
				err := read(path)
				if !errors.Is(err, errNoWriter) || time.Since(begin) > 2*writerWait {
					t.Errorf("%v, after %v", err, time.Since(begin))
				}
			})
		})
	}
}

func TestANamedPipeIsReadFromItsFirstByteOn(t *testing.T) {
	path := pipe(t)
	go func() {
		if w, err := os.OpenFile(path, os.O_WRONLY, 0); err == nil { // waits for the reader
			_, _ = io.WriteString(w, "the key")
			_ = w.Close()
		}
	}()
	if text, err := ReadSmall(path, 7); err != nil || string(text) != "the key" {
		t.Errorf("%q, %v", text, err)
	}
}

func TestAFileWithoutEndIsNotSmall(t *testing.T) {
	_, err := ReadSmall("/dev/zero", 1000)
	if err == nil || !strings.Contains(err.Error(), "/dev/zero is larger than 1000 bytes") {
		t.Error(err)
	}
	if _, err := ReadSmall(filepath.Join(t.TempDir(), "none"), 1000); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
	if _, err := ReadSmall(t.TempDir(), 1000); err == nil {
		t.Error("a folder is a file")
	}
}
