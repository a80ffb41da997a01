package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"
)

// cost is what a process took.
type cost struct {
	seconds float64
	cpu     float64 // seconds of all its threads
	bytes   int64   // resident at the most; 0 where the system does not say
}

func (c cost) megabytes() float64 { return float64(c.bytes) / (1 << 20) }

// command is a process to measure, whole: its start and its end too.
type command struct {
	args  []string
	env   []string
	codes []int    // exit codes beside 0 that are no failure
	cold  []string // files that are to be on the disk alone
	warm  []string // files that are to be in the system's memory
}

// run measures one run. What the process prints is thrown away, but shown
// where it fails.
func (c command) run(ctx context.Context) (cost, error) {
	if err := c.prepare(); err != nil {
		return cost{}, err
	}
	cmd := exec.CommandContext(ctx, c.args[0], c.args[1:]...)
	cmd.Env = append(os.Environ(), c.env...)
	var said bytes.Buffer
	cmd.Stderr = &said
	began := time.Now()
	err := cmd.Run()
	took := time.Since(began).Seconds()
	if err != nil && !c.expects(cmd.ProcessState.ExitCode()) {
		return cost{}, fmt.Errorf("%s: %w\n%s", cmd, err, said.Bytes())
	}
	p := cmd.ProcessState
	return cost{took, (p.UserTime() + p.SystemTime()).Seconds(), mostResident(p)}, nil
}

// prepare brings the files to where they are to be found.
func (c command) prepare() error {
	for _, path := range c.cold {
		if err := evict(path); err != nil {
			return err
		}
	}
	for _, path := range c.warm {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		_, err = io.Copy(io.Discard, f)
		if err := errors.Join(err, f.Close()); err != nil {
			return err
		}
	}
	return nil
}

func (c command) expects(code int) bool {
	for _, known := range c.codes {
		if code == known {
			return true
		}
	}
	return false
}

// barePass is the least that a program in Go does to read a CSV file.
func barePass(path string) error {
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
