package bolt

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/quo-import/quo-import/store"
)

// A file that is cut while it is mapped: reading beyond its end is SIGBUS,
// which would end the process.
func TestAFaultInTheMappedFileIsDamage(t *testing.T) {
	f, err := os.Create(filepath.Join(t.TempDir(), "quo-import.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	mapped, err := syscall.Mmap(int(f.Fd()), 0, os.Getpagesize(), syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Munmap(mapped)
	var read byte
	if err := guard(f.Name(), func() error { read = mapped[0]; return nil }); !errors.Is(err, store.ErrCorrupt) {
		t.Error(read, err)
	}
}
