package job

import (
	"cmp"
	"errors"
	"strings"

	"github.com/quo-import/quo-import/mapping"
)

// Subject is what a decision is about.
type Subject string

// The subjects.
const (
	AboutSource  Subject = "source"  // which system the keys come from
	AboutRegion  Subject = "region"  // the country of phone numbers without a country code
	AboutName    Subject = "name"    // which column is the name
	AboutMapping Subject = "mapping" // the key, what a column holds, or what its values mean
)

// Decision is a question that neither the options nor the mapping nor the rows
// answer. Front ends ask it, or print it with the flag that answers it.
type Decision struct {
	About     Subject
	Question  string
	Evidence  string // for Answer; "" for none
	Flag      string // that answers it; "" if only the mapping can
	Takes     string // what the flag takes: "COLUMN"
	Answer    string // the proposed value of the flag; "" for none
	Choices   []Choice
	Otherwise string // another way to answer it
}

// Choice is an answer to choose from, where none is proposed.
type Choice struct {
	Answer string
	Means  string // what comes of it
}

// Error returns the question, its evidence and how to answer it.
func (d *Decision) Error() string {
	text := d.Question
	if d.Evidence != "" {
		text += ": " + d.Evidence
	}
	if d.Flag == "" {
		if d.Otherwise != "" {
			text += ": " + d.Otherwise
		}
		return text
	}
	text += ": pass --" + d.Flag + " "
	if d.Answer != "" {
		text += d.Answer + " if that is right"
	} else {
		text += cmp.Or(d.Takes, "VALUE")
	}
	if d.Otherwise != "" {
		text += ", " + d.Otherwise
	}
	for _, c := range d.Choices {
		text += "\n  --" + d.Flag + " " + c.Answer + ": " + c.Means
	}
	return text
}

// Undecided is the error of a job that cannot continue before decisions are made.
type Undecided struct {
	Decisions []Decision
	Err       error // the decisions in words of its own; nil for none
}

func (u *Undecided) Error() string {
	if u.Err != nil {
		return u.Err.Error()
	}
	lines := make([]string, len(u.Decisions))
	for i := range u.Decisions {
		lines[i] = u.Decisions[i].Error()
	}
	return strings.Join(lines, "\n")
}

func (u *Undecided) Unwrap() error { return u.Err }

// ofMapping returns problems of a mapping as decisions, and any other error as it is.
func ofMapping(err error) error {
	var problems mapping.Errors
	if !errors.As(err, &problems) {
		return err
	}
	u := &Undecided{Err: err}
	for _, p := range problems {
		u.Decisions = append(u.Decisions, Decision{About: AboutMapping, Question: p.Message})
	}
	return u
}
