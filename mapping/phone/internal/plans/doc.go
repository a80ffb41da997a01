// Package plans holds the world's numbering plans as automata over digits, and
// reads numbers with them.
//
// Start with [Read]. It follows the steps of github.com/nyaruka/phonenumbers,
// with automata compiled from the library's metadata instead of its regular
// expressions. What the automata do not cover, Read reports, so that the caller
// can ask the library.
//
// tables.bin is generated: run go generate ./mapping/phone/... after an update of the
// library. Package compiler describes its format.
package plans
