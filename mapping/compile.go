package mapping

import (
	"fmt"
	"slices"
	"strings"

	"github.com/expr-lang/expr/vm"

	"github.com/quo-import/quo-import/mapping/document"
	"github.com/quo-import/quo-import/mapping/phone"
	"github.com/quo-import/quo-import/mapping/phrase"
	"github.com/quo-import/quo-import/mapping/values"
	"github.com/quo-import/quo-import/quo"
)

// CompileOptions are the flags that bear on what a row becomes, and what is
// known of the workspace.
type CompileOptions struct {
	// Catalogue are the workspace's custom fields. nil if they are not known:
	// then a custom field is taken on trust, with a note.
	Catalogue []quo.CustomField
	Region    string // --region: replaces the mapping's default; "none" for no region
	Blank     string // --blank: "keep" or "clear"; "" for the mapping's option, else keep
	OnInvalid string // --on-invalid: "reject" or "drop"; "" for the mapping's option, else reject
}

// Compile checks the mapping against the columns of one input and the
// workspace's custom fields, and returns what maps its rows. The error is an
// Errors, with all problems.
//
// A mapping that is still Open is compiled all the same: its key is derived,
// its dates are read by ISO 8601, its numbers as 1,234.5.
func (m *Mapping) Compile(cols Columns, opts CompileOptions) (*Mapper, error) {
	c := newCompiler(m, cols, opts)
	c.compile()
	if why := c.table.misfit(); why != "" {
		return nil, Errors{{File: m.File, Message: why}}
	}
	if err := c.Err(); err != nil {
		return nil, err
	}
	c.mapper.fingerprint = fingerprint(m, c.mapper, c.opts.Blank == "clear")
	return c.mapper, nil
}

type compiler struct {
	document.Problems
	m      *Mapping
	opts   CompileOptions
	table  *table
	mapper *Mapper
	ids    map[string]bool // names of slots, by field
}

func newCompiler(m *Mapping, cols Columns, opts CompileOptions) *compiler {
	if opts.Blank == "" {
		opts.Blank = m.Option("blank")
	}
	if opts.OnInvalid == "" {
		opts.OnInvalid = m.Option("on-invalid")
	}
	t := newTable(cols)
	return &compiler{
		Problems: document.Problems{File: m.File}, m: m, opts: opts, table: t, ids: map[string]bool{},
		mapper: &Mapper{table: t, drop: opts.OnInvalid == "drop", width: len(cols.Names), mapping: m, columns: cols, options: opts},
	}
}

func (c *compiler) compile() {
	mp := c.mapper
	mp.key = c.key(c.m.Key)
	mp.where = c.program(c.m.Where)
	mp.region = c.region(c.m.Region)
	mp.nulls = nullsOf(c.m.Nulls)
	mp.fallback = c.m.Fallback
	if mp.fallback == nil {
		mp.fallback = defaultFallback
	}
	if c.crowded() {
		return
	}
	for i := range c.m.Contact {
		c.contactField(&c.m.Contact[i])
	}
	c.customFields()
	n := &mp.names
	n.clearFirst = n.first != nil && n.first.clear || n.first == nil && n.full != nil && n.full.clear
	n.clearLast = n.last != nil && n.last.clear || n.last == nil && n.full != nil && n.full.clear
}

// maxLines is how many lines of a mapping can feed one list. No contact has so many numbers,
// and each value is compared with those before it.
const maxLines = 500

// crowded reports whether more lines feed a list than can be meant, which is a problem.
func (c *compiler) crowded() bool {
	lines := map[string]int{}
	for i := range c.m.Contact {
		f := &c.m.Contact[i]
		if lines[f.Target]++; lines[f.Target] > maxLines {
			c.Add(f.Pos, "more than %d columns feed %s: name in a mapping those that a contact is to have", maxLines, f.Target)
			return true
		}
	}
	return false
}

func (c *compiler) note(n Note) { c.mapper.notes = append(c.mapper.notes, n) }

func (c *compiler) key(k Key) key {
	return key{
		names: document.Texts(k.Columns), cols: c.columns(k.Columns),
		program: c.program(k.Expr), text: k.Expr.Text,
		derived: k.Derived || k.Open(),
	}
}

func (c *compiler) region(r Region) region {
	out := region{col: -1}
	if r.Column.Text != "" {
		out.name, out.col, out.postal = r.Column.Text, c.column(r.Column), r.Postal
	}
	def := r.Default
	if c.opts.Region != "" {
		def = c.opts.Region
	}
	if def == "" || strings.EqualFold(def, noRegion) {
		return out
	}
	code, ok := phone.Region(def)
	if !ok {
		c.Add(Pos{}, "the region %s is no country: write a code, such as US or DE, or a country's name", phrase.Quote(def))
	}
	out.other = code
	return out
}

// column returns the number of a column, 0 for one that the file does not have,
// which is a problem.
func (c *compiler) column(name Name) int {
	n, err := c.table.column(name.Text)
	if err != nil {
		c.Add(name.Pos, "%v", err)
	}
	return n
}

func (c *compiler) columns(names []Name) []int {
	list := make([]int, len(names))
	for i, name := range names {
		list[i] = c.column(name)
	}
	return list
}

func (c *compiler) program(x Expr) *vm.Program {
	if x.Text == "" {
		return nil
	}
	program, err := compileExpr(x.Text, c.table.column)
	if err != nil {
		c.Add(x.Pos, "the expression %s is not valid here: %v", phrase.Quote(x.Text), err)
	}
	return program
}

func (c *compiler) origin(f *Field, called string) origin {
	o := origin{Field: f, field: called, cols: c.columns(f.Columns), program: c.program(f.Expr)}
	switch {
	case len(f.Columns) > 0:
		o.name = Joined(f.Columns)
	case o.program != nil:
		o.name = Joined(f.Expr.Names())
	}
	if len(o.cols) == 1 && len(f.Split) == 0 && f.Join == "" {
		o.plain, o.cell = true, o.cols[0]
	}
	o.limited = len(f.Allow) > 0
	o.words = slices.Concat(f.Allow, f.True, f.False)
	if f.Value != nil {
		o.words = append(o.words, *f.Value)
	}
	o.drop = f.OnInvalid == "drop" || f.OnInvalid == "" && c.mapper.drop
	o.clear = f.Blank == "clear" || f.Blank == "" && c.opts.Blank == "clear"
	return o
}

func (c *compiler) contactField(f *Field) {
	mp := c.mapper
	switch target := quo.Field(f.Target); target {
	case quo.PhoneNumbers, quo.Emails:
		c.slot(c.item(f, target))
	case quo.FirstName:
		mp.names.first = c.scalar(f, target)
	case quo.LastName:
		mp.names.last = c.scalar(f, target)
	case FullName:
		mp.names.full = c.scalar(f, target)
	case ContactID:
		mp.contactID = c.scalar(f, target)
	case CreatedBy:
		mp.createdBy = c.scalar(c.userID(f), target)
	default:
		mp.scalars = append(mp.scalars, *c.scalar(f, target))
	}
}

func (c *compiler) scalar(f *Field, target quo.Field) *scalar {
	s := &scalar{origin: c.origin(f, f.Target), target: target}
	switch target {
	case quo.SourceURL:
		s.null, s.convert = values.Typed, values.SourceURL
	case ContactID, CreatedBy:
		s.null = values.Typed
	default:
		s.unlink = true
	}
	return s
}

// nullsOf returns the set of a mapping's words for nothing.
func nullsOf(words []string) map[string]bool {
	if len(words) == 0 {
		return nil
	}
	set := make(map[string]bool, len(words))
	for _, w := range words {
		set[foldNull(w)] = true
	}
	return set
}

// nullOf returns the type by which a custom field knows words for nothing.
func nullOf(t quo.FieldType) values.Type {
	switch t {
	case quo.Date, quo.URL:
		return values.Typed
	case quo.Number:
		return values.Counted
	}
	return values.Plain
}

// userID reads `createdByUserId: US123abc` as a constant unless a column is
// called that.
func (c *compiler) userID(f *Field) *Field {
	if len(f.Columns) != 1 || !strings.HasPrefix(f.Columns[0].Text, "US") {
		return f
	}
	id := f.Columns[0].Text
	if _, isColumn := c.table.index[id]; isColumn {
		return f
	}
	g := *f
	g.Columns, g.Value = nil, &id
	return &g
}

// item compiles a line that feeds phone numbers or emails.
func (c *compiler) item(f *Field, target quo.Field) slot {
	s := slot{target: target, label: f.Label.Text, labelCol: -1}
	if s.label == "" {
		s.label = defaultLabels[target]
	}
	if !c.pair(&s, f) {
		s.origin = c.origin(f, f.Target)
		if f.Label.Column.Text != "" {
			s.labelCol = c.column(f.Label.Column)
		}
	}
	s.several, s.unlink, s.null = true, true, values.Typed
	if target == quo.PhoneNumbers {
		s.null = values.Dialled
	}
	s.id = c.slotName(target, s.name)
	return s
}

// defaultLabels name an item if the mapping does not: the API requires a name
// (docs/quo-api.md, "The contact").
var defaultLabels = map[quo.Field]string{quo.PhoneNumbers: "phone", quo.Emails: "email"}

// slot adds a slot to the mapper.
func (c *compiler) slot(s slot) {
	for i := range c.mapper.slots {
		if c.mapper.slots[i].target == s.target {
			s.before = append(s.before, i)
		}
	}
	c.mapper.slots = append(c.mapper.slots, s)
}

// pair compiles a line whose value and label stand side by side in a list of
// JSON objects: phones.#.number and phones.#.type. Read apart they would not
// match up if an object has no type.
func (c *compiler) pair(s *slot, f *Field) bool {
	if !c.table.json || len(f.Columns) != 1 || f.Label.Column.Text == "" {
		return false
	}
	list, value, ok := strings.Cut(f.Columns[0].Text, ".#.")
	labels, label, okLabel := strings.Cut(f.Label.Column.Text, ".#.")
	if !ok || !okLabel || list != labels {
		return false
	}
	g := *f
	g.Columns = []Name{{Pos: f.Columns[0].Pos, Text: list}}
	s.origin = c.origin(&g, f.Target)
	s.name = f.Columns[0].Text
	s.valuePath, s.labelPath = value, label
	return true
}

// slotName returns a name for the slot that no other slot of the field has: it
// identifies, across runs, what the slot put into the contact.
func (c *compiler) slotName(target quo.Field, name string) string {
	id := name
	for n := 2; c.ids[string(target)+"\x00"+id]; n++ {
		id = fmt.Sprintf("%s #%d", name, n)
	}
	c.ids[string(target)+"\x00"+id] = true
	return id
}

// customFields compiles what feeds the custom fields.
func (c *compiler) customFields() {
	lines := map[string]int{} // by key
	for i := range c.m.Custom {
		f := &c.m.Custom[i]
		def, err := c.define(f)
		if err != nil {
			c.Add(f.Pos, "%v", err)
			c.origin(f, f.Target) // its columns may be wrong too
			continue
		}
		if before := lines[def.Key]; before != 0 && before != f.Line {
			c.Add(f.Pos, "the custom field %s is mapped twice: on line %d too", phrase.Quote(def.Name), before)
		}
		lines[def.Key] = f.Line
		c.customField(f, def)
	}
}

// define finds a custom field in the workspace.
func (c *compiler) define(f *Field) (quo.CustomField, error) {
	if c.opts.Catalogue == nil {
		def := quo.CustomField{Name: f.Target, Key: f.Target, Type: f.CustomType()}
		c.note(Note{Column: Joined(f.Columns), Kind: NoteWarning, Field: "custom." + f.Target,
			Text: fmt.Sprintf("the workspace's custom fields are not known: %s is taken for a %s", phrase.Quote(f.Target), def.Type)})
		return def, nil
	}
	def, err := FindField(c.opts.Catalogue, f.Target)
	if err == nil && f.Type != "" && f.Type != def.Type {
		err = fmt.Errorf("the custom field %s is a %s in the workspace, not a %s", phrase.Quote(f.Target), def.Type, f.Type)
	}
	return def, err
}

func (c *compiler) customField(f *Field, def quo.CustomField) {
	c.checkType(f, def.Type)
	target, called := quo.Custom(def.Key), "custom."+f.Target
	c.mapper.custom = append(c.mapper.custom, def)
	convert, err := converterOf(f, def.Type)
	if err != nil {
		c.Add(f.Pos, "the custom field %s: %v", phrase.Quote(f.Target), err)
	}
	if def.Type == quo.MultiSelect {
		s := slot{origin: c.origin(f, called), target: target, def: &def, labelCol: -1}
		s.several, s.unlink = true, true
		s.id = c.slotName(target, s.name)
		c.slot(s)
		return
	}
	s := scalar{origin: c.origin(f, called), target: target, def: &def, convert: convert}
	s.null, s.takesFalse = nullOf(def.Type), true
	s.blankIsValue = def.Type == quo.Boolean && (slices.Contains(f.True, "") || slices.Contains(f.False, ""))
	c.mapper.scalars = append(c.mapper.scalars, s)
}

// checkType checks the keys of a field against its type.
func (c *compiler) checkType(f *Field, t quo.FieldType) {
	wrong := func(key string, types ...string) {
		c.Add(f.Pos, "the custom field %s is a %s: %q is for %s", phrase.Quote(f.Target), t, key, phrase.Either(types))
	}
	if len(f.Format) > 0 && t != quo.Date && t != quo.Number {
		wrong("format", "dates", "numbers")
	}
	if f.Timezone != "" && t != quo.Date {
		wrong("timezone", "dates")
	}
	if len(f.True)+len(f.False) > 0 && t != quo.Boolean {
		wrong("trueValues", "booleans")
	}
	if len(f.Split) > 0 && f.Join == "" && t != quo.MultiSelect {
		c.Add(f.Pos, `the custom field %s is a %s and holds one value: "split" needs a "join" here, such as join: ", "`, phrase.Quote(f.Target), t)
	}
	if f.Join != "" && t == quo.MultiSelect {
		wrong("join", "fields that hold one value")
	}
}
