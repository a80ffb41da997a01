package mapping

import (
	"fmt"
	"strings"

	"github.com/expr-lang/expr/vm"

	"github.com/quo-import/quo-import/quo"
)

// CompileOptions are the flags that bear on what a row becomes, and what is
// known of the workspace.
type CompileOptions struct {
	// Catalogue are the workspace's custom fields. nil says that they are not
	// known: then a custom field is taken on trust, with a note.
	Catalogue []quo.CustomField
	Region    string // --region: takes the place of the mapping's default; "none" for no region
	Blank     string // --blank: "keep" or "clear"; "" for what the mapping's options say, else keep
	// AllowMissing takes a column that the file does not have for blank, with a
	// note: for the further files of an import whose mapping was proposed from
	// the first.
	AllowMissing bool
	OnInvalid    string // --on-invalid: "reject" or "drop"; "" for what the mapping's options say, else reject
}

// Compile holds the mapping against the columns of one input and the
// workspace's custom fields, and gives what maps its rows. The error is an
// Errors, with all mistakes.
//
// A mapping that is still Open is compiled all the same: its key is derived,
// its dates are read by ISO 8601, its numbers as 1,234.5.
func (m *Mapping) Compile(cols Columns, opts CompileOptions) (*Mapper, error) {
	c := newCompiler(m, cols, opts)
	c.compile()
	if err := c.err(); err != nil {
		return nil, err
	}
	c.mapper.fingerprint = c.fingerprint()
	return c.mapper, nil
}

type compiler struct {
	problems
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
	t.absent = opts.AllowMissing
	return &compiler{
		problems: problems{file: m.File}, m: m, opts: opts, table: t, ids: map[string]bool{},
		mapper: &Mapper{table: t, drop: opts.OnInvalid == "drop", width: len(cols.Names)},
	}
}

func (c *compiler) compile() {
	mp := c.mapper
	mp.key = c.key(c.m.Key)
	mp.where = c.program(c.m.Where)
	mp.region = c.region(c.m.Region)
	mp.fallback = c.m.Fallback
	if mp.fallback == nil {
		mp.fallback = defaultFallback
	}
	for i := range c.m.Contact {
		c.contactField(&c.m.Contact[i])
	}
	c.customFields()
	mp.names.owned()
	for i, name := range c.table.names {
		if c.table.at[i] < 0 && !c.table.json {
			c.note(Note{Column: name, Kind: NoteWarning, Text: "is not in " + c.table.input + ": it is taken for blank there"})
		}
	}
}

// column gives the number of a column, 0 where it is a mistake, which is noted.
func (c *compiler) column(name Name) int {
	n, err := c.table.column(name.Text)
	if err != nil {
		c.add(name.Pos, "%v", err)
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
		c.add(x.Pos, "the expression %s is not valid here: %v", quote(x.Text), err)
	}
	return program
}

// origin is where a value comes from, compiled.
type origin struct {
	*Field
	field   string // what the mapping file calls the field, for errors
	name    string // the columns it is made of: "Mobile", "Company + Account"
	cols    []int
	program *vm.Program
	clear   bool // a blank cell clears
	limited bool // the mapping says which values it allows
	plain   bool // one column, taken as it is: what most are
	cell    int  // that column
}

func (c *compiler) origin(f *Field, called string) origin {
	o := origin{Field: f, field: called, cols: c.columns(f.Columns), program: c.program(f.Expr)}
	switch {
	case len(f.Columns) > 0:
		o.name = joined(f.Columns)
	case o.program != nil:
		o.name = joined(columnsOf(f.Expr))
	}
	if len(o.cols) == 1 && len(f.Split) == 0 && f.Join == "" {
		o.plain, o.cell = true, o.cols[0]
	}
	o.limited = len(f.Allow) > 0
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
	case fullName:
		mp.names.full = c.scalar(f, target)
	case contactID:
		mp.contactID = c.scalar(f, target)
	case createdBy:
		mp.createdBy = c.scalar(c.userID(f), target)
	case quo.SourceURL:
		s := c.scalar(f, target)
		s.convert = sourceURL
		mp.scalars = append(mp.scalars, *s)
	default:
		mp.scalars = append(mp.scalars, *c.scalar(f, target))
	}
}

func (c *compiler) scalar(f *Field, target quo.Field) *scalar {
	return &scalar{origin: c.origin(f, f.Target), target: target}
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
	if target == quo.Emails {
		s.convert = email
	}
	if !c.pair(&s, f) {
		s.origin = c.origin(f, f.Target)
		if f.Label.Column.Text != "" {
			s.labelCol = c.column(f.Label.Column)
		}
	}
	s.id = c.slotName(target, s.name)
	return s
}

// defaultLabels name an item where the mapping does not: the API wants a name
// (QUO_API, "The contact").
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
// JSON objects: phones.#.number and phones.#.type. Taken apart they would not
// match up where an object has no type.
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
	g.Columns = []Name{{f.Columns[0].Pos, list}}
	s.origin = c.origin(&g, f.Target)
	s.name = f.Columns[0].Text
	s.valuePath, s.labelPath = value, label
	return true
}

// slotName gives the slot a name that no other slot of the field has: it
// identifies, across runs, what the slot put into the contact.
func (c *compiler) slotName(target quo.Field, name string) string {
	id := name
	for n := 2; c.ids[string(target)+"\x00"+id]; n++ {
		id = fmt.Sprintf("%s #%d", name, n)
	}
	c.ids[string(target)+"\x00"+id] = true
	return id
}
