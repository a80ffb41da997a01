package main

import (
	"os"
	"path/filepath"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
)

// doubleClicked reports whether the program was probably started from a window of files.
// The Finder opens a terminal that runs the program by its whole path, in the home folder;
// an application has no terminal at all, and its input is the null device.
func doubleClicked() bool {
	if len(os.Args) != 1 {
		return false
	}
	if !term.IsTerminal(os.Stdin) {
		info, err := os.Stdin.Stat()
		return err == nil && info.Mode()&os.ModeCharDevice != 0 && !term.IsTerminal(os.Stderr)
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return false
	}
	here, err := os.Getwd()
	return err == nil && here == home && filepath.IsAbs(os.Args[0]) && os.Getenv("TERM_PROGRAM") == "Apple_Terminal"
}
