package phone

// Kind is what is wrong with a number. The values are stable: reports group by them.
type Kind string

// What can be wrong with a number.
const (
	Ambiguous   Kind = "phone-ambiguous"    // a number of two countries
	NoRegion    Kind = "phone-no-region"    // no country code, and no region given
	TooShort    Kind = "phone-too-short"    // fewer digits than any number of its country
	TooLong     Kind = "phone-too-long"     // more digits than any number of its country
	NoAreaCode  Kind = "phone-no-area-code" // can be dialled locally only
	Invalid     Kind = "phone-invalid"      // a likely length, but no such number
	NoSuchCode  Kind = "phone-country-code" // a country code that does not exist
	NotANumber  Kind = "phone-not-a-number" // something else: "N/A", "call me"
	Damaged     Kind = "phone-damaged"      // changed by a spreadsheet
	Several     Kind = "phone-several"      // more than one number in the cell
	WordsBeside Kind = "phone-words-beside" // a number and words
)

// Error reports why a text is not accepted as a phone number.
type Error struct {
	Kind Kind
	// Message is for a person: what is wrong and how to fix it. It holds neither
	// the value nor its place, which the caller puts in front:
	// `line 12, Mobile: "415-555" ` + Message.
	Message string
}

// Error returns the message, which does not quote the value.
func (e *Error) Error() string { return e.Message }

// ErrWordsBeside is the error of a number that has words beside it.
var ErrWordsBeside = &Error{WordsBeside, "has words beside the number: leave only the number in the cell"}

var errSeveral = &Error{Several, "holds more than one number: set a split for the column in the mapping, or use a column for each number"}
