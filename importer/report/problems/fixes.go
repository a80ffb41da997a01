package problems

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/quo-import/quo-import/importer/report/say"
)

// Fix is something to do, with how many rows it rescues: those that fail for nothing
// else. Rows of several fixes may be the same ones, unless they differ in Columns.
type Fix struct {
	Rows    int
	Columns []string // whose problems it takes away; "" is the row as a whole
	Words   string   // a way to write nothing that cells of them have; "" for other fixes
	Do      []string // ways to do it, the best first
}

// Drop is the flag that leaves wrong values out.
const Drop = "--on-invalid drop"

// leastWords is how many rows must have the same words instead of a value for them to
// be a way to write nothing.
const leastWords = 3

// Fixes returns what rescues rows, the most first. The fixes of columns share the rows
// out: each row that fails is counted by the columns that it fails for.
func (r *Rows) Fixes() []Fix {
	list := r.columnFixes()
	for _, w := range r.wordFixes() {
		same := slices.IndexFunc(list, func(f Fix) bool { return f.Rows == w.Rows && slices.Equal(f.Columns, w.Columns) })
		if same < 0 {
			list = append(list, w)
			continue
		}
		list[same].Words = w.Words // the column has nothing else
		list[same].Do = append(w.Do, slices.DeleteFunc(list[same].Do, func(do string) bool { return do != passDrop })...)
	}
	slices.SortFunc(list, func(a, b Fix) int {
		return cmp.Or(b.Rows-a.Rows, len(a.Columns)-len(b.Columns), slices.Compare(a.Columns, b.Columns), cmp.Compare(a.Words, b.Words))
	})
	return list
}

// columnFixes returns a fix for each set of columns that rows fail for.
func (r *Rows) columnFixes() []Fix {
	type column struct {
		fix  Fix
		rows map[Problem]int // of the fix, by problem without words
	}
	byColumns := map[string]*column{}
	for _, s := range r.sets {
		if s.rows == 0 {
			continue // corrected since
		}
		var names []string
		for _, n := range s.problems {
			names = append(names, r.problems[n].Column)
		}
		slices.Sort(names)
		names = slices.Compact(names)
		id := strings.Join(names, "\x00")
		c := byColumns[id]
		if c == nil {
			c = &column{Fix{Columns: names}, map[Problem]int{}}
			byColumns[id] = c
		}
		c.fix.Rows += s.rows
		for _, n := range s.problems {
			p := r.problems[n]
			p.Words = ""
			c.rows[p] += s.rows
		}
	}
	list := make([]Fix, 0, len(byColumns))
	for _, c := range byColumns {
		c.fix.Do = remedies(c.fix.Columns, c.rows)
		list = append(list, c.fix)
	}
	return list
}

// remedies returns what can be done about problems, with how many rows have each.
func remedies(columns []string, rows map[Problem]int) []string {
	best := map[string]Problem{} // the most frequent of each column
	drops := true
	for p, n := range rows {
		drops = drops && p.Drops
		if b, ok := best[p.Column]; !ok || n > rows[b] || n == rows[b] && p.Kind < b.Kind {
			best[p.Column] = p
		}
	}
	var list []string
	if len(columns) == 1 {
		p := best[columns[0]]
		if do := remedy(p.Kind, p.Field); do != "" {
			list = append(list, do)
		}
	}
	if drops {
		list = append(list, passDrop)
	}
	return list
}

const (
	passDrop   = "pass " + Drop
	addToNulls = "add it to nulls in the mapping"
)

// wordFixes returns a fix for each way to write nothing.
func (r *Rows) wordFixes() []Fix {
	columns := map[string][]string{}
	for _, p := range r.problems {
		if p.Words != "" {
			columns[p.Words] = append(columns[p.Words], p.Column)
		}
	}
	var list []Fix
	for words, names := range columns {
		slices.Sort(names)
		n := r.Rescued(func(p Problem) bool { return p.Words == words })
		if n >= leastWords {
			list = append(list, Fix{Rows: n, Columns: slices.Compact(names), Words: words, Do: []string{addToNulls}})
		}
	}
	return list
}

// Text returns the fix as a sentence. Without values, the words of cells are not in it.
func (f *Fix) Text(values bool) string {
	text := say.Plural(f.Rows, "row fails ", "rows fail ") + f.Why(values)
	if len(f.Do) > 0 {
		text += ": " + strings.Join(f.Do, ", or ")
	}
	return text
}

// Why returns what the rows fail for: "only because of Mobile".
func (f *Fix) Why(values bool) string {
	names := make([]string, len(f.Columns))
	for i, name := range f.Columns {
		switch names[i] = name; name {
		case "":
			names[i] = wholeRow
		case "key":
			names[i] = "the key"
		}
	}
	what := strings.Join(names, ", ")
	if last := len(names) - 1; last > 0 {
		what = strings.Join(names[:last], ", ") + " and " + names[last]
	}
	switch {
	case f.Words != "" && values:
		return "only because of " + strconv.Quote(f.Words) + " in " + what
	case f.Words != "":
		return "only because of one word in " + what
	case len(names) > 1:
		return "because of " + what + " together"
	case what == wholeRow:
		return "as a whole"
	}
	return "only because of " + what
}

const wholeRow = "the row as a whole"

// Drops reports whether leaving the wrong values out is a way.
func (f *Fix) Drops() bool { return slices.Contains(f.Do, passDrop) }
