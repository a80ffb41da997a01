package headers

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// sheetCase is one header row with what each column is: testdata/sheets/README.md.
type sheetCase struct {
	where   string // file:line
	names   []string
	want    []string
	samples [][]string
}

// targetNames are how the cases call the targets.
var targetNames = map[Target]string{
	Left: "left", FirstName: "first", LastName: "last", FullName: "full", LastFirst: "lastfirst", MiddleName: "middle",
	LastNamePrefix: "prefix", SecondLastName: "last2", Company: "company", Role: "role", Phone: "phone", Email: "email",
	Region: "region", Key: "key", QuoID: "quo", SourceURL: "url",
}

func readSheets(t testing.TB, path string) []sheetCase {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	known := map[string]bool{"?": true}
	for _, name := range targetNames {
		known[name] = true
	}
	var cases []sheetCase
	in := bufio.NewScanner(f)
	for n := 1; in.Scan(); n++ {
		line := in.Text()
		switch {
		case strings.TrimSpace(line) == "" || strings.HasPrefix(line, "# "):
		case strings.HasPrefix(line, ">"):
			c := &cases[len(cases)-1]
			c.samples = append(c.samples, strings.Split(strings.TrimPrefix(line, ">"), "|"))
		default:
			c := sheetCase{where: fmt.Sprintf("%s:%d", filepath.Base(path), n)}
			for column := range strings.SplitSeq(line, "|") {
				name, want, ok := strings.Cut(column, " = ")
				if !ok {
					want = "left"
				}
				want = strings.TrimSpace(want)
				if kind, _, _ := strings.Cut(want, ":"); !known[kind] {
					t.Fatalf("%s: %q is no target", c.where, want)
				}
				c.names = append(c.names, strings.TrimSpace(name))
				c.want = append(c.want, want)
			}
			cases = append(cases, c)
		}
	}
	return cases
}

// score counts columns.
type score struct{ sheets, columns, fields, matched, wrong int }

func (s *score) add(o score) {
	s.sheets += o.sheets
	s.columns += o.columns
	s.fields += o.fields
	s.matched += o.matched
	s.wrong += o.wrong
}

func (s score) String() string {
	return fmt.Sprintf("%4d sheets %5d columns   %5d fields: matched %5d (%5.1f %%)  missed %3d  wrong %3d (%.2f %% of the columns)",
		s.sheets, s.columns, s.fields, s.matched, 100*float64(s.matched)/float64(s.fields), s.fields-s.matched-s.wrongFields(), s.wrong,
		100*float64(s.wrong)/float64(s.columns))
}

// wrongFields is how many wrong ones are fields: none is counted twice.
func (s score) wrongFields() int { return min(s.wrong, s.fields-s.matched) }

// scoreSheet compares one sheet, and reports each difference. A column that is
// given to the wrong field, or to one although it is to be left out, is wrong;
// one that is left out although it is a field is missed.
func scoreSheet(c sheetCase, report func(format string, args ...any)) score {
	s := score{sheets: 1, columns: len(c.names)}
	for i, m := range Recognise(c.names, c.samples, "") {
		want, wantLabel, labelled := strings.Cut(c.want[i], ":")
		got := targetNames[m.Target]
		if want == "?" {
			continue
		}
		if want != "left" {
			s.fields++
		}
		switch {
		case got == want && labelled && m.Label != wantLabel:
			s.wrong++
			report("WRONG  %s %q: %s with label %q, want %q", c.where, c.names[i], got, m.Label, wantLabel)
		case got == want:
			if want != "left" {
				s.matched++
			}
		case got == "left":
			report("missed %s %q: want %s (%s)", c.where, c.names[i], want, m.Reason)
		default:
			s.wrong++
			report("WRONG  %s %q: %s, want %s (%s)", c.where, c.names[i], got, want, m.Reason)
		}
	}
	return s
}

var languages = []string{"en", "es", "pt", "fr", "de", "it", "nl"}

// TestSheets holds the synonym table against header rows as people write them:
// a wrong match is worse than a miss. `make sheets` prints the score.
func TestSheets(t *testing.T) {
	for _, set := range []struct {
		name, dir           string
		files               []string
		sheets              int     // at least, per file
		maxWrong, leastGood float64 // shares: of the columns, of the fields
	}{
		{"used to build the table", "testdata/sheets", languages, 60, 0, 0.97},
		{"not used to build it", "testdata/sheets/unseen", languages, 15, 0.005, 0},
		{"known exports", "testdata/sheets", []string{"exports"}, 14, 0, 1},
	} {
		t.Run(set.name, func(t *testing.T) {
			var all score
			for _, file := range set.files {
				var s score
				for _, c := range readSheets(t, filepath.Join(set.dir, file+".txt")) {
					s.add(scoreSheet(c, t.Logf))
				}
				if s.sheets < set.sheets {
					t.Errorf("%s: %d sheets, want at least %d", file, s.sheets, set.sheets)
				}
				t.Logf("%s: %v", file, s)
				all.add(s)
			}
			t.Logf("all: %v", all)
			if float64(all.wrong) > set.maxWrong*float64(all.columns) {
				t.Errorf("%d of %d columns are wrong, at most %.1f %% may be", all.wrong, all.columns, 100*set.maxWrong)
			}
			if float64(all.matched) < set.leastGood*float64(all.fields) {
				t.Errorf("%d of %d fields are matched, at least %.0f %% must be", all.matched, all.fields, 100*set.leastGood)
			}
		})
	}
}
