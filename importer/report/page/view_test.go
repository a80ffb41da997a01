package page

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/mapping"
)

func TestHeadline(t *testing.T) {
	for name, test := range map[string]struct {
		run           Run
		first, second string
	}{
		"a check without a state counts ready rows": {
			Run{Dry: true, Counts: event.Counts{Read: 10, Ready: 9, Rejected: 1}},
			"9 of 10 rows ready to import", "1 row would be rejected, for the reasons below."},
		"a check with a state counts creates and updates apart": {
			Run{Dry: true, Counts: event.Counts{Read: 10, Created: 1, Updated: 2, Unchanged: 7}},
			"1 contact to create, 2 to update", "Nothing is wrong with any of them."},
		"a quiet night": {
			Run{Counts: event.Counts{Read: 10, Unchanged: 10}},
			"Nothing changed", "Nothing is wrong with any of them."},
		"an import of new contacts does not mention updates": {
			Run{Counts: event.Counts{Read: 1200, Created: 1200}},
			"1,200 contacts created", "Nothing is wrong with any of them."},
		"an import that was stopped": {
			Run{Counts: event.Counts{Read: 10, Updated: 4, NotReached: 6}},
			"4 contacts updated", "6 rows were not reached before the run ended."},
		"a check of a file with nothing but problems": {
			Run{Dry: true, Counts: event.Counts{Read: 3, Rejected: 3}},
			"No row is ready to import", "3 rows would be rejected, for the reasons below."},
		"an import in which everything failed": {
			Run{Counts: event.Counts{Read: 3, Failed: 3}},
			"No contact was written", "3 rows were not imported, for the reasons below."},
		"an empty file": {Run{}, "No rows were read", ""},
	} {
		t.Run(name, func(t *testing.T) {
			first, second := headline(&test.run)
			if first != test.first || second != test.second {
				t.Errorf("%q, %q", first, second)
			}
		})
	}
}

func TestEveryPartOfTheBarIsSeen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		count := rapid.IntRange(0, 5_000_000)
		r := Run{Counts: event.Counts{
			Created: count.Draw(t, "created"), Updated: count.Draw(t, "updated"), Unchanged: count.Draw(t, "unchanged"),
			Skipped: count.Draw(t, "skipped"), Rejected: rapid.IntRange(0, 3).Draw(t, "rejected"), Failed: count.Draw(t, "failed"),
		}}
		end := 0.0
		for _, s := range segments(&r) {
			if s.X != end || s.Width < 8 || s.Count == 0 {
				t.Fatalf("%+v does not begin at %v, or is too narrow", s, end)
			}
			end += s.Width
		}
		if end != 0 && math.Abs(end-1000) > 0.01 {
			t.Fatalf("the bar is %v wide", end)
		}
	})
}

func TestAShortRunHasNoChart(t *testing.T) {
	r := Run{Pace: &Pace{}}
	r.Pace.note(time.Now(), bucket{sent: 1})
	if c := newChart(&r); c != nil {
		t.Errorf("%+v", c)
	}
	if c := newChart(&Run{}); c != nil {
		t.Errorf("a run without requests: %+v", c)
	}
}

func TestShown(t *testing.T) {
	for name, test := range map[string]struct{ in, want string }{
		"a name stays":                                {"José Nguyễn 山田", "José Nguyễn 山田"},
		"emoji keep their joiners":                    {"👩\u200d👧", "👩\u200d👧"},
		"control characters are written out":          {"a\x1b[31m\x00", `a\u001b[31m\u0000`},
		"so are characters that change the direction": {"a\u202eb\u2066", `a\u202eb\u2066`},
		"and those without a width":                   {"\ufeffa\u200b\u2028", `\ufeffa\u200b\u2028`},
		"line ends and tabs have a sign":              {"a\nb\tc", "a↵b⇥c"},
		"so have bytes that are not UTF-8":            {"a\xff", "a\ufffd"},
		"a long text ends in dots":                    {"1234567890123456789012345", "12345678901234567890…"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := shown(test.in, 20); got != test.want {
				t.Errorf("%q, not %q", got, test.want)
			}
		})
	}
}

func TestPlaceWords(t *testing.T) {
	p := rows.Position{File: "exports/a.csv", Line: 12, Index: -1}
	if got := placeWords(p, false); got != "line\u00a012" {
		t.Errorf("of one file: %q", got)
	}
	if got := placeWords(p, true); got != "a.csv line\u00a012" {
		t.Errorf("of several: %q", got)
	}
}

func TestShare(t *testing.T) {
	for want, of := range map[string][2]int{"": {5, 0}, "100%": {7, 7}, "<0.1%": {1, 1_000_000}, "2.1%": {15, 700}, "99%": {999_999, 1_000_000}} {
		if got := share(of[0], of[1]); got != want {
			t.Errorf("%d of %d is %q, not %q", of[0], of[1], got, want)
		}
	}
}

func TestTheTableOfColumns(t *testing.T) {
	table := newColumnTable(runOf(t, true, event.Counts{}))
	var got []string
	for _, row := range table.Rows {
		got = append(got, strings.Join([]string{row.Name, row.Field, row.How, row.Class, row.Values}, " | "))
	}
	want := []string{
		"ID | key | mapped | mapped | 10,412",
		"First | firstName | mapped | mapped | 10,412",
		"Company | company | guessed | guessed | 8,020",
		"Mobile | phoneNumbers (mobile) | matched | matched | 10,300",
		"E-Mail | emails (work) | mapped | mapped | 9,984",
		"Signed up | custom: Signup | mapped | mapped | 10,000",
		"Notes |  | left out | left | 4,102",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"Fax"}, table.Empty); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"the file ends without a line end"}, table.Remarks); diff != "" {
		t.Error(diff)
	}
}

func TestAPageMarksWhatIsNewIfThereIsARunToCompareWith(t *testing.T) {
	for since, want := range map[string][]string{
		"":                      {"6 rows were not imported, for"},
		"20261122T071300Z-k3f9": {"6 rows were not imported, 2 of them new, for", "line\u00a099 (new)", `<span class="n">5</span> <span class="badge">1 new</span>`, `<bdi>no</bdi> <span class="badge">1 new</span>`},
	} {
		var ev Events
		wrong := []mapping.FieldError{{Column: "Mobile", Kind: "phone-too-short", Message: "is too short"}}
		for line := range 4 {
			ev.Event(event.Row{Pos: at(10 + line), Action: event.Rejected, Errors: wrong})
		}
		ev.Event(event.Row{Pos: at(99), Action: event.Rejected, Errors: wrong, New: true})
		ev.Event(event.Row{Pos: at(4), Action: event.Failed, Status: 400, Message: "no", New: true})
		r := runOf(t, false, event.Counts{Read: 6, Rejected: 5, Failed: 1, RejectedNew: 1, FailedNew: 1})
		r.Plan, r.Summary.Since = nil, since
		page := string(rendered(t, r, &ev))
		for _, w := range want {
			if !strings.Contains(page, w) {
				t.Errorf("since %q it does not have %s", since, w)
			}
		}
		if since == "" && (strings.Contains(page, " new</span>") || strings.Contains(page, "(new)")) {
			t.Error("without a run to compare with it marks what is new")
		}
	}
}

func TestRowsOfJSONSayWhoTheyAre(t *testing.T) {
	m, err := mapping.Load("m.yaml", strings.NewReader("version: 1\nkey: id\ncontact:\n  firstName: who.name\n  phoneNumbers: phone\n"))
	if err != nil {
		t.Fatal(err)
	}
	finder := mapping.NewJSONFinder("a.json")
	text := []byte(`{"id": 7, "who": {"name": "Maya"}, "phone": "call"}`)
	finder.Add(text)
	mapper, err := m.Compile(finder.Columns(), mapping.CompileOptions{Region: "US"})
	if err != nil {
		t.Fatal(err)
	}
	var ev Events
	for _, index := range []int{3, 1} { // duplicates are found after the others
		ev.Event(event.Row{Pos: rows.Position{File: "a.json", Index: index}, Action: event.Rejected, JSON: text,
			Errors: []mapping.FieldError{{Column: "phone", Value: "call", Kind: "phone-not-a-number", Message: "is not a phone number"}}})
	}
	table := newRejectedTable(&Run{Mapping: m, Mappers: []*mapping.Mapper{mapper}, Inputs: []string{"a.json"}}, &ev)
	want := rejectedTable{Columns: []string{"id", "who.name", "phone"}, All: 2}
	for _, place := range []string{"item\u00a01", "item\u00a03"} {
		want.Rows = append(want.Rows, rejectedLine{Place: place, Reasons: []Fact{{"phone", "is not a phone number"}},
			Cells: []rejectedCell{{"7", "short"}, {"Maya", "short"}, {"call", "bad short"}}})
	}
	if diff := cmp.Diff(want, table, cmp.AllowUnexported(rejectedTable{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
