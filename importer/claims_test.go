package importer_test

import (
	"context"
	"fmt"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/reconcile"
	"github.com/quo-import/quo-import/quo/sandbox"
)

func TestAListFromElsewhereTakesNoContactOfAnotherSource(t *testing.T) {
	for _, n := range []int{0, 200} { // looked up one by one, and listed
		bubble(t, sandbox.Options{}, func(w *world) {
			ids := map[string]string{"gone": "gone"}
			claim := func(key, source string, external string) {
				c := sandbox.Contact{ID: "id-" + key}
				if source != "" {
					c.Source = &source
				}
				if external != "" {
					c.ExternalID = &external
				}
				ids[key] = w.sandbox.Put(c).ID
			}
			for i := range n {
				claim(fmt.Sprintf("k%d", i), "", "")
			}
			claim("made in the app", "", "")
			claim("imported in the app", "csv-v2", "1")
			claim("ours", "crm", "ours")
			claim("ours, with another key", "crm", "2")
			claim("another's", "other-crm", "3")
			claim("another's, without a key", "zapier", "")
			claim("synced", "openphone-hubspot", "4")
			im := importer.Importer{API: w.client(), Source: "crm"}
			w.sandbox.ResetCounts()
			got, err := im.CheckClaims(context.Background(), ids)
			if err != nil {
				t.Fatal(err)
			}
			want := []reconcile.Refusal{
				{Key: "another's", ContactID: "id-another's", Reason: `contact id-another's is of source "other-crm" and has a key there`},
				{Key: "gone", ContactID: "gone", Reason: "Quo has no contact gone"},
				{Key: "synced", ContactID: "id-synced", Reason: "contact id-synced is synced by an integration and read-only (source openphone-hubspot)"},
			}
			if diff := gocmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			if total := w.sandbox.Counts().Total; total > 9 {
				t.Errorf("%d requests for %d contacts", total, len(ids))
			}
		})
	}
}
