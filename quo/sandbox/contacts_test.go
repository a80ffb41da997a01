package sandbox_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/quo-import/quo-import/quo/sandbox"
)

func TestACreatedContactComesBackWhole(t *testing.T) {
	s, c := start(t, sandbox.Options{Fields: []sandbox.Field{{Name: "Score", Key: "score", Type: "number"}}})
	got := c.create(`{"externalId":"1","source":"acme","sourceUrl":"https://acme.example/1","createdByUserId":"US1",
		"defaultFields":{"firstName":null,"lastName":"Lovelace","emails":[{"name":"work","value":"ada@example.com"}],
		"phoneNumbers":[{"name":"mobile","value":"+14155550100"}]},
		"customFields":[{"key":"score","value":7}]}`).must(t, http.StatusCreated)

	if len(got.ID) != 24 || strings.Trim(got.ID, "0123456789abcdef") != "" {
		t.Errorf("id %q is not 24 hex digits", got.ID)
	}
	f := got.DefaultFields
	if f.FirstName != nil || *f.LastName != "Lovelace" || f.Emails[0].ID == "" || *f.PhoneNumbers[0].Value != "+14155550100" {
		t.Errorf("default fields %+v", f)
	}
	v := got.CustomFields[0]
	if v.ID == "" || v.Name != "Score" || v.Type != "number" || v.Value != 7.0 {
		t.Errorf("custom value %+v", v)
	}
	kept, found := s.Find("acme", "1")
	if !found {
		t.Fatal("not found by its pair")
	}
	if diff := cmp.Diff(got, kept, cmp.Comparer(func(a, b sandbox.Time) bool { return a.Equal(b.Time) })); diff != "" {
		// An empty list and a nil one are the same on the wire.
		if cmp.Diff(got.SharedWith, kept.SharedWith) == "" {
			t.Errorf("answered (-) and kept (+):\n%s", diff)
		}
	}
}
