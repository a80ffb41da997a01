package job

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/quo-import/quo-import/mapping/phrase"
)

// Subject is what a decision is about.
type Subject string

// The subjects.
const (
	AboutName   Subject = "name"   // which column is the name
	AboutColumn Subject = "column" // what a column holds
	AboutKey    Subject = "key"    // which column is the id of a row
	AboutFormat Subject = "format" // how the dates or numbers of a column read
	AboutRegion Subject = "region" // the country of phone numbers without a country code
	AboutSource Subject = "source" // the name of the list, or the system that its ids come from
	AboutAdopt  Subject = "adopt"  // whether contacts that are already in Quo are used
)

// Decision is a question that neither the options nor the mapping nor the rows
// answer. A terminal asks it, a page shows it, a message names the flag that
// answers it; the answer of each is passed to Job.Answer.
type Decision struct {
	ID        string // what Job.Answer takes: the subject and, of a column, its name: "format:Since"
	About     Subject
	Question  string   // as it is asked: "Which country are the phone numbers of?"
	Evidence  []string // for the default, a line each
	Choices   []Choice // answers to choose from
	Free      bool     // others are accepted, too: a country, a column, a name
	Takes     string   // what the flag takes: "COLUMN"
	Default   string   // the proposed answer; "" where nothing shows it
	Optional  bool     // if nobody can be asked, the default is taken
	Flag      string   // that answers it; "" if only a mapping file can
	Otherwise string   // what else can be done
}

// Chosen returns the answer that a person means who typed a text: the default for
// nothing, a choice for its number or its name.
func (d *Decision) Chosen(typed string) string {
	typed = cmp.Or(strings.TrimSpace(typed), d.Default)
	if c, ok := d.choice(typed); ok {
		return c.Answer
	}
	if n, err := strconv.Atoi(typed); err == nil && n >= 1 && n <= len(d.Choices) {
		return d.Choices[n-1].Answer
	}
	return typed
}

// Choice is an answer to choose from. The page shows it, and keeps it in its session.
type Choice struct {
	Answer string `json:"answer"`
	Means  string `json:"means"` // what comes of it
}

// Words returns the words of a command line that give an answer; of a blank answer,
// with what the flag takes in its place.
func (d *Decision) Words(answer string) []string {
	answer = cmp.Or(answer, d.Takes, "VALUE")
	if _, column, ok := strings.Cut(d.ID, ":"); ok {
		answer = column + "=" + answer
	}
	return []string{"--" + d.Flag, answer}
}

// Text returns the question with its evidence and the answers to choose from, on one
// line.
func (d *Decision) Text() string {
	text := d.Question
	if len(d.Evidence) > 0 {
		text += " (" + strings.Join(d.Evidence, "; ") + ")"
	}
	if len(d.Choices) > 0 {
		answers := make([]string, len(d.Choices))
		for i, c := range d.Choices {
			answers[i] = c.Answer
		}
		text += " " + phrase.Either(answers)
	}
	return text
}

// choice returns the choice of an answer; it is not ok if there is none.
func (d *Decision) choice(answer string) (c Choice, ok bool) {
	i := slices.IndexFunc(d.Choices, func(c Choice) bool { return strings.EqualFold(c.Answer, answer) })
	if i < 0 {
		return c, false
	}
	return d.Choices[i], true
}

// Undecided is the error of a job that cannot continue before decisions are made.
type Undecided struct {
	Decisions []Decision
	Also      []string // words that the command line lacks besides their flags
}

func (u *Undecided) Error() string {
	lines := make([]string, len(u.Decisions))
	for i := range u.Decisions {
		lines[i] = u.Decisions[i].Question
	}
	return strings.Join(lines, "\n")
}
