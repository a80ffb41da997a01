package propose_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/quo-import/quo-import/mapping/propose"
	"github.com/quo-import/quo-import/quo"
)

// TestJSONWithoutMapping: JSON with plain names needs no mapping.
func TestJSONWithoutMapping(t *testing.T) {
	for _, test := range []struct {
		name, rows, want string
		fields           []quo.CustomField
	}{
		{
			name: "the API's own shape, its custom fields by what is in the objects",
			rows: `{"externalId":"7","source":"acme","defaultFields":{"firstName":"Maya","lastName":null,"phoneNumbers":[{"name":"work","value":"+14155550134"}],"emails":[]},"customFields":[{"key":"t","value":["a","b"]},{"key":"n","value":4.5}]}`,
			want: "key: 7\nn: 4.5\nfirstName: Maya\nphoneNumbers[defaultFields.phoneNumbers.#.value]: work=+14155550134\n" +
				"emails[defaultFields.emails.#.value]: keep\nt[customFields.#(key==\"t\").value]: =a =b\n\n",
		},
		{
			name: "the API's own shape, with the workspace's fields",
			rows: `{"externalId":"7","defaultFields":{"firstName":"Maya"},"customFields":[{"key":"66d0d87e8dc1211467372a01","value":4},{"key":"66d0d87e8dc1211467372a03","value":"2024-09-11T00:00:00.000Z"}]}`,
			want: "key: 7\nLead Score: 4\nSignup Date: 2024-09-11T00:00:00.000Z\nfirstName: Maya\nphoneNumbers[defaultFields.phoneNumbers.#.value]: keep\n" +
				"emails[defaultFields.emails.#.value]: keep\nTags[customFields.#(key==\"66d0d87e8dc1211467372a02\").value]: keep\n\n",
			fields: catalogue,
		},
		{
			name: "nested names and lists with plain names",
			rows: `{"id":"a1","name":{"first":"Maya","last":"Okafor"},"company":"Acme","phones":[{"number":"415-555-0134","type":"mobile"},{"number":"+442079460018","type":"office"}],"emails":["m@acme.example"]}
{"id":"a2","name":{"first":"Ben","last":"Li"},"company":null,"phones":[],"emails":[]}`,
			want: "key: a1\ncompany: Acme\nfirstName: Maya\nlastName: Okafor\nphoneNumbers[phones.#.number]: mobile=+14155550134 office=+442079460018\nemails[emails]: email=m@acme.example\n\n" +
				"key: a2\nfirstName: Ben\nlastName: Li\nphoneNumbers[phones.#.number]: keep\nemails[emails]: keep\n\n",
		},
		{
			name: "an object around all values is looked through",
			rows: `{"id":"1","properties":{"firstname":"Maya","lastname":"Okafor","email":"m@acme.example","mobilephone":"415-555-0134"},"createdAt":"2024-05-03T10:00:00Z"}`,
			want: "key: 1\nfirstName: Maya\nlastName: Okafor\nphoneNumbers[properties.mobilephone]: mobile=+14155550134\nemails[properties.email]: email=m@acme.example\n\n",
		},
		{
			name: "whatever it is called, if most values are in it",
			rows: `{"id":"1","kontaktdaten":{"First Name":"Maya","Last Name":"Okafor","Email":"m@acme.example"}}`,
			want: "key: 1\nfirstName: Maya\nlastName: Okafor\nemails[kontaktdaten.Email]: email=m@acme.example\n\n",
		},
		{
			name: "and one that is around everything",
			rows: `{"user":{"first_name":"Maya","last_name":"Okafor","email":"m@acme.example"}}`,
			want: "key: m@acme.example maya okafor\nfirstName: Maya\nlastName: Okafor\nemails[user.email]: email=m@acme.example\n\n",
		},
		{
			name: "but not one that is somebody else",
			rows: `{"id":"1","name":"Maya Okafor","assistant":{"first_name":"Ben","last_name":"Li","email":"b@acme.example"}}`,
			want: "key: 1\nfirstName: Maya\nlastName: Okafor\n\n",
		},
		{
			name: "names under a name are its parts",
			rows: `{"id":"1","name":{"firstName":"Maya","lastName":"Okafor"},"emails":["m@acme.example"]}`,
			want: "key: 1\nfirstName: Maya\nlastName: Okafor\nemails[emails]: email=m@acme.example\n\n",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			rows := objects(test.rows)
			_, got := importAlone(t, jsonColumns("x.jsonl", rows), rows, test.fields)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// TestAKnownExportAsJSONNamesItsColumns: a program between may have made JSON of it.
func TestAKnownExportAsJSONNamesItsColumns(t *testing.T) {
	rows := objects(`{"Record ID":"1","First Name":"Maya","Last Name":"Okafor","Email":"m@x.example","Phone Number":"415-555-0134","Contact owner":"Ben","Lead Status":"New","Plan":"gold"}`)
	p := propose.Mapping(jsonColumns("x.json", rows), rows, propose.Options{Catalogue: catalogue})
	if p.Mapping.Preset != "HubSpot" {
		t.Fatalf("recognised as %q", p.Mapping.Preset)
	}
	got := map[string]string{}
	for _, n := range p.Notes {
		got[n.Column] = n.Kind + " " + n.Field
	}
	want := map[string]string{
		"": "preset ", "Record ID": "preset key", "First Name": "preset firstName", "Last Name": "preset lastName", "Email": "preset emails",
		"Phone Number": "preset phoneNumbers", "Contact owner": "left ", "Lead Status": "left ", "Plan": "matched custom.Plan",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
