// Package headers recognises the columns of a contact sheet from the header row and
// the first values: which one is the first name, the company, a phone number, and
// which ones are no part of a contact.
//
// Start with [Recognise]. Headers propose, values decide:
//
//   - package words splits a header into known phrases, and sense.go holds what each means;
//   - language.go finds the languages of the sheet: a word counts where another word of its language is near;
//   - tally.go counts what the phrases of a header are, decide.go decides what the header means by itself, and
//     read.go what it hints at if some of its words are not known or say something else;
//   - evidence.go reports what single values are, by the parsers that will read them, sheet.go the values of a column;
//   - vet.go excludes columns whose values contradict their headers; byvalues.go takes the hints that the values
//     confirm, and finds numbers, addresses and names by their values alone;
//   - names.go and resolve.go compare the columns: a "Name" beside a "Vorname" is a last name, a "Title" that
//     holds "Mr" is no role.
//
// A wrong match is worse than a miss, and a miss that nobody sees is worse than a
// question. A header counts by itself only if every word of it is known: "Email" is
// matched. "Zebra phone" is a phone if its values are numbers, which the parsers
// confirm. Somebody else's number ("Assistant's Phone") and a fax are none, whatever
// they hold. A guess is marked as one, with a reason; a column that is left out
// although it holds numbers, addresses or what could be the name says so in
// Match.Holds.
//
// The package reads no file, knows no mapping and keeps no state: all functions may
// be called concurrently.
package headers

// Target is what a column feeds.
type Target string

// The targets. All but Phone, Email and Key have one column at most.
const (
	Left Target = "" // left out: see Match.Reason

	FirstName Target = "firstName"
	LastName  Target = "lastName"
	FullName  Target = "fullName"  // "Maya Okafor": see package fullname
	LastFirst Target = "lastFirst" // "Okafor Maya", as in "Cognome e nome"
	Company   Target = "company"
	Role      Target = "role"
	Phone     Target = "phone"
	Email     Target = "email"
	Region    Target = "region"    // the country whose numbers the sheet holds, as a code or a name
	Key       Target = "key"       // an id of the row; the caller checks that it is present and unique
	QuoID     Target = "quoId"     // the contact's id in Quo itself
	SourceURL Target = "sourceUrl" // a link to the record

	CallingCode Target = "callingCode" // 44, +44: of the numbers beside it; only as Match.Holds
	AreaCode    Target = "areaCode"    // 415, 030: of the numbers beside it; only as Match.Holds

	// Parts of a name without a field of their own: a full name is "first middle"
	// and "prefix last second".
	MiddleName     Target = "middleName"
	LastNamePrefix Target = "lastNamePrefix" // Dutch "tussenvoegsel": van der
	SecondLastName Target = "secondLastName" // Spanish "segundo apellido"
)

// Match is what one column is.
type Match struct {
	Column  int // index into the names
	Target  Target
	Label   string // of a Phone or Email: "mobile", "work", "home 2", "phone" if the header has no label; unique among its kind
	Guessed bool   // by the values, or by a header that should be checked; else by the header alone
	Reason  string // for a person: why it was left out or guessed, "" for any other match

	Labels int  // of a Phone or Email: the column beside it that holds the labels, -1 for none
	Postal bool // of a Region: the country of a postal address, which may not be that of the numbers

	// Of a column that is left out:
	StandIn bool   // a full name, for the rows in which first and last name are blank
	Holds   Target // what its values are, although nothing says whose: Phone, Email, or FullName in a sheet without a name; or CallingCode, AreaCode; else Left
}
