// Package headers recognises the columns of a contact sheet from the header row and
// the first values: which one is the first name, the company, a phone number, and
// which ones are no part of a contact.
//
// Start with [Recognise]. It works in this order, one file each:
//
//   - package words splits a header into known phrases, and sense.go holds what each means;
//   - tally.go counts what the phrases of a header are, and decide.go decides what the header means by itself;
//   - evidence.go holds what a single value looks like, sheet.go what the values of a column look like together;
//   - vet.go compares the headers with the values; names.go and resolve.go compare the columns: a "Name"
//     beside a "Vorname" is a last name, a "Title" that holds "Mr" is no role. Where the header does not
//     decide, the values may.
//
// A wrong match is worse than a miss. So every word of a header must be known before
// the header counts: "Email" is matched and "Email consent" is not, because a consent
// is known to be something else; "Phone zebra" is not, because nobody knows whose
// phone that is. Nothing is matched by similarity. A guess is marked [Guessed], with
// a reason.
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

	// Parts of a name without a field of their own: a full name is "first middle"
	// and "prefix last second".
	MiddleName     Target = "middleName"
	LastNamePrefix Target = "lastNamePrefix" // Dutch "tussenvoegsel": van der
	SecondLastName Target = "secondLastName" // Spanish "segundo apellido"
)

// Certainty is what a match is based on.
type Certainty string

// The certainties. A column that is left out has one too.
const (
	Matched Certainty = "matched" // on the header
	Guessed Certainty = "guessed" // on the values, or on a header that should be checked
)

// Match is what one column is.
type Match struct {
	Column    int // index into the names
	Target    Target
	Label     string // of a Phone or Email: "mobile", "work", "home 2", "phone" if the header has no label; unique among its kind
	Certainty Certainty
	Reason    string // for a person: why it was left out or guessed, "" for any other match

	Labels int  // of a Phone or Email: the column beside it that holds the labels, -1 for none
	Postal bool // of a Region: the country of a postal address, which may not be that of the numbers

	// Of a column that is left out:
	StandIn bool   // a full name, for the rows in which first and last name are blank
	Holds   Target // what its values are, although nothing says whose: Phone, Email, or FullName in a sheet without a name; else Left
}
