package grid

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/fixes"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/report"
	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/importer/rows/formats"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/headers"
)

// Taken is what a corrected file brought.
type Taken struct {
	Done    *Done    `json:"done"`
	Rows    int      `json:"rows"`    // of the file
	Changed int      `json:"changed"` // rows with a corrected cell
	Unknown []string `json:"unknown"` // rows that were not found here, and why; the first ones
	Missed  int      `json:"missed"`  // how many these are
}

// lineColumn is the column of a file of rejects with the line of the row.
const lineColumn = plan.RejectPrefix + "line"

// mostUnknown is how many rows that were not found are named.
const mostUnknown = 10

// Take takes the corrected rows of a file of rejects back, as edits that are undone
// together. A row is found by its line, which must still have its key, else by its key.
func (g *Grid) Take(ctx context.Context, path string) (*Taken, error) {
	f, err := formats.Open(path, rows.Options{Score: headers.Score})
	if err != nil {
		return nil, err
	}
	defer f.Close()
	g.mu.Lock()
	defer g.mu.Unlock()
	t, err := g.taker(f)
	if err != nil {
		return nil, err
	}
	out := &Taken{Unknown: []string{}}
	var edits []Edit
	for row, err := range f.Rows(ctx) {
		if err != nil {
			return nil, err
		}
		out.Rows++
		i, why := t.find(&row)
		if why != "" {
			out.Missed++
			if len(out.Unknown) < mostUnknown {
				out.Unknown = append(out.Unknown, fmt.Sprintf("line %d %s", row.Pos.Line, why))
			}
			continue
		}
		changed, err := t.edits(i, row.Cells)
		if err != nil {
			return nil, err
		}
		if len(changed) > 0 {
			out.Changed++
			edits = append(edits, changed...)
		}
	}
	changes, err := g.changes(edits)
	if err != nil {
		return nil, err
	}
	out.Done, err = g.commit(step{"Take back " + say.Plural(out.Changed, "corrected row", "corrected rows"), changes})
	return out, err
}

// taker finds the rows of a corrected file.
type taker struct {
	grid    *Grid
	columns []int // of the grid, by those of the file; -1 for none
	line    int   // the column of the line; -1 for none
	mapper  *mapping.Mapper
	worker  *mapping.Worker
	byKey   map[uint64]int32 // nil until it is needed
}

func (g *Grid) taker(f *rows.File) (*taker, error) {
	in := g.opts.Input
	if f.Header == nil || in.Header == nil {
		return nil, errors.New("only a workbook or a CSV of rows can be taken back: correct JSON and cards in the file itself")
	}
	names := mapping.Columns{Names: f.Header}.Unique()
	t := &taker{grid: g, line: slices.Index(f.Header, lineColumn), mapper: in.Mapper, worker: in.Mapper.Worker()}
	found := 0
	for _, name := range names {
		at := g.columnNamed(name)
		if g.isMapped(at) {
			found++
		} else {
			at = -1
		}
		t.columns = append(t.columns, at)
	}
	if found == 0 {
		return nil, errors.New("this file has none of the columns of the list: take back the one that was downloaded here")
	}
	if t.line < 0 && len(in.Mapper.KeyColumns()) == 0 {
		return nil, fmt.Errorf("this file has no column %s, by which rows without a key are found: take back the one that was downloaded here", lineColumn)
	}
	return t, nil
}

// find returns the row of the grid that a corrected row belongs to, or why there is none.
func (t *taker) find(row *rows.Row) (i int32, why string) {
	if row.Err != nil {
		return 0, "cannot be read: " + row.Err.Message()
	}
	key := t.keyOf(row.Cells)
	if t.line >= 0 && t.line < len(row.Cells) {
		line, err := strconv.Atoi(strings.TrimSpace(row.Cells[t.line]))
		if t.grid.opts.Input.Indexed {
			line++
		}
		if i, ok := t.grid.byLine(line); err == nil && ok && t.agrees(i, key, row.Cells) {
			return i, ""
		}
	}
	if key == "" {
		return 0, "has no key, and its line is another row here"
	}
	i, ok := t.rowWith(key)
	switch {
	case !ok:
		return 0, fmt.Sprintf("has the key %s, which no row has here", quoted(key))
	case i < 0:
		return 0, fmt.Sprintf("has the key %s, which several rows have here", quoted(key))
	}
	return i, ""
}

// keyOf returns the key of a corrected row; "" if the key is derived or cannot be read.
func (t *taker) keyOf(cells []string) string {
	if len(t.mapper.KeyColumns()) == 0 {
		return ""
	}
	return t.key(t.inOrder(cells))
}

// inOrder returns cells in the order of the input's columns.
func (t *taker) inOrder(cells []string) []string {
	list := make([]string, len(t.grid.opts.Input.Header))
	for n, at := range t.columns {
		if at >= 0 && n < len(cells) {
			list[t.grid.columns[at].at] = cells[n]
		}
	}
	return list
}

func (t *taker) key(cells []string) string {
	t.worker.Load(mapping.Row{Cells: cells})
	key, err := t.worker.Key()
	if err != nil {
		return ""
	}
	return key
}

// agrees reports whether the row of a line is the one that was downloaded. It has the key
// of the corrected one, or had it in the file; where a key was corrected, or there is none,
// half of the other cells have to agree.
func (t *taker) agrees(i int32, key string, cells []string) bool {
	row, err := t.grid.rows.get(i)
	if err != nil || row.Err != nil {
		return false
	}
	if key != "" && t.key(row.Cells) == key {
		return true
	}
	now, _, err := t.grid.mapRow(i, t.grid.edits[i])
	if err != nil {
		return false
	}
	same, filled := 0, 0
	for n, at := range t.columns {
		if at < 0 || n >= len(cells) {
			continue
		}
		value := t.grid.columns[at].of(now.Cells)
		if value == "" && cells[n] == "" {
			continue
		}
		filled++
		if value == cells[n] {
			same++
		}
	}
	return 2*same >= filled
}

// rowWith returns the row that has a key in the file, -1 if several have.
func (t *taker) rowWith(key string) (int32, bool) {
	if t.byKey == nil {
		t.byKey = map[uint64]int32{}
		for i := range t.grid.lines {
			row, err := t.grid.rows.get(int32(i))
			if err != nil || row.Err != nil {
				continue
			}
			k := t.key(row.Cells)
			if k == "" {
				continue
			}
			hash := hashKey(k)
			if _, taken := t.byKey[hash]; taken {
				t.byKey[hash] = -1
			} else {
				t.byKey[hash] = int32(i)
			}
		}
	}
	i, ok := t.byKey[hashKey(key)]
	return i, ok
}

// edits returns the cells of a corrected row that are not as they are here.
func (t *taker) edits(i int32, cells []string) ([]Edit, error) {
	var list []Edit
	for n, at := range t.columns {
		if at < 0 || n >= len(cells) {
			continue
		}
		now, err := t.grid.value(i, at)
		if err != nil {
			return nil, err
		}
		if !fixes.Same(cells[n], now) {
			list = append(list, Edit{i, at, cells[n]})
		}
	}
	return list, nil
}

// Download writes the rows that an import still rejects as a workbook, with their
// corrections so far: cells that are wrong are red.
func (g *Grid) Download(out io.Writer) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	in := g.opts.Input
	if in.Header == nil {
		return errors.New("the rows of JSON and cards cannot be a workbook: correct them here, or in the file itself")
	}
	w, err := report.NewWorkbook(out, report.Input{Header: in.Header, Key: in.Mapper.KeyColumns()})
	if err != nil {
		return err
	}
	for _, i := range g.matching(Filter{All: true}) {
		row, m, err := g.mapRow(i, g.edits[i])
		if err != nil {
			return err
		}
		e := event.Row{Pos: row.Pos, Key: m.Key, Action: event.Rejected, Errors: slices.Clone(m.Errors), Cells: row.Cells}
		if message, doubled := g.doubleOf(i); doubled {
			twice := g.duplicate
			twice.Message = message
			e.Errors = append(e.Errors, twice)
		}
		if row.Err != nil {
			e.Cells = []string{row.Raw}
		}
		if err := w.Add(&e); err != nil {
			return err
		}
	}
	return w.Close()
}
