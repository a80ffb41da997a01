package mapping

import (
	"slices"
	_ "time/tzdata" // a container without zone files reads dates like any other machine

	"github.com/expr-lang/expr/vm"
	"go.yaml.in/yaml/v4"

	"github.com/quo-import/quo-import/mapping/document"
	"github.com/quo-import/quo-import/mapping/phrase"
	"github.com/quo-import/quo-import/quo"
)

var contactKeys = []string{
	string(quo.FirstName), string(quo.LastName), FullName, string(quo.Company), string(quo.Role),
	string(quo.PhoneNumbers), string(quo.Emails), string(quo.SourceURL), ContactID, CreatedBy,
}

// ContactKeys returns the keys of "contact", in the order in which people read
// a contact.
func ContactKeys() []string { return slices.Clone(contactKeys) }

var (
	blankWords   = []string{"keep", "clear"}
	invalidWords = []string{"reject", "drop"}
	typeWords    = []string{
		string(quo.Address), string(quo.Boolean), string(quo.Date), string(quo.MultiSelect),
		string(quo.Number), string(quo.String), string(quo.URL),
	}
)

// fieldKind is a set of the kinds of fields that have keys of their own.
type fieldKind uint8

const (
	wholeName fieldKind = 1 << iota
	listItem
	customField
	plainField fieldKind = 0
	anyField             = wholeName | listItem | customField
)

// properties are the keys of a field: those of every field, then those of its
// kind.
func (f *Field) properties(kind fieldKind) []document.Property {
	props := []document.Property{
		columnsProperty("column", &f.Columns),
		exprProperty("expr", &f.Expr, compileExpr),
		constantProperty("value", &f.Value),
		document.TextProperty("join", &f.Join, document.Anything),
		document.TextsProperty("split", &f.Split, separatorProblem),
		document.TextProperty("default", &f.Default, document.Anything),
		document.FlagProperty("required", &f.Required, "true", "false"),
		document.TextsProperty("allow", &f.Allow, document.Anything),
		document.TextProperty("blank", &f.Blank, document.OneOf(blankWords)),
		document.TextProperty("on-invalid", &f.OnInvalid, document.OneOf(invalidWords)),
	}
	if kind&wholeName != 0 {
		props = append(props, document.FlagProperty("order", &f.LastFirst, "last-first", "first-last"))
	}
	if kind&listItem != 0 {
		props = append(props, orColumn(document.TextProperty("name", &f.Label.Text, document.NotBlank), &f.Label.Column))
	}
	if kind&customField != 0 {
		props = append(props,
			document.TextProperty("type", &f.Type, document.OneOf(typeWords)),
			document.TextsProperty("format", &f.Format, document.Anything),
			document.TextProperty("timezone", &f.Timezone, document.TimeZone),
			document.TextsProperty("trueValues", &f.True, document.Anything),
			document.TextsProperty("falseValues", &f.False, document.Anything))
	}
	return props
}

// IsList reports whether the field holds a list, of which each line of the mapping
// feeds a part.
func (f *Field) IsList() bool { return isList(f.Target) }

func isList(target string) bool { return slices.Contains(quo.ListFields(), quo.Field(target)) }

func readContact(r *document.Reader, e document.Entry) []Field {
	var fields []Field
	for _, e := range r.Entries(e.Value, e.What(), contactKeys) {
		switch {
		case isList(e.Key):
			fields = append(fields, readItems(r, e)...)
		case e.Key == FullName:
			fields = readField(r, fields, e.Key, e.Value, wholeName)
		default:
			fields = readField(r, fields, e.Key, e.Value, plainField)
		}
	}
	return fields
}

// readItems reads a list of phone numbers or emails; one alone needs no list.
func readItems(r *document.Reader, e document.Entry) []Field {
	n := r.Resolve(e.Value)
	if n == nil {
		return nil
	}
	list := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		list = n.Content
	}
	var fields []Field
	for _, item := range list {
		fields = readField(r, fields, e.Key, item, listItem)
	}
	return fields
}

func readCustom(r *document.Reader, e document.Entry) []Field {
	var fields []Field
	for _, e := range r.Entries(e.Value, e.What(), nil) {
		before := len(fields)
		fields = readField(r, fields, e.Key, e.Value, customField)
		for i := range fields[before:] {
			fields[before+i].Pos = e.Pos
		}
	}
	return fields
}

// readField reads a column's name, a list of them (the first that is not blank), or
// an object, and appends the field, unless it has problems.
func readField(r *document.Reader, fields []Field, target string, n *yaml.Node, kind fieldKind) []Field {
	n = r.Resolve(n)
	if n == nil {
		return fields
	}
	f := &Field{Pos: document.At(n), Target: target}
	before := r.Len()
	if n.Kind == yaml.MappingNode {
		r.Object(n, "the field "+phrase.Quote(target), f.properties(kind))
	} else {
		f.Columns = r.Names(n, phrase.Quote(target))
	}
	if n.Kind == yaml.MappingNode && r.Len() == before {
		checkField(r, f, kind)
	}
	if r.Len() > before {
		return fields
	}
	return append(fields, *f)
}

// checkField checks the keys of a field against each other.
func checkField(r *document.Reader, f *Field, kind fieldKind) {
	origins := 0
	for _, there := range []bool{len(f.Columns) > 0, f.Expr.Text != "", f.Value != nil} {
		if there {
			origins++
		}
	}
	switch {
	case origins == 0:
		r.Add(f.Pos, `the field %s has no origin: it needs one of "column", "expr" and "value"`, phrase.Quote(f.Target))
	case origins > 1:
		r.Add(f.Pos, `the field %s has more than one origin: "column", "expr" and "value" exclude each other`, phrase.Quote(f.Target))
	case f.Join != "" && len(f.Columns) < 2 && len(f.Split) == 0 && f.Expr.Text == "":
		r.Add(f.Pos, `the field %s has nothing to join: "join" goes with a list of columns or with "split"`, phrase.Quote(f.Target))
	case f.Required && f.Default != "":
		r.Add(f.Pos, `the field %s is "required" and has a "default": a blank cell cannot be both refused and filled`, phrase.Quote(f.Target))
	case kind == plainField && len(f.Split) > 0 && f.Join == "":
		r.Add(f.Pos, `the field %s holds one value: "split" needs a "join" here, such as join: ", "`, phrase.Quote(f.Target))
	}
}

// exprProperty is an expression. Reading it finds its syntax and type errors,
// which do not depend on the file's columns: every one of them is a text.
func exprProperty(name string, to *Expr, compile func(string, lookup) (*vm.Program, error)) document.Property {
	return document.NewProperty(name,
		func(r *document.Reader, e document.Entry) {
			s, ok := r.Filled(e.Value, e.What())
			if !ok {
				return
			}
			*to = Expr{Pos: document.At(e.Value), Text: s}
			if _, err := compile(s, anyColumn); err != nil {
				r.Add(to.Pos, "%s is no valid expression: %v", e.What(), err)
			}
		},
		func() *yaml.Node { return document.TextNode(to.Text) })
}

// constantProperty is a text that may be empty.
func constantProperty(name string, to **string) document.Property {
	return document.NewProperty(name,
		func(r *document.Reader, e document.Entry) {
			if s, ok := r.Text(e.Value, e.What()); ok {
				*to = &s
			}
		},
		func() *yaml.Node {
			if *to == nil {
				return nil
			}
			return document.ScalarNode(**to)
		})
}

func separatorProblem(s string) string { // a space is fine
	if s == "" {
		return `is empty: write what stands between the values, such as ";"`
	}
	return ""
}

// contactNode groups what feeds one list, at the place of the first.
func contactNode(fields []Field, comment func(*Field) string) *yaml.Node {
	o := &yaml.Node{Kind: yaml.MappingNode}
	lists := map[string]*yaml.Node{}
	for i := range fields {
		f := &fields[i]
		n := fieldNode(f, comment)
		if !f.IsList() {
			document.Put(o, f.Target, n)
			continue
		}
		if lists[f.Target] == nil {
			lists[f.Target] = &yaml.Node{Kind: yaml.SequenceNode}
			document.Put(o, f.Target, lists[f.Target])
		}
		lists[f.Target].Content = append(lists[f.Target].Content, n)
	}
	if len(o.Content) == 0 {
		return nil
	}
	return o
}

func customNode(fields []Field, comment func(*Field) string) *yaml.Node {
	props := make([]document.Property, len(fields))
	for i := range fields {
		f := &fields[i]
		props[i] = document.Property{Name: f.Target, Write: func() *yaml.Node { return fieldNode(f, comment) }}
	}
	return document.ObjectNode(props)
}

func fieldNode(f *Field, comment func(*Field) string) *yaml.Node {
	n := document.FlowNode(f.properties(anyField))
	if n == nil {
		n = &yaml.Node{Kind: yaml.MappingNode, Style: yaml.FlowStyle}
	}
	if len(f.Columns) == 1 && len(n.Content) == 2 { // the column and nothing else
		n = n.Content[1]
	}
	if comment != nil {
		n.LineComment = comment(f)
	}
	return n
}
