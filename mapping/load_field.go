package mapping

import (
	"go.yaml.in/yaml/v4"

	"github.com/quo-import/quo-import/quo"
)

// The keys of a field. A field takes those of every field and those of its
// kind.
var (
	fieldKeys  = []string{"column", "expr", "value", "join", "default", "required", "allow", "blank", "split"}
	nameKeys   = append([]string{"order"}, fieldKeys...)
	itemKeys   = append([]string{"name"}, fieldKeys...)
	customKeys = append([]string{"type", "format", "timezone", "trueValues", "falseValues"}, fieldKeys...)
	labelKeys  = []string{"column", "default"}
	orderWords = []string{"first-last", "last-first"}
	blankWords = []string{"keep", "clear"}
	typeWords  = []string{
		string(quo.Address), string(quo.Boolean), string(quo.Date), string(quo.MultiSelect),
		string(quo.Number), string(quo.String), string(quo.URL),
	}
)

func (r *reader) contact(n *yaml.Node) []Field {
	var fields []Field
	for _, e := range r.entries(n, `"contact"`, contactKeys) {
		switch quo.Field(e.key) {
		case quo.PhoneNumbers, quo.Emails:
			fields = append(fields, r.items(e)...)
		default:
			if f, ok := r.scalar(e); ok {
				fields = append(fields, f)
			}
		}
	}
	return fields
}

// scalar reads a default field that holds one value.
func (r *reader) scalar(e entry) (Field, bool) {
	if e.key == fullName {
		return r.field(e.key, e.value, nameKeys)
	}
	f, ok := r.field(e.key, e.value, fieldKeys)
	if ok && len(f.Split) > 0 && f.Join == "" {
		r.add(f.Pos, `the field %s holds one value: "split" needs a "join" here, such as join: ", "`, quote(f.Target))
	}
	return f, ok
}

// items reads a list of phone numbers or emails; one alone needs no list.
func (r *reader) items(e entry) []Field {
	n := r.resolve(e.value)
	if n == nil {
		return nil
	}
	list := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		list = n.Content
	}
	var fields []Field
	for _, item := range list {
		if f, ok := r.field(e.key, item, itemKeys); ok {
			fields = append(fields, f)
		}
	}
	return fields
}

func (r *reader) custom(n *yaml.Node) []Field {
	var fields []Field
	for _, e := range r.entries(n, `"custom"`, nil) {
		if f, ok := r.field(e.key, e.value, customKeys); ok {
			f.Pos = e.Pos
			fields = append(fields, f)
		}
	}
	return fields
}

// field reads a column's name, a list of them (the first that is not blank), or
// a mapping with the keys that are known.
func (r *reader) field(target string, n *yaml.Node, known []string) (Field, bool) {
	n = r.resolve(n)
	if n == nil {
		return Field{}, false
	}
	f := Field{Pos: at(n), Target: target}
	before := len(r.list)
	if n.Kind != yaml.MappingNode {
		f.Columns = r.names(n, quote(target))
		return f, len(r.list) == before
	}
	for _, e := range r.entries(n, "the field "+quote(target), known) {
		r.fieldKey(&f, e)
	}
	if len(r.list) == before {
		r.checkField(&f)
	}
	return f, len(r.list) == before
}

func (r *reader) fieldKey(f *Field, e entry) {
	what := quote(e.key)
	switch e.key {
	case "column":
		f.Columns = r.names(e.value, what)
	case "expr":
		f.Expr = r.expression(e.value, what, compileExpr)
	case "value":
		if s, ok := r.text(e.value, what); ok {
			f.Value = &s
		}
	case "join":
		f.Join, _ = r.text(e.value, what)
	case "default":
		f.Default, _ = r.text(e.value, what)
	case "required":
		f.Required = r.boolean(e.value, what)
	case "allow":
		f.Allow = r.texts(e.value, what)
	case "blank":
		f.Blank = r.oneOf(e.value, what, blankWords)
	case "split":
		f.Split = r.separators(e.value)
	case "name":
		f.Label = r.label(e.value)
	case "order":
		f.LastFirst = r.oneOf(e.value, what, orderWords) == "last-first"
	case "type":
		f.Type = quo.FieldType(r.oneOf(e.value, what, typeWords))
	case "format":
		f.Format = r.texts(e.value, what)
	case "timezone":
		f.Timezone = r.timezone(e.value)
	case "trueValues":
		f.True = r.texts(e.value, what)
	case "falseValues":
		f.False = r.texts(e.value, what)
	}
}

// checkField holds the keys of a field against each other.
func (r *reader) checkField(f *Field) {
	origins := 0
	for _, there := range []bool{len(f.Columns) > 0, f.Expr.Text != "", f.Value != nil} {
		if there {
			origins++
		}
	}
	switch {
	case origins == 0:
		r.add(f.Pos, `the field %s says no origin: it needs one of "column", "expr" and "value"`, quote(f.Target))
	case origins > 1:
		r.add(f.Pos, `the field %s has more than one origin: "column", "expr" and "value" exclude each other`, quote(f.Target))
	case f.Join != "" && len(f.Columns) < 2 && len(f.Split) == 0 && f.Expr.Text == "":
		r.add(f.Pos, `the field %s has nothing to join: "join" goes with a list of columns or with "split"`, quote(f.Target))
	case f.Required && f.Default != "":
		r.add(f.Pos, `the field %s is "required" and has a "default": a blank cell cannot be both refused and filled`, quote(f.Target))
	}
}

// label reads the name of an item: a text, or {column: …, default: …}.
func (r *reader) label(n *yaml.Node) Label {
	n = r.resolve(n)
	if n == nil {
		return Label{}
	}
	if n.Kind != yaml.MappingNode {
		s, _ := r.filled(n, `"name"`)
		return Label{Text: s}
	}
	var l Label
	for _, e := range r.entries(n, `"name"`, labelKeys) {
		s, ok := r.filled(e.value, quote(e.key))
		switch {
		case !ok:
		case e.key == "column":
			l.Column = Name{at(e.value), s}
		default:
			l.Text = s
		}
	}
	return l
}

// separators reads what stands between values. Unlike other texts they may be
// spaces, and must not be empty.
func (r *reader) separators(n *yaml.Node) []string {
	names := r.names(n, `"split"`)
	var list []string
	for _, name := range names {
		if name.Text == "" {
			r.add(name.Pos, `"split" is empty: say what stands between the values, such as ";"`)
			continue
		}
		list = append(list, name.Text)
	}
	return list
}
