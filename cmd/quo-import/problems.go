package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/mapping"
)

// problems gathers what is wrong with rows, by column and kind, with the first
// examples: a person mends a column, not a cell.
type problems struct {
	groups map[problemKind]*problemGroup
	total  int
}

type problemKind struct{ column, kind string }

type problemGroup struct {
	problemKind
	count    int
	examples []string // with the value: for terminals only
	places   []string // without
}

const examplesShown = 3

func (p *problems) add(e *importer.RowEvent) {
	for i := range e.Errors {
		p.one(e, &e.Errors[i])
	}
	if e.Action == importer.Failed {
		p.one(e, &mapping.FieldError{Kind: "failed", Message: e.Message})
	}
}

func (p *problems) one(e *importer.RowEvent, f *mapping.FieldError) {
	if p.groups == nil {
		p.groups = map[problemKind]*problemGroup{}
	}
	kind := problemKind{f.Column, f.Kind}
	g := p.groups[kind]
	if g == nil {
		g = &problemGroup{problemKind: kind}
		p.groups[kind] = g
	}
	g.count++
	p.total++
	if len(g.examples) < examplesShown {
		g.examples = append(g.examples, e.Pos.String()+": "+f.Error())
		g.places = append(g.places, fmt.Sprintf("%s: %s (%s)", e.Pos, cmp.Or(f.Column, "row"), f.Kind))
	}
}

// print writes the groups, the largest first. Values are quoted only for a
// person at a terminal.
func (p *problems) print(w io.Writer, quoteValues bool, most int) {
	groups := make([]*problemGroup, 0, len(p.groups))
	for _, g := range p.groups {
		groups = append(groups, g)
	}
	slices.SortFunc(groups, func(a, b *problemGroup) int {
		return cmp.Or(b.count-a.count, cmp.Compare(a.column, b.column), cmp.Compare(a.kind, b.kind))
	})
	shown := 0
	for i, g := range groups {
		if shown >= most {
			fmt.Fprintf(w, "  … and %s in %s of problems\n", plural(p.left(groups[i:]), "more", "more"), plural(len(groups)-i, "more kind", "more kinds"))
			return
		}
		lines := g.places
		if quoteValues {
			lines = g.examples
		}
		for _, line := range lines {
			fmt.Fprintln(w, "  "+printable(line))
			shown++
		}
		if more := g.count - len(lines); more > 0 {
			fmt.Fprintf(w, "  … and %s like this in %s\n", count(more), printable(cmp.Or(g.column, "other rows")))
		}
	}
}

func (p *problems) left(groups []*problemGroup) (n int) {
	for _, g := range groups {
		n += g.count
	}
	return n
}
