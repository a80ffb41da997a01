// Package compiler turns the numbering plans of github.com/nyaruka/phonenumbers into automata over digits.
//
// The library keeps what it knows of a country as regular expressions. They are finite (no number has forty
// digits) and read nothing but digits, so each is a small machine that needs one step a digit. Start with
// [Compile]; [Generate] writes its result as the files that the phone package is built with.
//
// It runs when code is generated and in tests, never in the program.
package compiler
