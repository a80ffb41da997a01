package mapping_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/quo-import/quo-import/mapping"
)

// TestDirtyCells: words for nothing, wrappers, and numbers as people write them, by a
// mapping that somebody wrote.
func TestDirtyCells(t *testing.T) {
	const plain = "version: 1\nkey: ID\nregion: US\ncontact: {firstName: First, company: Company, phoneNumbers: Phone, emails: Email}\n"
	for _, test := range []struct{ name, mapping, file, want string }{
		{
			"words for nothing are blank, by type", plain,
			"ID,First,Company,Phone,Email\n1,Maya,N/A,unknown,none\n",
			"key: 1\nfirstName: Maya\nphoneNumbers[Phone]: keep\nemails[Email]: keep\n",
		},
		{
			"a name may be a word for nothing elsewhere", plain,
			"ID,First,Company,Phone,Email\n1,Null,NA,NA,NA\n",
			"key: 1\ncompany: NA\nfirstName: Null\nphoneNumbers[Phone]: keep\nemails[Email]: keep\n",
		},
		{
			"a key is opaque, whatever it says", plain,
			"ID,First,Company,Phone,Email\nN/A,Maya,,,\n",
			"key: N/A\nfirstName: Maya\nphoneNumbers[Phone]: keep\nemails[Email]: keep\n",
		},
		{
			"words of the mapping are nothing, too", "nulls: [xxx, see file]\n" + plain,
			"ID,First,Company,Phone,Email\n1,Maya,XXX,See File,xxx\n",
			"key: 1\nfirstName: Maya\nphoneNumbers[Phone]: keep\nemails[Email]: keep\n",
		},
		{
			"a word that is allowed is a value", "version: 1\nkey: ID\ncontact: {firstName: First, company: {column: Company, allow: [N/A, Acme]}}\n",
			"ID,First,Company\n1,Maya,N/A\n",
			"key: 1\ncompany: N/A\nfirstName: Maya\n",
		},
		{
			"wrapped cells", plain,
			"ID,First,Company,Phone,Email\n\"=\"\"7\"\"\",\"=\"\"Maya\"\"\",Smith &amp; Sons (https://n.example/1),\"=\"\"4155550134\"\"\",\"[\"\"a@b.example\"\",\"\"c@d.example\"\"]\"\n",
			"key: 7\ncompany: Smith & Sons\nfirstName: Maya\nphoneNumbers[Phone]: phone=+14155550134\nemails[Email]: email=a@b.example email=c@d.example\n",
		},
		{
			"an area code and a number are joined", "version: 1\nkey: ID\nregion: US\ncontact: {firstName: First, phoneNumbers: {column: [Area, Phone], join: \"-\"}}\n",
			"ID,First,Area,Phone\n1,Maya,415,555-0134\n",
			"key: 1\nfirstName: Maya\nphoneNumbers[Area + Phone]: phone=+14155550134\n",
		},
		{
			"several separators in a cell", plain,
			"ID,First,Company,Phone,Email\n1,Maya,,415-555-0134 ::: 415-555-0135,\"a@b.example; c@d.example, e@f.example\"\n",
			"key: 1\nfirstName: Maya\nphoneNumbers[Phone]: phone=+14155550134 phone=+14155550135\nemails[Email]: email=a@b.example email=c@d.example email=e@f.example\n",
		},
		{
			"a field drops what is invalid, the others reject", "version: 1\nkey: ID\nregion: US\ncontact: {firstName: First, phoneNumbers: {column: Phone, on-invalid: drop}, emails: Email}\n",
			"ID,First,Phone,Email\n1,Maya,12,maya@\n",
			"key: 1\nerror email-domain: Email: \"maya@\" is not an email address: what follows the \"@\" has no dot, as example.com has\n" +
				"warning phone-too-short: Phone: \"12\" is too short for a US number; the value is left out\n",
		},
		{
			"a postal address and the region disagree", "version: 1\nkey: ID\nregion: {column: Country, default: US, postal: true}\ncontact: {firstName: First, phoneNumbers: Phone}\n",
			"ID,First,Phone,Country\n1,Maya,(415) 201-4411,Mexico\n",
			"key: 1\nerror phone-ambiguous: Phone: \"(415) 201-4411\" is a valid number of MX, by the postal address (Country), and of US, the region that is given: write it with + and the country code\n",
		},
		{
			"of one that is valid in one it is", "version: 1\nkey: ID\nregion: {column: Country, default: US, postal: true}\ncontact: {firstName: First, phoneNumbers: Phone}\n",
			"ID,First,Phone,Country\n1,Maya,020 7946 0018,GB\n2,Ben,(415) 201-4411,GB\n3,Jo,+52 55 1234 5678,MX\n",
			"key: 1\nfirstName: Maya\nphoneNumbers[Phone]: phone=+442079460018\nkey: 2\nfirstName: Ben\nphoneNumbers[Phone]: phone=+14152014411\nkey: 3\nfirstName: Jo\nphoneNumbers[Phone]: phone=+525512345678\n",
		},
		{
			"one that lacks an area code is not of the postal address", "version: 1\nkey: ID\nregion: {column: Country, default: US, postal: true}\ncontact: {firstName: First, phoneNumbers: Phone}\n",
			"ID,First,Phone,Country\n1,Maya,304-0539,Poland\n",
			"key: 1\nerror phone-ambiguous: Phone: \"304-0539\" is a valid number of PL, by the postal address (Country), and one without an area code of US, the region that is given: write it with + and the country code\n",
		},
		{
			"a column that is not of an address decides", "version: 1\nkey: ID\nregion: {column: Country, default: US}\ncontact: {firstName: First, phoneNumbers: Phone}\n",
			"ID,First,Phone,Country\n1,Maya,(415) 201-4411,Mexico\n",
			"key: 1\nfirstName: Maya\nphoneNumbers[Phone]: phone=+524152014411\n",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			cols, rows := sheet(t, test.file)
			w := compile(t, load(t, test.mapping), cols, mapping.CompileOptions{}).Worker()
			got := ""
			for _, row := range rows {
				w.Load(row)
				got += show(w.Map())
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}
