//go:build !windows && !darwin

package main

// doubleClicked reports whether the program was started from a window of files. Elsewhere
// than on Windows and macOS such windows do not start programs of a terminal.
func doubleClicked() bool { return false }
