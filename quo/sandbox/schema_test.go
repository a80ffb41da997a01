package sandbox_test

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/quo-import/quo-import/quo/sandbox"
	"github.com/quo-import/quo-import/quo/sandbox/conform"
)

// allTypes returns a catalogue with a field of every type, named like the type.
func allTypes() []sandbox.Field {
	var fields []sandbox.Field
	for _, kind := range []string{"address", "boolean", "date", "multi-select", "number", "string", "url"} {
		fields = append(fields, sandbox.Field{Name: "My " + kind, Key: kind, Type: kind})
	}
	return fields
}

func TestEveryOperationKeepsToThePublishedSchema(t *testing.T) {
	s, c := start(t, sandbox.Options{Fields: allTypes(), RatePerSecond: 1000})
	c.http.Transport = sandbox.Direct(conform.Middleware(t, s))

	made := c.create(`{"externalId":"1","source":"acme","sourceUrl":"https://acme.example/1","createdByUserId":"US1",
		"defaultFields":{"firstName":"Ada","lastName":null,"company":"Acme","role":"CEO",
		"emails":[{"name":"work","value":"ada@example.com"},{"name":"none","value":null}],
		"phoneNumbers":[{"name":"mobile","value":"+14155550100"}]},
		"customFields":[{"key":"address","value":"1 Main St"},{"key":"boolean","value":false},
		{"key":"date","value":"2024-09-11T02:00:00+02:00"},{"key":"multi-select","value":["a","b"]},
		{"key":"number","value":1.5},{"key":"string","value":""},{"key":"url","value":null}]}`).must(t, http.StatusCreated)
	if len(made.CustomFields) != 6 || made.CustomFields[2].Value != "2024-09-11T00:00:00.000Z" {
		t.Errorf("custom values %+v", made.CustomFields)
	}
	c.create(`{"defaultFields":{"firstName":null}}`).must(t, http.StatusCreated)
	c.send(http.MethodGet, "/v1/contacts/"+made.ID, "").must(t, http.StatusOK)
	c.send(http.MethodGet, "/v1/contact-custom-fields", "").want(t, http.StatusOK, "My multi-select")
	if found := c.lookup("1", "2"); len(found.Data) != 1 {
		t.Errorf("found %+v", found)
	}
	c.list(url.Values{"maxResults": {"1"}, "sources": {"acme", "public-api"}})
	c.patch(made.ID, `{"externalId":"1","source":null,"sourceUrl":null,"defaultFields":{"role":null},
		"customFields":[{"key":"number","value":null},{"key":"boolean","value":true}]}`).must(t, http.StatusOK)
	c.create(contact("7")).must(t, http.StatusCreated)
	c.create(contact("7")).want(t, http.StatusConflict, "0800409")
	c.patch("000000000000000000000000", `{}`).want(t, http.StatusNotFound, "0800404")
	c.send(http.MethodDelete, "/v1/contacts/"+made.ID, "").want(t, http.StatusNoContent, "")

	readOnly := s.Put(sandbox.Contact{Source: new("openphone-hubspot")})
	c.patch(readOnly.ID, `{}`).want(t, http.StatusForbidden, "0801403")
	s.SetKey("another")
	c.create(contact("8")).want(t, http.StatusUnauthorized, "0800401")
	c.send(http.MethodGet, "/v1/contact-custom-fields", "").want(t, http.StatusUnauthorized, "0700401")
	s.SetKey("")
	s.Queue(sandbox.Fault{Op: sandbox.Create, Status: 500}, sandbox.Fault{Op: sandbox.Fields, Status: 500})
	c.create(contact("9")).want(t, http.StatusInternalServerError, "0801500")
	c.send(http.MethodGet, "/v1/contact-custom-fields", "").want(t, http.StatusInternalServerError, "0701500")
}

// refusals are bodies that a POST refuses. beyond marks those that are valid by
// the published schema: the sandbox is stricter, for the reason in the name.
var refusals = []struct {
	name, body string
	beyond     bool
	part       string // of the answer
}{
	{"no body", ``, false, ""},
	{"no JSON", `{`, false, "not a JSON object"},
	{"no object", `[]`, false, ""},
	{"null", `null`, false, ""},
	{"two objects, of which the validator reads one", `{"defaultFields":{"firstName":"A"}}{}`, true, ""},
	{"a property twice", `{"defaultFields":{"firstName":"A","firstName":"B"}}`, true, ""},
	{"no defaultFields", `{}`, false, "/defaultFields"},
	{"no firstName", `{"defaultFields":{"lastName":"A"}}`, false, "/defaultFields/firstName"},
	{"a number for a name", `{"defaultFields":{"firstName":7}}`, false, "/defaultFields/firstName"},
	{"defaultFields of null", `{"defaultFields":null}`, false, "/defaultFields"},
	{"emails of null", `{"defaultFields":{"firstName":"A","emails":null}}`, false, "/defaultFields/emails"},
	{"an email without a name", `{"defaultFields":{"firstName":"A","emails":[{"value":"a@example.com"}]}}`, false, "/emails/0/name"},
	{"an email named null", `{"defaultFields":{"firstName":"A","emails":[{"name":null,"value":"a@example.com"}]}}`, false, "/emails/0/name"},
	{"an email without a value", `{"defaultFields":{"firstName":"A","emails":[{"name":"work"}]}}`, false, "/emails/0/value"},
	{"an email with an id, which only answers have", `{"defaultFields":{"firstName":"A","emails":[{"name":"work","value":"a@example.com","id":"1"}]}}`, true, ""},
	{"a phone number without a value", `{"defaultFields":{"firstName":"A","phoneNumbers":[{"name":"work"}]}}`, false, "/phoneNumbers/0/value"},
	{"a phone number that is not E.164", `{"defaultFields":{"firstName":"A","phoneNumbers":[{"name":"work","value":"415-555-0100"}]}}`, true, "/phoneNumbers/0/value"},
	{"an empty externalId", `{"externalId":"","defaultFields":{"firstName":"A"}}`, false, "/externalId"},
	{"an externalId of 76 characters", `{"externalId":"` + strings.Repeat("é", 76) + `","defaultFields":{"firstName":"A"}}`, false, "/externalId"},
	{"an empty source", `{"source":"","defaultFields":{"firstName":"A"}}`, false, "/source"},
	{"a source of 73 characters", `{"source":"` + strings.Repeat("s", 73) + `","defaultFields":{"firstName":"A"}}`, false, "/source"},
	{"a source of null", `{"source":null,"defaultFields":{"firstName":"A"}}`, false, "/source"},
	{"a sourceUrl of null", `{"sourceUrl":null,"defaultFields":{"firstName":"A"}}`, false, "/sourceUrl"},
	{"a sourceUrl that is no URI, which the validator does not check", `{"sourceUrl":"acme 7","defaultFields":{"firstName":"A"}}`, true, "/sourceUrl"},
	{"a sourceUrl of 201 characters", `{"sourceUrl":"https://acme.example/` + strings.Repeat("x", 180) + `","defaultFields":{"firstName":"A"}}`, false, "/sourceUrl"},
	{"a user that does not begin with US", `{"createdByUserId":"PN1","defaultFields":{"firstName":"A"}}`, false, "/createdByUserId"},
	{"a user of null", `{"createdByUserId":null,"defaultFields":{"firstName":"A"}}`, false, "/createdByUserId"},
	{"an unknown property, so that a typo shows", `{"externalID":"1","defaultFields":{"firstName":"A"}}`, true, "/externalID"},
	{"an unknown property of defaultFields, so that a typo shows", `{"defaultFields":{"firstName":"A","title":"Dr"}}`, true, "title"},
	{"custom fields of null", `{"defaultFields":{"firstName":"A"},"customFields":null}`, false, "/customFields"},
	{"a custom field without a value", `{"defaultFields":{"firstName":"A"},"customFields":[{"key":"string"}]}`, false, "/customFields/0/value"},
	{"a custom field without a key", `{"defaultFields":{"firstName":"A"},"customFields":[{"value":"x"}]}`, true, "/customFields/0/key"},
	{"a custom field that is an object", `{"defaultFields":{"firstName":"A"},"customFields":[{"key":"string","value":{}}]}`, false, "0801400"},
	{"an unknown custom field", `{"defaultFields":{"firstName":"A"},"customFields":[{"key":"nope","value":"x"}]}`, true, "0801400"},
	{"a custom field twice", `{"defaultFields":{"firstName":"A"},"customFields":[{"key":"string","value":"x"},{"key":"string","value":"y"}]}`, true, "0801400"},
	{"a string for a number", `{"defaultFields":{"firstName":"A"},"customFields":[{"key":"number","value":"7"}]}`, true, `"key":"number","reason":`},
	{"a string for a boolean", `{"defaultFields":{"firstName":"A"},"customFields":[{"key":"boolean","value":"true"}]}`, true, "0801400"},
	{"a number for a string", `{"defaultFields":{"firstName":"A"},"customFields":[{"key":"string","value":7}]}`, true, "0801400"},
	{"a date without a time", `{"defaultFields":{"firstName":"A"},"customFields":[{"key":"date","value":"2024-09-11"}]}`, true, "0801400"},
	{"a string for a multi-select", `{"defaultFields":{"firstName":"A"},"customFields":[{"key":"multi-select","value":"a"}]}`, true, "0801400"},
	{"numbers in a multi-select", `{"defaultFields":{"firstName":"A"},"customFields":[{"key":"multi-select","value":[1]}]}`, false, "0801400"},
}

func TestAPostRefuses(t *testing.T) {
	schema, err := conform.Load()
	if err != nil && !errors.Is(err, conform.ErrAbsent) {
		t.Fatal(err)
	}
	for _, tt := range refusals {
		t.Run(tt.name, func(t *testing.T) {
			s, c := start(t, sandbox.Options{Fields: allTypes()})
			got := c.send(http.MethodPost, "/v1/contacts", tt.body)
			if tt.body == "" {
				got.want(t, http.StatusUnsupportedMediaType, "")
			} else {
				got.want(t, http.StatusBadRequest, tt.part)
			}
			if made := s.Contacts(); len(made) != 0 {
				t.Errorf("made %+v", made)
			}
			if schema == nil {
				return
			}
			req, _ := httpPost(tt.body)
			if err := schema.Request(req); (err == nil) != tt.beyond {
				t.Errorf("by the published schema: %v", err)
			}
		})
	}
}

func TestReservedSourcesAreRefused(t *testing.T) {
	_, c := start(t, sandbox.Options{})
	made := c.create(contact("1")).must(t, http.StatusCreated)
	for _, source := range []string{"openphone", "openphone-hubspot", "csv", "csv-v2", "CSV-v2", "device", "zapier", "google-people", "other"} {
		c.create(strings.Replace(contact("2"), "acme", source, 1)).want(t, http.StatusBadRequest, "reserved")
		c.patch(made.ID, strings.Replace(contact("1"), "acme", source, 1)).want(t, http.StatusBadRequest, "reserved")
	}
}

func TestAPatchRefuses(t *testing.T) {
	_, c := start(t, sandbox.Options{Fields: allTypes()})
	made := c.create(contact("1")).must(t, http.StatusCreated)
	for name, tt := range map[string]struct{ body, part string }{
		"the id of a phone number": {`{"defaultFields":{"phoneNumbers":[{"id":"x1","name":"work","value":"+14155550100"}]}}`, "Item with ID x1 does not match"},
		"the id of an email":       {`{"defaultFields":{"emails":[{"id":"x2","name":"work","value":"a@example.com"}]}}`, "Item with ID x2 does not match"},
		"the id of a custom value": {`{"customFields":[{"id":"x3","key":"string","value":"x"}]}`, "Item with ID x3 does not match"},
		"another creator":          {`{"createdByUserId":"US1"}`, "/createdByUserId"},
		"a source of 76":           {`{"source":"` + strings.Repeat("s", 76) + `"}`, "/source"},
		"an unknown property":      {`{"name":"Ada"}`, "/name"},
		"a wrong custom value":     {`{"customFields":[{"key":"number","value":"7"}]}`, "0801400"},
	} {
		t.Run(name, func(t *testing.T) {
			c.patch(made.ID, tt.body).want(t, http.StatusBadRequest, tt.part)
		})
	}
}

func TestABodyIsBounded(t *testing.T) {
	_, c := start(t, sandbox.Options{})
	c.create(`{"defaultFields":{"firstName":"`+strings.Repeat("x", 1<<20)+`"}}`).want(t, http.StatusRequestEntityTooLarge, "")
}
