package headers

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// The sheets in testdata say what is matched in seven languages; here is what a
// person is told, and what the values decide.

func TestTheReasonSaysWhy(t *testing.T) {
	for _, tc := range []struct {
		name   string
		header string
		values []string
		target Target
		reason string
	}{
		{"a consent", "Email consent", nil, Left, "a consent, not the thing itself"},
		{"a kind", "Phone type", nil, Left, "a kind or label, not the thing itself"},
		{"a fax number", "Home Fax", nil, Left, "a fax number"},
		{"an extension", "Phone extension", nil, Left, "an extension"},
		{"somebody else's", "Assistant's Phone", nil, Left, "somebody else's"},
		{"a word that nobody knows", "Phone zebra", nil, Left, "not all of its words are known"},
		{"words that nobody knows", "Zebra", nil, Left, "no field of a contact is known by this name"},
		{"no header", "", nil, Left, "it has no header, and its values do not show what they are"},
		{"two things in one", "Phone or email", nil, Left, "several things in one"},
		{"a company or a person", "Company / Name", nil, Left, "several things in one"},
		{"the company's number", "Company number", nil, Left, "the company's, not the contact's"},
		{"a text", strings.Repeat("phone ", 60), nil, Left, "a whole text, not the name of a column"},
		{"another contact's", "Contact 2 Phone", nil, Left, "a second contact's"},
		{"the billing contact's", "Billing contact name", nil, Left, "not plainly the contact's"},
		{"a compound of link words", "Work permit number", nil, Left, "not all of its words are known"},
		{"a word that has others inside", "Proposition", nil, Left, "no field of a contact is known by this name"},
		{"a plain match needs none", "Email", nil, Email, ""},

		{"a guess counts", "Info", []string{"a@b.example", "c@d.example", "e@f.example"}, Email, "3 of 3 values are email addresses"},
		{"words for nothing do not count", "Info", []string{"a@b.example", "c@d.example", "e@f.example", "g@h.example", "a@b.example", "c@d.example", "e@f.example", "g@h.example", "i@j.example", "-"}, Email, "9 of 9 values are email addresses"},
		{"two of three are not enough", "Info", []string{"a@b.example", "c@d.example", "see file"}, Left, "neither the header nor the values show what it is"},
		{"one value is", "Info", []string{"a@b.example"}, Email, "1 of 1 values are email addresses"},
		{"several addresses in a cell", "Info", []string{"a@b.example; c@d.example", "e@f.example ::: g@h.example", "<i@j.example>"}, Email, "3 of 3 values are email addresses"},
		{"phone numbers", "Info", []string{"+1 415 555 0134", "(212) 555-0171", "415-555-0136"}, Phone, "3 of 3 values are phone numbers"},
		{"bare digits are no evidence", "Info", []string{"4155550134", "2125550171", "4155550136"}, Left, "neither the header nor the values show what it is"},
		{"dates are no phone numbers", "Info", []string{"2024-03-12", "2024-03-13 09:14", "12.03.2024"}, Left, "neither the header nor the values show what it is"},
		{"IP addresses are none", "Info", []string{"198.51.100.10", "203.0.113.7", "203.0.113.8"}, Left, "neither the header nor the values show what it is"},
		{"nor are ZIP codes", "Info", []string{"94607-1234", "10001-4321", "94110-0001"}, Left, "neither the header nor the values show what it is"},
		{"nor are tax numbers", "Info", []string{"123.456.789-09", "987.654.321-00", "111.222.333-44"}, Left, "neither the header nor the values show what it is"},
		{"nor are prices", "Info", []string{"1.234.567", "12.345.678", "1.234.999"}, Left, "neither the header nor the values show what it is"},
		{"a header that says something else stands", "Invoice number", []string{"415-555-0134", "212-555-0171", "415-555-0136"}, Left, "another name"},

		{"a flag is no phone number", "Phone", []string{"yes"}, Left, "called a phone number, but it holds yes and no"},
		{"words are none", "Phone", []string{"iPhone", "Pixel", "none"}, Left, "called a phone number, but none of its 2 values has the digits of one"},
		{"addresses are none", "Phone", []string{"a@b.example", "c@d.example", "e@f.example"}, Left, "called a phone number, but its values are email addresses"},
		{"one bad number is a problem of its row", "Phone", []string{"n/a", "call her", "415-555-0134"}, Phone, ""},
		{"a flag is no email address", "Email", []string{"TRUE", "false"}, Left, "called an email address, but none of its 2 values is one"},
		{"a broken address is a problem of its row", "Email", []string{"maya@", "ben", "jo"}, Email, ""},
		{"a house number", "Home number", []string{"12", "7a", "103"}, Left, "called a phone number, but none of its 3 values has the digits of one"},
		{"a home number", "Home number", []string{"415-555-0134"}, Phone, ""},
		{"a count", "Contact number", []string{"1001001", "1001002", "1001003"}, Left, "a number, but not plainly a phone number"},
		{"calling codes are no countries", "Country", []string{"+49", "+1"}, Left, "calling codes, of the numbers beside it"},
		{"nor are ids of countries", "Country", []string{"49", "1"}, Left, "numbers, not countries"},
		{"a code of a country that is dialled", "Country code", []string{"49", "1"}, Left, "calling codes, of the numbers beside it"},
		{"a salutation", "Title", []string{"Owner", "Frau Dr."}, Left, "a salutation: 1 of 2 values are one"},
		{"a title that is a role", "Title", []string{"Owner", "Head of Sales"}, Role, ""},
		{"an order's number is no name", "Name", []string{"#1001"}, Left, "called a name, but none of its 1 values has letters"},
		{"the company's name for emails", "Company name for emails", []string{"Acme"}, Left, "called an email address, but none of its 1 values is one"},
		{"a rank is no role", "Position", []string{"1", "2", "3"}, Left, "its values are numbers"},
		{"an account that is a company", "Account", []string{"Okafor Plumbing", "Li & Sons Inc.", "Roe Motors"}, Company, "its values look like names of companies"},
		{"an account that is a number", "Account", []string{"A-1", "A-2", "A-3"}, Left, "an account: whether it is a company is not plain"},
		{"a name of companies", "Name", []string{"Okafor Plumbing", "Li & Sons Inc.", "Roe Motors Ltd"}, Company, "3 of 3 values look like names of companies"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var samples [][]string
			for _, v := range tc.values {
				samples = append(samples, []string{v})
			}
			m := Recognise([]string{tc.header}, samples, "")[0]
			if m.Target != tc.target || m.Reason != tc.reason {
				t.Errorf("%q with %q is %q (%s), want %q (%s)", tc.header, tc.values, m.Target, m.Reason, tc.target, tc.reason)
			}
		})
	}
}

// TestValuesDecide: what values make of a header, with the region of the numbers.
func TestValuesDecide(t *testing.T) {
	us := []string{"415-201-4411", "(212) 322-9981"}
	for _, tc := range []struct {
		name   string
		header string
		values []string
		target Target
		label  string
	}{
		{"an unknown word before a phone", "Zebra phone", us, Phone, "zebra"},
		{"and behind", "Phone zebra", us, Phone, "zebra"},
		{"an unknown word and words", "Phone zebra", []string{"black", "white"}, Left, ""},
		{"an address of email", "Zebra email", []string{"a@b.example"}, Email, "email"},
		{"an abbreviation", "E-Mail Addr.", []string{"a@b.example"}, Email, "email"},
		{"a question", "What's the best phone number to reach you?", us, Phone, "phone"},
		{"a remark in brackets", "Phone (E.164)", []string{"+14152014411"}, Phone, "phone"},
		{"a word of another language", "phoneNumberData", us, Phone, "phone"},
		{"a default address's", "Default Address Phone", us, Phone, "phone"},
		{"a label alone", "Business", us, Phone, "work"},
		{"two labels", "Home / Office", us, Phone, "home work"},
		{"bare digits below a label", "Home", []string{"4152014411"}, Phone, "home"},
		{"bare digits below a word that nobody knows", "Zebra", []string{"4152014411"}, Left, ""},
		{"digits of no number of the region", "Zebra", []string{"415-001-4411", "415-101-4411"}, Left, ""},
		{"words for nothing between numbers", "Zebra", []string{"415-201-4411", "n/a", "no phone"}, Phone, "phone"},
		{"a preferred phone", "Preferred phone", us, Phone, "phone"},
		{"a preferred kind of phone", "Preferred phone", []string{"Mobile"}, Left, ""},
		{"a kind of phone", "Phone type", []string{"Mobile", "Home"}, Left, ""},
		{"a text message number", "Text Reminder Number", us, Phone, "mobile"},
		{"numbers of operators", "MSISDN", []string{"14152014411"}, Phone, "mobile"},
		{"a list in a cell", "Zebra phone", []string{`["415-201-4411"]`, `["(212) 322-9981","415-201-4412"]`}, Phone, "zebra"},
		{"a list of addresses", "Zebra email", []string{`["a@b.example"]`}, Email, "email"},
		{"a fax, whatever it holds", "Zebra fax phone", us, Left, ""},
		{"somebody else's, whatever it holds", "Assistant zebra phone", us, Left, ""},
		{"a yes or a no", "Is a Company", []string{"True", "False"}, Left, ""},
		{"one yes is enough", "Company", []string{"True"}, Left, ""},
		{"the company of a record", "Company (from Account)", []string{"Acme"}, Company, ""},
		{"the company of an address", "Default Address Company", []string{"Acme"}, Company, ""},
		{"the address of a company", "Company address zebra", []string{"1 Main St"}, Left, ""},
		{"the company of whom", "Zebra company", []string{"Acme"}, Left, ""},
		{"a misspelt company", "Comapny", []string{"Acme"}, Company, ""}, //nolint:misspell // it is
		{"a display name", "Display Name", []string{"Maya Okafor"}, FullName, ""},
		{"the name of whom", "Zebra name", []string{"Maya Okafor"}, FullName, ""},
		{"a country of an address", "Default Address Country Code", []string{"US"}, Region, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var samples [][]string
			for _, v := range tc.values {
				samples = append(samples, []string{v})
			}
			if m := Recognise([]string{tc.header}, samples, "US")[0]; m.Target != tc.target || m.Label != tc.label {
				t.Errorf("%q with %q is %q %q (%s), want %q %q", tc.header, tc.values, m.Target, m.Label, m.Reason, tc.target, tc.label)
			}
		})
	}
}

// TestTheOtherHalfOfAName: a word that nobody knows beside a half of a name does not lose
// the half.
func TestTheOtherHalfOfAName(t *testing.T) {
	full := []string{"Maya", "Okafor", "+1 415 201 4411"}
	for _, tc := range []struct {
		name string
		row  []string
		want []Target
	}{
		{"behind the last name", []string{"First Name", "Last Name Zebra", "Phone"}, []Target{FirstName, LastName, Phone}},
		{"before it, where the noun comes first", []string{"Prénom", "Zebra nom de famille", "Téléphone"}, []Target{FirstName, LastName, Phone}},
		{"beside both", []string{"First Name Zebra", "Last Name Quagga", "Phone"}, []Target{FirstName, LastName, Phone}},
		{"but not beside a whole name", []string{"Name", "Last Name Zebra", "Phone"}, []Target{FullName, Left, Phone}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var got []Target
			for _, m := range Recognise(tc.row, [][]string{full, {"Ben", "Li", "+1 415 201 4412"}}, "US") {
				got = append(got, m.Target)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	if m := Recognise([]string{"Last First Zebra", "Phone"}, [][]string{{"Okafor Maya", "+1 415 201 4411"}, {"Li Ben", "+1 415 201 4412"}}, "US")[0]; m.Target != LastFirst {
		t.Errorf("both halves in another order: %q", m.Target)
	}
}

// TestARoleIsNoName: a header that says another thing is not guessed to be the name, but
// asked about.
func TestARoleIsNoName(t *testing.T) {
	if m := Recognise([]string{"Job Function Zebra", "Phone"}, [][]string{{"Technician", "+1 415 201 4411"}}, "US")[0]; m.Target != Left || m.Holds != FullName {
		t.Errorf("it is %q, and may be %q", m.Target, m.Holds)
	}
}

// TestBesideWhatItLabels: labels are of the column that they are called after.
func TestBesideWhatItLabels(t *testing.T) {
	ms := Recognise([]string{"Text messages", "Text messages type", "iMessage"}, [][]string{{"415-201-4411", "work", "415-201-4412"}}, "US")
	if ms[0].Labels != 1 || ms[2].Labels != -1 {
		t.Errorf("the labels are those of %d and %d", ms[0].Labels, ms[2].Labels)
	}
}

// TestNumbersUnderAHeaderThatSaysSo: what is known by its shape elsewhere is a number here.
func TestNumbersUnderAHeaderThatSaysSo(t *testing.T) {
	names := []string{"Zebra phone", "Quagga email"}
	if m := Recognise(names, [][]string{{"21.64.12.87"}, {"40.86.93.92"}}, "NO")[0]; m.Target != Phone {
		t.Errorf("numbers with points are left out: %s", m.Reason)
	}
	if m := Recognise(names, [][]string{{"", "maya at okafor.example"}, {"", "ben at li.example"}, {"", "a@b.example"}}, "NO")[1]; m.Holds != Email {
		t.Errorf("broken addresses are left out, and nobody is asked: %s", m.Reason)
	}
}

func TestAMatchHoldsColumnLabelAndWhetherItIsGuessed(t *testing.T) {
	names := []string{"Name", "Telefon", "Tel. 2", "Handy", "Telefon", "Spalte1"}
	samples := [][]string{
		{"Maya Okafor", "030 123456", "", "", "", "maya@okafor.example"},
		{"Ben Li", "030 123457", "", "", "", "ben@li.example", "a ragged cell"},
		{"Jo Roe"},
		{"", "", "", "", "", "jo@roe.example"},
	}
	want := []Match{
		{Column: 0, Target: FullName, Labels: -1},
		{Column: 1, Target: Phone, Label: "phone", Labels: -1},
		{Column: 2, Target: Phone, Label: "phone 2", Labels: -1},
		{Column: 3, Target: Phone, Label: "mobile", Labels: -1},
		{Column: 4, Target: Phone, Label: "phone 3", Labels: -1},
		{Column: 5, Target: Email, Label: "email", Guessed: true, Labels: -1, Reason: "3 of 3 values are email addresses"},
	}
	if diff := cmp.Diff(want, Recognise(names, samples, "")); diff != "" {
		t.Error(diff)
	}
}

func TestOneColumnForAScalarAndTheOtherIsNamed(t *testing.T) {
	for _, tc := range []struct {
		name string
		row  []string
		want []Target
	}{
		{"the first of two", []string{"First Name", "First Name", "Last Name"}, []Target{FirstName, Left, LastName}},
		{"the plainer company", []string{"Account Name", "Company"}, []Target{Left, Company}},
		{"the contact before the bill", []string{"Billing First Name", "First Name", "Last Name"}, []Target{Left, FirstName, LastName}},
		{"a role before an occupation", []string{"Occupation", "Job Title"}, []Target{Left, Role}},
		{"the plain country", []string{"Billing Country", "Country"}, []Target{Left, Region}},
		{"the country of the phone", []string{"Country", "Phone Country"}, []Target{Left, Region}},
		{"a country before that of an address", []string{"Mailing Country", "Country Region"}, []Target{Left, Region}},
		{"no country of two", []string{"Home Country", "Business Country"}, []Target{Left, Left}},
		{"every key, for the caller to choose", []string{"ID", "External ID"}, []Target{Key, Key}},
		{"a lone Last is the last of anything", []string{"Name", "Last"}, []Target{FullName, Left}},
		{"a name where there is no other", []string{"Shipping Name", "Shipping Phone"}, []Target{FullName, Phone}},
		{"a delivery's beside the own", []string{"Name", "Phone", "Shipping Name", "Shipping Phone"}, []Target{FullName, Phone, Left, Left}},
		{"guests of an invitee", []string{"Invitee Name", "Invitee Email", "Guest Email(s)"}, []Target{FullName, Email, Left}},
		{"a buyer beside an attendee", []string{"First Name", "Last Name", "Email", "Buyer First Name", "Buyer Email"}, []Target{FirstName, LastName, Email, Left, Left}},
		{"guests of a house", []string{"Guest Name", "Guest Email"}, []Target{FullName, Email}},
		{"First and Last are a name", []string{"First", "Last"}, []Target{FirstName, LastName}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var got []Target
			for _, m := range Recognise(tc.row, nil, "") {
				got = append(got, m.Target)
				if m.Target == Left && m.Reason == "" {
					t.Errorf("%q is left out without a reason", tc.row[m.Column])
				}
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

// requireSound fails unless the matches have what all must have.
func requireSound(t failer, names []string, ms []Match) {
	t.Helper()
	if len(ms) != len(names) {
		t.Fatalf("%d matches for %d columns", len(ms), len(names))
	}
	seen := map[string]int{}
	for i, m := range ms {
		slot := string(m.Target) + m.Label
		switch {
		case m.Column != i:
			t.Fatalf("match %d is of column %d", i, m.Column)
		case (m.Target == Left || m.Guessed) && m.Reason == "":
			t.Fatalf("%q is %q, guessed: %t, without a reason", names[i], m.Target, m.Guessed)
		case (m.Target == Phone || m.Target == Email) == (m.Label == ""):
			t.Fatalf("%q is %q with label %q", names[i], m.Target, m.Label)
		case m.Target != Left && m.Target != Key && seen[slot] > 0:
			t.Fatalf("%q and another column are both %q %q", names[i], m.Target, m.Label)
		}
		seen[slot]++
	}
}

// headerWords are what header rows are made of.
var headerWords = []string{
	"Name", "First", "Last", "Vorname", "Nom", "Prénom", "Cognome", "Phone", "Mobile", "Tel.", "E-mail", "Company", "Account", "Title",
	"Titel", "Country", "Code", "ID", "Customer", "Contact", "Kunde", "Work", "Home", "Number", "#", "1", "2", "99", "/", "and", "de",
	"Fax", "consent", "zebra", "Column", "", "Billing", "Handelsname", "Occupation", "Record", "Address", "Telefonnummer",
}

var cellValues = []string{
	"", "maya@okafor.example", "+1 415 555 0134", "4155550134", "yes", "Mr.", "Maya Okafor", "Okafor GmbH", "1001", "US", "DUPONT Marie", "Okafor, Maya", "2024-01-02",
}

func TestEveryAnswerIsSound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		header := rapid.Custom(func(t *rapid.T) string {
			return strings.Join(rapid.SliceOfN(rapid.SampledFrom(headerWords), 0, 4).Draw(t, "words"), " ")
		})
		names := rapid.SliceOfN(header, 0, 8).Draw(t, "names")
		samples := rapid.SliceOfN(rapid.SliceOfN(rapid.SampledFrom(cellValues), 0, 9), 0, 6).Draw(t, "samples")
		requireSound(t, names, Recognise(names, samples, ""))
	})
}

func FuzzRecognise(f *testing.F) {
	f.Add("First Name|Last Name|Phone|Email", "Maya|Okafor|+1 415 555 0134|maya@okafor.example")
	f.Add("Nom et prénom|Tél. portable|N° client", "DUPONT Marie|06 00 00 00 01|C-1")
	f.Add("|Column1|Phone 1 - Value", "a@b.example|x")
	f.Fuzz(func(t *testing.T, header, row string) {
		names := strings.Split(header, "|")
		cells := strings.Split(row, "|")
		requireSound(t, names, Recognise(names, [][]string{cells, cells, cells}, ""))
	})
}
