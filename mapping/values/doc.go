// Package values converts the text of cells into the canonical values of
// contact fields: emails, keys and the seven types of custom fields. It also
// decides, over a whole column, in which format its dates and numbers are
// written.
//
// Start with [Text], [Email], [URL], [Boolean], [Number], [Date] and [Split],
// each of which reads one cell, then with [DateColumn] and [NumberColumn].
//
// The package promises that
//   - every value is in one canonical form: reading it again returns the same;
//   - it never guesses: a cell with two readings is an [*Error], a column with
//     two readings an [*Undecided] that lists the formats to choose from;
//   - no message quotes a value, because messages go to logs and mails.
//
// A blank cell is no error: its value is "", or no item. Results
// may share memory with the text they were read from. All functions may be
// called concurrently; a column may not be used concurrently.
package values

// Error reports what is wrong with one value.
type Error struct {
	Kind    string // stable, for counting and for programs: "email-no-at"
	Message string // follows the value: `is not an email address: there is no "@"`
}

func (e *Error) Error() string { return e.Message }
