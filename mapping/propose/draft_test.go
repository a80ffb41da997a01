package propose_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/propose"
)

// TestDraft shows the file that a person gets to edit, and that reading it
// loses nothing.
func TestDraft(t *testing.T) {
	cols, rows := sheet(t, "Customer ID,First Name,Surname,Mobile,E-mail,Lead Score,Tags,Fax,\"Odd: \n#\"\n"+
		"C-1,Maya,Okafor,415-555-0134,maya@okafor.example,\"1,234\",VIP; New,1,x\n"+
		"C-2,Ben,Li,,,12.5,,,\n")
	proposed := propose.Mapping(cols, rows, propose.Options{Catalogue: catalogue})
	m, notes := proposed.Mapping, proposed.Notes
	p, err := propose.NewProfile(m, []mapping.Columns{cols}, catalogue)
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		p.Add(0, i+2, row)
	}
	m, more, undecided := p.Resolve(m)
	if undecided != nil {
		t.Fatal(undecided)
	}
	var file strings.Builder
	err = propose.Draft{Mapping: m, Columns: cols, First: rows, Notes: append(notes, more...), Fields: catalogue, Region: "US"}.Write(&file)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "draft.golden", file.String())
	again := load(t, file.String())
	if diff := cmp.Diff(m, again, cmp.FilterPath(isPos, cmp.Ignore()), cmp.FilterPath(isFile, cmp.Ignore())); diff != "" {
		t.Errorf("-proposed +loaded\n%s", diff)
	}
}

func isFile(p cmp.Path) bool { s := p.Last().String(); return s == ".File" || s == ".Preset" }
