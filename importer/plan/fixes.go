package plan

import (
	"fmt"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/fixes"
	"github.com/quo-import/quo-import/importer/known"
)

// Fixed counts fixes by what became of them.
type Fixed struct {
	Applied int
	Stale   int // the file has another value than the old one
	Already int // the file has the new value
	Absent  int // their rows are not in the input
}

// countFixes counts the fixes, and names those that were not applied because the file has
// another value now. A fix of a row without a key cannot tell that from a row that is gone.
func (p *Plan) countFixes() {
	fixed := &p.Fixed
	var stale []string
	fresh := false
	p.config.Fixes.Each(func(f *fixes.Fix, r fixes.Result) {
		switch {
		case r.Outcome == fixes.Applied:
			fixed.Applied++
		case r.Outcome == fixes.Already:
			fixed.Already++
		case r.Outcome == fixes.Stale || f.Row.Key == "":
			fixed.Stale++
			stale = append(stale, staleFix(f, r))
			if !p.Known.Standing(known.Fix(f.Row.Key, f.Row.Hash, f.Column, f.Old)) {
				fresh = true
			}
		default:
			fixed.Absent++
		}
	})
	if fixed.Stale == 0 {
		return
	}
	text := fmt.Sprintf("%d fixes are not applied: the file has another value now", fixed.Stale)
	if fixed.Stale == 1 {
		text = "1 fix is not applied: the file has another value now"
	}
	more := ""
	if fixed.Stale > 3 {
		more = ", …"
	}
	p.Notices = append(p.Notices, event.Notice{Kind: "fix-stale", Known: !fresh, Text: text + " (" +
		examples(stale) + more + "); look at these rows, then remove the fixes or correct their old values"})
}

// staleFix says which fix is not applied, and to which row.
func staleFix(f *fixes.Fix, r fixes.Result) string {
	where := "a fix"
	if f.At > 0 {
		where = fmt.Sprintf("line %d of the fixes", f.At)
	}
	switch {
	case r.Outcome == fixes.Stale:
		return fmt.Sprintf("%s: %s, column %s", where, r.Pos, f.Column)
	case f.Line > 0:
		return fmt.Sprintf("%s: the row that was in line %d, column %s", where, f.Line, f.Column)
	}
	return where + ": column " + f.Column
}
