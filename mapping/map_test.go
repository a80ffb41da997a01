package mapping_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/quo-import/quo-import/mapping"
)

const contact = "version: 1\nregion: US\nkey: ID\ncontact:\n  firstName: First\n"

// TestMap holds the rules of docs/mapping.md: what a row becomes.
func TestMap(t *testing.T) {
	for _, test := range []struct {
		name, mapping, rows, want string
		opts                      mapping.CompileOptions
	}{
		{
			name:    "names, company and role are trimmed texts",
			mapping: contact + "  lastName: Last\n  company: Firm\n  role: Role\n",
			rows:    "ID,First,Last,Firm,Role\n 007 , Maya ,Okafor,Okafor Plumbing,\n",
			want:    "key: 007\ncompany: Okafor Plumbing\nfirstName: Maya\nlastName: Okafor\n",
		},
		{
			name:    "a last name alone is a name",
			mapping: contact + "  lastName: Last\n  company: Firm\n",
			rows:    "ID,First,Last,Firm\n1,,Okafor,Okafor Plumbing\n",
			want:    "key: 1\ncompany: Okafor Plumbing\nlastName: Okafor\n",
		},
		{
			name:    "the company stands in for a name",
			mapping: contact + "  company: Firm\n  emails: Email\n",
			rows:    "ID,First,Firm,Email\n1,,Okafor Plumbing,a@b.example\n",
			want:    "key: 1\ncompany: Okafor Plumbing\nfirstName: Okafor Plumbing (stands in)\nemails[Email]: email=a@b.example\n",
		},
		{
			name:    "then the email, then the number",
			mapping: contact + "  phoneNumbers: Phone\n  emails: Email\n",
			rows:    "ID,First,Phone,Email\n1,,415-555-0134,a@b.example\n2,,415-555-0134,\n",
			want: "key: 1\nfirstName: a@b.example (stands in)\nphoneNumbers[Phone]: phone=+14155550134\nemails[Email]: email=a@b.example\n" +
				"key: 2\nfirstName: +14155550134 (stands in)\nphoneNumbers[Phone]: phone=+14155550134\nemails[Email]: keep\n",
		},
		{
			name:    "the mapping may choose what stands in, and that nothing does",
			mapping: "fallback: none\n" + contact + "  company: Firm\n",
			rows:    "ID,First,Firm\n1,,Okafor\n",
			want:    "key: 1\nerror name-missing: the row has no name, and nothing that could stand in for one\n",
		},
		{
			name:    "a full name is taken apart if neither name has a value of its own",
			mapping: contact + "  lastName: Last\n  fullName: Name\n",
			rows:    "ID,First,Last,Name\n1,,,Maya Okafor\n2,Maya,,Maya Okafor\n3,,,Cher\n",
			want:    "key: 1\nfirstName: Maya\nlastName: Okafor\nkey: 2\nfirstName: Maya\nkey: 3\nfirstName: Cher\n",
		},
		{
			name:    "a full name may begin with the last one",
			mapping: "version: 1\nkey: ID\ncontact: {fullName: {column: Name, order: last-first}}\n",
			rows:    "ID,Name\n1,Okafor Maya\n",
			want:    "key: 1\nfirstName: Maya\nlastName: Okafor\n",
		},
		{
			name:    "a key that is too long for Quo keeps its beginning",
			mapping: contact,
			rows:    "ID,First\n" + strings.Repeat("x", 76) + ",M\n",
			want:    "key: " + strings.Repeat("x", 48) + "~cib5n5ogoxfca2tiq72pskwnd4\nfirstName: M\n",
		},
		{
			name: "an expression returns nothing, a number, a list; or fails, which rejects the row",
			mapping: contact + "  company: {expr: 'Firm == \"\" ? nil : Firm'}\n  role: {expr: 'int(N) + 1'}\n" +
				"  emails: {expr: 'map(split(E, \"/\"), trim(#))'}\n",
			rows: "ID,First,Firm,N,E\n1,M,,41,a@b.example / c@d.example\n2,M,Acme,x,\n",
			want: "key: 1\nrole: 42\nfirstName: M\nemails[E]: email=a@b.example email=c@d.example\n" +
				"key: 2\nerror expression: N: the expression of role fails: invalid operation: int(x), at character 1\n",
		},
		{
			name:    "an expression for the key fails, returns several values, or none",
			mapping: "version: 1\nkey: {expr: 'N startsWith \"x\" ? int(N) : split(N, \"/\")'}\ncontact: {firstName: First}\n",
			rows:    "N,First\nx,M\na/b,M\n,M\n7,M\n",
			want: "error expression: the expression of the key fails: invalid operation: int(x), at character 20\n" +
				"error key-list: the expression of the key returns a list: a key is one value\n" +
				"error key-missing: the expression of the key returns nothing: without its key the row cannot be recognised in the next run\n" +
				"key: 7\nfirstName: M\n",
		},
		{
			name:    "a where that returns neither true nor false rejects the row",
			mapping: "where: 'fromJSON(First)'\n" + contact,
			rows:    "ID,First\n1,7\n2,true\n3,false\n",
			want: "key: 1\nerror expression: the expression of \"where\" returns neither true nor false\nkey: 2\nfirstName: true\n" +
				"key: 3\nskip: left out by the mapping's \"where\"\n",
		},
		{
			name:    "a where that fails rejects the row rather than leave it out",
			mapping: "where: 'int(First) > 0'\n" + contact,
			rows:    "ID,First\n1,M\n2,3\n",
			want:    "key: 1\nerror expression: the expression of \"where\" fails: invalid operation: int(M), at character 1\nkey: 2\nfirstName: 3\n",
		},
		{
			name:    "a number becomes E.164, its extension is kept in the label, a repeat is dropped",
			mapping: contact + "  phoneNumbers:\n    - {column: Mobile, name: mobile}\n    - {column: Office, name: work}\n",
			rows:    "ID,First,Mobile,Office\n1,M,(415) 555-0134,+1 415 555 0136 ext. 12\n2,M,415-555-0134,+14155550134\n",
			want: "key: 1\nfirstName: M\nphoneNumbers[Mobile]: mobile=+14155550134\nphoneNumbers[Office]: work ext. 12=+14155550136\n" +
				"key: 2\nfirstName: M\nphoneNumbers[Mobile]: mobile=+14155550134\nphoneNumbers[Office]:\n",
		},
		{
			name:    "several values in one cell",
			mapping: contact + "  phoneNumbers: {column: Phone, split: \";\"}\n  emails: {column: Email, split: [\";\", \",\"]}\n",
			rows:    "ID,First,Phone,Email\n1,M,415-555-0134; 415-555-0135;,\"a@b.example, c@d.example;a@B.example\"\n",
			want:    "key: 1\nfirstName: M\nphoneNumbers[Phone]: phone=+14155550134 phone=+14155550135\nemails[Email]: email=a@b.example email=c@d.example\n",
		},
		{
			name:    "of a list, only the values that are allowed",
			mapping: contact + "  emails: {column: Email, split: \";\", allow: [a@b.example, c@d.example]}\n",
			rows:    "ID,First,Email\n1,M,a@b.example;c@d.example\n2,M,a@b.example;x@y.example\n",
			want: "key: 1\nfirstName: M\nemails[Email]: email=a@b.example email=c@d.example\n" +
				"key: 2\nerror not-allowed: Email: \"x@y.example\" is not one of the values that the mapping allows: a@b.example or c@d.example\n",
		},
		{
			name:    "several values are found without split if every piece is valid",
			mapping: contact + "  phoneNumbers: Phone\n  emails: Email\n",
			rows:    "ID,First,Phone,Email\n1,M,415-555-0134 / 415-555-0135,a@b.example ; c@d.example\n",
			want:    "key: 1\nfirstName: M\nphoneNumbers[Phone]: phone=+14155550134 phone=+14155550135\nemails[Email]: email=a@b.example email=c@d.example\n",
		},
		{
			name:    "the label may come from a column; Google's star is no part of it",
			mapping: contact + "  phoneNumbers: {column: Phone, name: {column: Type, default: other}}\n",
			rows:    "ID,First,Phone,Type\n1,M,415-555-0134,* Work\n2,M,415-555-0134,*\n",
			want:    "key: 1\nfirstName: M\nphoneNumbers[Phone]: Work=+14155550134\nkey: 2\nfirstName: M\nphoneNumbers[Phone]: other=+14155550134\n",
		},
		{
			name:    "several values and as many labels go together; with fewer labels all have the first",
			mapping: contact + "  phoneNumbers: {column: Phone, name: {column: Type, default: other}, split: \";\"}\n",
			rows:    "ID,First,Phone,Type\n1,M,415-555-0134;;415-555-0135;415-555-0136,car;x;;site\n2,M,415-555-0134;415-555-0135,Work\n",
			want: "key: 1\nfirstName: M\nphoneNumbers[Phone]: car=+14155550134 other=+14155550135 site=+14155550136\n" +
				"key: 2\nfirstName: M\nphoneNumbers[Phone]: Work=+14155550134 Work=+14155550135\n",
		},
		{
			name:    "the region of a row comes from its column, a code or a country's name, else the default",
			mapping: "version: 1\nkey: ID\nregion: {column: Country, default: US}\ncontact: {firstName: First, phoneNumbers: Phone}\n",
			rows:    "ID,First,Phone,Country\n1,M,030 901820,Germany\n2,M,020 7946 0018,gb\n3,M,415-555-0134,\n4,M,1234,Narnia\n",
			want: "key: 1\nfirstName: M\nphoneNumbers[Phone]: phone=+4930901820\nkey: 2\nfirstName: M\nphoneNumbers[Phone]: phone=+442079460018\n" +
				"key: 3\nfirstName: M\nphoneNumbers[Phone]: phone=+14155550134\n" +
				"key: 4\nerror phone-region-unknown: Phone: \"1234\" has no country code, and Country is \"Narnia\", which is no known country\n",
		},
		{
			name:    "the first column that is not blank, or all of them joined",
			mapping: contact + "  company: {column: [Firm, Account]}\n  role: {column: [Dept, Role], join: \", \"}\n",
			rows:    "ID,First,Firm,Account,Dept,Role\n1,M,,Acme,,Owner\n2,M,Beta,Acme,Sales,Owner\n",
			want:    "key: 1\ncompany: Acme\nrole: Owner\nfirstName: M\nkey: 2\ncompany: Beta\nrole: Sales, Owner\nfirstName: M\n",
		},
		{
			name:    "expressions see columns by name",
			mapping: "version: 1\nkey: {expr: 'lower(row[\"E Mail\"])'}\ncontact:\n  firstName: First\n  role: {expr: 'Title + (Dept == \"\" ? \"\" : \", \" + Dept)'}\n",
			rows:    "E Mail,First,Title,Dept\nA@B.example,M,Owner,Sales\n",
			want:    "key: a@b.example\nrole: Owner, Sales\nfirstName: M\n",
		},
		{
			name:    "rows that where does not want are left out, and keep their key",
			mapping: "where: 'Status != \"Closed\"'\n" + contact,
			rows:    "ID,First,Status\n1,M,Closed\n2,M,Open\n",
			want:    "key: 1\nskip: left out by the mapping's \"where\"\nkey: 2\nfirstName: M\n",
		},
		{
			name:    "an empty row is no contact",
			mapping: contact,
			rows:    "ID,First,Status\n,, \n",
			want:    "skip: the row is empty\n",
		},
		{
			name:    "a row longer than the header is torn",
			mapping: contact,
			rows:    "ID,First\n1,Maya,Okafor\n2,Maya,\n",
			want:    "key: 1\nerror row-too-long: the row has 3 cells, the header 2: is there a separator in an unquoted cell?\nkey: 2\nfirstName: Maya\n",
		},
		{
			name:    "a short row has blanks at its end",
			mapping: contact + "  lastName: Last\n",
			rows:    "ID,First,Last\n1,Maya\n",
			want:    "key: 1\nfirstName: Maya\n",
		},
		{
			name:    "blank cells clear where that is wanted, of one field or of all",
			mapping: contact + "  company: Firm\n  role: {column: Role, blank: clear}\n  phoneNumbers: Phone\n",
			rows:    "ID,First,Firm,Role,Phone\n1,M,,,\n",
			want:    "key: 1\nrole: \nfirstName: M\nphoneNumbers[Phone]: keep\n",
		},
		{
			name:    "--blank clear clears them all, but those with blank: keep",
			mapping: contact + "  company: Firm\n  role: {column: Role, blank: keep}\n  phoneNumbers: Phone\n",
			rows:    "ID,First,Firm,Role,Phone\n1,M,,,\n",
			opts:    mapping.CompileOptions{Blank: "clear"},
			want:    "key: 1\ncompany: \nfirstName: M\nphoneNumbers[Phone]:\n",
		},
		{
			name: "custom fields by their types",
			mapping: contact + "custom:\n  Lead Score: {column: Score, format: \"1.234,5\"}\n  Tags: {column: Tags, split: \";\"}\n" +
				"  Signup Date: {column: Since, format: DD/MM/YYYY}\n  vip: {column: VIP, trueValues: [yes, y], falseValues: [no, \"\"]}\n" +
				"  Plan: {column: Plan, default: Basic}\n  Site: Web\n  66d0d87e8dc1211467372a07: {column: [Street, City], join: \", \"}\n",
			rows: "ID,First,Score,Tags,Since,VIP,Plan,Web,Street,City\n1,M,\"1.234,50\",a; b;a,03/04/2024,Y,,https://m.example,12 Pier St,Oakland\n2,M,,,0/0/00,,,,,\n",
			opts: mapping.CompileOptions{Catalogue: catalogue},
			want: "key: 1\nLead Score: 1234.5\nSignup Date: 2024-04-03T00:00:00.000Z\nVIP: true\nPlan: Basic\nSite: https://m.example\nOffice: 12 Pier St, Oakland\nfirstName: M\nTags[Tags]: =a =b\n" +
				"key: 2\nVIP: false\nPlan: Basic\nfirstName: M\nTags[Tags]: keep\n",
		},
		{
			name: "every error of a row is found",
			mapping: contact + "  emails: Email\n  phoneNumbers: Phone\n  sourceUrl: Link\ncustom:\n  Lead Score: Score\n  Plan: {column: Plan, allow: [Basic, Pro]}\n" +
				"  Site: {column: Site, required: true}\n",
			rows: "ID,First,Email,Phone,Link,Score,Plan,Site\n,M,a@b,415-555,x,many,Gold,\n",
			opts: mapping.CompileOptions{Catalogue: catalogue},
			want: "error url-invalid: Link: \"x\" is not a web address: write it whole, as https://www.example.com\nerror number-invalid: Score: \"many\" is not a number\nerror not-allowed: Plan: \"Gold\" is not one of the values that the mapping allows: Basic or Pro\n" +
				"error required: Site: is blank, but required by the mapping\n" +
				"error email-domain: Email: \"a@b\" is not an email address: what follows the \"@\" has no dot, as example.com has\nerror phone-too-short: Phone: \"415-555\" is too short for a US number\nerror key-missing: ID: is blank: without its key the row cannot be recognised in the next run\n",
		},
		{
			name:    "with on-invalid drop the value is left out and what was there stays",
			mapping: contact + "  emails: Email\ncustom:\n  Lead Score: Score\n",
			rows:    "ID,First,Email,Score\n1,M,a@b,7\n",
			opts:    mapping.CompileOptions{Catalogue: catalogue, OnInvalid: "drop"},
			want:    "key: 1\nwarning email-domain: Email: \"a@b\" is not an email address: what follows the \"@\" has no dot, as example.com has; the value is left out\nLead Score: 7\nfirstName: M\nemails[Email]: keep\n",
		},
		{
			name:    "a key of several columns cannot be confused with another",
			mapping: "version: 1\nkey: [A, B]\ncontact: {firstName: First}\n",
			rows:    "A,B,First\na|b,c,M\na,b|c,M\na,,M\n",
			want:    "key: a\\|b|c\nfirstName: M\nkey: a|b\\|c\nfirstName: M\nerror key-missing: B: is blank: without its key the row cannot be recognised in the next run\n",
		},
		{
			name:    "a derived key is the number, else the email, with the name",
			mapping: "version: 1\nregion: US\nkey: {derived: true}\ncontact: {firstName: First, lastName: Last, phoneNumbers: Phone, emails: Email}\n",
			rows:    "First,Last,Phone,Email\nMaya,O'Kafor,415-555-0134,a@b.example\nMaya,Okafor,,A@b.example\nMaya,Okafor,,\nMaya,Okafor,415,\n",
			want: "key: +14155550134 maya okafor\nfirstName: Maya\nlastName: O'Kafor\nphoneNumbers[Phone]: phone=+14155550134\nemails[Email]: email=a@b.example\n" +
				"key: a@b.example maya okafor\nfirstName: Maya\nlastName: Okafor\nphoneNumbers[Phone]: keep\nemails[Email]: email=A@b.example\n" +
				"error key-missing: the row has neither a phone number nor an email to recognise it by in the next run: write in the mapping which column is the key\n" +
				"error phone-too-short: Phone: \"415\" is too short for a US number\n",
		},
		{
			name:    "constants and the user to create for",
			mapping: contact + "  company: {value: Acme}\n  contactId: Quo ID\n  createdByUserId: US123abc\n",
			rows:    "ID,First,Quo ID\n1,M,66d0\n",
			want:    "key: 1\ncompany: Acme\nfirstName: M\ncontactId: 66d0\ncreatedByUserId: US123abc\n",
		},
		{
			name:    "a second column of the same name has a number",
			mapping: contact + "  phoneNumbers: [Phone, Phone (2)]\n",
			rows:    "ID,First,Phone,Phone\n1,M,415-555-0134,415-555-0135\n",
			want:    "key: 1\nfirstName: M\nphoneNumbers[Phone]: phone=+14155550134\nphoneNumbers[Phone (2)]: phone=+14155550135\n",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			cols, rows := sheet(t, test.rows)
			w := compile(t, load(t, test.mapping), cols, test.opts).Worker()
			var got strings.Builder
			for _, row := range rows {
				w.Load(row)
				got.WriteString(show(w.Map()))
			}
			if diff := cmp.Diff(test.want, got.String()); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}
