package term

import (
	"os"

	"golang.org/x/sys/unix"
)

// dropInput drops what was typed and not read yet.
func dropInput(f *os.File) {
	_ = unix.IoctlSetInt(int(f.Fd()), unix.TCFLSH, unix.TCIFLUSH) // if it fails, nothing was dropped
}
