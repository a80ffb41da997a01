package sandbox_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/quo-import/quo-import/quo/sandbox"
)

func TestLoadStartsWithContacts(t *testing.T) {
	s, c := start(t, sandbox.Options{Fields: allTypes()})
	n, err := s.Load(strings.NewReader(`[
		{"defaultFields":{"firstName":"Ada","phoneNumbers":[{"name":"mobile","value":"+14155550100"}]}},
		{"id":"c2","externalId":"7","source":"csv-v2","createdAt":"2024-09-11T00:00:00Z","updatedAt":"2024-09-11T02:00:00.5+02:00","unknown":1,
		 "customFields":[{"key":"multi-select","value":["a"]},{"name":"My date","value":"2024-09-11T00:00:00Z"},{"key":"deleted","name":"Old","type":"multi-select","value":["x"]}]}]`))
	if n != 2 || err != nil {
		t.Fatalf("loaded %d, %v", n, err)
	}
	ada := s.Contacts()[0]
	if ada.ID == "" || ada.Source != nil || ada.CreatedAt.IsZero() || ada.DefaultFields.PhoneNumbers[0].ID == "" {
		t.Errorf("kept %+v", ada)
	}
	found := c.lookup("7").Data
	if len(found) != 1 || found[0].ID != "c2" || found[0].UpdatedAt.Format("15:04:05.000Z07:00") != "00:00:00.500Z" {
		t.Fatalf("found %+v", found)
	}
	if tags, date, old := custom(found[0], "multi-select"), custom(found[0], "date"), custom(found[0], "deleted"); fmt.Sprintln(tags, date, old) != "[a] 2024-09-11T00:00:00.000Z [x]\n" {
		t.Errorf("custom values %v, %v, %v", tags, date, old)
	}
}

// What a list of the API answers can be loaded into another sandbox.
func TestLoadTakesAnAnswerOfTheAPI(t *testing.T) {
	_, c := start(t, sandbox.Options{Fields: allTypes()})
	c.create(fmt.Sprintf(scored, "CTO", 1)).must(t, http.StatusCreated)
	a := c.send(http.MethodGet, "/v1/contacts?maxResults=50", "")
	s, _ := start(t, sandbox.Options{Fields: allTypes()})
	if n, err := s.Load(strings.NewReader(a.body)); n != 1 || err != nil {
		t.Fatalf("loaded %d, %v", n, err)
	}
	if got, ok := s.Find("acme", "1"); !ok || custom(got, "number") != 1.0 {
		t.Errorf("kept %+v", got)
	}
}

func TestLoadRefusesAndAddsNothing(t *testing.T) {
	for name, tt := range map[string]struct{ text, want string }{
		"no JSON":                         {`contacts`, "read contacts"},
		"nothing":                         {``, "read contacts"},
		"one contact":                     {`{"defaultFields":{}}`, "neither a list of contacts"},
		"a type that cannot be":           {`[{"defaultFields":{"firstName":7}}]`, "firstName"},
		"an id twice":                     {`[{"id":"c1"},{"id":"c1"}]`, `contact 2: the id "c1" is taken`},
		"an id that is there":             {`[{"id":"c0"}]`, `contact 1: the id "c0" is taken`},
		"a custom value of no field":      {`[{},{"customFields":[{"name":"Nope","value":1}]}]`, `contact 2: custom field "Nope" is not in the catalogue`},
		"a custom value of no such type":  {`[{"customFields":[{"key":"number","value":"many"}]}]`, `contact 1: custom field "My number": Invalid value`},
		"an unreadable time":              {`[{"createdAt":"yesterday"}]`, "yesterday"},
		"a wrong value in the third line": {"[{},\n{\n\"defaultFields\":{\"firstName\":7}}]", "line 3: "},
		"a wrong contact of an answer":    {"{\"data\":[{},\n\n{\"customFields\":[{\"name\":\"Nope\",\"value\":1}]}]}", "line 3: contact 2: "},
		"a list without an end":           {"[{}\n,{}\n", "line 3: "},
		"more than a list":                {"[]\n]", "line 2: "},
		"a list that is none":             {`{"data":{}}`, "neither a list of contacts"},
		"a text":                          {`"contacts"`, "neither a list of contacts"},
	} {
		t.Run(name, func(t *testing.T) {
			s, _ := start(t, sandbox.Options{Fields: allTypes()})
			s.Put(sandbox.Contact{ID: "c0"})
			n, err := s.Load(strings.NewReader(tt.text))
			if err == nil || !strings.Contains(err.Error(), tt.want) || n != 0 || len(s.Contacts()) != 1 {
				t.Errorf("loaded %d, %v", n, err)
			}
		})
	}
}
