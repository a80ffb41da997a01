package show

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/merge"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/quo"
)

func onTerminal() (term.Screen, *bytes.Buffer) {
	var b bytes.Buffer
	return term.Screen{Writer: &b, Terminal: true, Width: 80}, &b
}

func TestContactsThatAreThereAreNamedOnATerminal(t *testing.T) {
	s, b := onTerminal()
	at := func(line int) rows.Position { return rows.Position{File: "a.csv", Line: line, Index: -1} }
	adoptions(s, &plan.Plan{Adoptable: 4, Adoptions: []plan.Adoption{
		{Pos: at(2), Key: "C-1", Name: "Maya Okafor", Outcome: plan.Adopted, Contacts: []plan.Found{{ID: "CT1", Name: "M. Okafor", Why: "number and name"}}},
		{Pos: at(30), Key: "C-29", Name: "Ben", Outcome: plan.Unsure, Contacts: []plan.Found{{ID: "CT2", Name: "Front\x1b[2J desk", Why: "number"}, {ID: "CT3", Why: "number"}}},
		{Pos: at(31), Key: "C-30", Outcome: plan.Open, Contacts: []plan.Found{{ID: "CT4", Why: "number and email"}}},
		{Pos: at(32), Key: "C-31", Contacts: []plan.Found{{ID: "CT5"}}},
	}}, 3, true)
	want := `  4 new rows have the number of a contact that is already in Quo:
  ROW      NAME IN THE FILE  CONTACT IN QUO                RESULT
  line 2   Maya Okafor       M. Okafor (same number and    updated
                             name)
  line 30  Ben               Front\u001b[2J desk (same     rejected
                             number), CT3 (same number)
  line 31                    CT4 (same number and email)   to decide
  … and 1 more
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestOldAndNewOnATerminal(t *testing.T) {
	s, b := onTerminal()
	difference(s, plan.Change{
		Pos: rows.Position{File: "a.csv", Line: 3, Index: -1}, Key: "C-2", ContactID: "CT9", Action: event.Updated,
		Fields: []merge.Change{
			{Field: quo.LastName, Old: "Okafor", New: "Okafor-Smith"},
			{Field: quo.PhoneNumbers, New: "+14155550135 (mobile)"},
			{Field: quo.Custom("k"), Name: "Tags", Old: "b"},
		},
		Drifts: []merge.Drift{{Field: quo.Role, File: "Owner", Quo: "Boss", Kept: true}},
	})
	want := `a.csv line 3  C-2  CT9
  lastName      "Okafor" → "Okafor-Smith"
  phoneNumbers  + "+14155550135 (mobile)"
  Tags          - "b"
  role          changed in Quo: kept (Quo "Boss", file "Owner")
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
