package importer_test

import (
	"context"
	"testing"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/quo/sandbox"
)

func TestAPlanShowsTheFirstContactsAsTheyWillLook(t *testing.T) {
	file := manyRows(2000) // several batches, so that several mappers have a part of them
	file[3] = "k0003,,,,,nonsense,,,,"
	file[700] = file[1] // the same key again: rejected, both
	for name, dry := range map[string]bool{"in a dry run": true, "before an import": false} {
		t.Run(name, func(t *testing.T) {
			bubble(t, sandbox.Options{}, func(w *world) {
				c := plan.Config{Source: "crm", Options: policy.Options{DryRun: dry}, Emit: func(event.Event) {}}
				plan, err := plan.Make(context.Background(), c, []plan.Input{w.input(w.file(file...))})
				if err != nil {
					t.Fatal(err)
				}
				defer plan.Close()
				want := []string{"k0000", "k0002", "k0004", "k0005", "k0006", "k0007", "k0008", "k0009", "k0010"}
				if len(plan.Samples) < len(want) || len(plan.Samples) > 10 {
					t.Fatalf("%d contacts", len(plan.Samples))
				}
				for i, key := range want {
					v := &plan.Samples[i]
					if v.Key != key || v.Action != event.Created || v.Contact.Company != "Acme" || v.Contact.PhoneNumbers[0].Name != "mobile" {
						t.Errorf("contact %d is %+v, want %s", i, v, key)
					}
				}
			})
		})
	}
}
