//go:build !(linux || darwin || dragonfly || freebsd || netbsd || openbsd)

package bolt

import "os"

// abandon closes a file after a panic of bbolt. The lock may last until the
// process ends.
func abandon(f *os.File) error { return f.Close() }
