// Command bench has what bench.sh needs to measure quo-import beside a bare pass
// of encoding/csv and beside what people would write instead (peers). It is a
// tool of this repository (make bench) and in no release.
//
//	bench generate FILE ROWS [clean]   writes contacts; the extension is the format
//	bench bare FILE                    reads a CSV file and does nothing with it
//	bench measure CODE COMMAND ARG…    runs a process that exits with CODE, and prints
//	                                   its seconds, CPU seconds and peak megabytes
package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"reflect"
	"runtime"
	"strconv"
	"time"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	switch {
	case len(args) >= 3 && args[0] == "generate":
		rows, err := strconv.Atoi(args[2])
		if err != nil {
			return err
		}
		return write(args[1], rows, len(args) == 3)
	case len(args) == 2 && args[0] == "bare":
		return bare(args[1])
	case len(args) >= 3 && args[0] == "measure":
		code, err := strconv.Atoi(args[1])
		if err != nil {
			return err
		}
		return measure(ctx, code, args[2:])
	}
	return errors.New("usage: bench generate FILE ROWS [clean] | bare FILE | measure CODE COMMAND ARG…")
}

// bare is the minimum that a Go program does to read a CSV file.
func bare(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.ReuseRecord = true
	for {
		if _, err := r.Read(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// measure runs a process. Its stdout is discarded; its stderr is shown if it
// exits with another code.
func measure(ctx context.Context, code int, args []string) error {
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	stderr, err := os.CreateTemp("", "bench-*")
	if err != nil {
		return err
	}
	defer os.Remove(stderr.Name())
	defer stderr.Close()
	cmd.Stderr = stderr
	start := time.Now()
	err = cmd.Run()
	took := time.Since(start).Seconds()
	p := cmd.ProcessState
	if p == nil || p.ExitCode() != code {
		text, _ := os.ReadFile(stderr.Name()) // the error below is reported without it
		return fmt.Errorf("%s: exit code %d expected: %w\n%s", cmd, code, err, text)
	}
	fmt.Fprintf(os.Stdout, "%.3f %.3f %.1f\n", took, (p.UserTime() + p.SystemTime()).Seconds(), float64(peak(p))/(1<<20))
	return nil
}

// peak returns the maximum of resident memory in bytes, 0 on systems that do not
// record it. On Linux it includes this process before exec.
func peak(p *os.ProcessState) int64 {
	rss := reflect.Indirect(reflect.ValueOf(p.SysUsage())).FieldByName("Maxrss") // of *syscall.Rusage, on Unix
	switch {
	case !rss.IsValid():
		return 0
	case runtime.GOOS == "darwin":
		return rss.Int()
	}
	return rss.Int() * 1024
}
