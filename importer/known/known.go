// Package known separates new problems from those that the last complete run also
// had, so that alarms are raised for new ones only. Start with Read.
package known

import (
	"context"
	"math/bits"
	"slices"
	"strconv"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/store"
)

// Problems compares the problems of a run with those of the last complete run of the
// source. It is used by one goroutine at a time: first the plan's, then the
// recorder's. The zero value compares nothing and marks no problem as new.
type Problems struct {
	// Since is the last complete run; "" if there is none or its problems are not
	// known.
	Since string

	compares bool
	before   map[store.Problem]bool // nil: nothing is known of earlier runs
	now      map[store.Problem]bool // nil: nothing is kept for the next run
}

// State is what Read needs of the state.
type State interface {
	Source(ctx context.Context, name string) (store.Source, bool, error)
	Problems(ctx context.Context, source string) ([]store.Problem, bool, error)
}

// Read returns the known problems of a source. state may be nil. keep is set if the
// problems of this run will be recorded (Change).
func Read(ctx context.Context, state State, source string, keep bool) (*Problems, error) {
	p := &Problems{compares: true}
	if state == nil {
		return p, nil
	}
	if keep {
		p.now = map[store.Problem]bool{}
	}
	src, _, err := state.Source(ctx, source)
	if err != nil || src.LastComplete == nil {
		return p, err
	}
	list, ok, err := state.Problems(ctx, source)
	if err != nil || !ok {
		return p, err
	}
	p.Since = src.LastComplete.Run
	p.before = make(map[store.Problem]bool, len(list))
	for _, one := range list {
		p.before[one] = true
	}
	return p, nil
}

// Note marks the problem of a row that was rejected or failed as new or known, and
// reports whether it is known.
func (p *Problems) Note(e *event.Row) (known bool) {
	if e.Action != event.Rejected && e.Action != event.Failed || !p.compares {
		return false
	}
	if p.before == nil && p.now == nil {
		e.New = true
		return false
	}
	one := Of(e)
	e.New = !p.before[one]
	p.keep(one)
	return !e.New
}

// keep keeps a problem for Change. One more than the state accepts is enough: it then
// stores none.
func (p *Problems) keep(one store.Problem) {
	if p.now != nil && len(p.now) <= store.MaxProblems {
		p.now[one] = true
	}
}

// Standing notes a problem that is not one of a row, and reports whether the last
// complete run had it.
func (p *Problems) Standing(one store.Problem) (known bool) {
	p.keep(one)
	return p.before[one]
}

// Has reports whether the last complete run had a problem.
func (p *Problems) Has(one store.Problem) bool { return p.before[one] }

// Many returns the problem that there are n things of a kind. It is a new problem if
// their number has doubled.
func Many(kind string, n int) store.Problem {
	return store.Problem{Row: store.ReasonHash("notice"), Reason: store.ReasonHash(kind, strconv.Itoa(bits.Len(uint(n))))}
}

// Stays returns the problem of a missing row whose contact is not deleted.
func Stays(key string) store.Problem {
	return store.Problem{Row: store.KeyedRow(key), Reason: store.ReasonHash("stays")}
}

// Fix returns the problem that a fix of a row's column cannot be applied; key is "" for a
// row without one.
func Fix(key string, content uint64, column, old string) store.Problem {
	one := store.Problem{Row: content, Reason: store.ReasonHash("fix", column, old)}
	if key != "" {
		one.Row = store.KeyedRow(key)
	}
	return one
}

// Waits returns the problem that a row with a contact of this hash was rejected because
// its person may be in Quo, under a policy for such rows.
func Waits(key, policy string, contact uint64) store.Problem {
	return store.Problem{Row: store.KeyedRow(key), Reason: store.ReasonHash("waits", policy, strconv.FormatUint(contact, 16))}
}

// Change returns the change that records the problems of a complete run.
func (p *Problems) Change(source string) store.Change {
	list := make([]store.Problem, 0, len(p.now))
	for one := range p.now {
		list = append(list, one)
	}
	return store.PutProblems(source, list)
}

// Of returns what identifies the problem of a row in several runs: the key, or
// the cells if it has none; and columns and kinds of the errors, or what the server
// refused. Line, message and the wrong value may differ from run to run.
func Of(e *event.Row) store.Problem {
	one := store.Problem{Row: e.Content}
	if e.Key != "" {
		one.Row = store.KeyedRow(e.Key)
	}
	var reasons []string
	for i := range e.Errors {
		reasons = append(reasons, e.Errors[i].Column, e.Errors[i].Kind)
	}
	one.Reason = store.ReasonHash(slices.Concat([]string{string(e.Action), strconv.Itoa(e.Status)}, e.Cause, reasons)...)
	return one
}
