package term

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
)

func TestAReaderThatLeavesIsNoError(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	o := NewOutput(w)
	if _, err := io.WriteString(o, "read\n"); err != nil {
		t.Error(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if n, err := io.WriteString(o, "nobody reads\n"); err != nil || n != 13 {
			t.Errorf("%d bytes, %v", n, err)
		}
	}
	if err := o.Err(); err != nil {
		t.Error(err)
	}
}

func TestAnOutputThatFailedWritesNothingMore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "out")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path) // for reading only: every write fails
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	o := NewOutput(f)
	_, first := io.WriteString(o, "a")
	if first == nil || !errors.Is(o.Err(), first) {
		t.Errorf("%v, %v", first, o.Err())
	}
	if n, err := io.WriteString(o, "b"); n != 0 || !errors.Is(err, first) {
		t.Errorf("%d, %v", n, err)
	}
}
