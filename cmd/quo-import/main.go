// Command quo-import imports contacts from spreadsheets and exports into a Quo
// workspace. See the README for how to use it; this package only wires the
// others together: flags, a call, an exit code.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
)

func main() {
	collectOften()
	os.Exit(Main(os.Args[1:]))
}

// Main runs the command and gives its exit code. The first SIGINT or SIGTERM
// stops a run in good order, a second one leaves at once.
func Main(args []string) int {
	defer hidePanics()
	signals, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ctx, cancel := context.WithCancelCause(context.Background())
	defer cancel(nil)
	context.AfterFunc(signals, func() {
		stop() // the next signal finds its default: the process ends
		cancel(context.Cause(signals))
	})
	io := streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}
	return exitCode(io, run(ctx, io, args))
}

// hidePanics ends a panic without its message, which may quote a customer's
// data; the stack names functions only.
func hidePanics() {
	if r := recover(); r != nil {
		fmt.Fprintf(os.Stderr, "quo-import: a bug (%T): nothing that was recorded is lost; run it again, and please report this with the output of: quo-import version\n%s", r, stack())
		os.Exit(exitUnfinished)
	}
}

// collectOften has the collector run when the heap has grown by a quarter, not
// when it has doubled: most of the heap of a large input is the tables of its
// keys and values. A check of a million rows takes 91 MB instead of 128, and a
// tenth to a fifth more of CPU time (50 is between them in both); the bound of
// memory is what is promised (docs/performance.md). GOGC in the environment
// takes precedence.
func collectOften() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(25)
	}
}
