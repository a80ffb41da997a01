package headers

import (
	"fmt"
	"strings"
)

// Recognise returns what each column is, one Match a column, in order. The samples
// are the first rows; they may be few, ragged or none, but more rows decide more: a
// hundred are plenty. The region is that of numbers without a country code, "" if it
// is not known. Several columns may be a [Key]: take the first that is present in
// every row and unique.
func Recognise(names []string, samples [][]string, region string) []Match {
	s := newSheet(names, samples, region)
	s.vet()
	s.hintMisspelt()
	s.decideLists()
	s.preferOwn()
	s.decideTexts()
	s.resolveNames()
	s.resolveTitles()
	s.guessNames()
	s.chooseRegion()
	s.chooseScalars()
	s.noteLists()
	return s.matches()
}

// matches returns the result, with labels that are unique among their kind.
func (s *sheet) matches() []Match {
	ms := make([]Match, len(s.columns))
	labels := labels{taken: map[string]bool{}, next: map[startingAt]int{}}
	for i, c := range s.columns {
		m := Match{Column: i, Guessed: c.guessed, Holds: c.holds, StandIn: c.standIn, Labels: -1}
		switch {
		case c.decision == named:
			m.Target, m.Reason = c.target, c.reason
			m.Postal = c.target == Region && c.postal
		case c.decision == excluded:
			m.Reason = c.reason
		case c.folded == "":
			m.Reason = "it has no header, and its values do not show what they are"
		case c.decision == silent:
			m.Reason = "neither the header nor the values show what it is"
		default:
			m.Reason = "no field of a contact is known by this name"
		}
		if m.Target == Phone || m.Target == Email {
			m.Label = labels.unique(m.Target, c.label, c.ordinal)
			m.Labels = s.labelsOf(i)
		}
		ms[i] = m
	}
	return ms
}

// labelsOf returns the column that holds the labels of a column of numbers or
// addresses, -1 for none: "Phone 1 - Type" beside "Phone 1 - Value".
func (s *sheet) labelsOf(i int) int {
	c := s.columns[i]
	for _, j := range []int{i - 1, i + 1} {
		if j < 0 || j >= len(s.columns) {
			continue
		}
		if l := s.columns[j]; l.labels(c) && l.count(hasDigits) == 0 && l.count(isProtocol) == 0 && !s.calledAfter(j, 2*j-i, c) {
			return j
		}
	}
	return -1
}

// isProtocol reports whether s is the type of an address in Outlook, which is no label.
func isProtocol(s string) bool { return s == "SMTP" || s == "EX" }

// labels reports whether the header of a column says that it holds the labels of another.
func (c *column) labels(of *column) bool {
	return c.reason == aKind && c.hintsAt(of.target) && c.hint.ordinal == of.ordinal && c.hint.label == of.label
}

// calledAfter reports whether a column of labels has its name from a column beside it
// rather than from another one: "Text messages type" is not of "iMessage".
func (s *sheet) calledAfter(labels, beside int, other *column) bool {
	if beside < 0 || beside >= len(s.columns) {
		return false
	}
	name, its := s.columns[labels].folded, s.columns[beside]
	return its.decision == named && s.columns[labels].labels(its) && strings.Contains(name, its.folded) &&
		(!strings.Contains(name, other.folded) || len(its.folded) > len(other.folded))
}

// labels gives each column of numbers or addresses a label of its own.
type labels struct {
	taken map[string]bool    // by target and label
	next  map[startingAt]int // where to look for a free number: a sheet may have thousands
}

type startingAt struct {
	label string // with its target
	from  int
}

// unique returns the label of a phone or an email: that of the header, with its number
// from 2 on, or a higher number if that is taken.
func (ls labels) unique(t Target, label string, ordinal int) string {
	if label == "" {
		label = string(t)
	}
	from := startingAt{string(t) + label, max(1, ordinal)}
	for n := max(from.from, ls.next[from]); ; n++ {
		l := label
		if n > 1 {
			l = fmt.Sprintf("%s %d", label, n)
		}
		if !ls.taken[string(t)+l] {
			ls.taken[string(t)+l], ls.next[from] = true, n+1
			return l
		}
	}
}
