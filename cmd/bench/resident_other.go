//go:build !unix

package main

import "os"

// mostResident is not known here.
func mostResident(*os.ProcessState) int64 { return 0 }
