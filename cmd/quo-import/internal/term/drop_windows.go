package term

import (
	"os"

	"golang.org/x/sys/windows"
)

// dropInput drops what was typed and not read yet.
func dropInput(f *os.File) {
	_ = windows.FlushConsoleInputBuffer(windows.Handle(f.Fd())) // if it fails, nothing was dropped
}
