// Command bench measures quo-import whole, as people run it, beside what they
// would write instead. It is a tool of this repository's developers (make
// bench) and part of no release.
//
// Every figure is of whole processes: start, work, end. The lines of one run
// are measured one after another, so that a ratio compares what was measured
// in the same minute; the table has the medians of the runs. It stays small
// itself, and does everything large in processes of its own (parts).
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
)

func main() {
	if err := bench(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func bench(args []string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if len(args) > 0 {
		if part, ok := parts[args[0]]; ok {
			return part(args[1:])
		}
	}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	n := flags.Int("rows", 1_000_000, "rows of the large files")
	runs := flags.Int("runs", 3, "runs, of which the table has the medians")
	dir := flags.String("dir", "", "folder for the files, which are kept; else a temporary one")
	peers := flags.Bool("peers", true, "measure node, Python and Miller too, where they are")
	only := flags.String("only", "", "only lines whose name contains this")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return nil
		}
		return err
	}
	b := &yard{rows: *n, runs: *runs, dir: *dir, peers: *peers, only: *only}
	if b.dir == "" {
		temporary, err := os.MkdirTemp("", "quo-import-bench-*")
		if err != nil {
			return err
		}
		defer os.RemoveAll(temporary)
		b.dir = temporary
	}
	if err := b.prepare(ctx); err != nil {
		return err
	}
	defer b.sandbox.Close()
	return b.measure(ctx)
}

// parts are what this program does in processes of its own.
var parts = map[string]func(args []string) error{
	"generate": func(a []string) error {
		n, err := strconv.Atoi(a[1])
		if err != nil {
			return err
		}
		f := file{rows: n}
		for _, word := range a[2:] {
			f.clean, f.shuffle = f.clean || word == "clean", f.shuffle || word == "shuffled"
		}
		return f.write(a[0])
	},
	"bare":  func(a []string) error { return barePass(a[0]) },
	"state": func(a []string) error { return makeState(a[0], a[1], a[2], a[3]) },
	"open": func(a []string) error {
		took, err := openState(a[0])
		if err == nil {
			fmt.Fprintln(os.Stdout, took.Microseconds())
		}
		return err
	},
}

// self is a part as a command.
func self(args ...string) (command, error) {
	me, err := os.Executable()
	return command{args: append([]string{me}, args...)}, err
}

// part runs a part.
func part(ctx context.Context, args ...string) error {
	c, err := self(args...)
	if err != nil {
		return err
	}
	_, err = c.run(ctx)
	return err
}

// build compiles the command under measurement, as a release is.
func build(ctx context.Context, dir string) (string, error) {
	path := filepath.Join(dir, "quo-import")
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", path, "./cmd/quo-import")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	cmd.Stderr = os.Stderr
	return path, cmd.Run()
}
