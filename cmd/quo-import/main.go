// Command quo-import imports contacts from spreadsheets and exports into a Quo
// workspace. See the README for how to use it.
//
// Commands are thin: flags fill an options struct (internal/flags), internal/job
// opens what the command needs, package importer does the work, and internal/show
// prints the result. Start with newRoot.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/importer/event"
)

func main() {
	takeBallast()
	os.Exit(Main(os.Args[1:]))
}

// ballast is memory that is reserved and never touched: it takes no room, but the
// garbage collector counts it as part of the heap. A small heap may then grow to 18 MB
// before it is collected, by default 4 MB, and a large one by half of its size, by default
// to its double. A check of 50,000 rows takes 11 % less CPU time and 3 MB more, one of
// 1,000,000 rows 20 MB less. With 15 MB and 25 percent the former takes 2 MB less and 3 %
// more CPU time. GOGC and GOMEMLIMIT in the environment take precedence.
var ballast [][]byte

const (
	ballastSize = 24 // megabytes
	firstSize   = 18 // megabytes in use besides, when the first collection comes
	gcPercent   = 40 // how much the heap grows between later ones
)

func takeBallast() {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetGCPercent(-1)
	ballast = make([][]byte, ballastSize)
	for i := range ballast {
		ballast[i] = make([]byte, 1<<20) // one piece would be zeroed as a whole if a page of it was in use before
	}
	// The ballast counts from the first collection on, which would be now with gcPercent.
	// By default, that is of 100 percent, it comes at 4 MB.
	debug.SetGCPercent(100 * (ballastSize + firstSize) / 4)
	runtime.AddCleanup(&[4]uint64{}, func(percent int) { debug.SetGCPercent(percent) }, gcPercent)
}

// dropBallast is for a process that runs for long and mostly waits: it takes less memory
// without.
func dropBallast() {
	if ballast != nil {
		ballast = nil
		debug.SetGCPercent(gcPercent)
	}
}

// Main runs the command and returns its exit code. After the first SIGINT, SIGTERM or
// SIGHUP a run finishes what is in flight and stops; a second one ends the process at
// once.
func Main(args []string) int {
	defer hidePanics()
	cobra.MousetrapHelpText = ""   // a double-click opens the page (byDoubleClick)
	signal.Ignore(syscall.SIGPIPE) // a closed pipe must not end an import: the write fails instead
	ends := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) { // else it runs under nohup
		ends = append(ends, syscall.SIGHUP)
	}
	signals, stop := signal.NotifyContext(context.Background(), ends...)
	defer stop()
	ctx, cancel := context.WithCancelCause(context.Background())
	defer cancel(nil)
	context.AfterFunc(signals, func() {
		stop() // the next signal has its default effect
		cancel(context.Cause(signals))
	})
	io := term.Streams{In: os.Stdin, Out: term.NewOutput(os.Stdout), Err: os.Stderr}
	return exitCode(io, whole(io, run(ctx, io, args)))
}

// hidePanics ends the process after a panic without printing the panic's message,
// which may quote a customer's data; the stack has names of functions only.
func hidePanics() {
	if r := recover(); r != nil {
		fmt.Fprintf(os.Stderr, "quo-import: %v\nRun the command again. Please add the output of quo-import version to your report.\n", event.NewBugError(r))
		os.Exit(exitUnfinished)
	}
}
