package importer_test

import (
	"context"
	"testing"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/quo/sandbox"
)

func TestAPlanShowsTheFirstContactsAsTheyWillLook(t *testing.T) {
	file := manyRows(2000) // several batches, so that several mappers have a part of them
	file[3] = "k0003,,,,,nonsense,,,,"
	file[700] = file[1] // the same key again: rejected, both
	for name, dry := range map[string]bool{"in a dry run": true, "before an import": false} {
		t.Run(name, func(t *testing.T) {
			bubble(t, sandbox.Options{}, func(w *world) {
				im := &importer.Importer{Source: "crm", Options: importer.Options{DryRun: dry}}
				plan, err := im.Plan(context.Background(), []importer.Input{w.input(w.file(file...))})
				if err != nil {
					t.Fatal(err)
				}
				defer plan.Close()
				want := []string{"k0000", "k0002", "k0004", "k0005", "k0006", "k0007", "k0008", "k0009", "k0010"}
				if len(plan.Preview) < len(want) || len(plan.Preview) > 10 {
					t.Fatalf("%d contacts", len(plan.Preview))
				}
				for i, key := range want {
					v := &plan.Preview[i]
					if v.Key != key || v.Action != importer.Created || v.Contact.Company != "Acme" || v.Contact.PhoneNumbers[0].Name != "mobile" {
						t.Errorf("contact %d is %+v, want %s", i, v, key)
					}
				}
			})
		})
	}
}
