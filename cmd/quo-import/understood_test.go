package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/mapping"
)

func TestHowColumnsWereUnderstoodIsSaidOnce(t *testing.T) {
	notes := []mapping.Note{
		{Kind: mapping.NotePreset, Text: "is an export of Acme"},
		{Column: "ID", Kind: mapping.NoteMatched, Field: "key"},
		{Column: "First", Kind: mapping.NoteMatched, Field: "firstName"},
		{Column: "Phone 1", Kind: mapping.NotePreset, Field: "phoneNumbers"},
		{Column: "Phone 2", Kind: mapping.NotePreset, Field: "phoneNumbers"},
		{Column: "Score", Kind: mapping.NoteMatched, Field: "custom.Score"},
		{Column: "Fax", Kind: mapping.NoteLeft, Text: "a fax number"},
		{Column: "City", Kind: mapping.NoteLeft, Text: `is no field: create a custom field "City"`},
		{Column: "Town", Kind: mapping.NoteLeft, Text: `is no field: create a custom field "Town"`},
		{Column: "Blank", Kind: mapping.NoteLeft, Text: "a note"},
		{Column: "ID", Kind: mapping.NoteGuessed, Field: "key", Text: "is unique"},
		{Column: "Score", Kind: mapping.NoteGuessed, Field: "custom.Score", Text: "reads as 1,234.5"},
		{Column: "Score", Kind: mapping.NoteWarning, Field: "custom.Score", Text: "is not checked"},
	}
	unmapped := []importer.Column{{Name: "City", Values: 9}, {Name: "Fax", Values: 2}, {Name: "Town", Values: 1}, {Name: "New", Values: 1}}
	got := understand(notes, unmapped, true)
	want := understood{
		about:   []string{"is an export of Acme", "Score: is not checked"},
		matched: []string{"First → firstName", "Phone 1, Phone 2 → phoneNumbers"},
		guessed: []string{"ID → key: is unique", "Score → custom.Score: reads as 1,234.5"},
		left: []string{
			"City (9 values), Town (1 value): is no field: create a custom field",
			"Fax (2 values): a fax number",
			"New (1 value): nothing in the mapping uses it",
		},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(understood{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAnIdThatIsNoKeyIsLeftOutAndNotMatched(t *testing.T) {
	got := understand([]mapping.Note{
		{Column: "ID", Kind: mapping.NoteMatched, Field: "key"},
		{Column: "ID", Kind: mapping.NoteLeft, Field: "key", Text: "lines 2 and 3 have the same"},
	}, nil, false)
	want := understood{left: []string{"ID: lines 2 and 3 have the same"}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(understood{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
