package report

import (
	"encoding/json"
	"errors"

	"github.com/quo-import/quo-import/importer/event"
)

// Summary is the result of a run, as in summary.json and the last line of --json.
// Created and Updated are null if a dry run cannot know them.
type Summary struct {
	Event       string  `json:"event"`
	Read        int     `json:"read"`
	Created     *int    `json:"created"`
	Updated     *int    `json:"updated"`
	Unchanged   int     `json:"unchanged"`
	Skipped     int     `json:"skipped"`
	Rejected    int     `json:"rejected"`
	Failed      int     `json:"failed"`
	NotReached  int     `json:"notReached"`
	Ready       int     `json:"ready"`
	Deleted     int     `json:"deleted"`
	Adopted     int     `json:"adopted"`
	Warnings    int     `json:"warnings"`
	Requests    int64   `json:"requests"`
	RateLimited int64   `json:"rateLimited"`
	Seconds     float64 `json:"seconds"`
	Report      string  `json:"report"`
	Run         string  `json:"run"`
	Source      string  `json:"source"`
	RejectedNew int     `json:"rejectedNew"` // of Rejected, not rejected in the run Since
	FailedNew   int     `json:"failedNew"`
	Since       string  `json:"newSince,omitempty"` // the last complete run before; "": all problems are new
	Stopped     string  `json:"stopped,omitempty"`  // why the run ended early
	ExitCode    *int    `json:"exitCode,omitempty"` // nil for a plan
}

// NewSummary returns the summary of counts. Without knows, created and updated
// rows cannot be told apart and are null.
func NewSummary(c event.Counts, knows bool) Summary {
	s := Summary{
		Event: "summary", Read: c.Read, Unchanged: c.Unchanged, Skipped: c.Skipped, Rejected: c.Rejected,
		Failed: c.Failed, RejectedNew: c.RejectedNew, FailedNew: c.FailedNew, NotReached: c.NotReached, Ready: c.Ready, Deleted: c.Deleted,
		Adopted: c.Adopted, Warnings: c.Warnings,
	}
	if knows {
		s.Created, s.Updated = &c.Created, &c.Updated
	}
	return s
}

// Figure is how many rows became something, in a word for people.
type Figure struct {
	Word string
	N    int
}

// Figures returns what became of the rows, always in the same order.
func (s *Summary) Figures() []Figure {
	return []Figure{
		{"created", number(s.Created)}, {"updated", number(s.Updated)}, {"ready", s.Ready}, {"unchanged", s.Unchanged},
		{"skipped", s.Skipped}, {"rejected", s.Rejected}, {"failed", s.Failed}, {"not reached", s.NotReached},
	}
}

func (s Summary) write(dir string) error {
	f, err := create(dir, "summary.json")
	if err != nil {
		return err
	}
	e := json.NewEncoder(f)
	e.SetIndent("", "  ")
	return errors.Join(e.Encode(s), f.Close())
}
