package columns

import (
	"cmp"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/mapping"
)

// Inputs describes the inputs of a run.
type Inputs struct {
	Names   []string          // of the inputs
	Mapping *mapping.Mapping  // nil: not known
	Mappers []*mapping.Mapper // one of each input
	Notes   []mapping.Note
	Plan    *plan.Plan // nil: nothing was counted
}

// Column is how one column was understood.
type Column struct {
	Name    string
	Fields  []string // that it feeds, as the mapping file calls them
	Kind    string   // of its notes: mapping.NoteLeft …; "" for one that only the mapping file names
	Values  int      // cells that are not blank; -1 if not counted
	Remarks []string
}

// List returns the columns of all inputs, each once and in the order of the
// files, and the remarks about no single column. It returns nothing without
// mappers.
func List(in Inputs) (list []Column, remarks []string) {
	notes := latest(in.Notes)
	feeds := fieldsOf(in.Mapping)
	noted := map[string]bool{}
	for _, c := range merged(in.Mappers) {
		list = append(list, c.describe(in, notes, feeds, noted))
		noted[c.name] = true
	}
	if list == nil {
		return nil, nil
	}
	for _, n := range notes {
		switch {
		case noted[n.Column] || n.Text == "":
		case n.Column != "":
			remarks = append(remarks, n.Column+": "+n.Text)
		case n.Kind == mapping.NotePreset:
			remarks = append(remarks, "The file "+n.Text)
		default:
			remarks = append(remarks, n.Text)
		}
	}
	return list, remarks
}

// column is a column that one or several inputs have.
type column struct {
	name   string
	used   bool  // a field takes it
	whole  bool  // of JSON, where a list or an object may be mapped as one
	inputs []int // which have it
	of     int   // how many inputs there are
}

// merged returns the columns of all inputs, each once: those of the first in
// its order, then what each next one has beside them.
func merged(mappers []*mapping.Mapper) []column {
	var list []column
	at := map[string]int{}
	for i, m := range mappers {
		used := m.Columns()
		names := slices.Concat(used, m.Unmapped())
		slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(m.Position(a), m.Position(b)) })
		for _, name := range names {
			k, known := at[name]
			if !known {
				k = len(list)
				at[name] = k
				list = append(list, column{name: name, whole: m.Position(name) < 0, of: len(mappers)})
			}
			list[k].used = list[k].used || slices.Contains(used, name)
			list[k].inputs = append(list[k].inputs, i)
		}
	}
	return list
}

// describe takes from the notes how the column was found, and from the mapping
// which fields it feeds. It marks the columns of its notes as noted.
func (c *column) describe(in Inputs, notes []mapping.Note, feeds map[string][]string, noted map[string]bool) Column {
	col := Column{Name: c.name, Fields: c.fields(feeds), Values: c.values(in.Plan)}
	if !c.used {
		col.Kind = mapping.NoteLeft
	}
	for _, n := range notes {
		if !c.holds(n.Column) {
			continue
		}
		noted[n.Column] = true
		if n.Text != "" && (n.Kind != mapping.NoteLeft || !c.used) && !slices.Contains(col.Remarks, n.Text) {
			col.Remarks = append(col.Remarks, n.Text)
		}
		if c.used && n.Kind != mapping.NoteWarning && n.Kind != mapping.NoteLeft && col.Kind != mapping.NoteGuessed {
			col.Kind = n.Kind
		}
		if len(col.Fields) == 0 && c.used && n.Field != "" {
			col.Fields = append(col.Fields, n.Field)
		}
	}
	if c.used && len(col.Fields) == 0 {
		col.Fields = []string{"an expression"}
	}
	if only := c.only(in.Names); only != "" {
		col.Remarks = append(col.Remarks, only)
	}
	return col
}

// values returns how many cells of the column are not blank, -1 if not counted.
func (c *column) values(p *plan.Plan) int {
	switch {
	case p == nil:
		return -1
	case c.used:
		return p.Filled[c.name]
	}
	for _, u := range p.Unmapped {
		if u.Name == c.name {
			return u.Values
		}
	}
	if c.whole {
		return -1 // in JSON only mapped columns are counted
	}
	return 0
}

// holds reports whether name is this column or, in JSON, a part of it.
func (c *column) holds(name string) bool {
	return name == c.name || c.whole && strings.HasPrefix(name, c.name+".")
}

// fields returns the fields that the column feeds, then those that parts of it
// feed.
func (c *column) fields(feeds map[string][]string) []string {
	list := slices.Clone(feeds[c.name])
	for _, name := range slices.Sorted(maps.Keys(feeds)) {
		if name != c.name && c.holds(name) {
			list = append(list, feeds[name]...)
		}
	}
	return list
}

// only returns which inputs have the column, "" if all do.
func (c *column) only(inputs []string) string {
	if len(c.inputs) == c.of {
		return ""
	}
	if len(c.inputs) > 3 {
		return fmt.Sprintf("in %d of %d files", len(c.inputs), c.of)
	}
	var names []string
	for _, i := range c.inputs {
		if i < len(inputs) {
			names = append(names, filepath.Base(inputs[i]))
		}
	}
	return "only in " + strings.Join(names, ", ")
}

// fieldsOf returns the fields that each column feeds.
func fieldsOf(m *mapping.Mapping) map[string][]string {
	feeds := map[string][]string{}
	add := func(column, field string) {
		if column != "" && !slices.Contains(feeds[column], field) {
			feeds[column] = append(feeds[column], field)
		}
	}
	if m == nil {
		return feeds
	}
	for _, name := range m.Key.Columns {
		add(name.Text, "key")
	}
	for i := range m.Contact {
		f := &m.Contact[i]
		target := f.Target
		if f.Label.Text != "" {
			target += " (" + f.Label.Text + ")"
		}
		for _, name := range f.Columns {
			add(name.Text, target)
		}
		add(f.Label.Column.Text, f.Target+" (label)")
	}
	for i := range m.Custom {
		for _, name := range m.Custom[i].Columns {
			add(name.Text, "custom: "+m.Custom[i].Target)
		}
	}
	add(m.Region.Column.Text, "region of numbers")
	return feeds
}
