package flags

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/mapping/phrase"
)

// value is the value of a flag, parsed into a field. It is a pflag.Value.
type value[T any] struct {
	p        *T
	parse    func(string) (T, error)
	format   func(T) string // nil: fmt.Sprint
	kind     string         // the name of the value in the help
	complete []string       // what shells offer
}

func (v *value[T]) Set(text string) error {
	parsed, err := v.parse(text)
	if err == nil {
		*v.p = parsed
	}
	return err
}

// check returns what is wrong with a value, without setting it.
func (v *value[T]) check(text string) error {
	_, err := v.parse(text)
	return err
}

func (v *value[T]) String() string {
	switch {
	case v.p == nil: // pflag asks the zero value for its zero
		return ""
	case v.format != nil:
		return v.format(*v.p)
	}
	return fmt.Sprint(*v.p)
}

func (v *value[T]) Type() string          { return v.kind }
func (v *value[T]) completions() []string { return v.complete }

// mustBe returns the error of a value. Its text follows the name of a flag, a
// variable or an option.
func mustBe(what, text string) error {
	return fmt.Errorf("must be %s, not %s", what, phrase.Quote(text))
}

// Word is one of the words of an enumerated flag, and the value it stands for.
type Word[T any] struct {
	Name  string
	Value T
}

func parseWord[T any](text string, words []Word[T]) (T, error) {
	var names []string
	for _, w := range words {
		if w.Name == text {
			return w.Value, nil
		}
		names = append(names, w.Name)
	}
	var none T
	return none, fmt.Errorf("%w%s", mustBe(phrase.Either(names), text), phrase.Near(text, names))
}

func wordOf[T comparable](v T, words []Word[T]) string {
	for _, w := range words {
		if w.Value == v {
			return w.Name
		}
	}
	return ""
}

// reading returns a parser whose error says what a text must be.
func reading[T any](what string, parse func(string) (T, error)) func(string) (T, error) {
	return func(text string) (T, error) {
		v, err := parse(text)
		if err != nil {
			err = mustBe(what, text)
		}
		return v, err
	}
}

var errRange = errors.New("out of range")

func parseCount(text string) (int, error) {
	n, err := strconv.ParseUint(text, 10, 31)
	return int(n), err
}

func parseRate(text string) (float64, error) {
	v, err := strconv.ParseFloat(text, 64)
	if !(v > 0) || math.IsInf(v, 0) {
		err = errRange
	}
	return v, err
}

func parseDuration(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if d < 0 {
		err = errRange
	}
	return d, err
}

func formatDuration(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

// Allowance is how many rows may be rejected in a run that ends with exit code
// 0; the zero Allowance is none.
type Allowance struct {
	Known bool         // any whose problem the last complete run had too
	Limit policy.Limit // of rejected rows
}

func parseAllowance(text string) (Allowance, error) {
	if text == "known" {
		return Allowance{Known: true}, nil
	}
	limit, err := policy.ParseLimit(text)
	return Allowance{Limit: limit}, err
}

func (a Allowance) String() string {
	if a.Known {
		return "known"
	}
	return a.Limit.String()
}

// Allows reports whether the rows that were rejected or failed are within the
// allowance.
func (a Allowance) Allows(c event.Counts) bool {
	switch {
	case a.Known:
		return c.RejectedNew+c.FailedNew == 0
	case !a.Limit.Set:
		return c.Failed+c.Rejected == 0
	}
	return a.Tolerates(c.Read, c.Rejected, c.Failed)
}

// Tolerates reports whether so many rejected rows are within a limit that was set,
// whether their problems are known or not.
func (a Allowance) Tolerates(read, rejected, failed int) bool {
	return a.Limit.Set && failed == 0 && !a.Limit.Exceeded(rejected, read)
}
