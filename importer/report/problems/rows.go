package problems

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/quo-import/quo-import/mapping"
)

// What Rows keeps at most, so that it does not grow with the input. Rows beyond are
// counted, but no fix is known to rescue them.
const (
	maxProblems = 1000 // different ones
	maxSets     = 5000 // combinations of problems that rows have
	maxOfRow    = 30   // problems of one row
)

// Problem is what a fix covers, or does not: all problems of one column and kind, or
// those of them whose cells hold the same words.
type Problem struct {
	Column string // or field; "" for the row as a whole
	Field  string // as the mapping file calls it
	Kind   string
	Drops  bool   // --on-invalid drop leaves the value out
	Words  string // the cell, if it may be a way to write nothing: "keine"; else ""
}

// Rows counts rejected rows by the problems that they have together. A row is imported
// only if a fix covers all of its problems: rows are what a fix rescues, not problems.
// The zero Rows is empty.
type Rows struct {
	problems []Problem
	numbers  map[Problem]int
	sets     []set
	byID     map[string]Set
	total    int
}

// Set is a combination of problems that rows have: its number, from 0.
type Set int

// Unknown is the set of rows whose problems are too many to be told apart.
const Unknown Set = -1

// set is the rows with the same problems.
type set struct {
	problems []int
	rows     int
}

// Add counts a rejected row with its problems.
func (r *Rows) Add(problems []mapping.FieldError) { r.Count(r.Set(problems), 1) }

// Set returns the set of a row with some problems, without counting the row.
func (r *Rows) Set(problems []mapping.FieldError) Set {
	if len(problems) == 0 || len(problems) > maxOfRow {
		return Unknown
	}
	var kept [maxOfRow]int
	list := kept[:0]
	for i := range problems {
		n, ok := r.number(problemOf(&problems[i]))
		if !ok {
			return Unknown
		}
		list = append(list, n)
	}
	return r.setOf(list)
}

// With returns the set that has one problem more.
func (r *Rows) With(s Set, problem *mapping.FieldError) Set {
	n, ok := r.number(problemOf(problem))
	if !ok || s == Unknown || len(r.sets[s].problems) == maxOfRow {
		return Unknown
	}
	var kept [maxOfRow]int
	return r.setOf(append(append(kept[:0], r.sets[s].problems...), n))
}

// setOf returns the set of some problems, by their numbers, which it sorts.
func (r *Rows) setOf(list []int) Set {
	slices.Sort(list)
	list = slices.Compact(list)
	var id [2 * maxOfRow]byte
	for i, n := range list {
		id[2*i], id[2*i+1] = byte(n>>8), byte(n)
	}
	s, ok := r.byID[string(id[:2*len(list)])]
	if ok {
		return s
	}
	if len(r.sets) == maxSets {
		return Unknown
	}
	if r.byID == nil {
		r.byID = map[string]Set{}
	}
	s = Set(len(r.sets))
	r.byID[string(id[:2*len(list)])] = s
	r.sets = append(r.sets, set{problems: slices.Clone(list)})
	return s
}

// Count counts rows that have a set of problems; n is negative for rows that were
// corrected since.
func (r *Rows) Count(s Set, n int) {
	r.total += n
	if s != Unknown {
		r.sets[s].rows += n
	}
}

// Each calls see with each set, and how many rows have it.
func (r *Rows) Each(see func(s Set, problems []Problem, rows int)) {
	var list []Problem
	for i, s := range r.sets {
		list = list[:0]
		for _, n := range s.problems {
			list = append(list, r.problems[n])
		}
		see(Set(i), list, s.rows)
	}
}

// number returns the number of a problem. It is not ok if there are too many.
func (r *Rows) number(p Problem) (n int, ok bool) {
	if n, ok = r.numbers[p]; ok {
		return n, true
	}
	if len(r.problems) >= maxProblems/2 && p.Words != "" { // many cells, each with words of its own
		p.Words = ""
		return r.number(p)
	}
	if len(r.problems) == maxProblems {
		return 0, false
	}
	if r.numbers == nil {
		r.numbers = map[Problem]int{}
	}
	p.Column, p.Field, p.Words = strings.Clone(p.Column), strings.Clone(p.Field), strings.Clone(p.Words)
	n = len(r.problems)
	r.problems = append(r.problems, p)
	r.numbers[p] = n
	return n, true
}

func problemOf(f *mapping.FieldError) Problem {
	column := cmp.Or(f.Column, f.Field)
	if f.Kind == "in-quo" { // it is about the row and a contact, not about a column
		column = "contacts that may be in Quo already"
	}
	return Problem{Column: column, Field: f.Field, Kind: f.Kind, Drops: f.Drops, Words: wordsOf(f)}
}

// maxWords is more characters than a way to write nothing has.
const maxWords = 30

// wordsOf returns the cell, if it may be a way to write nothing: words without a digit,
// instead of something else.
func wordsOf(f *mapping.FieldError) string {
	text := strings.TrimSpace(f.Value)
	if !f.Drops || text == "" || len(text) > maxWords || strings.ContainsFunc(text, func(r rune) bool {
		return unicode.IsDigit(r) || unicode.IsControl(r) || strings.ContainsRune("@$€£¥%/:;,", r)
	}) {
		return ""
	}
	return strings.ToLower(text) // as the mapping's nulls are compared
}

// Total returns how many rows were added.
func (r *Rows) Total() int { return r.total }

// Rescued returns how many rows would be imported if a fix took away the problems that
// it covers.
func (r *Rows) Rescued(covers func(Problem) bool) int {
	covered := make([]bool, len(r.problems))
	for i, p := range r.problems {
		covered[i] = covers(p)
	}
	n := 0
	for _, s := range r.sets {
		if !slices.ContainsFunc(s.problems, func(i int) bool { return !covered[i] }) {
			n += s.rows
		}
	}
	return n
}

// Dropped returns how many rows --on-invalid drop would import, without the values that
// are wrong.
func (r *Rows) Dropped() int { return r.Rescued(func(p Problem) bool { return p.Drops }) }
