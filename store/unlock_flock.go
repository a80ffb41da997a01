//go:build linux || darwin || dragonfly || freebsd || netbsd || openbsd

package store

import (
	"os"
	"syscall"
)

// abandon closes a file that bbolt panicked over and may still have mapped: a
// map holds the lock on, so that closing alone does not end it.
func abandon(f *os.File) error {
	_ = syscall.Flock(int(f.Fd()), syscall.LOCK_UN)
	return f.Close()
}
