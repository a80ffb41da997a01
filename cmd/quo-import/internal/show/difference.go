package show

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/importer/merge"
	"github.com/quo-import/quo-import/importer/plan"
)

// difference prints a row that would be updated, old → new, field by field. Values
// are printed to terminals only.
func difference(s term.Screen, c plan.Change) {
	if !s.Terminal {
		fmt.Fprintln(s, term.Printable(fmt.Sprintf("%s key %s: %s", c.Pos, c.Key, strings.Join(changedFields(c), ", "))))
		return
	}
	fmt.Fprintln(s, s.Paint(term.Strong, term.Printable(c.Pos.String()+"  "+c.Key))+s.Paint(term.Faint, "  "+term.Printable(c.ContactID)))
	width := 0
	for _, name := range changedFields(c) {
		width = max(width, len([]rune(name)))
	}
	quoted := func(how term.Style, sign, value string) string {
		return s.Paint(how, sign+term.Printable(strconv.Quote(value)))
	}
	for _, f := range c.Fields {
		name := "  " + term.Printable(fmt.Sprintf("%-*s", width, fieldName(f))) + "  "
		switch {
		case f.Old == "":
			fmt.Fprintln(s, name+quoted(term.Good, "+ ", f.New))
		case f.New == "":
			fmt.Fprintln(s, name+quoted(term.Bad, "- ", f.Old))
		default:
			fmt.Fprintln(s, name+quoted(term.Bad, "", f.Old)+" → "+quoted(term.Good, "", f.New))
		}
	}
	for _, d := range c.Drifts {
		what := "changed in Quo: overwritten"
		if d.Kept {
			what = "changed in Quo: kept"
		} else if d.Both {
			what = "changed in Quo too"
		}
		fmt.Fprintln(s, "  "+s.Paint(term.Warning, term.Printable(fmt.Sprintf("%-*s  %s (Quo %q, file %q)", width, d.Field, what, d.Quo, d.File))))
	}
}

func fieldName(f merge.Change) string { return cmp.Or(f.Name, string(f.Field)) }

// changedFields returns the names of the fields of a change, each once.
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
