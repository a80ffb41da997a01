package decide

import (
	"testing"

	"github.com/quo-import/quo-import/quo"
)

func TestWhoseContactAKeyLeadsTo(t *testing.T) {
	at := func(id, source string) quo.Contact { return quo.Contact{ID: id, ExternalID: "k", Source: source} }
	for _, c := range []struct {
		name     string
		found    []quo.Contact
		recorded string
		want     string
		conflict bool
	}{
		{"nobody's", nil, "", "", false},
		{"ours", []quo.Contact{at("1", "crm")}, "", "1", false},
		{"ours before the app's", []quo.Contact{at("1", "csv-v2"), at("2", "crm")}, "", "2", false},
		{"adopted from an import in the app", []quo.Contact{at("1", "csv-v2")}, "", "1", false},
		{"adopted from the app", []quo.Contact{at("1", "")}, "", "1", false},
		{"of another source", []quo.Contact{at("1", "shop")}, "", "", true},
		{"of an integration", []quo.Contact{at("1", "openphone-hubspot")}, "", "", true},
		{"twice, one is recorded", []quo.Contact{at("1", "crm"), at("2", "crm")}, "2", "2", false},
		{"twice, none is recorded", []quo.Contact{at("1", "crm"), at("2", "crm")}, "", "", true},
		{"a stranger", []quo.Contact{{ID: "1", ExternalID: "other", Source: "crm"}}, "", "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Find(c.found, "k", "crm", c.recorded)
			if (err != nil) != c.conflict || (got == nil) != (c.want == "") || got != nil && got.ID != c.want {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
}
