//go:build linux || darwin || dragonfly || freebsd || netbsd || openbsd

package bolt

import (
	"os"
	"syscall"
)

// abandon unlocks and closes a file after a panic of bbolt. bbolt may have the
// file still mapped, and a mapping would keep the lock.
func abandon(f *os.File) error {
	_ = syscall.Flock(int(f.Fd()), syscall.LOCK_UN)
	return f.Close()
}
