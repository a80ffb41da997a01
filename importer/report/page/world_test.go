package page

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/report"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
)

// The pages of testdata are of these two runs; browser/test.mjs opens them.

const pageMapping = `
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

var pageHeader = []string{"ID", "First", "Company", "Mobile", "E-Mail", "Signed up", "Notes", "Fax"}

// hostile is what a cell may hold: markup, characters that turn or hide text, and
// too many of them.
var hostile = `"><script>alert(1)</script><img src=http://evil.example/x onerror=alert(1)>` + "\x07\u202e\u200b\n" + strings.Repeat("x", 5000)

func runOf(t testing.TB, dry bool, c event.Counts) *Run {
	t.Helper()
	m, err := mapping.Load("acme.yaml", strings.NewReader(pageMapping))
	if err != nil {
		t.Fatal(err)
	}
	mapper, err := m.Compile(mapping.Columns{File: "contacts.csv", Names: pageHeader}, mapping.CompileOptions{})
	if err != nil {
		t.Fatal(err)
	}
	contact := quo.Contact{
		FirstName: "Maya", LastName: "Okafor", Company: "Northwind Roofing", Role: "Owner",
		PhoneNumbers: []quo.Item{{Name: "mobile", Value: "+14155550134"}},
		Emails:       []quo.Item{{Name: "work", Value: "maya@northwindroofing.example"}},
		Custom:       []quo.CustomValue{{CustomField: quo.CustomField{Name: "Signup", Key: "signup"}, Text: "2022-03-14T00:00:00.000Z"}},
	}
	odd := quo.Contact{FirstName: hostile, Emails: []quo.Item{{Value: strings.Repeat("long", 60) + "@example.com"}}}
	return &Run{
		Workspace: "Northwind Roofing, +1 415-555-0100", Next: Next{"Import the other rows", "quo-import import 'my contacts.csv' -m acme.yaml"},
		Dry: dry, Inputs: []string{"exports/contacts.csv"}, Counts: c, Summary: report.Summary{Source: "acme-crm"},
		Began: time.Date(2026, 11, 23, 7, 13, 0, 0, time.UTC), Mapping: m, MappingFile: "acme.yaml", Mappers: []*mapping.Mapper{mapper},
		Notes: []mapping.Note{
			{Column: "Mobile", Kind: mapping.NoteMatched, Field: "phoneNumbers"},
			{Column: "Company", Kind: mapping.NoteGuessed, Field: "company", Text: "the values look like companies"},
			{Column: "Notes", Kind: mapping.NoteLeft, Text: `is no field of a contact in Quo: create a custom field "Notes" in Quo, or map it to one`},
			{Kind: mapping.NoteWarning, Text: "the file ends without a line end"},
		},
		Plan: &plan.Plan{
			Counts: event.Counts{Phoneless: 3}, Unmapped: []plan.Column{{Name: "Notes", Values: 4102}},
			Filled: map[string]int{"ID": 10412, "First": 10412, "Company": 8020, "Mobile": 10300, "E-Mail": 9984, "Signed up": 10000},
			Samples: []plan.Sample{
				{Pos: at(2), Key: "C-1", Action: event.Created, Contact: contact, Row: plan.Original{
					Cells: []string{"C-1", "Maya", "Northwind Roofing", "(415) 555-0134", "Maya@NorthwindRoofing.example", "03/14/2022", "", ""}}},
				{Pos: at(3), Key: "C-2", Action: event.Updated, Contact: odd},
			},
		},
	}
}

func at(line int) rows.Position {
	return rows.Position{File: "exports/contacts.csv", Line: line, Index: -1}
}

// someProblems are the events of a plan: three columns, one of them bad.
func someProblems(send func(event.Event)) {
	reject := func(line int, f mapping.FieldError) {
		cells := []string{fmt.Sprint("C-", line), "Maya", "Northwind Roofing", "+14155550134", "maya@northwindroofing.example", "03/14/2022", "Prefers texts", ""}
		if at := slices.Index(pageHeader, f.Column); at >= 0 {
			cells[at] = f.Value
		}
		f.Drops = f.Column != ""
		send(event.Row{Pos: at(line), Key: "C-9", Action: event.Rejected, New: line < 11, Errors: []mapping.FieldError{f}, Cells: cells})
	}
	for i := range 52 {
		reject(10+i, mapping.FieldError{Column: "Mobile", Value: fmt.Sprintf("555-01%02d", i), Kind: "phone-no-area-code", Message: "has no area code"})
	}
	for i := range 6 {
		reject(100+i, mapping.FieldError{Column: "Mobile", Value: "4.15555E+09", Kind: "phone-damaged", Message: "was rounded by a spreadsheet"})
	}
	for i := range 3 {
		reject(200+i, mapping.FieldError{Column: "Mobile", Value: "Keine Angabe", Kind: "phone-not-a-number", Message: "is not a phone number"})
	}
	reject(7, mapping.FieldError{Column: "E-Mail", Value: hostile, Kind: "email-no-at", Message: `is not an email address: there is no "@"`})
	reject(8, mapping.FieldError{Kind: "row-too-long", Message: "has 9 cells, the header 7"})
	reject(9, mapping.FieldError{Column: "Signed up", Value: "31/31/2024", Kind: "date-invalid", Message: "is not a date: there is no month 31"})
	send(event.Row{Pos: at(12), Action: event.Created, Warnings: []mapping.FieldError{{Column: "E-Mail", Value: "n/a", Kind: "email-dropped", Message: "was left out"}}})
}

func checkPage(t testing.TB) []byte {
	t.Helper()
	var ev Events
	someProblems(ev.Event)
	return rendered(t, runOf(t, true, event.Counts{Read: 10412, Ready: 10348, Rejected: 64}), &ev)
}

func importPage(t testing.TB) []byte {
	t.Helper()
	var ev Events
	someProblems(ev.Event)
	ev.Event(event.Notice{Kind: "outage", Text: "Quo did not answer for 12s"})
	for i := range 64 {
		ev.Event(event.Row{
			Pos: at(5000 + i), Key: fmt.Sprintf("C-%d", i), Action: event.Failed, Status: 400,
			Message: "400 Bad Request (0801400): custom field Plan: the value is too long " + strings.Repeat("y", i%2*100),
		})
	}
	ev.Event(event.Row{Pos: at(6000), Key: hostile, Action: event.Failed, New: true, Message: "unknown: it may have been carried out, the next run finds out"})
	r := runOf(t, false, event.Counts{Read: 10412, Created: 212, Updated: 1034, Unchanged: 9032, Skipped: 5, Rejected: 64, RejectedNew: 4, Failed: 65, FailedNew: 1, Drifts: 4, Conflicts: 1})
	r.Pace, r.Limit = &Pace{width: time.Second}, 10
	for i := range 90 {
		b := bucket{sent: 9 + i%2}
		if i > 40 && i < 47 {
			b = bucket{sent: 4, limited: 1}
		}
		r.Pace.buckets = append(r.Pace.buckets, b)
	}
	r.Summary = report.Summary{
		Source: "acme-crm", Since: "20261122T071300Z-p2ma", Created: new(212), Requests: 1301, RateLimited: 6, Seconds: 141,
		Stopped: "stopped after --max-duration 2m21s: run the same command again to continue",
	}
	return rendered(t, r, &ev)
}

func rendered(t testing.TB, r *Run, ev *Events) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, r, ev, "rejected.csv", "rejected.xlsx", "unknown.csv"); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
