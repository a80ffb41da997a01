package main

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/merge"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/mapping"
)

// preview looks up what would be written.
func (out *output) preview(ctx context.Context, p *importer.Planned) error {
	total, seen := p.Plan.Writes, 0
	out.progress.begin(total)
	defer out.progress.end()
	return p.Preview(ctx, func(c plan.Change) {
		seen++
		out.change(c)
		out.progress.show(event.Progress{Done: seen, Total: total, Counts: p.Plan.Counts})
	})
}

// change takes what check --remote foresees of a row.
func (out *output) change(c plan.Change) {
	if c.Action == event.Failed {
		out.problem(&event.Row{Pos: c.Pos, New: c.New}, &mapping.FieldError{Kind: "would-fail", Message: c.Message})
	}
	out.drifts += len(c.Drifts)
	if out.ses.diff && (c.Action == event.Updated || len(c.Drifts) > 0) {
		out.progress.line(func() { out.difference(c) })
	}
}

// difference shows a row that would be updated, old → new, field by field, as a
// result: on standard output. Values are for a terminal only.
func (out *output) difference(c plan.Change) {
	s := out.results
	if out.json != nil {
		out.json.change(c)
		return
	}
	if !s.terminal {
		fmt.Fprintln(s, printable(fmt.Sprintf("%s key %s: %s", c.Pos, c.Key, strings.Join(changedFields(c), ", "))))
		return
	}
	fmt.Fprintln(s, s.paint(strong, printable(c.Pos.String()+"  "+c.Key))+s.paint(faint, "  "+printable(c.ContactID)))
	width := 0
	for _, name := range changedFields(c) {
		width = max(width, len([]rune(name)))
	}
	for _, f := range c.Fields {
		name := printable(fmt.Sprintf("%-*s", width, fieldName(f)))
		switch {
		case f.Old == "":
			fmt.Fprintln(s, "  "+name+"  "+s.paint(good, "+ "+printable(strconv.Quote(f.New))))
		case f.New == "":
			fmt.Fprintln(s, "  "+name+"  "+s.paint(bad, "- "+printable(strconv.Quote(f.Old))))
		default:
			fmt.Fprintln(s, "  "+name+"  "+s.paint(bad, printable(strconv.Quote(f.Old)))+" → "+s.paint(good, printable(strconv.Quote(f.New))))
		}
	}
	for _, d := range c.Drifts {
		what := "changed in Quo: overwritten"
		if d.Kept {
			what = "changed in Quo: kept"
		} else if d.Both {
			what = "changed in Quo too"
		}
		fmt.Fprintln(s, "  "+s.paint(doubted, printable(fmt.Sprintf("%-*s  %s (Quo %q, file %q)", width, d.Field, what, d.Quo, d.File))))
	}
}

func fieldName(f merge.Change) string { return cmp.Or(f.Name, string(f.Field)) }

// changedFields names the fields of a change, each once.
func changedFields(c plan.Change) (names []string) {
	seen := map[string]bool{}
	add := func(name string) {
		if !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	for _, f := range c.Fields {
		add(fieldName(f))
	}
	for _, d := range c.Drifts {
		add(string(d.Field))
	}
	return names
}

// adoptions lists the new rows whose number is in Quo already.
func (out *output) adoptions(p *plan.Plan) {
	if p.Adoptable == 0 {
		return
	}
	s := out.screen
	one := len(out.ses.files) == 1
	s.styled(doubted, say.Plural(p.Adoptable, "new row has", "new rows have")+" the number of a contact that is already in Quo:")
	list := p.Adoptions[:min(len(p.Adoptions), out.ses.maxShown)]
	if s.terminal {
		t := s.table(column{head: "ROW", width: 14, whole: true}, column{head: "KEY", width: 16}, column{head: "CONTACT IN QUO"})
		for _, a := range list {
			t.AppendRow([]any{placeWords(a.Pos, one), printable(a.Key), printable(foundWords(a, true))})
		}
		s.show(t)
	} else {
		for _, a := range list {
			s.line(fmt.Sprintf("%s: %s", a.Pos, foundWords(a, false)))
		}
	}
	if more := p.Adoptable - len(list); more > 0 {
		s.line("… and " + say.Count(more) + " more")
	}
}

// foundWords names the contacts of an adoption. Who has one of several cannot
// be told, so none is used.
func foundWords(a plan.Adoption, names bool) string {
	var list []string
	for _, c := range a.Contacts {
		word := c.ID
		if names && c.Name != "" {
			word = c.Name + " (" + c.ID + ")"
		}
		list = append(list, word)
	}
	words := strings.Join(list, ", ")
	if len(list) > 1 {
		words += ": which one it is cannot be told, so none is used"
	}
	return words
}
