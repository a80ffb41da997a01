package columns

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/mapping"
)

const acme = `
version: 1
source: acme-crm
key: ID
region: US
contact:
  firstName: First
  company: Company
  phoneNumbers:
    - {column: Mobile, name: mobile}
  emails:
    - {column: E-Mail, name: work}
custom:
  Signup: {column: Signed up, type: date, format: MM/DD/YYYY}
`

func load(t *testing.T, text string) *mapping.Mapping {
	t.Helper()
	m, err := mapping.Load("acme.yaml", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func compile(t *testing.T, m *mapping.Mapping, c mapping.Columns) *mapping.Mapper {
	t.Helper()
	mapper, err := m.Compile(c, mapping.CompileOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return mapper
}

func csv(names ...string) mapping.Columns {
	return mapping.Columns{File: "contacts.csv", Names: names}
}

func TestListDescribesEveryColumn(t *testing.T) {
	m := load(t, acme)
	guessed := mapping.Note{Column: "Company", Kind: mapping.NoteGuessed, Field: "company", Text: "the values look like companies"}
	got, remarks := List(Inputs{
		Names: []string{"contacts.csv"}, Mapping: m,
		Mappers: []*mapping.Mapper{compile(t, m, csv("ID", "First", "Company", "Mobile", "E-Mail", "Signed up", "Notes", "Fax"))},
		Notes: []mapping.Note{
			{Column: "Mobile", Kind: mapping.NoteMatched, Field: "phoneNumbers"}, {Column: "Company", Kind: mapping.NoteMatched, Field: "company"}, guessed,
			{Column: "Notes", Kind: mapping.NoteLeft, Text: "is no field"},
			{Kind: mapping.NotePreset, Text: "is an export of Acme"}, {Kind: mapping.NoteWarning, Text: "the file ends without a line end"},
			{Column: "A, B", Kind: mapping.NoteWarning, Text: "is not checked"},
		},
		Plan: &plan.Plan{
			Filled:   map[string]int{"ID": 10412, "First": 10412, "Company": 8020, "Mobile": 10300, "E-Mail": 9984, "Signed up": 10000},
			Unmapped: []plan.Column{{Name: "Notes", Values: 4102}},
		},
	})
	want := []Column{
		{Name: "ID", Fields: []string{"key"}, Values: 10412},
		{Name: "First", Fields: []string{"firstName"}, Values: 10412},
		{Name: "Company", Fields: []string{"company"}, Kind: mapping.NoteGuessed, Values: 8020, Remarks: []string{guessed.Text}},
		{Name: "Mobile", Fields: []string{"phoneNumbers (mobile)"}, Kind: mapping.NoteMatched, Values: 10300},
		{Name: "E-Mail", Fields: []string{"emails (work)"}, Values: 9984},
		{Name: "Signed up", Fields: []string{"custom: Signup"}, Values: 10000},
		{Name: "Notes", Kind: mapping.NoteLeft, Values: 4102, Remarks: []string{"is no field"}},
		{Name: "Fax", Kind: mapping.NoteLeft},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("columns (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"The file is an export of Acme", "the file ends without a line end", "A, B: is not checked"}, remarks); diff != "" {
		t.Errorf("remarks (-want +got):\n%s", diff)
	}
}

func TestSeveralInputsShowTheColumnsOfAll(t *testing.T) {
	m := load(t, acme)
	got, _ := List(Inputs{
		Names: []string{"exports/north.csv", "exports/south.csv"}, Mapping: m,
		Mappers: []*mapping.Mapper{
			compile(t, m, csv("ID", "First", "Company", "Mobile", "E-Mail", "Signed up", "Notes")),
			compile(t, m, csv("Region", "Mobile", "ID", "First", "Company", "E-Mail", "Signed up")),
		},
		Plan: &plan.Plan{
			Filled:   map[string]int{"ID": 20, "Mobile": 18},
			Unmapped: []plan.Column{{Name: "Notes", Values: 7}, {Name: "Region", Values: 10}},
		},
	})
	want := []Column{
		{Name: "ID", Fields: []string{"key"}, Values: 20},
		{Name: "First", Fields: []string{"firstName"}},
		{Name: "Company", Fields: []string{"company"}},
		{Name: "Mobile", Fields: []string{"phoneNumbers (mobile)"}, Values: 18},
		{Name: "E-Mail", Fields: []string{"emails (work)"}},
		{Name: "Signed up", Fields: []string{"custom: Signup"}},
		{Name: "Notes", Kind: mapping.NoteLeft, Values: 7, Remarks: []string{"only in north.csv"}},
		{Name: "Region", Kind: mapping.NoteLeft, Values: 10, Remarks: []string{"only in south.csv"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAColumnOfManyInputsCountsThem(t *testing.T) {
	c := column{inputs: []int{0, 2, 3, 5}, of: 6}
	if got := c.only(make([]string, 6)); got != "in 4 of 6 files" {
		t.Errorf("%q", got)
	}
}

func TestAListOfJSONIsOneColumn(t *testing.T) {
	m := load(t, "version: 1\nsource: crm\nkey: id\ncontact: {firstName: name, phoneNumbers: [{column: phones.#.number, name: {column: phones.#.kind, default: mobile}}]}\n")
	names := []string{"id", "name", "phones.#.number", "phones.#.kind", "note"}
	got, remarks := List(Inputs{
		Mapping: m, Plan: &plan.Plan{},
		Mappers: []*mapping.Mapper{compile(t, m, mapping.Columns{File: "a.json", JSON: true, Names: names})},
		Notes: []mapping.Note{
			{Column: "phones.#.number", Kind: mapping.NoteMatched}, {Column: "note", Kind: mapping.NoteLeft, Text: "is no field"},
		},
	})
	want := []Column{
		{Name: "id", Fields: []string{"key"}},
		{Name: "name", Fields: []string{"firstName"}},
		{Name: "phones", Fields: []string{"phoneNumbers (label)", "phoneNumbers (mobile)"}, Kind: mapping.NoteMatched},
		{Name: "note", Kind: mapping.NoteLeft, Values: -1, Remarks: []string{"is no field"}},
	}
	if diff := cmp.Diff(want, got[:min(len(got), len(want))]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(remarks) > 0 {
		t.Errorf("remarks %q", remarks)
	}
}
