package bolt

import (
	"os/signal"
	"syscall"
	"testing"

	"github.com/quo-import/quo-import/store"
)

// failWrites makes writing to any file beyond a few bytes fail, as on a full
// disk.
func failWrites(t *testing.T, _ store.State) (restore func()) {
	t.Helper()
	signal.Ignore(syscall.SIGXFSZ)
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
		t.Fatal(err)
	}
	set := func(limit syscall.Rlimit) {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
			t.Fatal(err)
		}
	}
	set(syscall.Rlimit{Cur: 16, Max: before.Max})
	return func() { set(before) }
}
