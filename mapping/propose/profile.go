package propose

import (
	"fmt"
	"hash/maphash"
	"slices"
	"strings"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/document"
	"github.com/quo-import/quo-import/mapping/headers"
	"github.com/quo-import/quo-import/mapping/phrase"
	"github.com/quo-import/quo-import/mapping/values"
	"github.com/quo-import/quo-import/quo"
)

// Profile decides over the data what a mapping leaves open: which column is
// the key, and how columns of dates and numbers read. It is shown every row,
// in the order of the files, and then Resolve returns the decisions. It must
// not be used concurrently.
type Profile struct {
	m      *mapping.Mapping
	inputs []input
	keys   []*candidate
	open   []*openColumn
	seed   maphash.Seed
}

// input is one input, with a sampler of the candidates, then of the open
// columns.
type input struct {
	file    string
	sampler *mapping.Sampler
}

// Candidate is a column that is plainly an id by its header, and how well its values
// identify the rows.
type Candidate struct {
	Column        string
	Rows          int
	Blank, Double int // rows without a value, and with that of a row before
}

// bad returns how many rows have no value of their own.
func (k *Candidate) bad() int { return k.Blank + k.Double }

// candidate is a column that may be the key.
type candidate struct {
	Candidate
	ids   ids
	wrong string // the first row without a value of its own
}

// The share of rows that may have no id of their own in a column that is the key all
// the same: they are rejected, and the ids of the others are kept.
const badIDs = 0.05

// isKey reports whether the column identifies nearly all rows.
func (k *candidate) isKey() bool {
	return k.Rows > 0 && float64(k.bad()) <= badIDs*float64(k.Rows)
}

// openColumn is a column without a format.
type openColumn struct {
	field   int // in Mapping.Custom
	def     quo.CustomField
	dates   values.DateColumn
	numbers values.NumberColumn
}

// NewProfile begins a profile of inputs with these columns. The error is a
// mapping.Errors.
func NewProfile(m *mapping.Mapping, cols []mapping.Columns, catalogue []quo.CustomField) (*Profile, error) {
	p := &Profile{m: m, open: openColumns(m, catalogue), seed: maphash.MakeSeed()}
	var fields []mapping.Field
	if m.Key.Open() {
		for _, name := range keyCandidates(m, cols) {
			p.keys = append(p.keys, &candidate{Candidate: Candidate{Column: name}})
			fields = append(fields, mapping.Field{Columns: mapping.Named(name)})
		}
	}
	for _, o := range p.open {
		fields = append(fields, m.Custom[o.field])
	}
	for _, c := range cols {
		sampler, err := mapping.NewSampler(m, c, fields)
		if err != nil {
			return nil, err
		}
		p.inputs = append(p.inputs, input{c.File, sampler})
	}
	return p, nil
}

// openColumns are the custom fields of dates and numbers without a format.
func openColumns(m *mapping.Mapping, catalogue []quo.CustomField) []*openColumn {
	var list []*openColumn
	for i := range m.Custom {
		f := &m.Custom[i]
		def := quo.CustomField{Type: f.CustomType()}
		if catalogue != nil {
			def, _ = mapping.FindField(catalogue, f.Target) // Compile reports what is wrong
		}
		if len(f.Format) == 0 && (def.Type == quo.Date || def.Type == quo.Number) {
			list = append(list, &openColumn{field: i, def: def})
		}
	}
	return list
}

// keyCandidates are the columns that are plainly an id, by the preset or by
// their header, in every input, in the order of the first.
func keyCandidates(m *mapping.Mapping, cols []mapping.Columns) []string {
	var common []string
	for i, c := range cols {
		var own []string
		names := c.Unique()
		for _, match := range headers.Recognise(humanised(c), nil, "") {
			name := names[match.Column]
			plainly := match.Target == headers.Key || slices.Contains(m.KeyHints, name)
			if !plainly || strings.HasPrefix(name, reportPrefix) {
				continue
			}
			if i == 0 || slices.Contains(common, name) {
				own = append(own, name)
			}
		}
		common = own
	}
	return common
}

// Open reports whether there is something to decide. If not, there is no need
// to show the profile any row.
func (p *Profile) Open() bool { return len(p.keys)+len(p.open) > 0 }

// Add shows the profile a row of the input with that index; line is what its
// messages call it.
func (p *Profile) Add(input, line int, row mapping.Row) {
	in := &p.inputs[input]
	if !in.sampler.Load(row) {
		return
	}
	for i, k := range p.keys {
		k.add(strings.Join(in.sampler.Texts(i), " "), line, p.seed)
	}
	for i, o := range p.open {
		for _, text := range in.sampler.Texts(len(p.keys) + i) {
			o.add(in.file, line, text)
		}
	}
}

func (k *candidate) add(cell string, line int, seed maphash.Seed) {
	k.Rows++
	key := values.Key(values.Unwrap(cell))
	if values.Nothing(key, values.Plain) {
		k.Blank++
		k.reject("it is blank on line %d", line)
		return
	}
	if before, double := k.ids.add(key, maphash.String(seed, key), line); double {
		k.Double++
		k.reject("lines %d and %d have the same", before, line)
	}
}

// ids are the values of a candidate so far. Most files are in the order of their ids: as
// long as each is greater than the one before, there is no double, and no need to search.
type ids struct {
	last  string
	list  []id           // in order
	lines map[uint64]int // hash → line of the first row with it, once the ids are not in order
}

type id struct {
	hash uint64
	line int
}

// add adds a value. It reports whether a row before has it, and the line of the first.
func (s *ids) add(value string, hash uint64, line int) (before int, double bool) {
	if s.lines == nil && isGreater(value, s.last) {
		s.last = value
		s.list = append(s.list, id{hash, line})
		return 0, false
	}
	if s.lines == nil {
		s.lines = make(map[uint64]int, 2*len(s.list))
		for _, in := range s.list {
			s.lines[in.hash] = in.line
		}
		s.list = nil
	}
	if before, double = s.lines[hash]; !double {
		s.lines[hash] = line
	}
	return before, double
}

// isGreater compares ids of one length as texts, others by their length, which is the
// order of numbers.
func isGreater(a, b string) bool { return len(a) > len(b) || len(a) == len(b) && a > b }

// reject notes the first row without an id of its own.
func (k *candidate) reject(why string, lines ...any) {
	if k.bad() == 1 {
		k.wrong = fmt.Sprintf(why, lines...)
	}
}

func (o *openColumn) add(file string, line int, value string) {
	if o.def.Type == quo.Date {
		o.dates.Add(file, line, value)
	} else {
		o.numbers.Add(file, line, value)
	}
}

// Covers reports whether the profile has seen what a mapping leaves open: that of
// NewProfile, or one in which less is open.
func (p *Profile) Covers(m *mapping.Mapping, catalogue []quo.CustomField) bool {
	if m.Key.Open() && !p.m.Key.Open() {
		return false
	}
	for _, o := range openColumns(m, catalogue) {
		if p.columnOf(&m.Custom[o.field]) == nil {
			return false
		}
	}
	return true
}

// columnOf returns what was seen of the column of a field, nil for nothing.
func (p *Profile) columnOf(f *mapping.Field) *openColumn {
	for _, o := range p.open {
		if seen := &p.m.Custom[o.field]; seen.Target == f.Target && slices.Equal(document.Texts(seen.Columns), document.Texts(f.Columns)) && seen.Expr.Text == f.Expr.Text {
			return o
		}
	}
	return nil
}

// Resolve returns a mapping that the profile covers with everything decided, and a
// note of each decision; undecided are the columns that can be read in more than one
// way.
func (p *Profile) Resolve(open *mapping.Mapping) (m *mapping.Mapping, notes []mapping.Note, undecided []Unread) {
	for _, k := range p.keys {
		k.ids = ids{} // was only needed to count
	}
	c := *open
	m = &c
	m.Custom, m.KeyHints = slices.Clone(open.Custom), nil
	notes = p.chooseKey(m)
	for i := range m.Custom {
		f := &m.Custom[i]
		o := p.columnOf(f)
		if o == nil || len(f.Format) > 0 {
			continue
		}
		if why := o.decide(f); why != nil {
			undecided = append(undecided, Unread{f.Pos, f.Target, mapping.Joined(f.Columns), why})
			continue
		}
		notes = append(notes, mapping.Note{Column: mapping.Joined(f.Columns), Kind: mapping.NoteGuessed, Field: "custom." + f.Target,
			Text: fmt.Sprintf("reads as %s, by all its values", phrase.Either(f.Format))})
	}
	return m, notes, undecided
}

// Unread is a column of dates or numbers that can be read in more than one way.
type Unread struct {
	mapping.Pos                   // in the mapping file, of the field
	Field       string            // the custom field
	Column      string            // "" for an expression
	Why         *values.Undecided // with two of its values and the formats to choose from
}

// Candidates returns the columns that may be the key, while it is open.
func (p *Profile) Candidates() []Candidate {
	var list []Candidate
	for _, k := range p.keys {
		list = append(list, k.Candidate)
	}
	return list
}

func (o *openColumn) decide(f *mapping.Field) *values.Undecided {
	if o.def.Type == quo.Number {
		format, undecided := o.numbers.Decide()
		if undecided == nil {
			f.Format = []string{format.String()}
		}
		return undecided
	}
	formats, undecided := o.dates.Decide()
	for _, format := range formats {
		f.Format = append(f.Format, format.String())
	}
	return undecided
}

// chooseKey takes the candidate that fewest rows lack or share, of equal ones the
// first, if they are few; without one the key is derived.
func (p *Profile) chooseKey(m *mapping.Mapping) []mapping.Note {
	if !m.Key.Open() {
		return nil
	}
	var notes []mapping.Note
	var best *candidate
	for _, k := range p.keys {
		if k.isKey() && (best == nil || k.bad() < best.bad()) {
			best = k
		}
	}
	for _, k := range p.keys {
		switch {
		case k == best && k.bad() == 0:
			notes = append(notes, mapping.Note{Column: k.Column, Kind: mapping.NoteGuessed, Field: "key", Text: "is an id, present in every row and unique"})
		case k == best:
			notes = append(notes, mapping.Note{Column: k.Column, Kind: mapping.NoteGuessed, Field: "key",
				Text: fmt.Sprintf("is an id; rows without one of their own: %d of %d (%s)", k.bad(), k.Rows, k.wrong)})
		case k.bad() > 0:
			notes = append(notes, mapping.Note{Column: k.Column, Kind: mapping.NoteLeft, Field: "key", Text: "is an id by its name, but no key: " + k.wrong})
		}
	}
	if m.Key = (mapping.Key{Derived: true}); best != nil {
		m.Key = mapping.Key{Columns: mapping.Named(best.Column)}
	}
	return notes
}
