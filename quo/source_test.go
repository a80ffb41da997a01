package quo

import (
	"slices"
	"testing"
)

func TestSources(t *testing.T) {
	for _, c := range []struct {
		source                  string
		reserved, readOnly, app bool
	}{
		{"", false, false, true},
		{"csv-v2", true, false, true},
		{"csv", true, false, true},
		{"openphone-google", true, true, false},
		{"openphone", true, true, false},
		{"device", true, false, false},
		{"zapier", true, false, false},
		{"google-people", true, false, false},
		{"other", true, false, false},
		{"other-crm", false, false, false},
		{"public-api", false, false, false},
		{"acme-crm", false, false, false},
		{"my-csv", false, false, false},
		{"csvish", true, false, true},
		{"CSV-export", false, false, false},
	} {
		if got := Reserved(c.source); got != c.reserved {
			t.Errorf("Reserved(%q) is %v", c.source, got)
		}
		if got := ReadOnlySource(c.source); got != c.readOnly {
			t.Errorf("ReadOnlySource(%q) is %v", c.source, got)
		}
		if got := AppSource(c.source); got != c.app {
			t.Errorf("AppSource(%q) is %v", c.source, got)
		}
	}
}

func TestDefaultFields(t *testing.T) {
	scalars := []Field{"firstName", "lastName", "company", "role", "sourceUrl"}
	if got := ScalarFields(); !slices.Equal(got, scalars) {
		t.Errorf("ScalarFields is %v", got)
	}
	var c Contact
	for _, f := range ScalarFields() {
		if c.SetText(f, "x", nil); c.Text(f) != "x" || len(c.Custom) > 0 {
			t.Errorf("%s is no scalar of the contact", f)
		}
	}
	if got := ListFields(); !slices.Equal(got, []Field{"phoneNumbers", "emails"}) {
		t.Errorf("ListFields is %v", got)
	}
}
