package mapping

import (
	"fmt"
	"hash/maphash"
	"strings"

	"github.com/quo-import/quo-import/mapping/headers"
	"github.com/quo-import/quo-import/mapping/values"
	"github.com/quo-import/quo-import/quo"
)

// Profile decides over the data what a mapping leaves open: which column is
// the key, and how columns of dates and numbers read. It is shown every row,
// in the order of the files, and then asked. It must not be used concurrently.
type Profile struct {
	m      *Mapping
	inputs []*profiled
	keys   []*candidate
	open   []*openColumn // by custom field
	seed   maphash.Seed
}

// profiled is one input, with a worker that gathers what the profile looks at.
type profiled struct {
	file   string
	worker *Worker
	keys   []int     // of candidates, in the worker's cells
	open   []*origin // as Profile.open
}

// candidate is a column that may be the key.
type candidate struct {
	name  string
	seen  map[uint64]int // hash of a value → line of the row
	wrong string         // why it is none
}

// openColumn is a column whose format is not said.
type openColumn struct {
	field   int // in Mapping.Custom
	def     quo.CustomField
	dates   values.DateColumn
	numbers values.NumberColumn
}

// Open says whether a Profile has something to decide. Where it has not, there
// is no need to read the input twice.
func (m *Mapping) Open(cols []Columns, catalogue []quo.CustomField) bool {
	return m.Key.Open() && len(m.keyCandidates(cols)) > 0 || len(m.openColumns(catalogue)) > 0
}

// NewProfile begins a profile of inputs with these columns. The error is an
// Errors.
func NewProfile(m *Mapping, cols []Columns, catalogue []quo.CustomField) (*Profile, error) {
	p := &Profile{m: m, open: m.openColumns(catalogue), seed: maphash.MakeSeed()}
	if m.Key.Open() {
		for _, name := range m.keyCandidates(cols) {
			p.keys = append(p.keys, &candidate{name: name, seen: map[uint64]int{}})
		}
	}
	for _, c := range cols {
		in, err := p.input(c)
		if err != nil {
			return nil, err
		}
		p.inputs = append(p.inputs, in)
	}
	return p, nil
}

func (p *Profile) input(cols Columns) (*profiled, error) {
	c := newCompiler(p.m, cols, CompileOptions{})
	in := &profiled{file: cols.File}
	c.mapper.where = c.program(p.m.Where)
	for _, k := range p.keys {
		in.keys = append(in.keys, c.column(Name{Text: k.name}))
	}
	for _, o := range p.open {
		f := &p.m.Custom[o.field]
		origin := c.origin(f, f.Target)
		in.open = append(in.open, &origin)
	}
	if err := c.err(); err != nil {
		return nil, err
	}
	in.worker = c.mapper.Worker()
	return in, nil
}

// openColumns are the custom fields of dates and numbers without a format.
func (m *Mapping) openColumns(catalogue []quo.CustomField) []*openColumn {
	var list []*openColumn
	for i := range m.Custom {
		f := &m.Custom[i]
		def := quo.CustomField{Type: assumedType(f)}
		if catalogue != nil {
			def, _ = find(catalogue, f.Target) // Compile says what is wrong
		}
		if len(f.Format) == 0 && (def.Type == quo.Date || def.Type == quo.Number) {
			list = append(list, &openColumn{field: i, def: def})
		}
	}
	return list
}

// keyCandidates are the columns that are plainly an id, by the preset or by
// their header, in every input, in the order of the first.
func (m *Mapping) keyCandidates(cols []Columns) []string {
	var common []string
	for i, c := range cols {
		var own []string
		names := c.unique()
		for _, match := range headers.Recognise(humanised(c), nil) {
			name := names[match.Column]
			plainly := match.Target == headers.Key || contains(m.KeyHints, name)
			if !plainly || strings.HasPrefix(name, reportPrefix) {
				continue
			}
			if i == 0 || contains(common, name) {
				own = append(own, name)
			}
		}
		common = own
	}
	return common
}

// Add shows the profile a row of the input with that index; line is what its
// messages call it.
func (p *Profile) Add(input, line int, row Row) {
	in := p.inputs[input]
	w := in.worker
	w.Load(row)
	if w.empty || !w.passes() {
		return
	}
	w.mapped.Errors, w.mapped.Warnings = w.mapped.Errors[:0], w.mapped.Warnings[:0]
	for i, k := range p.keys {
		k.add(w.cells[in.keys[i]], line, p.seed)
	}
	for i, o := range p.open {
		parts, _, _ := w.gather(in.open[i])
		for _, part := range parts {
			o.add(in.file, line, part)
		}
	}
}

func (k *candidate) add(cell string, line int, seed maphash.Seed) {
	if k.wrong != "" {
		return
	}
	key := values.Key(cell)
	if key == "" {
		k.reject(fmt.Sprintf("it is blank on line %d", line))
		return
	}
	hash := maphash.String(seed, key)
	if before, ok := k.seen[hash]; ok {
		k.reject(fmt.Sprintf("lines %d and %d have the same", before, line))
		return
	}
	k.seen[hash] = line
}

func (k *candidate) reject(why string) { k.wrong, k.seen = why, nil }

func (o *openColumn) add(file string, line int, value string) {
	if o.def.Type == quo.Date {
		o.dates.Add(file, line, value)
	} else {
		o.numbers.Add(file, line, value)
	}
}

// Resolve gives the mapping with everything decided, and says what was. The
// error, an Errors, names every column that can be read in more than one way,
// with two of its values and what to write into the mapping.
func (p *Profile) Resolve() (*Mapping, []Note, error) {
	m := *p.m
	m.Custom, m.KeyHints = append([]Field(nil), p.m.Custom...), nil
	notes := p.chooseKey(&m)
	wrong := problems{file: m.File}
	for _, o := range p.open {
		f := &m.Custom[o.field]
		if undecided := o.decide(f); undecided != nil {
			wrong.add(f.Pos, "%s for the custom field %s %v", described(f), quote(f.Target), undecided)
			continue
		}
		notes = append(notes, Note{Column: joined(f.Columns), Kind: NoteGuessed, Field: "custom." + f.Target,
			Text: fmt.Sprintf("reads as %s, by all its values", either(f.Format))})
	}
	return &m, notes, wrong.err()
}

func described(f *Field) string {
	if len(f.Columns) == 0 {
		return "the expression"
	}
	return "the column " + quote(joined(f.Columns))
}

func (o *openColumn) decide(f *Field) *values.Undecided {
	if o.def.Type == quo.Number {
		format, undecided := o.numbers.Decide()
		f.Format = []string{format.String()}
		return undecided
	}
	formats, undecided := o.dates.Decide()
	for _, format := range formats {
		f.Format = append(f.Format, format.String())
	}
	return undecided
}

// chooseKey takes the first candidate that is present in every row and unique;
// without one the key is derived.
func (p *Profile) chooseKey(m *Mapping) []Note {
	if !m.Key.Open() {
		return nil
	}
	var notes []Note
	for _, k := range p.keys {
		if k.wrong == "" {
			m.Key = Key{Columns: []Name{{Text: k.name}}}
			return append(notes, Note{Column: k.name, Kind: NoteGuessed, Field: "key", Text: "is an id, present in every row and unique"})
		}
		notes = append(notes, Note{Column: k.name, Kind: NoteLeft, Field: "key", Text: "is an id by its name, but no key: " + k.wrong})
	}
	m.Key = Key{Derived: true}
	return notes
}
