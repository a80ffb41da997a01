package report

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/mapping"
)

// mapperOf compiles the page's mapping for an input of these columns.
func mapperOf(t *testing.T, m *mapping.Mapping, columns ...string) *mapping.Mapper {
	t.Helper()
	mapper, err := m.Compile(mapping.Columns{File: "contacts.csv", Names: columns}, mapping.CompileOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return mapper
}

func TestSeveralInputsShowTheColumnsOfAll(t *testing.T) {
	p := pageOf(t, true, importer.Counts{})
	p.Inputs = []string{"exports/north.csv", "exports/south.csv"}
	north := mapperOf(t, p.Mapping, "ID", "First", "Company", "Mobile", "E-Mail", "Signed up", "Notes")
	south := mapperOf(t, p.Mapping, "Region", "Mobile", "ID", "First", "Company", "E-Mail", "Signed up")
	p.Mappers, p.Notes = []*mapping.Mapper{north, south}, nil
	p.Plan = &importer.Plan{
		Filled:   map[string]int{"ID": 20, "Mobile": 18},
		Unmapped: []importer.Column{{Name: "Notes", Values: 7}, {Name: "Region", Values: 10}},
	}
	var got []string
	for _, row := range newColumns(p).Rows {
		got = append(got, strings.Join([]string{row.Name, row.How, row.Values, row.Text}, " | "))
	}
	want := []string{
		"ID | mapped | 20 | ", "First | mapped | 0 | ", "Company | mapped | 0 | ", "Mobile | mapped | 18 | ", "E-Mail | mapped | 0 | ",
		"Signed up | mapped | 0 | ", "Notes | left out | 7 | only in north.csv", "Region | left out | 10 | only in south.csv",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAColumnOfManyInputsCountsThem(t *testing.T) {
	c := inputColumn{inputs: []int{0, 2, 3, 5}, of: 6}
	if got := c.only(make([]string, 6)); got != "in 4 of 6 files" {
		t.Errorf("it says %q", got)
	}
}

// What is new stands out, where there is a run to compare with.
func TestAPageTellsWhatIsNew(t *testing.T) {
	for since, want := range map[string][]string{
		"":                      {"6 rows did not land, for"},
		"20261122T071300Z-k3f9": {"6 rows did not land, 2 of them new, for", "line\u00a099 (new)", `<span class="n">5</span> <span class="badge">1 new</span>`, `<bdi>no</bdi> <span class="badge">1 new</span>`},
	} {
		tl := newTally(1)
		wrong := []mapping.FieldError{{Column: "Mobile", Kind: "phone-too-short", Message: "is too short"}}
		tl.event(importer.RowEvent{Pos: at(2), Action: importer.Rejected, Errors: wrong})
		for line := range maxExamples {
			tl.event(importer.RowEvent{Pos: at(10 + line), Action: importer.Rejected, Errors: wrong})
		}
		tl.event(importer.RowEvent{Pos: at(99), Action: importer.Rejected, Errors: wrong, New: true})
		tl.event(importer.RowEvent{Pos: at(4), Action: importer.Failed, Status: 400, Message: "no", New: true})
		p := pageOf(t, false, importer.Counts{Read: 6, Rejected: 5, Failed: 1, RejectedNew: 1, FailedNew: 1})
		p.Plan = &importer.Plan{Since: since}
		page := string(rendered(t, p, NewSummary(p.Counts, true), tl))
		for _, w := range want {
			if !strings.Contains(page, w) {
				t.Errorf("since %q it does not say %s", since, w)
			}
		}
		if since == "" && (strings.Contains(page, " new</span>") || strings.Contains(page, "(new)")) {
			t.Error("without a run to compare with it marks what is new")
		}
	}
}
