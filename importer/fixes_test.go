package importer_test

import (
	"strings"
	"testing"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/fixes"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo/sandbox"
)

const derivedMapping = `
version: 1
source: list
key: {derived: true}
region: US
contact: {firstName: First, lastName: Last, phoneNumbers: [{column: Mobile, name: mobile}]}
`

// nameOf returns how a fix names a row without a key.
func (w *world) nameOf(row string) fixes.Row {
	m := w.input(w.file(row)).Mapper
	k := m.Worker()
	k.Load(mapping.Row{Cells: strings.Split(row, ",")})
	return fixes.NameOf(m, k)
}

func TestAFixDoesNotMoveAContactToAnotherDerivedKey(t *testing.T) {
	for _, c := range []struct{ name, row, column, old, new, key string }{
		{"the name of a row that was imported", "Maya,N/K,415-555-0134", "Last", "N/K", "Okafor", "+14155550134 maya n k"},
		{"its number", "Maya,N/K,415-555-0134", "Mobile", "415-555-0134", "415-555-0135", "+14155550134 maya n k"},
		{"the number of a row that was rejected", "Maya,Okafor,555-0134", "Mobile", "555-0134", "415-555-0134", "+14155550134 maya okafor"},
	} {
		t.Run(c.name, func(t *testing.T) {
			bubble(t, sandbox.Options{}, func(w *world) {
				w.mapping, w.header, w.source = derivedMapping, "First,Last,Mobile\n", "list"
				w.imports(c.row) // without the fix
				w.fixes = []fixes.Fix{{Row: w.nameOf(c.row), Column: c.column, Old: c.old, New: c.new}}
				w.imports(c.row)
				if w.plan.Fixed.Applied != 1 {
					t.Errorf("not applied: %+v", w.plan.Fixed)
				}
				w.contact(c.key)
				if all := w.sandbox.Contacts(); len(all) != 1 {
					t.Errorf("one row made %d contacts", len(all))
				}
				w.expect(w.imports(c.row), event.Counts{Read: 1, Unchanged: 1})
				w.once()
			})
		})
	}
}

func TestAFixOfTheKeyColumnGivesTheRowAnotherKey(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		second := "1,Ben,Li,,,212-555-0171,,,,"
		path := w.input(w.file(second))
		k := path.Mapper.Worker()
		k.Load(mapping.Row{Cells: strings.Split(second, ",")})
		w.fixes = []fixes.Fix{{Row: fixes.HashOf(k), Column: "ID", Old: "1", New: "2"}}
		w.expect(w.imports("1,Maya,Okafor,,,415-555-0134,,,,", second), event.Counts{Read: 2, Created: 2})
		if got := w.contact("2"); *got.DefaultFields.FirstName != "Ben" {
			t.Errorf("2 is %s", *got.DefaultFields.FirstName)
		}
	})
}

func TestAFixKeepsTheFirstOfTheRowsWithOneKey(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.fixes = []fixes.Fix{{Row: fixes.Row{Key: "1"}, New: fixes.KeepFirst}, {Row: fixes.Row{Key: "9"}, New: fixes.KeepFirst}}
		w.expect(w.imports(append(doubled, "3,A,,,,415-555-0140,,,,", "3,B,,,,415-555-0141,,,,")...),
			event.Counts{Read: 6, Created: 2, Skipped: 2, Rejected: 2})
		if w.plan.Fixed.Applied != 1 || w.plan.Fixed.Absent != 1 {
			t.Errorf("%+v", w.plan.Fixed)
		}
	})
}

func TestAFixThatIsStaleIsKnownTheNextNight(t *testing.T) {
	bubble(t, sandbox.Options{}, func(w *world) {
		w.fixes = []fixes.Fix{{Row: fixes.Row{Key: "k0001"}, Column: "First", Old: "Frist", New: "First"}, {Row: fixes.Row{Hash: 5}, Line: 9, Column: "First", Old: "a", New: "b"}}
		for night, known := range []bool{false, true} {
			w.imports(manyRows(2)...)
			if len(w.plan.Notices) != 1 || w.plan.Notices[0].Kind != "fix-stale" || w.plan.Notices[0].Known != known || !strings.Contains(w.plan.Notices[0].Text, "the row that was in line 9, column First") {
				t.Errorf("night %d: %+v", night, w.plan.Notices)
			}
		}
		w.fixes = append(w.fixes, fixes.Fix{Row: fixes.Row{Key: "k0000"}, Column: "First", Old: "x", New: "y"})
		w.imports(manyRows(2)...)
		if w.plan.Notices[0].Known || w.plan.Fixed.Stale != 3 {
			t.Errorf("one more is news: %+v", w.plan.Notices)
		}
	})
}
