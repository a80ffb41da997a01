// Command quo-import imports contacts from spreadsheets and exports into a Quo
// workspace. See the README for how to use it; this package only wires the
// others together: flags, a call, an exit code.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/quo-import/quo-import/importer/event"
)

func main() {
	boundGarbage()
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
		fmt.Fprintf(os.Stderr, "quo-import: %v\nRun it again; in the report, name the output of quo-import version, too.\n", event.NewBugError(r))
		os.Exit(exitUnfinished)
	}
}
