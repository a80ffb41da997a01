package fixes

import (
	"context"
	"iter"
	"slices"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/mapping"
)

// Set applies fixes to rows, and remembers what became of each. A nil Set has none. It
// must not be used concurrently.
type Set struct {
	list   []Fix
	byRow  map[Row][]int
	first  map[string]int // key → its fix that keeps the first row
	result []Result
	hashes bool // a fix names its row by a hash
}

// Result is what became of a fix.
type Result struct {
	Outcome Outcome
	Pos     rows.Position // of a row that has it; of one whose cell differs if it is stale
}

// Outcome is what became of a fix. A later one replaces an earlier one: one row that was
// fixed is enough.
type Outcome int

// The outcomes.
const (
	Absent  Outcome = iota // no row has the name; of a row without a key: or it was changed
	Stale                  // the cell holds another value than the old one
	Already                // the cell holds the new value
	Applied
)

// New returns a set of fixes.
func New(list []Fix) *Set {
	s := &Set{list: list, byRow: map[Row][]int{}, first: map[string]int{}, result: make([]Result, len(list))}
	for i := range list {
		f := &list[i]
		if f.KeepsFirst() {
			s.first[f.Row.Key] = i
			continue
		}
		s.byRow[f.Row] = append(s.byRow[f.Row], i)
		s.hashes = s.hashes || f.Row.Hash != 0
	}
	return s
}

// Each calls see with each fix and what became of it.
func (s *Set) Each(see func(*Fix, Result)) {
	if s == nil {
		return
	}
	for i := range s.list {
		see(&s.list[i], s.result[i])
	}
}

// KeepsFirst reports whether of several rows with a key the first is to be imported.
func (s *Set) KeepsFirst(key string) bool {
	if s == nil {
		return false
	}
	i, ok := s.first[key]
	if ok {
		s.result[i].Outcome = Applied
	}
	return ok
}

// Source returns the rows of an input from the first one on, each time it is called.
type Source func(context.Context) iter.Seq2[rows.Row, error]

// Rows returns the rows of an input with the fixes applied. A row that is fixed has cells
// of its own; like all others it is valid until the next one.
func (s *Set) Rows(m *mapping.Mapper, source Source) Source {
	if s == nil || len(s.byRow) == 0 {
		return source
	}
	return func(ctx context.Context) iter.Seq2[rows.Row, error] {
		f := finder{set: s, applier: NewApplier(m)}
		return func(yield func(rows.Row, error) bool) {
			for row, err := range source(ctx) {
				if err == nil && row.Err == nil {
					f.fix(&row)
				}
				if !yield(row, err) {
					return
				}
			}
		}
	}
}

// finder finds the fixes of the rows of one input.
type finder struct {
	set     *Set
	applier *Applier
	list    []*Fix
}

func (f *finder) fix(row *rows.Row) {
	numbers := f.find(row)
	if len(numbers) == 0 {
		return
	}
	f.list = f.list[:0]
	for _, i := range numbers {
		f.list = append(f.list, &f.set.list[i])
	}
	for n, outcome := range f.applier.Apply(row, f.list) {
		if r := &f.set.result[numbers[n]]; outcome > r.Outcome {
			*r = Result{outcome, row.Pos}
		}
	}
}

// find returns the numbers of the fixes of a row.
func (f *finder) find(row *rows.Row) []int {
	m, w := f.applier.mapper, f.applier.worker
	if m.KeyDerived() && !f.set.hashes {
		return nil
	}
	w.Load(mapping.Row{Cells: row.Cells, JSON: row.JSON, Unread: row.Unread})
	name := NameOf(m, w)
	list := f.set.byRow[name]
	if name.Key != "" && f.set.hashes { // of a row that shares its key
		list = slices.Concat(list, f.set.byRow[HashOf(w)])
	}
	return list
}

// Applier applies fixes to rows of one input, one row at a time. It must not be used
// concurrently.
type Applier struct {
	mapper   *mapping.Mapper
	worker   *mapping.Worker
	cells    []string
	outcomes []Outcome
}

// NewApplier returns an applier for the rows that a mapper maps.
func NewApplier(m *mapping.Mapper) *Applier { return &Applier{mapper: m, worker: m.Worker()} }

// Apply applies the fixes of a row, and returns what became of each. What it returns, and
// the cells of a row that was fixed, are valid until the next call.
func (a *Applier) Apply(row *rows.Row, list []*Fix) []Outcome {
	before := mapping.Row{Cells: row.Cells, JSON: row.JSON, Unread: row.Unread}
	a.outcomes = a.outcomes[:0]
	for _, f := range list {
		a.outcomes = append(a.outcomes, a.apply(f, row, before))
	}
	if a.mapper.KeyDerived() && slices.Contains(a.outcomes, Applied) {
		row.Key = a.keyWithout(before)
	}
	return a.outcomes
}

// keyWithout returns the derived key that a row has without its fixes, if it would be
// imported without them: it may be in Quo under that key.
func (a *Applier) keyWithout(before mapping.Row) string {
	a.worker.Load(before)
	m := a.worker.Map()
	if m.Skip || len(m.Errors) > 0 {
		return ""
	}
	return m.Key
}

// apply applies a fix to a row. Cells are compared with those before all fixes.
func (a *Applier) apply(f *Fix, row *rows.Row, before mapping.Row) Outcome {
	if before.JSON != nil {
		return f.applyJSON(row, before.JSON)
	}
	at := a.mapper.Position(f.Column)
	if at < 0 || at >= len(before.Cells) {
		return Absent
	}
	unread := slices.Contains(row.Unread, at+1)
	switch cell := before.Cells[at]; {
	case !f.matches(cell) && f.done(cell):
		return Already
	case !f.matches(cell):
		return Stale
	}
	if &row.Cells[0] == &before.Cells[0] {
		a.cells = append(a.cells[:0], before.Cells...)
		row.Cells = a.cells
	}
	row.Cells[at] = f.New
	isThis := func(column int) bool { return column == at+1 }
	if unread {
		row.Unread = slices.DeleteFunc(slices.Clone(row.Unread), isThis)
	}
	row.Failed = slices.DeleteFunc(slices.Clone(row.Failed), isThis)
	return Applied
}
