package sandbox_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

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
	if diff := cmp.Diff(got, kept, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("answered (-) and kept (+):\n%s", diff)
	}
}

func TestAPatchReplacesTheWholeContact(t *testing.T) {
	full := `{"externalId":"1","source":"acme","sourceUrl":"https://acme.example/1","defaultFields":{"firstName":"Ada","role":"Countess",
		"emails":[{"name":"work","value":"ada@example.com"}],"phoneNumbers":[{"name":"mobile","value":"+14155550100"}]},
		"customFields":[{"key":"score","value":7}]}`
	for _, tt := range []struct {
		name string
		opts sandbox.Options
		body string
		want func(*sandbox.Contact) // changes the contact as it was
	}{
		{"an empty one wipes all but the scalars of defaultFields", sandbox.Options{}, `{}`, func(c *sandbox.Contact) {
			c.ExternalID, c.Source, c.SourceURL = nil, nil, nil
			c.DefaultFields.Emails, c.DefaultFields.PhoneNumbers, c.CustomFields = nil, nil, nil
		}},
		{"a list that is left out is emptied, the other is replaced", sandbox.Options{},
			`{"externalId":"1","source":"acme","defaultFields":{"emails":[{"name":"home","value":"a@example.com"}]}}`,
			func(c *sandbox.Contact) {
				c.SourceURL, c.CustomFields, c.DefaultFields.PhoneNumbers = nil, nil, nil
				c.DefaultFields.Emails = []sandbox.Item{{Name: "home", Value: new("a@example.com")}}
			}},
		{"null empties a scalar and a custom value",
			sandbox.Options{KeepOmitted: true, MergePatch: false}, `{"defaultFields":{"role":null},"customFields":[{"key":"score","value":null}]}`,
			func(c *sandbox.Contact) {
				c.DefaultFields.Role, c.CustomFields = nil, nil
				c.DefaultFields.Emails, c.DefaultFields.PhoneNumbers = nil, nil
			}},
		{"a server that ignores a null role keeps it", sandbox.Options{KeepOmitted: true, IgnoreNullRole: true, MergePatch: true},
			`{"defaultFields":{"role":null}}`, func(*sandbox.Contact) {}},
		{"a server that merges appends", sandbox.Options{KeepOmitted: true, MergePatch: true},
			`{"defaultFields":{"phoneNumbers":[{"name":"mobile","value":"+14155550100"}]},"customFields":[{"key":"score","value":8}]}`,
			func(c *sandbox.Contact) {
				c.DefaultFields.PhoneNumbers = append(c.DefaultFields.PhoneNumbers, c.DefaultFields.PhoneNumbers[0])
				c.CustomFields[0].Value = 8.0
			}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.opts.Fields = []sandbox.Field{{Name: "Score", Key: "score", Type: "number"}}
			_, c := start(t, tt.opts)
			before := c.create(full).must(t, http.StatusCreated)
			got := c.patch(before.ID, tt.body).must(t, http.StatusOK)
			want := before
			tt.want(&want)
			ignore := cmpopts.IgnoreFields(sandbox.Contact{}, "UpdatedAt")
			ids := cmp.Options{cmpopts.IgnoreFields(sandbox.Item{}, "ID"), cmpopts.IgnoreFields(sandbox.CustomValue{}, "ID")}
			if diff := cmp.Diff(want, got, ignore, ids, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("want (-), got (+):\n%s", diff)
			}
			if !got.UpdatedAt.After(before.UpdatedAt.Time) {
				t.Errorf("updatedAt %v did not grow from %v", got.UpdatedAt, before.UpdatedAt)
			}
		})
	}
}

func TestAReservedSourceStaysWhereAPatchLeavesItOut(t *testing.T) {
	s, c := start(t, sandbox.Options{})
	imported := s.Put(sandbox.Contact{Source: new("csv-v2"), ExternalID: new("7")})
	got := c.patch(imported.ID, `{"externalId":"7"}`).must(t, http.StatusOK)
	if got.Source == nil || *got.Source != "csv-v2" {
		t.Errorf("source %v, want csv-v2", got.Source)
	}
}

func TestContactsOfANativeIntegrationAreReadOnly(t *testing.T) {
	s, c := start(t, sandbox.Options{})
	synced := s.Put(sandbox.Contact{Source: new("openphone-hubspot")})
	c.patch(synced.ID, `{}`).want(t, http.StatusForbidden, "0801403")
	c.send(http.MethodDelete, "/v1/contacts/"+synced.ID, "").want(t, http.StatusForbidden, "0801403")
	c.send(http.MethodGet, "/v1/contacts/"+synced.ID, "").must(t, http.StatusOK)
}

func TestThePairOfSourceAndExternalID(t *testing.T) {
	t.Run("is taken by a living contact", func(t *testing.T) {
		_, c := start(t, sandbox.Options{})
		c.create(contact("1")).must(t, http.StatusCreated)
		c.create(contact("1")).want(t, http.StatusConflict, "0800409")
		c.create(strings.Replace(contact("1"), "acme", "other-crm", 1)).must(t, http.StatusCreated)
	})
	t.Run("cannot be taken over by a PATCH, but be sent again by its owner", func(t *testing.T) {
		_, c := start(t, sandbox.Options{})
		first := c.create(contact("1")).must(t, http.StatusCreated)
		second := c.create(contact("2")).must(t, http.StatusCreated)
		c.patch(second.ID, contact("1")).want(t, http.StatusConflict, "0800409")
		c.patch(first.ID, contact("1")).must(t, http.StatusOK)
	})
	t.Run("stays with a deleted contact", func(t *testing.T) {
		_, c := start(t, sandbox.Options{})
		gone := c.create(contact("1")).must(t, http.StatusCreated)
		c.send(http.MethodDelete, "/v1/contacts/"+gone.ID, "").want(t, http.StatusNoContent, "")
		c.patch(gone.ID, contact("1")).want(t, http.StatusNotFound, "0800404")
		c.create(contact("1")).want(t, http.StatusConflict, "0800409")
	})
	t.Run("is free where the deleted contact gave its id up before", func(t *testing.T) {
		_, c := start(t, sandbox.Options{})
		gone := c.create(contact("1")).must(t, http.StatusCreated)
		c.patch(gone.ID, `{"externalId":null,"source":"acme"}`).must(t, http.StatusOK)
		c.send(http.MethodDelete, "/v1/contacts/"+gone.ID, "").want(t, http.StatusNoContent, "")
		c.create(contact("1")).must(t, http.StatusCreated)
	})
	t.Run("is free at once on a server that frees it", func(t *testing.T) {
		s, c := start(t, sandbox.Options{FreeDeletedPairs: true})
		s.Remove(c.create(contact("1")).must(t, http.StatusCreated).ID)
		c.create(contact("1")).must(t, http.StatusCreated)
	})
	t.Run("may be doubled on a server that does not keep it, and shows in Duplicates", func(t *testing.T) {
		s, c := start(t, sandbox.Options{AllowDoubles: true})
		a := c.create(contact("1")).must(t, http.StatusCreated)
		b := c.create(contact("1")).must(t, http.StatusCreated)
		c.create(contact("2")).must(t, http.StatusCreated)
		want := []sandbox.Double{{Source: "acme", ExternalID: "1", IDs: []string{a.ID, b.ID}}}
		if diff := cmp.Diff(want, s.Duplicates()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestThePersonInTheApp(t *testing.T) {
	s, c := start(t, sandbox.Options{})
	made := c.create(contact("1")).must(t, http.StatusCreated)
	if !s.Edit(made.ID, func(c *sandbox.Contact) { c.ExternalID, c.DefaultFields.Role = new("9"), new("CEO") }) {
		t.Fatal("nothing to edit")
	}
	got := c.lookup("9").Data
	if len(got) != 1 || *got[0].DefaultFields.Role != "CEO" || !got[0].UpdatedAt.After(made.UpdatedAt.Time) {
		t.Errorf("after the edit: %+v", got)
	}
	if found := c.lookup("1").Data; len(found) != 0 {
		t.Errorf("still found by the old id: %+v", found)
	}
	if s.Edit("unknown", func(*sandbox.Contact) {}) || s.Remove("unknown") {
		t.Error("an unknown contact was changed")
	}
}

func TestAnEditShowsAtOnceAlsoWhereListsLag(t *testing.T) {
	s, c := start(t, sandbox.Options{ListStale: time.Hour})
	made := s.Put(sandbox.Contact{ExternalID: new("1")})
	c.patch(made.ID, `{"externalId":"1","defaultFields":{"role":"CTO"}}`).must(t, http.StatusOK)
	if got := c.lookup("1").Data[0]; got.DefaultFields.Role != nil {
		t.Errorf("the change is listed at once: %+v", got)
	}
	s.Edit(made.ID, func(c *sandbox.Contact) { c.DefaultFields.Role = new("CEO") })
	if got := c.lookup("1").Data[0]; text(got.DefaultFields.Role) != "CEO" {
		t.Errorf("the edit is not listed: %+v", got)
	}
}

func TestLengthsAreInCharacters(t *testing.T) {
	_, c := start(t, sandbox.Options{})
	long := strings.Repeat("é", 75)
	c.create(contact(long)).must(t, http.StatusCreated)
	if found := c.lookup(long).Data; len(found) != 1 {
		t.Errorf("found %+v", found)
	}
}

func TestUpdatedAtGrowsWithinAMillisecond(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	_, c := start(t, sandbox.Options{Now: func() time.Time { return now }})
	made := c.create(contact("1")).must(t, http.StatusCreated)
	for i := 1; i <= 3; i++ {
		got := c.patch(made.ID, contact("1")).must(t, http.StatusOK)
		if want := now.Add(time.Duration(i) * time.Millisecond); !got.UpdatedAt.Equal(want) {
			t.Errorf("change %d: updatedAt %v, want %v", i, got.UpdatedAt, want)
		}
	}
}

func TestPutFillsInWhatTheAppWould(t *testing.T) {
	s, _ := start(t, sandbox.Options{Fields: []sandbox.Field{{Name: "Tags", Key: "tags", Type: "multi-select"}}})
	got := s.Put(sandbox.Contact{
		DefaultFields: sandbox.DefaultFields{PhoneNumbers: []sandbox.Item{{Name: "mobile", Value: new("+14155550100")}}},
		CustomFields:  []sandbox.CustomValue{{Key: "tags", Value: []string{"a"}}},
	})
	v := got.CustomFields[0]
	if got.ID == "" || got.CreatedAt.IsZero() || got.DefaultFields.PhoneNumbers[0].ID == "" || v.ID == "" || v.Name != "Tags" || v.Type != "multi-select" {
		t.Errorf("kept %+v", got)
	}
	v.Value.([]string)[0] = "changed by the test"
	if kept := s.Contacts()[0].CustomFields[0].Value.([]string)[0]; kept != "a" {
		t.Errorf("the sandbox shares its memory: %q", kept)
	}
}

func TestATidyServerNormalises(t *testing.T) {
	_, c := start(t, sandbox.Options{Normalise: []sandbox.Normalisation{sandbox.TrimTexts, sandbox.LowerEmails}})
	got := c.create(`{"defaultFields":{"firstName":" Ada ","role":"","emails":[{"name":"work","value":"Ada@Example.COM"}]}}`).must(t, http.StatusCreated).DefaultFields
	if text(got.FirstName) != "Ada" || got.Role != nil || text(got.Emails[0].Value) != "ada@example.com" {
		t.Errorf("kept %+v", got)
	}
}

func TestTheCatalogueChangesInTheApp(t *testing.T) {
	s, c := start(t, sandbox.Options{})
	c.send(http.MethodGet, "/v1/contact-custom-fields", "").want(t, http.StatusOK, `{"data":[]}`)
	s.SetFields(sandbox.Field{Name: "Score", Type: "number"})
	a := c.send(http.MethodGet, "/v1/contact-custom-fields", "")
	if !regexp.MustCompile(`^{"data":\[{"name":"Score","key":"[0-9a-f]{24}","type":"number"}\]}$`).MatchString(a.body) {
		t.Errorf("catalogue %s", a.body)
	}
}

func TestCountsStartAnew(t *testing.T) {
	s, c := start(t, sandbox.Options{})
	c.create(contact("1"))
	c.create(contact("1"))
	c.lookup("1")
	counts := s.Counts()
	if counts.Total != 3 || counts.Of() != 3 || counts.Of(sandbox.Create, sandbox.Update) != 2 || counts.Requests[sandbox.Create][http.StatusConflict] != 1 {
		t.Errorf("counted %+v", counts)
	}
	c.lookup("1")
	if counts.Requests[sandbox.Lookup][http.StatusOK] != 1 {
		t.Error("a copy of the counts goes on counting")
	}
	s.ResetCounts()
	if counts := s.Counts(); counts.Total != 0 || counts.Of() != 0 {
		t.Errorf("counted %+v after the reset", counts)
	}
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
