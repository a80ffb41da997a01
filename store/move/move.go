// Package move copies everything that a state holds into another one, of any kind, and
// compares two. Start with Copy.
//
// It uses the changes of package store only: the copy obeys the same rules as any state.
package move

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"reflect"
	"slices"

	"github.com/quo-import/quo-import/store"
)

// Copied counts what was copied.
type Copied struct{ Sources, Records, Intents, Runs, Entries int }

// ErrNotEmpty: the target holds something.
var ErrNotEmpty = errors.New("it is not empty")

// ErrDiffers: two states do not hold the same.
var ErrDiffers = errors.New("the states differ")

// Copy copies what a state holds into an empty one, and then compares the two. Nobody may
// write either meanwhile. After an error the target holds a part.
func Copy(ctx context.Context, from store.Reader, to store.State) (Copied, error) {
	var n Copied
	names, err := sources(ctx, to)
	if err != nil {
		return n, err
	}
	runs, err := to.Runs(ctx)
	if err != nil {
		return n, err
	}
	if len(names)+len(runs) > 0 {
		return n, ErrNotEmpty
	}
	c := &copier{ctx: ctx, to: to}
	for _, step := range []func(context.Context, store.Reader, *Copied) error{c.runs, c.sources} {
		if err := step(ctx, from, &n); err != nil {
			return n, err
		}
	}
	if err := c.flush(); err != nil {
		return n, err
	}
	return n, Compare(ctx, from, to)
}

// sources returns the sources of a state, with those that only its runs name.
func sources(ctx context.Context, s store.Reader) ([]string, error) {
	names, err := s.Sources(ctx)
	if err != nil {
		return nil, err
	}
	runs, err := s.Runs(ctx)
	for _, r := range runs {
		if r.Source != "" {
			names = append(names, r.Source)
		}
	}
	slices.Sort(names)
	return slices.Compact(names), err
}

// copier collects changes for commits of a thousand.
type copier struct {
	ctx     context.Context // of one Copy
	to      store.State
	changes []store.Change
}

func (c *copier) add(change store.Change) error {
	if c.changes = append(c.changes, change); len(c.changes) < 1000 {
		return nil
	}
	return c.flush()
}

func (c *copier) flush() error {
	err := c.to.Commit(c.ctx, c.changes...)
	c.changes = c.changes[:0]
	return err
}

// runs copies the runs, which are numbered as they are put, and then their journals: a new
// run would remove old ones. An entry of a key that has no record yet is put by Remove as
// it is, whatever it says.
func (c *copier) runs(ctx context.Context, from store.Reader, n *Copied) error {
	w, err := from.Workspace(ctx)
	if err == nil && w.BaseURL != "" {
		err = c.add(store.SetWorkspace(w.BaseURL))
	}
	if err != nil {
		return err
	}
	runs, err := from.Runs(ctx)
	if err != nil {
		return err
	}
	for _, r := range runs {
		n.Runs++
		if err := c.add(store.PutRun(r)); err != nil {
			return err
		}
	}
	for _, r := range runs {
		for e, err := range from.Journal(ctx, r.ID) {
			if err == nil {
				n.Entries++
				err = c.add(store.Remove(cmp.Or(r.Source, "-"), e.Key, e))
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *copier) sources(ctx context.Context, from store.Reader, n *Copied) error {
	names, err := sources(ctx, from)
	if err != nil {
		return err
	}
	for _, name := range names {
		n.Sources++
		if err := c.source(ctx, from, name, n); err != nil {
			return fmt.Errorf("source %q: %w", name, err)
		}
	}
	return nil
}

func (c *copier) source(ctx context.Context, from store.Reader, name string, n *Copied) error {
	pinned, ok, err := from.Source(ctx, name)
	if err == nil && ok {
		err = c.add(store.PutSource(name, pinned))
	}
	if err != nil {
		return err
	}
	err = from.View(ctx, name, func(snap store.Snapshot) error {
		for kr, err := range snap.All() {
			if err == nil {
				n.Records++
				err = c.add(store.Refresh(name, kr.Key, kr.Record))
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	intents, err := from.Intents(ctx, name)
	for _, in := range intents {
		n.Intents++
		err = cmp.Or(err, c.add(store.Begin(name, in)))
	}
	if err != nil {
		return err
	}
	missing, err := from.Missing(ctx, name)
	for key, run := range missing {
		err = cmp.Or(err, c.add(store.MarkMissing(name, key, run)))
	}
	if err != nil {
		return err
	}
	problems, known, err := from.Problems(ctx, name)
	if err == nil && known {
		err = c.add(store.PutProblems(name, problems))
	}
	return err
}

// Compare returns ErrDiffers with the first difference between what two states hold. When
// they were created, and by which version, is no difference.
func Compare(ctx context.Context, a, b store.Reader) error {
	wa, err := a.Workspace(ctx)
	if err != nil {
		return err
	}
	wb, err := b.Workspace(ctx)
	if err != nil {
		return err
	}
	if wa.BaseURL != wb.BaseURL {
		return differ("the workspace")
	}
	names, err := both("the names of sources", a, b, func(s store.Reader) ([]string, error) { return sources(ctx, s) })
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := compareSource(ctx, a, b, name); err != nil {
			return err
		}
	}
	runs, err := both("the runs", a, b, func(s store.Reader) ([]store.Run, error) { return s.Runs(ctx) })
	if err != nil {
		return err
	}
	for _, r := range runs {
		if err := compareAll("the journal of run "+r.ID, a.Journal(ctx, r.ID), b.Journal(ctx, r.ID)); err != nil {
			return err
		}
	}
	return nil
}

func compareSource(ctx context.Context, a, b store.Reader, name string) error {
	type known[T any] struct {
		value T
		ok    bool
	}
	of := " of source " + name
	if _, err := both("what is pinned"+of, a, b, func(s store.Reader) (k known[store.Source], err error) {
		k.value, k.ok, err = s.Source(ctx, name)
		return k, err
	}); err != nil {
		return err
	}
	if _, err := both("the unfinished writes"+of, a, b, func(s store.Reader) ([]store.Intent, error) { return s.Intents(ctx, name) }); err != nil {
		return err
	}
	if _, err := both("the missing keys"+of, a, b, func(s store.Reader) (map[string]string, error) { return s.Missing(ctx, name) }); err != nil {
		return err
	}
	if _, err := both("the problems"+of, a, b, func(s store.Reader) (k known[[]store.Problem], err error) {
		k.value, k.ok, err = s.Problems(ctx, name)
		return k, err
	}); err != nil {
		return err
	}
	return a.View(ctx, name, func(inA store.Snapshot) error {
		return b.View(ctx, name, func(inB store.Snapshot) error { return compareAll("the records"+of, inA.All(), inB.All()) })
	})
}

// both returns what two states have if it is the same.
func both[T any](what string, a, b store.Reader, get func(store.Reader) (T, error)) (T, error) {
	x, err := get(a)
	if err != nil {
		return x, err
	}
	y, err := get(b)
	if err == nil && !reflect.DeepEqual(x, y) {
		err = differ(what)
	}
	return x, err
}

func compareAll[T any](what string, a, b iter.Seq2[T, error]) error {
	next, stop := iter.Pull2(b)
	defer stop()
	for x, err := range a {
		if err != nil {
			return err
		}
		y, err, ok := next()
		if err != nil {
			return err
		}
		if !ok || !reflect.DeepEqual(x, y) {
			return differ(what)
		}
	}
	_, err, more := next()
	if more && err == nil {
		return differ(what)
	}
	return err
}

func differ(what string) error { return fmt.Errorf("%s: %w", what, ErrDiffers) }
