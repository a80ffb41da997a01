package store

import (
	"cmp"
	"slices"
)

// Problem identifies a row that was not imported and the reason, or something
// else that a run reports only when it is new. Both are hashes, to recognise
// the same problem in the next run.
type Problem struct {
	Row    uint64 // KeyedRow or UnkeyedRow; a ReasonHash for a problem without a row
	Reason uint64 // ReasonHash
}

// MaxProblems is the largest number of problems that is kept for a source:
// 800 kB. Nobody looks for what is new in a longer list.
const MaxProblems = 50_000

// KnownProblems returns the problems of a complete run as a state keeps them:
// sorted, without duplicates, in new memory. If there are more than
// MaxProblems, ok is false and the state must keep none, as before the first
// run.
func KnownProblems(problems []Problem) (known []Problem, ok bool) {
	if len(problems) > MaxProblems {
		return nil, false
	}
	known = append(make([]Problem, 0, len(problems)), problems...)
	slices.SortFunc(known, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(a.Reason, b.Reason))
	})
	return slices.Compact(known), true
}

// ForgetProblems returns the problems without those of a key's row. It may
// change the elements of the slice.
func ForgetProblems(problems []Problem, key string) []Problem {
	row := KeyedRow(key)
	return slices.DeleteFunc(problems, func(p Problem) bool { return p.Row == row })
}
