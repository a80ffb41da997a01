package mapping

import (
	"strings"

	"github.com/expr-lang/expr/vm"

	"github.com/quo-import/quo-import/mapping/phone"
)

// key is where the external key of a row comes from, compiled.
type key struct {
	names   []string
	cols    []int
	program *vm.Program
	text    string // of the expression
	derived bool
}

func (c *compiler) key(k Key) key {
	return key{
		names: nameTexts(k.Columns), cols: c.columns(k.Columns),
		program: c.program(k.Expr), text: k.Expr.Text,
		derived: k.Derived || k.Open(),
	}
}

// definition says in words where the key comes from. A state keeps it for each
// source, so it must not change for the same key.
func (k *key) definition() string {
	switch {
	case k.derived:
		return "derived from phone or email and name"
	case k.program != nil:
		return "expression " + k.text
	case len(k.names) == 1:
		return "column " + quote(k.names[0])
	}
	quoted := make([]string, len(k.names))
	for i, name := range k.names {
		quoted[i] = quote(name)
	}
	return "columns " + strings.Join(quoted, " and ")
}

// region is where numbers without a country code belong, compiled.
type region struct {
	name  string // of the column
	col   int    // -1 for none
	other string // where the column is blank, as a code; "" for none
}

func (c *compiler) region(r Region) region {
	out := region{col: -1}
	if r.Column.Text != "" {
		out.name, out.col = r.Column.Text, c.column(r.Column)
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
		c.add(r.Pos, "the region %s is no country: write a code, such as US or DE, or a country's name", quote(def))
	}
	out.other = code
	return out
}
