package problems

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/quo-import/quo-import/mapping"
)

// Problems of rows in these tests.
var (
	revenue = mapping.FieldError{Column: "Annual Revenue", Field: "custom.Annual Revenue", Kind: "number-invalid", Value: "616 k", Drops: true}
	later   = mapping.FieldError{Column: "Annual Revenue", Field: "custom.Annual Revenue", Kind: "number-invalid", Value: "auf Anfrage", Drops: true}
	unit    = mapping.FieldError{Column: "Annual Revenue", Field: "custom.Annual Revenue", Kind: "number-unit", Value: "$616", Drops: true}
	open    = mapping.FieldError{Column: "Signed On", Field: "custom.Signed On", Kind: "date-format", Value: "Auf Anfrage", Drops: true}
	short   = mapping.FieldError{Column: "Mobile", Field: "phoneNumbers", Kind: "phone-too-short", Value: "415-55", Drops: true}
	website = mapping.FieldError{Column: "Link", Field: "sourceUrl", Kind: "url-scheme", Value: "ftp://x", Drops: true}
	twice   = mapping.FieldError{Column: "key", Kind: "key-duplicate", Value: "1000"}
	torn    = mapping.FieldError{Kind: "row-too-long"}
)

// rowsOf returns rows: each list of problems as many times.
func rowsOf(lists map[int][][]mapping.FieldError) *Rows {
	r := &Rows{}
	for _, n := range slices.Sorted(maps.Keys(lists)) {
		for _, list := range lists[n] {
			for range n {
				r.Add(list)
			}
		}
	}
	return r
}

func TestAFixRescuesTheRowsWhoseProblemsItCoversAll(t *testing.T) {
	r := rowsOf(map[int][][]mapping.FieldError{
		7: {{revenue}},
		5: {{revenue, short}, {short}},
		3: {{revenue, revenue}, {revenue, twice}}, // a row may have the same problem twice
	})
	for what, c := range map[string]struct {
		covers func(Problem) bool
		want   int
	}{
		"nothing":                         {func(Problem) bool { return false }, 0},
		"everything":                      {func(Problem) bool { return true }, 23},
		"a column":                        {func(p Problem) bool { return p.Column == "Annual Revenue" }, 10},
		"two columns, and rows with both": {func(p Problem) bool { return p.Column == "Annual Revenue" || p.Column == "Mobile" }, 20},
		"a kind that no row has alone":    {func(p Problem) bool { return p.Kind == "key-duplicate" }, 0},
		"what may be left out":            {func(p Problem) bool { return p.Drops }, 20},
	} {
		if got := r.Rescued(c.covers); got != c.want {
			t.Errorf("%s rescues %d rows, not %d", what, got, c.want)
		}
	}
	if r.Total() != 23 || r.Dropped() != 20 {
		t.Errorf("%d rows, %d without their values", r.Total(), r.Dropped())
	}
}

func TestFixesAreRankedByRowsNotByProblems(t *testing.T) {
	for name, c := range map[string]struct {
		rows map[int][][]mapping.FieldError
		want []string
	}{
		"a value of a custom field may go to a text field, or be left out": {
			map[int][][]mapping.FieldError{1106: {{revenue}}},
			[]string{"1,106 rows fail only because of Annual Revenue: map it to a text field, or pass --on-invalid drop"},
		},
		"a field of Quo's own has a type": {
			map[int][][]mapping.FieldError{2: {{website}}},
			[]string{"2 rows fail only because of Link: correct or clear the values, or pass --on-invalid drop"},
		},
		"what most of the column has decides what to do": {
			map[int][][]mapping.FieldError{2: {{revenue}}, 3: {{unit}}},
			[]string{"5 rows fail only because of Annual Revenue: set its format in the mapping, or pass --on-invalid drop"},
		},
		"a row with two problems counts for neither, but for both": {
			map[int][][]mapping.FieldError{4: {{revenue, short}}, 2: {{short}}},
			[]string{
				"4 rows fail because of Annual Revenue and Mobile together: pass --on-invalid drop",
				"2 rows fail only because of Mobile: correct the numbers, or pass --on-invalid drop",
			},
		},
		"what cannot be left out is not dropped": {
			map[int][][]mapping.FieldError{3: {{twice}}, 2: {{twice, revenue}}, 1: {{torn}}},
			[]string{
				"3 rows fail only because of the key: give each row its own key, or pass --on-duplicate first, last or merge",
				"2 rows fail because of Annual Revenue and the key together",
				"1 row fails as a whole: put cells with a separator in quotes",
			},
		},
		"words that stand for nothing, in whatever column and case": {
			map[int][][]mapping.FieldError{3: {{later}, {later, open}}, 9: {{revenue}}},
			[]string{
				`12 rows fail only because of Annual Revenue: map it to a text field, or pass --on-invalid drop`,
				`6 rows fail only because of "auf anfrage" in Annual Revenue and Signed On: add it to nulls in the mapping`,
				`3 rows fail because of Annual Revenue and Signed On together: pass --on-invalid drop`,
			},
		},
		"a column with nothing but such words": {
			map[int][][]mapping.FieldError{4: {{later}}},
			[]string{`4 rows fail only because of "auf anfrage" in Annual Revenue: add it to nulls in the mapping, or pass --on-invalid drop`},
		},
		"who may be in Quo already is no matter of a column": {
			map[int][][]mapping.FieldError{12: {{{Column: "phoneNumbers", Kind: "in-quo", Message: "may be Maya Okafor in Quo"}}}},
			[]string{"12 rows fail only because of contacts that may be in Quo already: pass --adopt phone-only to use the contacts in Quo, or --adopt none to create others"},
		},
		"two rows are no habit": {
			map[int][][]mapping.FieldError{2: {{later}}},
			[]string{`2 rows fail only because of Annual Revenue: map it to a text field, or pass --on-invalid drop`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, fix := range rowsOf(c.rows).Fixes() {
				got = append(got, fix.Text(true))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestAFixForALogQuotesNoValue(t *testing.T) {
	for _, fix := range rowsOf(map[int][][]mapping.FieldError{4: {{later}}, 5: {{revenue}}}).Fixes() {
		if text := fix.Text(false); strings.Contains(strings.ToLower(text), "anfrage") {
			t.Error(text)
		}
	}
}

// TestEachRowIsCountedByTheColumnsItFailsFor compares with rows that are counted one by
// one.
func TestEachRowIsCountedByTheColumnsItFailsFor(t *testing.T) {
	all := []mapping.FieldError{revenue, later, unit, open, short, website, twice, torn}
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOf(rapid.SliceOfN(rapid.SampledFrom(all), 1, 4)).Draw(t, "rows")
		var r Rows
		for _, row := range rows {
			r.Add(row)
		}
		covered := rapid.SliceOfDistinct(rapid.SampledFrom(all), func(f mapping.FieldError) string { return f.Column + f.Kind + f.Value }).Draw(t, "covered")
		covers := func(p Problem) bool {
			return slices.ContainsFunc(covered, func(f mapping.FieldError) bool { return problemOf(&f) == p })
		}
		want := 0
		for _, row := range rows {
			if !slices.ContainsFunc(row, func(f mapping.FieldError) bool { return !covers(problemOf(&f)) }) {
				want++
			}
		}
		if got := r.Rescued(covers); got != want {
			t.Fatalf("%d rows, one by one %d", got, want)
		}
		sum := 0
		for _, fix := range r.columnFixes() {
			sum += fix.Rows
		}
		if sum != len(rows) || r.Total() != len(rows) {
			t.Fatalf("fixes of %d rows, %d were added", sum, len(rows))
		}
	})
}

func TestRowsKeepNoMoreThanAFewThousandCombinations(t *testing.T) {
	var r Rows
	for n := range 4 * maxSets {
		word := strings.Map(func(c rune) rune { return c - '0' + 'a' }, fmt.Sprint(n)) // each cell its own word
		r.Add([]mapping.FieldError{
			{Column: "A", Kind: "number-invalid", Value: word, Drops: true},
			{Column: fmt.Sprint("c", n%1500), Kind: "x"},
		})
	}
	r.Add(make([]mapping.FieldError, maxOfRow+1))
	if len(r.problems) > maxProblems || len(r.sets) > maxSets || r.Total() != 4*maxSets+1 {
		t.Errorf("%d problems in %d combinations of %d rows", len(r.problems), len(r.sets), r.Total())
	}
}

// TestEveryKindOfProblemHasWords looks for the kinds in the code that makes them: a new
// one needs a line in kinds.
func TestEveryKindOfProblemHasWords(t *testing.T) {
	literal := regexp.MustCompile(`(?:Kind: |Error\{|because\(|Kind += |kind[A-Z]\w+ += |c\.warn\(.*)"([a-z]+(?:-[a-z]+)+)"`)
	notOfRows := regexp.MustCompile(`event\.Notice|Notices`)
	found := map[string]bool{}
	for _, dir := range []string{"../../../mapping", "../../plan", "../../decide", "../../merge", "../../write"} {
		err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			text, err := os.ReadFile(path)
			for line := range strings.Lines(string(text)) {
				if m := literal.FindStringSubmatch(line); m != nil && !notOfRows.MatchString(line) {
					found[m[1]] = true
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(found) < 40 {
		t.Errorf("only %d kinds: %v", len(found), found)
	}
	for kind := range found {
		if kinds[kind].words == "" {
			t.Errorf("kind %q has no words", kind)
		}
	}
}

func TestASentenceForALogQuotesNoContact(t *testing.T) {
	for kind, message := range map[string]string{
		"in-quo":         "may be Maya Okafor in Quo, who has its number under another name",
		"another-person": "name, number and email all changed at once, from Maya Okafor to Ben Li: is it another person?",
		"answer-differs": `was sent, the answer shows "Maya"`,
		"failed":         `400: "Maya" is too long`,
		"a-new-kind":     "Maya",
	} {
		if text := Sentence(kind, message); strings.Contains(text, "Maya") || text == "" {
			t.Errorf("%s: %q", kind, text)
		}
	}
	if text := Sentence("phone-too-short", "is too short for a US number"); text != "is too short for a US number" {
		t.Error(text)
	}
}
