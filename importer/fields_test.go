package importer_test

import (
	"testing"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/quo/sandbox"
)

// Contacts may show values of a field that was deleted, and Quo refuses an update that
// names it. The values of a field that was added during a run are sent along.
func TestTheValueOfADeletedFieldKeepsNoUpdateBack(t *testing.T) {
	bubble(t, sandbox.Options{KeepDeletedFields: true}, func(w *world) {
		w.imports("1,Maya,Okafor,Acme,,415-555-0134,,,7,", "2,Ben,Li,Acme,,415-555-0135,,,,")
		for _, key := range []string{"1", "2"} {
			w.sandbox.Edit(w.contact(key).ID, func(c *sandbox.Contact) {
				c.CustomFields = append(c.CustomFields, sandbox.CustomValue{Name: "Old", Key: "old", Type: "string", Value: "x"})
				if key == "2" {
					c.CustomFields = append(c.CustomFields, sandbox.CustomValue{Name: "Added", Key: "added", Type: "string", Value: "theirs"})
				}
			})
		}
		w.sandbox.SetFields(append(testFields, sandbox.Field{Name: "Added", Key: "added", Type: "string"})...)

		w.expect(w.imports("1,Maya,Okafor,New,,415-555-0134,,,7,", "2,Ben,Li,New,,415-555-0135,,,,"), event.Counts{Read: 2, Updated: 2})
		if n := len(w.others); n != 1 || w.others[0].Kind != "deleted-field" {
			t.Errorf("the notices were %+v", w.others)
		}
		kept := false
		for _, v := range w.contact("2").CustomFields {
			kept = kept || v.Key == "added" && v.Value == "theirs"
		}
		if !kept {
			t.Errorf("a value of a new field was lost: %+v", w.contact("2").CustomFields)
		}
	})
}
