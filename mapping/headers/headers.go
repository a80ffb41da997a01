// Package headers says what the columns of a contact sheet are, from the header
// row and the first values: which one is the first name, the company, a phone
// number, and which ones are none of a contact's business.
//
// Start with [Recognise]. It reads each header by itself (read.go) with the
// words of seven languages (words/*.txt, where a synonym is one word more on a
// line), then looks at the row as a whole: a "Name" beside a "Vorname" is a last
// name, a "Title" that holds "Mr" is no role (resolve.go, names.go). Where the
// header does not say, the values may (evidence.go). [SplitName] takes a full
// name apart.
//
// A wrong match is worse than a miss. So every word of a header must be known
// before the header counts: "Email" is matched and "Email consent" is not,
// because a consent is known to be none; "Phone zebra" is not, because nobody
// knows whose phone that is. Nothing is matched by closeness: [Nearest] is only
// for the words "did you mean". A guess is called [Guessed] and says why.
//
// The package reads no file, knows no mapping, and keeps no state: all of it may
// be used concurrently.
package headers

// Target is what a column feeds.
type Target string

// The targets. Every one but Phone, Email and Key is given to one column at most.
const (
	Left Target = "" // left out: Match.Reason says why

	FirstName Target = "firstName"
	LastName  Target = "lastName"
	FullName  Target = "fullName"  // "Maya Okafor": see SplitName
	LastFirst Target = "lastFirst" // "Okafor Maya", as in "Cognome e nome": see SplitLastFirst
	Company   Target = "company"
	Role      Target = "role"
	Phone     Target = "phone"
	Email     Target = "email"
	Region    Target = "region"    // the country whose numbers the sheet holds, as a code or a name
	Key       Target = "key"       // plainly an id of the row; the caller checks that it is present and unique
	QuoID     Target = "quoId"     // the contact's id in Quo itself
	SourceURL Target = "sourceUrl" // a link to the record

	// Parts of a name that a contact has no field of its own for. Joined as
	// "first middle" and "prefix last second" they make the name whole.
	MiddleName     Target = "middleName"
	LastNamePrefix Target = "lastNamePrefix" // Dutch "tussenvoegsel": van der
	SecondLastName Target = "secondLastName" // Spanish "segundo apellido"
)

// Certainty is how a match was come by.
type Certainty string

// The certainties. A column that is left out has the one that led to it.
const (
	Matched Certainty = "matched" // the header says it
	Guessed Certainty = "guessed" // the values say it, or the header says it in a way that wants a look
)

// Match is what one column is.
type Match struct {
	Column    int // index into the names
	Target    Target
	Label     string // of a Phone or Email: "mobile", "work", "home 2", "phone" where the header says no more; unique among its kind
	Certainty Certainty
	Reason    string // for a person: why it was left out or guessed, "" for a plain match
}

// Recognise says what each column is, one Match a column, in order. The samples
// are the first rows; they may be few, ragged or none, but the more there are,
// the more can be told: a hundred are plenty. Several columns may be a [Key];
// take the first that is present in every row and unique.
func Recognise(names []string, samples [][]string) []Match {
	s := newSheet(names, samples)
	s.vet()
	s.resolveNames()
	s.resolveTitles()
	s.guess()
	s.chooseRegion()
	s.chooseScalars()
	return s.matches()
}
