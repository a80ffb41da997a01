package main

import (
	"os"

	"github.com/inconshreveable/mousetrap"
)

// doubleClicked reports whether the program was started from a window of files.
func doubleClicked() bool { return len(os.Args) == 1 && mousetrap.StartedByExplorer() }
