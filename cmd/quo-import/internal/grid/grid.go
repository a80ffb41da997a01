// Package grid is a sheet of the rows that an import would reject, to be corrected: it
// holds an input with its problems, checks what a person types as they type, applies
// edits to one cell or to thousands, and keeps them as fixes (package fixes).
//
// Start with Open. Counts and Now say what is wrong, View and Rows show rows, Try
// checks a value, Edit, Paste and Apply change cells, Undo and Redo go back and forth.
//
// What it promises:
//
//   - a value means what it means in an import: rows are fixed by package fixes, and
//     mapped by the mapper of the run; rows that share a key are rejected;
//   - an edit is on disk before the call returns, and the user's file is never written;
//   - an edit checks the rows that it touches, and no others: those whose cells changed,
//     and those that shared or now share a key with them;
//   - memory grows by some 30 bytes a row: the rows are in a temporary file.
package grid

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"sync"

	"github.com/quo-import/quo-import/importer/fixes"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/report/problems"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/mapping"
)

// Options are what a grid is made of.
type Options struct {
	Input plan.Input // as package job makes it, without fixes
	Fixes string     // path of the file of fixes, which need not exist
}

// Grid is an input with its problems. Its methods may be called concurrently.
type Grid struct {
	opts    Options
	columns []Column

	duplicate mapping.FieldError // of rows that share a key

	mu      sync.Mutex
	rows    *spool
	lines   []int32        // of each row, or its index plus one
	own     []problems.Set // the problems that each row has by itself
	keys    *keyIndex
	twins   map[uint64][]int32 // rows that one name of a fix stands for, where it stands for several
	doubled map[uint64]bool    // hashes of keys that are on several rows of the file
	tally   problems.Rows

	edits   map[int32][]*fixes.Fix // of each row that has any
	fixed   int                    // cells in edits, those of rows with one name once
	first   map[string]bool        // keys of whose rows the first is imported
	strays  []fixes.Fix            // that belong to no row of the input
	history history
	views   views

	worker  *mapping.Worker
	applier *fixes.Applier
}

// Column is a column of the grid.
type Column struct {
	Name   string `json:"name"`
	Mapped bool   `json:"mapped"` // it feeds a field
	at     int    // in the cells of a row; of JSON, in the cells of the mapper
}

// of returns what the column holds in the cells of a row.
func (c Column) of(cells []string) string {
	if c.at < len(cells) {
		return cells[c.at]
	}
	return ""
}

// Open reads an input and checks all of its rows, with the fixes that there are.
func Open(ctx context.Context, opts Options) (*Grid, error) {
	list, err := fixes.Load(opts.Fixes)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	g := &Grid{
		opts: opts, keys: newKeyIndex(), twins: map[uint64][]int32{}, doubled: map[uint64]bool{}, edits: map[int32][]*fixes.Fix{}, first: map[string]bool{},
		worker: opts.Input.Mapper.Worker(), applier: fixes.NewApplier(opts.Input.Mapper), columns: columnsOf(opts.Input), duplicate: duplicate(opts.Input.Mapper),
	}
	if g.rows, err = newSpool(); err != nil {
		return nil, err
	}
	if err := g.read(ctx, list); err != nil {
		return nil, errors.Join(err, g.Close())
	}
	return g, nil
}

// Close removes what the grid keeps besides the fixes.
func (g *Grid) Close() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.rows.close()
}

// columnsOf returns the columns of an input, those that are mapped first.
func columnsOf(in plan.Input) []Column {
	var mapped, others []Column
	if in.Header == nil { // JSON
		for i, name := range in.Mapper.Columns() {
			mapped = append(mapped, Column{name, true, i})
		}
		return mapped
	}
	used := in.Mapper.Columns()
	for i, name := range (mapping.Columns{Names: in.Header}).Unique() {
		if slices.Contains(used, name) {
			mapped = append(mapped, Column{name, true, i})
		} else {
			others = append(others, Column{name, false, i})
		}
	}
	return append(mapped, others...)
}

// Columns returns the columns of the grid: those that are mapped, then the others.
func (g *Grid) Columns() []Column { return g.columns }

// Table reports whether the input has a header, so that its rows can be a workbook.
func (g *Grid) Table() bool { return g.opts.Input.Header != nil }

// read reads the input into the spool, gives each fix to its row, and checks all rows.
func (g *Grid) read(ctx context.Context, list []fixes.Fix) error {
	names := newNameIndex()
	for row, err := range g.opts.Input.Rows(ctx) {
		if err != nil {
			return err
		}
		i := int32(len(g.lines))
		if err := g.rows.add(&row); err != nil {
			return err
		}
		g.lines = append(g.lines, place(row.Pos))
		if row.Err == nil {
			g.worker.Load(mapping.Row{Cells: row.Cells, JSON: row.JSON, Unread: row.Unread})
			names.add(i, fixes.NameOf(g.opts.Input.Mapper, g.worker), func() fixes.Row { return fixes.HashOf(g.worker) })
		}
	}
	if err := g.rows.flush(); err != nil {
		return err
	}
	g.twins, g.doubled = names.twins, names.doubled
	for i := range list {
		g.take(&list[i], names)
	}
	g.own = make([]problems.Set, len(g.lines))
	g.keys.grow(len(g.lines))
	for i := range g.lines {
		if err := g.check(int32(i), nil); err != nil {
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	for i := range g.lines {
		g.count(int32(i), 1)
	}
	return nil
}

// take gives a fix of the file to the rows that it names. The grid also finds rows by
// their line: under another mapping than before, rows without a key have another name.
func (g *Grid) take(f *fixes.Fix, names *nameIndex) {
	if f.KeepsFirst() {
		g.first[f.Row.Key] = true
		g.keys.first[hashKey(f.Row.Key)] = true
		return
	}
	found := names.rows(f.Row)
	if len(found) == 0 && f.Row.Key == "" {
		if i, ok := g.byLine(f.Line); ok && g.holds(i, f) {
			found = []int32{i}
			f.Row = g.nameOf(i)
		}
	}
	if len(found) == 0 || g.columnNamed(f.Column) < 0 {
		g.strays = append(g.strays, *f)
		return
	}
	g.fixed++
	for _, i := range found {
		g.edits[i] = append(g.edits[i], f)
	}
}

// holds reports whether a cell of a row holds the old value of a fix.
func (g *Grid) holds(i int32, f *fixes.Fix) bool {
	row, err := g.rows.get(i)
	if err != nil || row.Err != nil {
		return false
	}
	column := g.columnNamed(f.Column)
	return column >= 0 && g.columns[column].of(g.cells(row)) == f.Old
}

func place(pos rows.Position) int32 {
	if pos.Index >= 0 {
		return int32(pos.Index + 1)
	}
	return int32(pos.Line)
}

// byLine returns the row of a line.
func (g *Grid) byLine(line int) (int32, bool) {
	i, ok := slices.BinarySearch(g.lines, int32(line))
	return int32(i), ok
}

// What pages ask for that there is not: they show an older version of the grid.
var (
	errNoRow    = errors.New("there is no such row: reload the page")
	errNoCell   = errors.New("there is no such cell: reload the page")
	errNoColumn = errors.New("there is no such column: reload the page")
)

func (g *Grid) hasRow(i int32) bool   { return i >= 0 && int(i) < len(g.lines) }
func (g *Grid) hasColumn(at int) bool { return at >= 0 && at < len(g.columns) }
func (g *Grid) isMapped(at int) bool  { return g.hasColumn(at) && g.columns[at].Mapped }

// haveRows returns an error if there is no row of one of the numbers.
func (g *Grid) haveRows(numbers []int32) error {
	if slices.ContainsFunc(numbers, func(i int32) bool { return !g.hasRow(i) }) {
		return errNoRow
	}
	return nil
}

func (g *Grid) columnNamed(name string) int {
	return slices.IndexFunc(g.columns, func(c Column) bool { return c.Name == name })
}

// cells returns the cells of a row in the order of Column.at. They are valid until the
// worker loads another row.
func (g *Grid) cells(row *rows.Row) []string {
	if row.JSON == nil {
		return row.Cells
	}
	g.worker.Load(mapping.Row{JSON: row.JSON})
	return g.worker.Cells()
}

// nameOf returns the name by which a fix finds a row.
func (g *Grid) nameOf(i int32) fixes.Row {
	row, err := g.rows.get(i)
	if err != nil {
		return fixes.Row{}
	}
	g.worker.Load(mapping.Row{Cells: row.Cells, JSON: row.JSON, Unread: row.Unread})
	name := fixes.NameOf(g.opts.Input.Mapper, g.worker)
	if name.Key != "" && g.doubled[hashKey(name.Key)] {
		return fixes.HashOf(g.worker)
	}
	return name
}

// load returns a row as it is with its fixes, loaded into the worker. It is valid until
// the next load.
func (g *Grid) load(i int32, edits []*fixes.Fix) (*rows.Row, error) {
	row, err := g.rows.get(i)
	if err != nil || row.Err != nil {
		return row, err
	}
	if len(edits) > 0 {
		g.applier.Apply(row, edits)
	}
	g.worker.Load(mapping.Row{Cells: row.Cells, JSON: row.JSON, Unread: row.Unread, Key: row.Key})
	return row, nil
}

// mapRow maps a row as it is with some fixes. What it returns is valid until the next load.
func (g *Grid) mapRow(i int32, edits []*fixes.Fix) (*rows.Row, *mapping.Mapped, error) {
	row, err := g.load(i, edits)
	if err != nil {
		return nil, nil, err
	}
	if row.Err != nil {
		return row, &mapping.Mapped{Errors: []mapping.FieldError{{Kind: "row-unreadable", Message: row.Err.Message()}}}, nil
	}
	return row, g.worker.Map(), nil
}

// check finds the problems and the key of a row. joins is called with the key before the
// row has it; nil for nobody.
func (g *Grid) check(i int32, joins func(key uint64)) error {
	_, m, err := g.mapRow(i, g.edits[i])
	if err != nil {
		return err
	}
	key := uint64(0)
	if m.Key != "" && !m.Skip {
		key = hashKey(m.Key)
	}
	if joins != nil {
		joins(key)
	}
	g.own[i] = g.setOf(m.Errors)
	g.keys.set(i, key)
	return nil
}

// doubles reports whether a row is rejected because its key is on several rows.
func (g *Grid) doubles(i int32) bool {
	members := g.keys.members(i)
	if len(members) < 2 {
		return false
	}
	if !g.keys.keepsFirst(i) {
		return true
	}
	return g.own[i] == clean && slices.ContainsFunc(members, func(other int32) bool { return g.own[other] != clean })
}

// broken reports whether an import rejects a row.
func (g *Grid) broken(i int32) bool { return g.own[i] != clean || g.doubles(i) }

// rowName is what a person calls a row.
func (g *Grid) rowName(i int32) string {
	if g.opts.Input.Indexed {
		return fmt.Sprintf("item %d", g.lines[i]-1)
	}
	return fmt.Sprintf("line %d", g.lines[i])
}
