package quo

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAFieldIsReadAndSetByItsName(t *testing.T) {
	score, tags := CustomField{"Score", "k1", Number}, CustomField{"Tags", "k4", MultiSelect}
	var c Contact
	for _, f := range []Field{FirstName, LastName, Company, Role, SourceURL, Custom("k1")} {
		c.SetText(f, "text of "+string(f), &score)
		if got := c.Text(f); got != "text of "+string(f) {
			t.Errorf("%s is %q", f, got)
		}
	}
	items := []Item{{Value: "a"}, {Value: "b"}}
	for _, f := range []Field{PhoneNumbers, Emails, Custom("k4")} {
		c.SetList(f, items, &tags)
		if diff := cmp.Diff(items, c.List(f)); diff != "" {
			t.Errorf("%s: %s", f, diff)
		}
	}
	want := []CustomValue{{CustomField: score, Text: "text of custom.k1"}, {CustomField: tags, Items: []string{"a", "b"}}}
	if diff := cmp.Diff(want, c.Custom); diff != "" {
		t.Error(diff)
	}
}

func TestACopyIsChangedAlone(t *testing.T) {
	c := ada()
	d := c.Clone()
	d.PhoneNumbers[0].Value, d.Emails[0].Value, d.Custom[3].Items[0] = "x", "x", "x"
	d.SetText(Custom("k1"), "1", nil)
	if diff := cmp.Diff(ada(), c); diff != "" {
		t.Error(diff)
	}
}

func TestTheFullNameIsTheFirstAndTheLast(t *testing.T) {
	for want, c := range map[string]Contact{
		"Ada Neil": {FirstName: "Ada", LastName: "Neil", Company: "Acme"},
		"Neil":     {LastName: "Neil"},
		"":         {Company: "Acme"},
	} {
		if got := c.FullName(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
