package columns

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/mapping"
)

func TestSummaryGroupsColumnsByField(t *testing.T) {
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
	city, fax, town, other := plan.Column{Name: "City", Values: 9}, plan.Column{Name: "Fax", Values: 2}, plan.Column{Name: "Town", Values: 1}, plan.Column{Name: "Other", Values: 1}
	got := Summarize(notes, []plan.Column{city, fax, town, other}, true)
	want := Summary{
		General: []string{"is an export of Acme", "Score: is not checked"},
		Matched: []Field{{"firstName", []string{"First"}}, {"phoneNumbers", []string{"Phone 1", "Phone 2"}}},
		Guessed: []mapping.Note{notes[10], notes[11]},
		Left:    []string{"City", "Fax", "Town", "Other"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAnIDThatIsNoKeyIsLeftOutAndNotMatched(t *testing.T) {
	got := Summarize([]mapping.Note{
		{Column: "ID", Kind: mapping.NoteMatched, Field: "key"},
		{Column: "ID", Kind: mapping.NoteLeft, Field: "key", Text: "lines 2 and 3 have the same"},
	}, nil, false)
	want := Summary{Refused: []mapping.Note{{Column: "ID", Kind: mapping.NoteLeft, Field: "key", Text: "lines 2 and 3 have the same"}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
