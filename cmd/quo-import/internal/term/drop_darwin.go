package term

import (
	"os"

	"golang.org/x/sys/unix"
)

// dropInput drops what was typed and not read yet.
func dropInput(f *os.File) {
	const input = 1 // FREAD
	_ = unix.IoctlSetPointerInt(int(f.Fd()), unix.TIOCFLUSH, input)
}
