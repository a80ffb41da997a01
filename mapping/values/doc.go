// Package values turns the texts of cells into the values of contact fields:
// emails, keys, and the seven types of custom fields; and decides over a whole
// column how its dates and numbers read.
//
// Start with Email, URL, Boolean, Number, Date, Split and Text, each of which
// reads one cell, then with DateColumn and NumberColumn, which say in which
// format the cells of a column are written.
//
// The package promises that every value it gives is in one canonical form, so
// that reading it again gives the same; that it never guesses: a cell that can
// be read in two ways is an *Error, a column that can be an *Undecided that
// says what to write into the mapping file; and that no message quotes the
// value, because messages go to logs and mails (only Undecided.Error, made for
// terminals, does).
//
// A blank cell is not an error: its value is "", the zero time, no item.
// Results may share the memory of the text they were read from. Every function
// may be called concurrently; a column may not.
package values
