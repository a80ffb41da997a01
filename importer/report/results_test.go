package report

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/mapping"
)

func TestErrorsCSV(t *testing.T) {
	r, err := New(Options{Folder: t.TempDir(), Run: "run", Inputs: []Input{{Header: []string{"Mobile", "Email"}}}})
	if err != nil {
		t.Fatal(err)
	}
	at := func(line int) rows.Position { return rows.Position{File: "a.csv", Line: line, Index: -1} }
	events := []event.Row{
		{Pos: at(2), Action: event.Created},
		{Pos: at(3), New: true, Action: event.Rejected, Cells: []string{"415-555", "ben"}, Errors: []mapping.FieldError{
			{Column: "Mobile", Value: "415-555", Kind: "phone-too-short", Message: "is too short for a US number"},
			{Column: "=Email", Value: "=ben", Kind: "email-no-at", Message: `has no "@"`},
		}},
		{Pos: at(4), Action: event.Rejected, Cells: []string{"", ""}, Errors: []mapping.FieldError{
			{Column: "Email", Kind: "required", Message: "is blank"},
		}},
		{Pos: at(5), Action: event.Failed, Cells: []string{"", ""}, Message: "=HYPERLINK: the server's words"},
	}
	for _, e := range events {
		r.Event(e)
	}
	if err := r.Close(Summary{}); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(r.Dir(), "errors.csv"))
	if err != nil {
		t.Fatal(err)
	}
	want := `file,line,column,kind,message,new
a.csv,3,Mobile,phone-too-short,"""415-555"" is too short for a US number",yes
a.csv,3,'=Email,email-no-at,"""=ben"" has no ""@""",yes
a.csv,4,Email,required,is blank,
a.csv,5,,failed,'=HYPERLINK: the server's words,
`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("errors.csv (-want +got):\n%s", diff)
	}
}
