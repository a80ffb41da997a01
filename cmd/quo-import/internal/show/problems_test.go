package show

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jedib0t/go-pretty/v6/text"
	"pgregory.net/rapid"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/importer/report/problems"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/mapping"
)

func TestProblemsOnATerminal(t *testing.T) {
	var p problems.Groups
	at := func(line int) rows.Position { return rows.Position{File: "a.csv", Line: line, Index: -1} }
	for line := range 12 {
		p.Add(at(line+2), &mapping.FieldError{Column: "Mobile", Value: "415-555", Kind: "phone-too-short", Message: "is too short for a US number"}, false)
	}
	p.Add(at(7), &mapping.FieldError{Column: "Email", Value: "ben\x1b[31m", Kind: "email-no-at", Message: `is not an email address: there is no "@"`}, false)
	p.Add(at(9), &mapping.FieldError{Kind: "row-unreadable", Message: "a quote is not closed"}, false)
	for name, c := range map[string]struct {
		screen term.Screen
		values bool
		most   int
		want   string
	}{
		"as a table, with values": {term.Screen{Terminal: true, Width: 80}, true, 20, `
   COUNT  COLUMN  WHAT IS WRONG                             EXAMPLES
      12  Mobile  is too short for a US number              line 2 "415-555"
                                                            line 3 "415-555"
                                                            line 4 "415-555"
       1  (row)   a quote is not closed                     line 9
       1  Email   is not an email address: there is no "@"  line 7 "ben\x1b[31m"
`},
		"in colour": {term.Screen{Terminal: true, Colour: true, Width: 80}, true, 1, "\n" +
			"   \x1b[2mCOUNT\x1b[0m  \x1b[2mCOLUMN\x1b[0m  \x1b[2mWHAT IS WRONG\x1b[0m                 \x1b[2mEXAMPLES\x1b[0m\n" +
			"      \x1b[31m12\x1b[0m  Mobile  is too short for a US number  line 2 \"415-555\"\n" +
			"                                                line 3 \"415-555\"\n" +
			"                                                line 4 \"415-555\"\n" +
			"  … and 2 more problems of 2 other kinds: pass a larger --max-shown to list them\n"},
		"in a log, one a line, in sentences without values": {term.Screen{}, false, 20, `
  a.csv line 2: Mobile is too short for a US number (phone-too-short)
  a.csv line 3: Mobile is too short for a US number (phone-too-short)
  a.csv line 4: Mobile is too short for a US number (phone-too-short)
  … and 9 more like this in Mobile (phone-too-short)
  a.csv line 9: a quote is not closed (row-unreadable)
  a.csv line 7: Email is not an email address: there is no "@" (email-no-at)
`},
		"in a pager, with --show-values, as on a terminal": {term.Screen{}, true, 20, `
   COUNT  COLUMN  WHAT IS WRONG                             EXAMPLES
      12  Mobile  is too short for a US number              line 2 "415-555"
                                                            line 3 "415-555"
                                                            line 4 "415-555"
       1  (row)   a quote is not closed                     line 9
       1  Email   is not an email address: there is no "@"  line 7 "ben\x1b[31m"
`},
	} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			c.screen.Writer = &b
			printProblems(c.screen, &p, problemStyle{how: term.Bad, most: c.most, oneFile: true, values: c.values})
			if diff := cmp.Diff(c.want[1:], b.String()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestNothingIsWiderThanTheTerminal checks the width of lines: a line that the terminal
// itself wraps would break the table.
func TestNothingIsWiderThanTheTerminal(t *testing.T) {
	word := rapid.StringMatching(`[a-zA-Zäß…0-9@"-]{1,40}`)
	words := rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(word, 1, 12).Draw(t, "words"), " ") })
	rapid.Check(t, func(t *rapid.T) {
		var b bytes.Buffer
		s := term.Screen{Writer: &b, Terminal: true, Colour: rapid.Bool().Draw(t, "colour"), Width: rapid.IntRange(60, 160).Draw(t, "width")}
		var p problems.Groups
		for i := range rapid.IntRange(1, 6).Draw(t, "problems") {
			p.Add(rows.Position{File: word.Draw(t, "file"), Line: i, Index: -1}, &mapping.FieldError{
				Column: words.Draw(t, "column"), Value: words.Draw(t, "value"), Kind: fmt.Sprint(i), Message: words.Draw(t, "message"),
			}, false)
		}
		printProblems(s, &p, problemStyle{how: term.Bad, most: 20, oneFile: rapid.Bool().Draw(t, "one file"), values: true})
		s.Item(words.Draw(t, "item"))
		s.Labelled("matched", s.Join(rapid.SliceOf(words).Draw(t, "matched"), s.Width-term.LabelWidth))
		s.Line(words.Draw(t, "line"))
		for line := range strings.SplitSeq(b.String(), "\n") {
			if n := text.StringWidthWithoutEscSequences(line); n > s.Width {
				t.Fatalf("%d of %d columns: %q", n, s.Width, line)
			}
		}
	})
}
