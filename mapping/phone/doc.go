// Package phone turns what people type into a phone column into E.164.
//
// Start with [Parse]: one cell and the region it was written in, in; a [Number], or an [*Error] that says
// to a person what is wrong and what to do, out. [Region] finds the region that a country column names.
//
// The authority is github.com/nyaruka/phonenumbers, a port of Google's libphonenumber: a number is accepted
// exactly when the library parses it and calls it valid, and it becomes the library's E.164. Round that
// authority stand a few rules of our own, because a spreadsheet is not a telephone (DESIGN, "Values"):
//
//   - clean.go takes away what wraps a number but is no part of it (invisible marks, quotes, a trailing comma);
//   - damage.go names what a spreadsheet did to a number (4.15555E+09, a trailing .0), where the library would
//     read some other number out of what is left;
//   - several.go refuses two numbers in one cell, and words that would be read as keypad letters.
//
// Asking the library takes 17 µs, which would be nine tenths of an import's time. So bare.go, plain.go and dial.go take
// its steps themselves for texts of the usual shapes, over automata that were compiled from its own metadata
// (automaton.go, internal/compiler), in a hundredth of that; what is not plain still goes to the library. A
// differential test holds the two ways to one answer for every plan.
//
// The package promises that a number it returns is valid by the library's metadata ([MetadataVersion]). It
// does not promise that anybody answers there, nor that the region it was given is the right one: a region is
// never guessed, and a number without a country code means another person in another country.
//
// Everything here is safe for concurrent use.
package phone
