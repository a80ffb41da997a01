package mapping_test

import (
	"bytes"
	"encoding/gob"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/phone"
	"github.com/quo-import/quo-import/quo"
)

// Everything that this file pins is kept in state files for years. A value
// that differs from its golden one makes every contact of every state look
// changed: changing one is a schema migration of the state.

// everything is a mapping that uses every feature.
const everything = `version: 1
source: everything
key: [ID, Branch]
region: {column: Country, default: US}
where: 'Status != "Closed"'
contact:
  firstName: First
  lastName: Last
  fullName: {column: [Name, Full Name], order: last-first}
  company: {column: [Firm, Account], blank: clear}
  role: {column: [Dept, Title], join: ", ", required: true}
  phoneNumbers:
    - {column: Mobile, name: mobile}
    - {column: Office, name: {column: Office Type, default: work}, split: ";", blank: clear}
    - {expr: 'row["Other Phone"]', blank: keep}
  emails:
    - {column: Email, split: [";", ","]}
  sourceUrl: Link
  contactId: Quo ID
  createdByUserId: US123abc
custom:
  Lead Score: {column: Score, format: "1.234,5"}
  Tags: {column: Tags, split: ";"}
  Signup Date: {column: Since, format: [DD/MM/YYYY, YYYY-MM-DD HH:mm], timezone: Europe/Berlin}
  VIP: {column: VIP, trueValues: [yes, y], falseValues: [no, ""]}
  Plan: {column: Plan, allow: [Basic, Pro], default: Basic}
  Site: {column: Web, blank: clear}
  Office: {value: "1 Main St"}
fallback: [company, email]
options: {blank: keep, on-invalid: drop}
`

const everythingRows = `ID,Branch,Country,Status,First,Last,Name,Full Name,Firm,Account,Dept,Title,Mobile,Office,Office Type,Other Phone,Email,Link,Quo ID,Score,Tags,Since,VIP,Plan,Web,Unused
C-1,a|b,US,Open,Maya,Okafor,,,Okafor Plumbing,,Sales,Owner,(415) 555-0134,415-555-0135; 415-555-0136,site; desk,,"m@okafor.example, o@okafor.example",https://crm.example/1,66d0d87e,"1.234,50",vip; new,03/04/2024,Y,Pro,https://okafor.example,x
C-2,b,DE,Open,,,Weiß Jürgen,,,,,Chef,030 901820,,,+44 20 7946 0018,JW@example.de,,,,,2024-03-12 10:30,,,,
C-3,c,,Open,,,,,Acme,,x,,bad,,,,,,,many,,,maybe,Gold,,
C-5,c,,Open,Torn,,,,Acme,,x,,,,,,,,,,,,,,,,too long
C-4,d,,Closed,Ben,Li,,,,,,Clerk,,,,,,,,,,,,,,
`

const everythingJSON = `version: 1
key: {derived: true}
region: US
contact:
  firstName: name.first
  company: org
  phoneNumbers: {column: phones.#.number, name: {column: phones.#.type, default: other}}
  emails: emails
custom:
  Tags: tags
`

const everythingObjects = `{"id":7,"name":{"first":"Maya"},"org":null,"phones":[{"number":"415-555-0134"},{"number":4155550135,"type":"work"}],"emails":["a@b.example",null],"tags":["x","y"]}
{"id":8,"name":{},"org":"Acme","phones":[],"emails":["A@B.example"],"tags":"z"}
{"id":9,"name":{"first":{"x":1}},"org":"Acme","phones":null}
`

// metadata is the version of the phone metadata that the golden values are of.
// Fingerprints and raw hashes change with it, on purpose: the rows are mapped
// again. Update them together with it; those of the contacts must stay.
const metadata = "phone rules 3, plans 7a7f578657b3"

func TestGoldenHashes(t *testing.T) {
	if v := phone.MetadataVersion(); v != metadata {
		t.Fatalf("the phone metadata is %s, not %s", v, metadata)
	}
	type pin struct {
		Key          string
		Raw, Desired uint64 // Desired is 0 of a row that is skipped or rejected
	}
	cols, rows := sheet(t, everythingRows)
	sheetMapper := compile(t, load(t, everything), cols, mapping.CompileOptions{Catalogue: catalogue})
	list := objects(everythingObjects)
	jsonMapper := compile(t, load(t, everythingJSON), jsonColumns("x.jsonl", list), mapping.CompileOptions{Catalogue: catalogue})
	for _, test := range []struct {
		mapper      *mapping.Mapper
		rows        []mapping.Row
		fingerprint uint64
		want        []pin
	}{
		{sheetMapper, rows, 0xb8fae763fbec9dc, []pin{
			{"C-1|a\\|b", 0xaaeab0101c3aeb47, 0xdca0c0dcc3aaca11},
			{"C-2|b", 0xa49e641ee7d6bd20, 0x65257eeabe7b2628},
			{"C-3|c", 0xaaf1899f96d9d914, 0x22612e7620603a54},
			{"C-5|c", 0x5e92454029f9c7fd, 0x0},
			{"C-4|d", 0x1ec700d62b6fbadd, 0x0},
		}},
		{jsonMapper, list, 0xe3b908f09760ac50, []pin{
			{"+14155550134 maya", 0x86bc36b8971ac460, 0xab3f35a2a32442b8},
			{"a@b.example acme", 0xadb5ab64c4ce407b, 0x42411f04af58dc82},
			{"", 0xc8ee14d0eb9c25c1, 0x0},
		}},
	} {
		if got := test.mapper.Fingerprint(); got != test.fingerprint {
			t.Errorf("the fingerprint is %#x, not %#x", got, test.fingerprint)
		}
		w := test.mapper.Worker()
		var got []pin
		for _, row := range test.rows {
			w.Load(row)
			raw := w.Hash()
			m := w.Map()
			p := pin{m.Key, raw, 0}
			if !m.Skip && len(m.Errors) == 0 {
				p.Desired = m.Desired.Hash()
			}
			got = append(got, p)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("-want +got\n%s", diff)
		}
	}
}

// built is a contact with everything that a Desired can hold.
func built() mapping.Desired {
	tags := &quo.CustomField{Name: "Tags", Key: "t", Type: quo.MultiSelect}
	return mapping.Desired{
		Scalars: []mapping.Scalar{
			{Field: quo.FirstName, Value: "Okafor Plumbing", StandIn: true},
			{Field: quo.LastName},
			{Field: quo.Company, Value: "Okafor Plumbing"},
			{Field: quo.Role, Value: "Größe 漢"},
			{Field: quo.SourceURL, Value: "https://crm.example/1"},
			{Field: quo.Custom("s"), Value: "4.5", Custom: &quo.CustomField{Name: "Score", Key: "s", Type: quo.Number}},
			{Field: quo.Custom("x"), Value: "", Custom: &quo.CustomField{}},
			{Field: quo.Custom("y"), Value: "nobody knows it"},
		},
		Slots: []mapping.Slot{
			{Field: quo.PhoneNumbers, Name: "Mobile", Items: []quo.Item{{Name: "mobile", Value: "+14155550134"}, {Value: "+14155550135"}}},
			{Field: quo.PhoneNumbers, Name: "Office", Keep: true},
			{Field: quo.PhoneNumbers, Name: "Cleared"},
			{Field: quo.Emails, Name: "Email", Keep: true, Items: []quo.Item{{Name: "email", Value: "a@b.example"}}},
			{Field: quo.Custom("t"), Name: "Tags", Items: []quo.Item{{Value: "vip"}, {}}, Custom: tags},
			{},
		},
		ContactID: "66d0d87e", CreatedBy: "US123abc",
	}
}

func TestGoldenDesiredHashes(t *testing.T) {
	d := built()
	changed := func(change func(*mapping.Desired)) mapping.Desired {
		c := d.Clone()
		change(&c)
		return c
	}
	for _, test := range []struct {
		name    string
		desired mapping.Desired
		want    uint64
	}{
		{"a contact of nothing", mapping.Desired{}, 0x46e63027b1887b95},
		{"everything", d, 0x520c709613331d7d},
		{"another value", changed(func(d *mapping.Desired) { d.Scalars[3].Value = "x" }), 0x7cda686fe49223e1},
		{"no stand-in", changed(func(d *mapping.Desired) { d.Scalars[0].StandIn = false }), 0x1bae5550af18c4e5},
		{"a slot that is cleared, not kept", changed(func(d *mapping.Desired) { d.Slots[1].Keep = false }), 0xb2027423cbc6c82c},
		{"another label", changed(func(d *mapping.Desired) { d.Slots[0].Items[0].Name = "work" }), 0xc1edbd2b376de965},
		{"no id", changed(func(d *mapping.Desired) { d.ContactID = "" }), 0xebf3e4591564501},
		{"no user", changed(func(d *mapping.Desired) { d.CreatedBy = "" }), 0xfd32b231fd50cf0b},
		{"a custom field of another type", changed(func(d *mapping.Desired) {
			d.Scalars[5].Custom = &quo.CustomField{Name: "Score", Key: "s", Type: quo.String}
		}), 0xf1ae989f99bd030f},
	} {
		if got := test.desired.Hash(); got != test.want {
			t.Errorf("%s: the hash is %#x, not %#x", test.name, got, test.want)
		}
	}
}

func TestGoldenKeyDefinitions(t *testing.T) {
	long := strings.Repeat("long ", 20) + "name"
	for key, want := range map[string]string{
		"":                              `derived from phone or email and name`,
		"key: ID\n":                     `column "ID"`,
		"key: 'Odd \"é\"'\n":            `column "Odd \"é\""`,
		"key: [ID, Branch]\n":           `columns "ID" and "Branch"`,
		"key: [ID, Branch, City]\n":     `columns "ID" and "Branch" and "City"`,
		"key: {expr: 'lower(ID)'}\n":    `expression lower(ID)`,
		"key: {derived: true}\n":        `derived from phone or email and name`,
		"key: {column: ID}\n":           `column "ID"`,
		"key: {column: [ID, Branch]}\n": `columns "ID" and "Branch"`,
		"key: " + long + "\n":           `column "` + long[:80] + `…"`,
	} {
		cols := mapping.Columns{Names: []string{"ID", "Branch", "City", "First", `Odd "é"`, long}}
		m := load(t, "version: 1\n"+key+"contact: {firstName: First}\n")
		compiled := compile(t, m, cols, mapping.CompileOptions{})
		if got := compiled.KeyDefinition(); got != want {
			t.Errorf("%s: the key's definition is %s, not %s", key, got, want)
		}
		// It is understood again, by a mapping with another key, and makes the same keys.
		other := compile(t, load(t, "version: 1\nkey: City\ncontact: {firstName: First}\n"), cols, mapping.CompileOptions{})
		by, err := other.ByKey(want)
		if err != nil {
			t.Errorf("%s: %v", want, err)
			continue
		}
		keyOf := func(m *mapping.Mapper) string {
			w := m.Worker()
			w.Load(mapping.Row{Cells: []string{"1|2", "B", "C", "Maya", "o", "l"}})
			key, _ := w.Key()
			return key
		}
		if got, want := keyOf(by), keyOf(compiled); got != want || by.KeyDefinition() != compiled.KeyDefinition() {
			t.Errorf("%s: the key is %q, not %q", key, got, want)
		}
	}
}

func TestADefinitionOfAKeyThatTheFileDoesNotHaveIsAnError(t *testing.T) {
	m := compile(t, load(t, "version: 1\nkey: ID\ncontact: {firstName: First}\n"), mapping.Columns{File: "a.csv", Names: []string{"ID", "First"}}, mapping.CompileOptions{})
	for definition, want := range map[string]string{
		`column "No"`:               `there is no column "No" in a.csv`,
		`columns "ID" and "Branch"`: `there is no column "Branch"`,
		`columns "ID" or "Branch"`:  "was written by another version",
		`expression lower(ID`:       "is not valid here",
		`row`:                       "was written by another version",
		`column "` + strings.Repeat("x", 80) + `…"`: "there is no column",
	} {
		if _, err := m.ByKey(definition); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, not %q", definition, err, want)
		}
	}
}

func TestGoldenKeys(t *testing.T) {
	const rest = "contact: {firstName: First, lastName: Last, phoneNumbers: Phone, emails: Email}\n"
	for _, test := range []struct{ key, row, want string }{
		{"key: First\n", " Zo\u0065\u0301 ,,,", "Zoé"},
		{"key: First\n", strings.Repeat("x", 100) + ",,,", strings.Repeat("x", 48) + "~bhwln26ixtx4om7w6lwej54rvm"},
		{"key: [First, Last]\n", `a\|b,c,,`, `a\\\|b|c`},
		{"key: {expr: 'lower(First)'}\n", "MAYA,,,", "maya"},
		{"key: {derived: true}\n", "Zoë,O'Kafor-Weiß,(415) 555-0134,a@b.example", "+14155550134 zoe okafor weiss"},
		{"key: {derived: true}\n", "Maya,,,A@B.example", "a@b.example maya"},
	} {
		cols, rows := sheet(t, "First,Last,Phone,Email\n"+test.row+"\n")
		w := compile(t, load(t, "version: 1\nregion: US\n"+test.key+rest), cols, mapping.CompileOptions{}).Worker()
		w.Load(rows[0])
		if got, err := w.Key(); err != nil || got != test.want {
			t.Errorf("%s%s: the key is %q, %v, not %q", test.key, test.row, got, err, test.want)
		}
	}
}

func TestGoldenFingerprints(t *testing.T) {
	cols := mapping.Columns{Names: []string{"ID", "First", "Country", "Phone"}}
	const rest = "contact: {firstName: First, phoneNumbers: Phone}\n"
	for text, want := range map[string]uint64{
		"key: ID\n" + rest:                                                       0x75706f98b00da587,
		"key: ID\nregion: US\n" + rest:                                           0x97567874e8e0a732,
		"key: ID\nregion: {column: Country}\n" + rest:                            0x4340414f605034fe,
		"key: {expr: 'ID + First'}\nwhere: 'ID != \"\"'\n" + rest:                0x1f7b693f741fd6c7,
		"key: {derived: true}\nfallback: none\n" + rest:                          0x646bb3b5ec20f1e4,
		"key: ID\noptions: {blank: clear, on-invalid: drop}\n" + rest:            0x15486f483038bd09,
		"key: ID\n" + rest + "custom: {Unknown: {value: \"\", type: boolean}}\n": 0x98a37a0d2bcdf99a,
	} {
		if got := compile(t, load(t, "version: 1\n"+text), cols, mapping.CompileOptions{}).Fingerprint(); got != want {
			t.Errorf("%s: the fingerprint is %#x, not %#x", text, got, want)
		}
	}
}

// TestGob holds what an importer's spool relies on: a contact survives
// encoding/gob. An empty list comes back as nil, which means the same.
func TestGob(t *testing.T) {
	for name, want := range map[string]mapping.Desired{"everything": built(), "nothing": {}} {
		var b bytes.Buffer
		if err := gob.NewEncoder(&b).Encode(want); err != nil {
			t.Fatal(err)
		}
		var got mapping.Desired
		if err := gob.NewDecoder(&b).Decode(&got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: -in +out\n%s", name, diff)
		}
		if got.Hash() != want.Hash() {
			t.Errorf("%s: another hash", name)
		}
	}
}
