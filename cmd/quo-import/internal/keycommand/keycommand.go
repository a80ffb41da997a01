// Package keycommand gets the API key from a command, such as that of a password
// manager. Start with Run.
//
// The command line is split into words, and no shell is involved: nothing in it is
// expanded, and it means the same on every system. No error has what the command
// printed on standard output, or more of the command line than the program's name.
package keycommand

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// ErrUsage is in the chain of an error that running the command again does not help.
var ErrUsage = errors.New("correct the command")

// Limit is how long a command may take: some ask for a fingerprint.
const Limit = time.Minute

// maxOutput is more than any key has.
const maxOutput = 4096

// Run runs a command and returns the line that it prints. The command does not see the
// environment variables that are hidden: they may hold keys that are not its business.
func Run(ctx context.Context, line string, limit time.Duration, hidden ...string) (string, error) {
	words, err := split(line)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrUsage, err)
	}
	if len(words) == 0 {
		return "", fmt.Errorf("%w: it is empty", ErrUsage)
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	var out, problem bytes.Buffer
	cmd := exec.CommandContext(ctx, words[0], words[1:]...)
	cmd.Stdout, cmd.Stderr = &capped{&out, maxOutput + 1, errTooMuch}, &capped{&problem, maxOutput, nil}
	cmd.Env = slices.DeleteFunc(os.Environ(), func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		return slices.Contains(hidden, name)
	})
	cmd.WaitDelay = time.Second // for what the command started, which may hold its output open
	err = cmd.Run()
	if out.Len() > maxOutput {
		return "", fmt.Errorf("%s printed more than a key", words[0])
	}
	if err != nil {
		return "", failed(ctx, words[0], err, limit, out.Len() == 0, problem.String())
	}
	key := strings.TrimRight(out.String(), "\r\n")
	switch {
	case key == "":
		return "", fmt.Errorf("%s printed nothing", words[0])
	case strings.ContainsAny(key, "\r\n"):
		return "", fmt.Errorf("%s printed %d lines: it must print the key and nothing else", words[0], strings.Count(key, "\n")+1)
	}
	return key, nil
}

// failed returns the error of a command that failed. Of its error messages the last
// line is quoted, unless it printed something on standard output, which may be the key.
func failed(ctx context.Context, program string, err error, limit time.Duration, silent bool, problem string) error {
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return fmt.Errorf("%s did not end within %v", program, limit)
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, exec.ErrNotFound):
		return fmt.Errorf("%w: there is no program %s", ErrUsage, program)
	}
	lines := strings.Split(strings.TrimSpace(problem), "\n")
	if last := strings.TrimSpace(lines[len(lines)-1]); silent && last != "" {
		return fmt.Errorf("%s failed (%w): %s", program, err, last)
	}
	return fmt.Errorf("%s failed: %w", program, err)
}

// errTooMuch ends a command that prints without end.
var errTooMuch = errors.New("too much output")

// capped writes so many bytes into a buffer. Others are an error, or are dropped.
type capped struct {
	buffer *bytes.Buffer // not embedded: its ReadFrom knows no limit
	left   int
	full   error
}

func (c *capped) Write(p []byte) (int, error) {
	n := min(len(p), c.left)
	c.left -= n
	c.buffer.Write(p[:n])
	if n < len(p) && c.full != nil {
		return n, c.full
	}
	return len(p), nil
}

// split splits a command line into words at blanks. What is between single or double
// quotes belongs to one word. No other character is special: a backslash is a part of
// paths.
func split(line string) (words []string, err error) {
	var word strings.Builder
	var quote rune // 0: none
	in := false    // a word has begun
	for _, r := range line {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote == 0 && (r == '"' || r == '\''):
			quote, in = r, true
		case quote == 0 && strings.ContainsRune(" \t\r\n", r):
			if in {
				words = append(words, word.String())
				word.Reset()
			}
			in = false
		default:
			word.WriteRune(r)
			in = true
		}
	}
	if quote != 0 {
		return nil, fmt.Errorf("the quote %c is not closed", quote)
	}
	if in {
		words = append(words, word.String())
	}
	return words, nil
}
