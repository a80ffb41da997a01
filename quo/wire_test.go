package quo

import (
	"io"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func ada() Contact {
	return Contact{
		ID: "c1", ExternalID: "42", Source: "acme-crm", SourceURL: "https://crm.acme.example/c/42",
		FirstName: "Ada", LastName: "O'<Neil>", Role: "CTO",
		PhoneNumbers: []Item{{"mobile", "+14155550100"}, {"work", "+14155550101"}},
		Emails:       []Item{{"work", "ada@example.com"}},
		Custom: []CustomValue{
			{CustomField: CustomField{"Lead Score", "k1", Number}, Text: "12345678901234567890.5"},
			{CustomField: CustomField{"VIP", "k2", Boolean}, Text: "true"},
			{CustomField: CustomField{"Signed up", "k3", Date}, Text: "2024-09-11T00:00:00.000Z"},
			{CustomField: CustomField{"Tags", "k4", MultiSelect}, Items: []string{"a", "b"}},
			{CustomField: CustomField{"Notes", "k5", String}},
			{CustomField: CustomField{"Map", "k6", "geo"}, Text: `{"x":1.0}`, raw: []byte(`{"x":1.0}`)},
		},
		CreatedByUserID: "US1",
	}
}

const adaDefaults = `"defaultFields":{"firstName":"Ada","lastName":"O'<Neil>","company":null,"role":"CTO",` +
	`"emails":[{"name":"work","value":"ada@example.com"}],` +
	`"phoneNumbers":[{"name":"mobile","value":"+14155550100"},{"name":"work","value":"+14155550101"}]}`

const adaCustom = `{"key":"k1","value":12345678901234567890.5},{"key":"k2","value":true},` +
	`{"key":"k3","value":"2024-09-11T00:00:00.000Z"},{"key":"k4","value":["a","b"]},`

const nobody = `"defaultFields":{"firstName":null,"lastName":null,"company":null,"role":null,"emails":[],"phoneNumbers":[]},"customFields":[]}`

// The bodies of docs/quo-api.md, "The contact" and rules 1 and 2, byte by byte.
func TestBodies(t *testing.T) {
	create := func(c *Client, contact Contact) error { _, err := c.Create(t.Context(), contact); return err }
	update := func(c *Client, contact Contact) error { _, err := c.Update(t.Context(), "c1", contact); return err }
	tests := []struct {
		name    string
		send    func(*Client, Contact) error
		contact Contact
		want    string
	}{
		{
			"a POST leaves out blank custom values", create, ada(),
			`POST /v1/contacts {"externalId":"42","source":"acme-crm","sourceUrl":"https://crm.acme.example/c/42","createdByUserId":"US1",` +
				adaDefaults + `,"customFields":[` + adaCustom + `{"key":"k6","value":{"x":1.0}}]}`,
		},
		{
			"a PATCH is whole: blank custom values are null, who made it is left out", update, ada(),
			`PATCH /v1/contacts/c1 {"externalId":"42","source":"acme-crm","sourceUrl":"https://crm.acme.example/c/42",` +
				adaDefaults + `,"customFields":[` + adaCustom + `{"key":"k5","value":null},{"key":"k6","value":{"x":1.0}}]}`,
		},
		{"a POST leaves out a blank source and sourceUrl", create, Contact{}, `POST /v1/contacts {"externalId":null,` + nobody},
		{"a PATCH clears with null", update, Contact{Source: "s"}, `PATCH /v1/contacts/c1 {"externalId":null,"source":"s","sourceUrl":null,` + nobody},
		{"a PATCH leaves out a reserved source", update, Contact{ExternalID: "x", Source: "csv-v2"}, `PATCH /v1/contacts/c1 {"externalId":"x","sourceUrl":null,` + nobody},
		{"a PATCH leaves out a blank source", update, Contact{ExternalID: "x"}, `PATCH /v1/contacts/c1 {"externalId":"x","sourceUrl":null,` + nobody},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got string
			c := testClient(t, func(w http.ResponseWriter, r *http.Request) {
				b, _ := io.ReadAll(r.Body)
				got = r.Method + " " + r.URL.Path + " " + string(b)
				answer(w, 200, `{"data":{"id":"c1"}}`)
			})
			if err := tt.send(c, tt.contact); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAValueThatCannotBeSentFailsTheRowAndSendsNothing(t *testing.T) {
	score := CustomField{"Score", "k1", Number}
	tests := []struct {
		name  string
		value CustomValue
		want  string
	}{
		{"text where a number belongs", CustomValue{CustomField: score, Text: "many"}, "custom field Score: the value is not a number"},
		{"a value that came without a key", CustomValue{CustomField: CustomField{Name: "Score"}, Text: "1"}, "custom field Score: it came without a key: it cannot be sent back, and leaving it out would delete it"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := testClient(t, func(http.ResponseWriter, *http.Request) { t.Error("a request was sent") })
			_, err := c.Update(t.Context(), "c1", Contact{Custom: []CustomValue{tt.value}})
			if err == nil || err.Error() != "update contact c1: "+tt.want || Classify(err) != Permanent {
				t.Errorf("got %v (%v), want %q, permanent", err, Classify(err), tt.want)
			}
		})
	}
}
