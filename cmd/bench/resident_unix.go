//go:build unix

package main

import (
	"os"
	"runtime"
	"syscall"
)

// mostResident is the most memory that a process had, in bytes. On Linux it
// counts from before exec, so that the process that starts it has to be small.
func mostResident(p *os.ProcessState) int64 {
	usage, ok := p.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" || runtime.GOOS == "ios" {
		return int64(usage.Maxrss)
	}
	return int64(usage.Maxrss) * 1024
}
