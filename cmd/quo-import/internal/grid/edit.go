package grid

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/quo-import/quo-import/importer/fixes"
)

// Edit is a new value of a cell.
type Edit struct {
	Row    int32  `json:"row"`    // its number in the grid
	Column int    `json:"column"` // its number in Columns
	Value  string `json:"value"`
}

// change is what an edit does to a cell: the fix that it had before and has then, nil for
// the value of the file. With a key instead of rows it decides whether the first of the
// rows with that key is imported.
type change struct {
	rows     []int32 // that one name of a fix stands for: nearly always one
	column   string
	old, new *fixes.Fix
	key      string
}

// inverse returns the changes that take others back.
func inverse(changes []change) []change {
	back := make([]change, 0, len(changes))
	for _, c := range slices.Backward(changes) {
		c.old, c.new = c.new, c.old
		back = append(back, c)
	}
	return back
}

// history is what can be undone and redone. What is undone before the last changes is
// forgotten: it is bounded by the cells in it.
type history struct {
	done, undone []step
}

type step struct {
	what    string
	changes []change
}

// mostUndone is how many changed cells can be undone.
const mostUndone = 500_000

func (h *history) add(s step) {
	h.done, h.undone = append(h.done, s), nil
	total := 0
	for i, s := range slices.Backward(h.done) {
		if total += len(s.changes); total > mostUndone && i < len(h.done)-1 {
			h.done = slices.Delete(h.done, 0, i+1)
			return
		}
	}
}

// Done is what an edit did.
type Done struct {
	What    string  `json:"what"`    // for a person
	Cells   int     `json:"cells"`   // that changed
	Rescued int     `json:"rescued"` // rows that an import rejected before, less those that it rejects only now
	Rows    []int32 `json:"rows"`    // that changed, or whose problems may have; a thousand at most
	Counts  Counts  `json:"counts"`
	Facets  []Facet `json:"facets"`
	Undo    string  `json:"undo"` // what would be undone; "" for nothing
	Redo    string  `json:"redo"`
}

// Set changes cells, and writes the fixes. What is named in what is for a person, in the
// list of what can be undone.
func (g *Grid) Set(what string, edits ...Edit) (*Done, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	changes, err := g.changes(edits)
	if err != nil {
		return nil, err
	}
	return g.commit(step{what, changes})
}

// Undo undoes the last edit.
func (g *Grid) Undo() (*Done, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	h := &g.history
	if len(h.done) == 0 {
		return nil, errors.New("there is nothing to undo")
	}
	last := h.done[len(h.done)-1]
	return g.move(step{last.what, inverse(last.changes)}, func() {
		h.done = h.done[:len(h.done)-1]
		h.undone = append(h.undone, last)
	})
}

// Redo does again what was undone last.
func (g *Grid) Redo() (*Done, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	h := &g.history
	if len(h.undone) == 0 {
		return nil, errors.New("there is nothing to redo")
	}
	next := h.undone[len(h.undone)-1]
	return g.move(next, func() {
		h.undone = h.undone[:len(h.undone)-1]
		h.done = append(h.done, next)
	})
}

// changes returns what edits change. Of several edits of one cell the last one counts.
func (g *Grid) changes(edits []Edit) ([]change, error) {
	type cell struct {
		row    int32
		column int
	}
	last := make(map[cell]int, len(edits))
	for n, e := range edits {
		if !g.hasRow(e.Row) || !g.hasColumn(e.Column) {
			return nil, errNoCell
		}
		if !g.columns[e.Column].Mapped {
			return nil, fmt.Errorf("the column %s is not imported: a correction would change nothing", g.columns[e.Column].Name)
		}
		last[cell{e.Row, e.Column}] = n
	}
	var list []change
	twins := map[cell]bool{} // rows that one name stands for change together
	for n, e := range edits {
		if last[cell{e.Row, e.Column}] != n {
			continue
		}
		c, err := g.change(e)
		if err != nil {
			return nil, err
		}
		if c == nil {
			continue
		}
		if len(c.rows) > 1 {
			if twins[cell{c.rows[0], e.Column}] {
				continue
			}
			twins[cell{c.rows[0], e.Column}] = true
		}
		list = append(list, *c)
	}
	return list, nil
}

// change returns what an edit changes, nil for nothing.
func (g *Grid) change(e Edit) (*change, error) {
	row, err := g.rows.get(e.Row)
	if err != nil {
		return nil, err
	}
	if row.Err != nil {
		return nil, fmt.Errorf("%s cannot be read, so that it cannot be corrected here: correct it in the file", g.rowName(e.Row))
	}
	column := g.columns[e.Column]
	original := column.of(g.cells(row))
	c := change{rows: []int32{e.Row}, column: column.Name, old: g.fixOf(e.Row, column.Name)}
	if e.Value == original && c.old == nil || c.old != nil && c.old.New == e.Value {
		return nil, nil
	}
	name := g.nameOf(e.Row)
	if name == (fixes.Row{}) {
		return nil, fmt.Errorf("%s cannot be named by a fix", g.rowName(e.Row))
	}
	if twins := g.twins[name.Hash]; name.Key == "" && twins != nil {
		c.rows = twins
	}
	if e.Value != original {
		c.new = &fixes.Fix{Row: name, Line: int(g.lines[e.Row]), Column: column.Name, Old: original, New: e.Value}
	}
	return &c, nil
}

func (g *Grid) fixOf(i int32, column string) *fixes.Fix {
	for _, f := range g.edits[i] {
		if f.Column == column {
			return f
		}
	}
	return nil
}

// commit carries a step out, so that it can be undone.
func (g *Grid) commit(s step) (*Done, error) {
	return g.move(s, func() {
		if len(s.changes) > 0 {
			g.history.add(s)
		}
	})
}

// move carries a step out, writes the fixes, and then notes it. If they cannot be
// written, nothing has changed.
func (g *Grid) move(s step, note func()) (*Done, error) {
	before := g.tally.Total()
	touched, err := g.carryOut(s.changes)
	if err == nil && len(s.changes) > 0 {
		err = g.save()
	}
	if err != nil {
		_, again := g.carryOut(inverse(s.changes))
		return nil, errors.Join(err, again)
	}
	note()
	done := g.done(s.what)
	done.Cells, done.Rescued = len(s.changes), before-g.tally.Total()
	done.Rows = touched[:min(len(touched), mostTouched)]
	return done, nil
}

// mostTouched is how many rows an edit names that have to be shown again: more than are
// on any screen.
const mostTouched = 1000

func (g *Grid) done(what string) *Done {
	d := &Done{What: what, Rows: []int32{}, Counts: g.counts(), Facets: g.facets()}
	if n := len(g.history.done); n > 0 {
		d.Undo = g.history.done[n-1].what
	}
	if n := len(g.history.undone); n > 0 {
		d.Redo = g.history.undone[n-1].what
	}
	return d
}

// Now returns the state of the grid, as an edit that changes nothing would.
func (g *Grid) Now() *Done {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.done("")
}

// carryOut applies changes and checks the rows that they touch: their own, and those that
// shared a key with them or do now. It returns these rows.
func (g *Grid) carryOut(changes []change) ([]int32, error) {
	t := touching{grid: g, seen: map[int32]bool{}, keys: map[uint64]bool{}}
	var own []int32
	for _, c := range changes {
		for _, i := range c.rows {
			t.row(i)
			t.group(g.keys.keys[i])
		}
		if c.key != "" {
			t.group(hashKey(c.key))
		}
	}
	for _, c := range changes {
		g.apply(c)
		own = append(own, c.rows...)
	}
	slices.Sort(own)
	var failed error
	for _, i := range slices.Compact(own) {
		if failed = errors.Join(failed, g.check(i, t.group)); failed != nil {
			break
		}
	}
	for _, i := range t.rows {
		g.count(i, 1)
	}
	slices.Sort(t.rows)
	return t.rows, failed
}

// apply puts the fix of a change into place.
func (g *Grid) apply(c change) {
	if c.key != "" {
		if c.new == nil {
			delete(g.first, c.key)
		} else {
			g.first[c.key] = true
		}
		g.keys.first[hashKey(c.key)] = c.new != nil
		return
	}
	for n, i := range c.rows {
		list := slices.DeleteFunc(slices.Clone(g.edits[i]), func(f *fixes.Fix) bool { return f.Column == c.column })
		if len(list) < len(g.edits[i]) && n == 0 {
			g.fixed--
		}
		if c.new != nil {
			list = append(list, c.new)
			if n == 0 {
				g.fixed++
			}
		}
		if len(list) == 0 {
			delete(g.edits, i)
		} else {
			g.edits[i] = list
		}
	}
}

// touching collects the rows whose problems an edit may change. Each is taken out of the
// counts as it was before.
type touching struct {
	grid *Grid
	rows []int32
	seen map[int32]bool
	keys map[uint64]bool
}

func (t *touching) row(i int32) {
	if !t.seen[i] {
		t.seen[i] = true
		t.rows = append(t.rows, i)
		t.grid.count(i, -1)
	}
}

// group touches the rows that have a key now.
func (t *touching) group(key uint64) {
	if key == 0 || t.keys[key] {
		return
	}
	t.keys[key] = true
	for _, i := range t.grid.keys.of(key) {
		t.row(i)
	}
}

// save writes the fixes.
func (g *Grid) save() error {
	list := make([]fixes.Fix, 0, g.fixed+len(g.strays)+len(g.first))
	seen := map[*fixes.Fix]bool{} // of rows that share a name
	for _, i := range slices.Sorted(maps.Keys(g.edits)) {
		for _, f := range g.edits[i] {
			if len(g.twins) > 0 {
				if seen[f] {
					continue
				}
				seen[f] = true
			}
			list = append(list, *f)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(g.first)) {
		list = append(list, fixes.Fix{Row: fixes.Row{Key: key}, New: fixes.KeepFirst})
	}
	list = append(list, g.strays...)
	if err := fixes.Save(g.opts.Fixes, list); err != nil {
		return fmt.Errorf("the correction could not be saved, and was not made: %w", err)
	}
	return nil
}
