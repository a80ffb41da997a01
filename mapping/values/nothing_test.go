package values

import "testing"

func TestNothing(t *testing.T) {
	for _, tc := range []struct {
		name, cell               string
		text, number, typed, num bool // as a text, a number, an address or a date, a phone number
	}{
		{"a blank", "", true, true, true, true},
		{"space", " \u00a0", true, true, true, true},
		{"a dash", "-", true, true, true, true},
		{"dashes", " -- ", true, true, true, true},
		{"a word with much space around", "   N/A      ", true, true, true, true},
		{"an em dash", "—", true, true, true, true},
		{"a question mark", "?", true, true, true, true},
		{"not available", "N/A", true, true, true, true},
		{"a spreadsheet's error", "#N/A", true, true, true, true},
		{"a database's null", "NULL", true, true, true, true},
		{"a dump's null", `\N`, true, true, true, true},
		{"a program's", "None", true, true, true, true},
		{"a data frame's", "nan", true, true, true, true},
		{"to be done", "TBD", true, true, true, true},
		{"a person called Null", "Null", false, true, true, true},
		{"a person called Nan", "Nan", false, true, true, true},
		{"a person called Na", "NA", false, true, true, true},
		{"a word in another language", "keine", false, true, true, true},
		{"no phone", "No phone", false, true, true, true},
		{"a zero", "0", false, false, true, true},
		{"zeros", "000-000-0000", false, false, false, true},
		{"a number", "0171 2345678", false, false, false, false},
		{"a name", "Nora", false, false, false, false},
		{"a name in a script without case", "无名", false, false, false, false},
		{"an address that says none", "none@none.example", false, false, false, false},
		{"a yes", "yes", false, false, false, false},
		{"an initial", "N.", false, false, false, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			for want, is := range map[Type]bool{Plain: tc.text, Counted: tc.number, Typed: tc.typed, Dialled: tc.num} {
				if got := Nothing(tc.cell, want); got != is {
					t.Errorf("%q as type %d: %v, want %v", tc.cell, want, got, is)
				}
			}
		})
	}
}

// TestWhatIsNothingAsATextIsNothingAsAnythingElse: the words of a text are certain.
func TestWhatIsNothingAsATextIsNothingAsAnythingElse(t *testing.T) {
	for _, set := range []map[string]bool{certain, likely} {
		for w := range set {
			for _, typ := range []Type{Counted, Typed, Dialled} {
				if !Nothing(" "+w, typ) {
					t.Errorf("%q is something as type %d", w, typ)
				}
			}
		}
	}
}

func BenchmarkNothing(b *testing.B) {
	cells := []string{"Maya", "Nora", "(415) 555-0134", "maya@okafor.example", "", "N/A", "Okafor Plumbing Ltd"}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		Nothing(cells[i%len(cells)], Dialled)
	}
}
