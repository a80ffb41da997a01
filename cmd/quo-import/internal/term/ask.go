package term

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"golang.org/x/term"
)

// ErrNoAnswer is the error of a question whose input ended, by Ctrl-D.
var ErrNoAnswer = errors.New("no answer")

// CanAsk reports whether there is a person to ask: a terminal to read from and
// one to print questions to.
func (s Streams) CanAsk() bool { return IsTerminal(s.In) && IsTerminal(s.Err) }

// Ask prints a question and returns the line that is typed after it, without the
// blanks around it. What was typed before the question was shown is dropped: it was
// not meant as its answer. The error is that of ctx, after Ctrl-C, or ErrNoAnswer.
func (s Streams) Ask(ctx context.Context, question string) (string, error) {
	line, err := s.answer(ctx, Printable(question), func() (string, error) { return readLine(s.In) })
	if err != nil {
		fmt.Fprintln(s.Err) // the cursor is behind the question
	}
	return strings.TrimSpace(line), err
}

// Confirm asks a question; the answer is no unless it is y or yes.
func (s Streams) Confirm(ctx context.Context, question string) (bool, error) {
	answer, err := s.Ask(ctx, question+" [y/N] ")
	if errors.Is(err, ErrNoAnswer) {
		return false, nil
	}
	answer = strings.ToLower(answer)
	return answer == "y" || answer == "yes", err
}

// ConfirmNumber asks for a number to be typed, which is harder to do by mistake than
// y: it is for what deletes.
func (s Streams) ConfirmNumber(ctx context.Context, question string, n int) (bool, error) {
	answer, err := s.Ask(ctx, fmt.Sprintf("%s Type %d: ", question, n))
	if errors.Is(err, ErrNoAnswer) {
		return false, nil
	}
	return strings.NewReplacer(",", "", ".", "").Replace(answer) == strconv.Itoa(n), err
}

// Secret asks for a text and does not show it while it is typed. It needs a terminal
// (CanAsk).
func (s Streams) Secret(ctx context.Context, question string) (string, error) {
	in, ok := s.In.(*os.File)
	if !ok {
		return "", os.ErrInvalid
	}
	fd := int(in.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return "", err
	}
	text, err := s.answer(ctx, question+" (not shown): ", func() (string, error) {
		text, err := term.ReadPassword(fd)
		return string(text), err
	})
	if ctx.Err() != nil {
		err = errors.Join(err, term.Restore(fd, before)) // the reader is still waiting, without echo
	}
	fmt.Fprintln(s.Err)
	return strings.TrimSpace(text), err
}

// answer prints a question and reads its answer, until ctx is cancelled.
func (s Streams) answer(ctx context.Context, question string, read func() (string, error)) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	if in, ok := s.In.(*os.File); ok && IsTerminal(in) {
		dropInput(in)
	}
	fmt.Fprint(s.Err, question)
	type result struct {
		text string
		err  error
	}
	done := make(chan result, 1)
	go func() { // it outlives a question that is cancelled: a read cannot be
		text, err := read()
		done <- result{text, err}
	}()
	select {
	case r := <-done:
		if errors.Is(r.err, io.EOF) {
			r.err = ErrNoAnswer
		}
		return r.text, r.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// readLine reads to the end of a line and no further: what follows is for the next
// question.
func readLine(r io.Reader) (string, error) {
	var line []byte
	b := make([]byte, 1)
	for {
		n, err := r.Read(b)
		switch {
		case n == 1 && b[0] == '\n':
			return string(line), nil
		case n == 1:
			line = append(line, b[0])
		case errors.Is(err, io.EOF) && len(line) > 0:
			return string(line), nil
		case err != nil:
			return "", err
		}
	}
}
