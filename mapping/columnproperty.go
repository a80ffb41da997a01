package mapping

import (
	"go.yaml.in/yaml/v4"

	"github.com/quo-import/quo-import/mapping/document"
)

// columnsProperty is the name of a column or a list of them.
func columnsProperty(name string, to *[]Name) document.Property {
	return document.NewProperty(name,
		func(r *document.Reader, e document.Entry) { *to = r.Names(e.Value, e.What()) },
		func() *yaml.Node { return document.TextsNode(document.Texts(*to)) })
}

// orColumn makes a text property one that may also be an object,
// {column: …, default: …}: the text is for the blank cells of the column. more
// are further keys of the object.
func orColumn(text document.Property, column *Name, more ...document.Property) document.Property {
	props := append([]document.Property{document.NewProperty("column",
		func(r *document.Reader, e document.Entry) {
			if s, ok := r.Filled(e.Value, e.What()); ok {
				*column = Name{Pos: document.At(e.Value), Text: s}
			}
		},
		func() *yaml.Node { return document.TextNode(column.Text) },
	), document.NewProperty("default", text.Read, text.Write)}, more...)
	return document.NewProperty(text.Name,
		func(r *document.Reader, e document.Entry) {
			switch n := r.Resolve(e.Value); {
			case n == nil:
			case n.Kind == yaml.MappingNode:
				r.Object(n, e.What(), props)
			default:
				text.Read(r, e)
			}
		},
		func() *yaml.Node {
			if column.Text == "" {
				return text.Write()
			}
			return document.FlowNode(props)
		})
}
