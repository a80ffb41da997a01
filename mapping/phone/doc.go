// Package phone converts what people type into a phone column to E.164.
//
// Start with [Parse]: it reads one cell, with the region it was written in, and
// returns a [Number], or an [*Error] that reports what is wrong and how to fix it.
// [Region] finds the region that a country column names.
//
// The authority is github.com/nyaruka/phonenumbers, a port of Google's
// libphonenumber: a number is accepted exactly if the library parses it and calls
// it valid, and it becomes the library's E.164. A few rules are added, because a
// spreadsheet is not a telephone. In the order in which they apply:
//
//   - text.go drops what wraps a number but is no part of it (invisible marks, quotes, a trailing comma);
//   - damage.go reports what a spreadsheet did to a number (4.15555E+09, a trailing .0), where the library
//     would read another number;
//   - rewrite.go reads what is no number once more as people may have meant it ("0044…" where 011 is
//     dialled, "(ext 12)", numbers of an old plan);
//   - several.go refuses two numbers in one cell, and words that would be read as keypad letters;
//   - plain.go reads the usual shapes by automata (internal/plans), compiled from the library's metadata;
//     library.go asks the library about all other shapes. The library takes 17 µs a number, which would be
//     most of the time of a run, and the automata a hundredth of that. A differential test compares the two.
//
// The package promises that a number it returns is valid by the library's
// metadata ([MetadataVersion]). It does not promise that anybody answers there, nor
// that the given region is the right one: a region is never guessed, and a number
// without a country code is another person's in another country.
//
// All functions may be called concurrently.
package phone

import (
	"fmt"

	"github.com/quo-import/quo-import/mapping/phone/internal/plans"
)

// E164 is a valid phone number with a plus sign, its country code and digits only:
// "+14155550134". Only [Parse] makes one, so that it need not be checked again.
type E164 string

// Number is a phone number as it was read from a cell.
type Number struct {
	E164 E164
	// Extension holds the digits to dial after the call is answered ("x12",
	// "ext. 12", "доб. 12") with leading zeros; "" if there is none. E.164 cannot
	// hold it.
	Extension string
}

// rules is raised with each change of this package's own rules that changes a
// result.
const rules = 3

// MetadataVersion identifies what the results of this package depend on: its rules
// and the numbering plans of the linked library. It is part of the hashes of rows,
// so that a release with newer plans reads every number again.
func MetadataVersion() string {
	return fmt.Sprintf("phone rules %d, plans %s", rules, plans.Fingerprint())
}
