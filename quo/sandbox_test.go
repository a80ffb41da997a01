package quo_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/quo/sandbox"
	"github.com/quo-import/quo-import/quo/sandbox/conform"
)

var catalogue = []sandbox.Field{
	{Name: "Lead Score", Key: "k1", Type: "number"},
	{Name: "VIP", Key: "k2", Type: "boolean"},
	{Name: "Signed up", Key: "k3", Type: "date"},
	{Name: "Tags", Key: "k4", Type: "multi-select"},
	{Name: "Notes", Key: "k5", Type: "string"},
	{Name: "Home", Key: "k6", Type: "address"},
	{Name: "Site", Key: "k7", Type: "url"},
}

func connect(t *testing.T, h http.Handler) *quo.Client {
	t.Helper()
	c, err := quo.New(quo.Options{Key: "key", Transport: sandbox.Direct(h)})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func full(t *testing.T, c *quo.Client) quo.Contact {
	t.Helper()
	fields, err := c.CustomFields(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	contact := quo.Contact{
		ExternalID: "Ä 42&=+", Source: "acme-crm", SourceURL: "https://crm.acme.example/c/42",
		FirstName: "Ada", LastName: "O'<Neil>", Company: "Acme", Role: "CTO", CreatedByUserID: "US1",
		PhoneNumbers: []quo.Item{{Name: "mobile", Value: "+14155550100"}},
		Emails:       []quo.Item{{Name: "work", Value: "ada@example.com"}, {Name: "home", Value: "a@example.org"}},
	}
	text := map[string]string{
		"Lead Score": "0.1", "VIP": "false", "Signed up": "2024-09-11T00:00:00.000Z",
		"Notes": "line\nline", "Home": "123 Main St", "Site": "https://example.com/?a=<b>",
	}
	for _, f := range fields {
		if f.Type == quo.MultiSelect {
			contact.SetList(quo.Custom(f.Key), []quo.Item{{Value: "a"}, {Value: "b"}}, &f)
		} else {
			contact.SetText(quo.Custom(f.Key), text[f.Name], &f)
		}
	}
	return contact
}

// TestAContactComesBackAsItWasSent creates, changes and deletes a contact by the
// rules of docs/quo-api.md and, if present, the published schema.
func TestAContactComesBackAsItWasSent(t *testing.T) {
	serve := map[string]func(*testing.T, http.Handler) http.Handler{
		"the sandbox takes it":          func(_ *testing.T, h http.Handler) http.Handler { return h },
		"the published schema takes it": func(t *testing.T, h http.Handler) http.Handler { return conform.Middleware(t, h) },
	}
	for name, wrap := range serve {
		t.Run(name, func(t *testing.T) {
			c := connect(t, wrap(t, sandbox.New(sandbox.Options{Key: "key", Fields: catalogue, RatePerSecond: -1})))
			want := full(t, c)
			made, err := c.Create(t.Context(), want)
			same(t, "create", want, made, err)

			want.Role, want.Company, want.SourceURL, want.Emails = "", "", "", want.Emails[1:]
			want.SetText(quo.Custom("k1"), "", nil)
			want.SetList(quo.Custom("k4"), nil, nil)
			changed, err := c.Update(t.Context(), made.ID, want)
			same(t, "update", want, changed, err)
			got, err := c.Get(t.Context(), made.ID)
			same(t, "get", want, got, err)

			found, err := c.Lookup(t.Context(), []string{"nobody", want.ExternalID})
			if err != nil || len(found) != 1 {
				t.Fatalf("looked up %v, %v", found, err)
			}
			same(t, "look-up", want, found[0], nil)

			if err := c.Delete(t.Context(), made.ID); err != nil {
				t.Fatal(err)
			}
			if _, err := c.Get(t.Context(), made.ID); quo.Classify(err) != quo.NotFound {
				t.Errorf("a deleted contact gave %v", err)
			}
		})
	}
}

// same compares a contact with an answer, without what the server adds. The
// answer may lack custom values that were cleared.
func same(t *testing.T, what string, want, got quo.Contact, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	if got.ID == "" || got.CreatedAt.IsZero() || got.UpdatedAt.IsZero() {
		t.Errorf("%s: no id or times in %+v", what, got)
	}
	filled := func(c quo.Contact) quo.Contact {
		c.Custom = slices.DeleteFunc(slices.Clone(c.Custom), quo.CustomValue.Blank)
		return c
	}
	added := cmpopts.IgnoreFields(quo.Contact{}, "ID", "CreatedAt", "UpdatedAt")
	if diff := cmp.Diff(filled(want), filled(got), added, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s (-meant +answered):\n%s", what, diff)
	}
}

func TestAllReadsTheContactsOfASource(t *testing.T) {
	s := sandbox.New(sandbox.Options{RatePerSecond: -1})
	c := connect(t, s)
	for i := range 120 {
		source := []string{"ours", "theirs"}[i%2]
		contact := quo.Contact{FirstName: "A", Source: source, ExternalID: strings.Repeat("x", i/2+1)}
		if _, err := c.Create(t.Context(), contact); err != nil {
			t.Fatal(err)
		}
	}
	seen := 0
	for contact, err := range c.All(t.Context(), "ours") {
		if err != nil || contact.Source != "ours" {
			t.Fatalf("got %v, %v", contact.Source, err)
		}
		seen++
	}
	if seen != 60 {
		t.Errorf("read %d contacts, want 60", seen)
	}
}

func TestTheServersRefusalsAreRead(t *testing.T) {
	c := connect(t, sandbox.New(sandbox.Options{Key: "key", Fields: catalogue, RatePerSecond: -1}))
	first := quo.Contact{FirstName: "A", Source: "s", ExternalID: "1"}
	if _, err := c.Create(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	badValue := quo.Contact{FirstName: "A"}
	badValue.SetText(quo.Custom("unknown"), "x", &quo.CustomField{Type: quo.String})
	wrongKey, err := quo.New(quo.Options{Key: "other", Transport: sandbox.Direct(sandbox.New(sandbox.Options{Key: "key"}))})
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name    string
		client  *quo.Client
		contact quo.Contact
		class   quo.Class
		want    string
	}{
		{"a pair that is taken", c, first, quo.Conflict, "409 0800409"},
		{"a custom field that is not there", c, badValue, quo.Permanent, "400 0801400: Invalid custom field item: unknown: Custom field not found"},
		{"a wrong key", wrongKey, first, quo.Fatal, "(a new key may take half a minute to work)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := tt.client.Create(t.Context(), tt.contact)
			if quo.Classify(err) != tt.class || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v (%v), want %q (%v)", err, quo.Classify(err), tt.want, tt.class)
			}
		})
	}
}
