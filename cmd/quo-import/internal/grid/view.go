package grid

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/quo-import/quo-import/importer/fixes"
	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/phrase"
	"github.com/quo-import/quo-import/mapping/values"
	"github.com/quo-import/quo-import/quo"
)

// View is a list of rows, as they were chosen by a filter. Rows stay in it when they are
// corrected, so that nothing moves under the cursor.
type View struct {
	ID   int `json:"id"`
	Rows int `json:"rows"`
}

// views are the lists that pages show. The oldest one goes when there are too many.
type views struct {
	last  int
	lists map[int][]int32
}

const mostViews = 16

// Window is how many rows Rows returns at most.
const Window = 200

// View chooses the rows that have problems now.
func (g *Grid) View(f Filter) View {
	g.mu.Lock()
	defer g.mu.Unlock()
	v := &g.views
	v.last++
	if v.lists == nil {
		v.lists = map[int][]int32{}
	}
	v.lists[v.last] = g.matching(f)
	delete(v.lists, v.last-mostViews)
	return View{v.last, len(v.lists[v.last])}
}

// ErrView is the error of a view that is not kept any more.
var ErrView = errors.New("this list is not kept any more: choose it again")

// Row is a row of the grid.
type Row struct {
	Row      int32     `json:"row"`  // its number in the grid
	Line     int32     `json:"line"` // in the file
	Cells    []string  `json:"cells"`
	Clipped  []int     `json:"clipped,omitempty"` // cells that are longer than they are here
	Fixed    []int     `json:"fixed,omitempty"`   // cells that were corrected
	Problems []Problem `json:"problems,omitempty"`
	Skipped  string    `json:"skipped,omitempty"` // why an import leaves it out
	Locked   bool      `json:"locked,omitempty"`  // it cannot be read, and so not be corrected
}

// Problem is what is wrong with a row.
type Problem struct {
	Column  int    `json:"column"` // its number in Columns; -1 for the row as a whole
	Kind    string `json:"kind"`
	Message string `json:"message"`
}

// mostShown is how many bytes of a cell a window holds.
const mostShown = 1000

// Rows returns rows of a view, from one on.
func (g *Grid) Rows(view, from, n int) ([]Row, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	list, ok := g.views.lists[view]
	if !ok {
		return nil, ErrView
	}
	from = max(0, min(from, len(list)))
	return g.show(list[from:min(len(list), from+min(n, Window))])
}

// Show returns rows by their numbers.
func (g *Grid) Show(numbers []int32) ([]Row, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if err := g.haveRows(numbers); err != nil {
		return nil, err
	}
	return g.show(numbers[:min(len(numbers), Window)])
}

func (g *Grid) show(numbers []int32) ([]Row, error) {
	list := make([]Row, 0, len(numbers))
	for _, i := range numbers {
		row, err := g.shown(i)
		if err != nil {
			return nil, err
		}
		list = append(list, row)
	}
	return list, nil
}

func (g *Grid) shown(i int32) (Row, error) {
	row, m, err := g.mapRow(i, g.edits[i])
	if err != nil {
		return Row{}, err
	}
	out := Row{Row: i, Line: g.lines[i], Cells: make([]string, len(g.columns)), Skipped: m.Reason, Locked: row.Err != nil, Problems: g.problems(i, m)}
	if g.opts.Input.Indexed {
		out.Line--
	}
	cells := row.Cells
	if row.JSON != nil {
		cells = g.worker.Cells()
	}
	for n, c := range g.columns {
		out.Cells[n] = c.of(cells)
		if len(out.Cells[n]) > mostShown {
			out.Cells[n] = strings.ToValidUTF8(out.Cells[n][:mostShown], "")
			out.Clipped = append(out.Clipped, n)
		}
	}
	if row.Err != nil && len(out.Cells) > 0 {
		out.Cells[0] = strings.ToValidUTF8(row.Raw[:min(len(row.Raw), mostShown)], "")
	}
	for _, f := range g.edits[i] {
		out.Fixed = append(out.Fixed, g.columnNamed(f.Column))
	}
	return out, nil
}

// problems returns what is wrong with a row.
func (g *Grid) problems(i int32, m *mapping.Mapped) []Problem {
	var list []Problem
	for _, e := range m.Errors {
		list = append(list, Problem{g.columnNamed(e.Column), e.Kind, e.Message})
	}
	if message, doubled := g.doubleOf(i); doubled {
		list = append(list, Problem{g.keyColumn(), g.duplicate.Kind, message})
	}
	return list
}

// doubleOf says which other row keeps a row out by having its key, if one does.
func (g *Grid) doubleOf(i int32) (message string, doubled bool) {
	if !g.doubles(i) {
		return "", false
	}
	members := g.keys.members(i)
	other := members[0]
	if other == i {
		other = members[1]
	}
	return g.doubledBy(other), true
}

func (g *Grid) doubledBy(other int32) string {
	if g.keys.keepsFirst(other) {
		return "has the same key as another row, which has problems: correct that one (" + g.rowName(other) + ")"
	}
	return "is also the key of " + g.rowName(other) + ": give each row its own, or keep the first"
}

// keyColumn returns the first column of the key, -1 if the key is derived or computed.
func (g *Grid) keyColumn() int {
	if names := g.opts.Input.Mapper.KeyColumns(); len(names) > 0 {
		return g.columnNamed(names[0])
	}
	return -1
}

// Tried is what a value would be in a cell.
type Tried struct {
	Value   string `json:"value"`   // the whole of it, of a cell as it is
	File    string `json:"file"`    // what the file has there
	Result  string `json:"result"`  // what Quo gets: +14155550134; "" for nothing
	Problem string `json:"problem"` // why it is refused; "" if it is not
	Others  int    `json:"others"`  // problems of the row in other cells
}

// Try checks a value of a cell, and changes nothing. With a nil value it checks the cell
// as it is.
func (g *Grid) Try(i int32, column int, value *string) (*Tried, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.hasRow(i) || !g.hasColumn(column) {
		return nil, errNoCell
	}
	row, err := g.rows.get(i)
	if err != nil || row.Err != nil {
		return &Tried{}, err
	}
	t := &Tried{File: g.columns[column].of(g.cells(row))}
	t.Value = t.File
	if f := g.fixOf(i, g.columns[column].Name); f != nil {
		t.Value = f.New
	}
	if value != nil {
		t.Value = *value
	}
	if !g.columns[column].Mapped {
		return t, nil
	}
	return t, g.try(i, column, t)
}

// try fills in what the value of t would be.
func (g *Grid) try(i int32, column int, t *Tried) error {
	_, m, err := g.mapRow(i, g.with(i, column, t.File, t.Value))
	if err != nil {
		return err
	}
	for _, e := range m.Errors {
		if g.columnNamed(e.Column) != column {
			t.Others++
		} else if t.Problem == "" {
			t.Problem = e.Message
		}
	}
	if column == g.keyColumn() && t.Problem == "" && m.Key != "" {
		t.Problem = g.taken(i, hashKey(m.Key))
	}
	if t.Problem != "" || t.Value == "" {
		return nil
	}
	key, got := m.Key, parts(m)
	_, m, err = g.mapRow(i, g.with(i, column, t.File, ""))
	if err != nil {
		return err
	}
	without := parts(m)
	got = slices.DeleteFunc(got, func(p string) bool { return slices.Contains(without, p) })
	if column == g.keyColumn() {
		got = append([]string{"key " + key}, got...)
	}
	t.Result = strings.Join(got, " · ")
	return nil
}

// taken says which other row has a key, "" if none has.
func (g *Grid) taken(i int32, key uint64) string {
	for _, other := range g.keys.of(key) {
		if other != i && !g.keys.first[key] {
			return g.doubledBy(other)
		}
	}
	return ""
}

// with returns the fixes of a row with another value in a column.
func (g *Grid) with(i int32, column int, file, value string) []*fixes.Fix {
	name := g.columns[column].Name
	list := slices.DeleteFunc(slices.Clone(g.edits[i]), func(f *fixes.Fix) bool { return f.Column == name })
	if value != file {
		list = append(list, &fixes.Fix{Column: name, Old: file, New: value})
	}
	return list
}

// parts returns what Quo gets of a row, in words.
func parts(m *mapping.Mapped) []string {
	var list []string
	for _, s := range m.Desired.Scalars {
		switch name := fieldNames[s.Field]; {
		case s.StandIn || s.Value == "":
		case s.Custom != nil:
			list = append(list, s.Custom.Name+": "+say.Day(s.Value))
		default:
			list = append(list, cmp.Or(name, string(s.Field))+": "+s.Value)
		}
	}
	for _, s := range m.Desired.Slots {
		for _, item := range s.Items {
			list = append(list, item.Value)
		}
	}
	if m.Skip {
		list = append(list, "the row is left out: "+m.Reason)
	}
	return list
}

var fieldNames = map[quo.Field]string{quo.FirstName: "first name", quo.LastName: "last name", quo.Company: "company", quo.Role: "role", quo.SourceURL: "link"}

// Value is a value of a column, and how many rows have it.
type Value struct {
	Value   string `json:"value"`
	Rows    int    `json:"rows"`
	Nothing bool   `json:"nothing"` // it may be a way to write nothing
}

// mostValues is how many values Values returns, and countedValues how many it tells apart.
const (
	mostValues    = 50
	countedValues = 10_000
)

// Values returns the most frequent values of a column in the rows of a filter.
func (g *Grid) Values(f Filter, column int) ([]Value, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.hasColumn(column) {
		return nil, errNoColumn
	}
	counts := map[string]int{}
	for _, i := range g.matching(f) {
		value, err := g.value(i, column)
		if err != nil {
			return nil, err
		}
		if _, known := counts[value]; value != "" && (known || len(counts) < countedValues) {
			counts[value]++
		}
	}
	list := make([]Value, 0, len(counts))
	for value, n := range counts {
		list = append(list, Value{value, n, mayBeNothing(value)})
	}
	slices.SortFunc(list, func(a, b Value) int { return cmp.Or(b.Rows-a.Rows, cmp.Compare(a.Value, b.Value)) })
	return list[:min(len(list), mostValues)], nil
}

// mayBeNothing reports whether a value has no digit and is short: "n/a", "keine".
func mayBeNothing(value string) bool {
	const most = 30
	return len(value) <= most && !strings.ContainsAny(value, "0123456789@")
}

// value returns a cell as it is with its fixes.
func (g *Grid) value(i int32, column int) (string, error) {
	if f := g.fixOf(i, g.columns[column].Name); f != nil {
		return f.New, nil
	}
	row, err := g.rows.get(i)
	if err != nil || row.Err != nil {
		return "", err
	}
	return g.columns[column].of(g.cells(row)), nil
}

// folded is the form in which words are compared.
func folded(s string) string { return strings.ToLower(values.Text(s)) }

// quoted is a value in a sentence.
func quoted(s string) string {
	if s == "" {
		return "nothing"
	}
	return phrase.Quote(s)
}
