// Package compiler turns the numbering plans of github.com/nyaruka/phonenumbers into automata over digits.
//
// The library holds the numbers of a country as regular expressions. They are finite (no number has forty
// digits) and match only digits, so each is a small automaton that needs one step a digit. Start with
// [Compile]; [Generate] returns the file that package plans is built with.
//
// It is used when code is generated and in tests, never in the program.
package compiler
