//go:build !(linux || darwin || dragonfly || freebsd || netbsd || openbsd)

package store

import "os"

// abandon closes a file that bbolt panicked over. The lock may last as long as
// the process.
func abandon(f *os.File) error { return f.Close() }
