package mapping

import (
	"io"
	"strconv"

	"go.yaml.in/yaml/v4"

	"github.com/quo-import/quo-import/quo"
)

// Write writes the mapping as a file that Load reads as the same mapping.
func (m *Mapping) Write(w io.Writer) error { return m.write(w, nil) }

// write writes the mapping; remark gives the comment of a field, nil for none.
func (m *Mapping) write(w io.Writer, remark func(*Field) string) error {
	out, err := yaml.Dump(m.node(remark), yaml.WithLineWidth(-1))
	if err != nil {
		return err
	}
	_, err = w.Write(out)
	return err
}

func (m *Mapping) node(remark func(*Field) string) *yaml.Node {
	root := &object{}
	root.put("version", &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!int", Value: "1"})
	if m.Preset != "" {
		root.node.Content[0].HeadComment = "# Recognised as an export of " + m.Preset + "."
	}
	root.text("source", m.Source)
	root.put("key", m.Key.node())
	root.put("region", m.Region.node())
	root.text("where", m.Where.Text)
	root.put("contact", contactNode(m.Contact, remark))
	root.put("custom", customNode(m.Custom, remark))
	root.put("fallback", fallbackNode(m.Fallback))
	root.put("options", optionsNode(m.Options))
	return &root.node
}

// object is a YAML mapping in the making. Empty things are left out.
type object struct{ node yaml.Node }

func (o *object) put(key string, value *yaml.Node) {
	if value == nil {
		return
	}
	o.node.Kind = yaml.MappingNode
	o.node.Content = append(o.node.Content, scalarNode(key), value)
}

func (o *object) text(key, value string) {
	if value != "" {
		o.put(key, scalarNode(value))
	}
}

func (o *object) texts(key string, list []string) {
	switch len(list) {
	case 0:
	case 1:
		o.put(key, scalarNode(list[0]))
	default:
		o.put(key, listNode(list))
	}
}

func (o *object) flow() *yaml.Node {
	o.node.Style = yaml.FlowStyle
	return &o.node
}

// scalarNode is a text. Its tag makes the library quote what other readers
// would take for a number or a boolean.
func scalarNode(s string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s}
	if s == "" {
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}

func listNode(list []string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
	for _, s := range list {
		n.Content = append(n.Content, scalarNode(s))
	}
	return n
}

func (k Key) node() *yaml.Node {
	switch {
	case k.Derived:
		o := &object{}
		o.put("derived", &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: "true"})
		return o.flow()
	case k.Expr.Text != "":
		o := &object{}
		o.text("expr", k.Expr.Text)
		return o.flow()
	case len(k.Columns) == 1:
		return scalarNode(k.Columns[0].Text)
	case len(k.Columns) > 1:
		return listNode(nameTexts(k.Columns))
	}
	return nil
}

func (r Region) node() *yaml.Node {
	switch {
	case r.Column.Text != "":
		o := &object{}
		o.text("column", r.Column.Text)
		o.text("default", r.Default)
		return o.flow()
	case r.Default != "":
		return scalarNode(r.Default)
	}
	return nil
}

// contactNode groups what feeds one list, at the place of the first.
func contactNode(fields []Field, remark func(*Field) string) *yaml.Node {
	o := &object{}
	lists := map[string]*yaml.Node{}
	for i := range fields {
		f := &fields[i]
		n := fieldNode(f, remark)
		switch {
		case quo.Field(f.Target) != quo.PhoneNumbers && quo.Field(f.Target) != quo.Emails:
			o.put(f.Target, n)
		case lists[f.Target] == nil:
			lists[f.Target] = &yaml.Node{Kind: yaml.SequenceNode}
			o.put(f.Target, lists[f.Target])
			fallthrough
		default:
			list := lists[f.Target]
			list.Content = append(list.Content, n)
		}
	}
	if len(o.node.Content) == 0 {
		return nil
	}
	return &o.node
}

func customNode(fields []Field, remark func(*Field) string) *yaml.Node {
	o := &object{}
	for i := range fields {
		o.put(fields[i].Target, fieldNode(&fields[i], remark))
	}
	if len(o.node.Content) == 0 {
		return nil
	}
	return &o.node
}

func fieldNode(f *Field, remark func(*Field) string) *yaml.Node {
	o := &object{}
	o.texts("column", nameTexts(f.Columns))
	o.text("expr", f.Expr.Text)
	if f.Value != nil {
		o.put("value", scalarNode(*f.Value))
	}
	o.text("join", f.Join)
	o.texts("split", f.Split)
	o.put("name", f.Label.node())
	o.text("default", f.Default)
	if f.Required {
		o.put("required", boolNode(true))
	}
	o.texts("allow", f.Allow)
	o.text("blank", f.Blank)
	if f.LastFirst {
		o.text("order", "last-first")
	}
	o.text("type", string(f.Type))
	o.texts("format", f.Format)
	o.text("timezone", f.Timezone)
	o.texts("trueValues", f.True)
	o.texts("falseValues", f.False)
	n := o.flow()
	if len(f.Columns) == 1 && len(n.Content) == 2 { // the column and nothing else
		n = n.Content[1]
	}
	if remark != nil {
		n.LineComment = remark(f)
	}
	return n
}

func boolNode(b bool) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: strconv.FormatBool(b)}
}

func (l Label) node() *yaml.Node {
	switch {
	case l.Column.Text != "":
		o := &object{}
		o.text("column", l.Column.Text)
		o.text("default", l.Text)
		return o.flow()
	case l.Text != "":
		return scalarNode(l.Text)
	}
	return nil
}

func fallbackNode(fields []quo.Field) *yaml.Node {
	if fields == nil {
		return nil
	}
	var list []string
	for _, f := range fields {
		for word, field := range fallbackWords {
			if word != "none" && field == f {
				list = append(list, word)
			}
		}
	}
	if len(list) == 0 {
		return scalarNode("none")
	}
	return listNode(list)
}

func optionsNode(options []Option) *yaml.Node {
	o := &object{}
	for _, option := range options {
		o.text(option.Name, option.Value)
	}
	if len(o.node.Content) == 0 {
		return nil
	}
	return &o.node
}
