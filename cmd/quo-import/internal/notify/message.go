package notify

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/quo-import/quo-import/importer/report"
	"github.com/quo-import/quo-import/importer/report/say"
)

// messageVersion is the version of the fields beside text (docs/operations.md).
const messageVersion = 1

// message is what is posted. Chats show Text; the other fields are for programs.
type message struct {
	Text        string          `json:"text"`
	Event       string          `json:"event"` // "notify"
	Version     int             `json:"version"`
	Change      string          `json:"change"`
	Job         string          `json:"job"`
	Host        string          `json:"host,omitempty"`
	ExitCode    int             `json:"exitCode"`
	Stop        string          `json:"stop,omitempty"`
	NewProblems int             `json:"newProblems"`
	NewWarnings []string        `json:"newWarnings,omitempty"`
	Summary     *report.Summary `json:"summary,omitempty"` // nil: the run did not begin
}

// reasons has a sentence for each reason of a run that did not finish. The message of
// the error itself is not posted: it may quote the input.
var reasons = map[string]string{
	"guard":       "a guard stopped it before it wrote: a person has to decide",
	"empty":       "the input has no rows",
	"workspace":   "the state belongs to another workspace",
	"adopt":       "contacts of its rows are in Quo already: a person has to decide",
	"refused":     "Quo refuses the key or the first writes",
	"loss":        "an answer of Quo lost a value that is not ours",
	"appends":     "Quo appends to lists instead of replacing them",
	"keys":        "Quo does not change the keys of contacts",
	"turnover":    "most known keys are missing and as many are new",
	"source":      "another source has the contacts already",
	"filter":      "Quo answers with contacts that were not asked for",
	"outage":      "Quo could not be reached",
	"time":        "the time limit was reached; the next run continues",
	"state":       "the state could not be written",
	"interrupted": "it was interrupted; the next run continues",
	"usage":       "the command, the mapping or a file is wrong",
	"locked":      "another run uses the state",
	"decide":      "a person has to decide",
	"unfinished":  "it could not finish; running it again may help",
}

// warnings has words for each kind of notice, whose text may have keys of the input.
var warnings = map[string]string{
	"column-blank":  "a column is blank in all rows now",
	"deleted-field": "a custom field was deleted in Quo",
	"error-cells":   "cells of a workbook hold errors",
	"fix-stale":     "a fix is not applied, because the file has another value now",
	"gone":          "known rows have left the file",
	"healed":        "the state knew nothing of the source",
	"hidden-rows":   "rows of a workbook are hidden",
	"unmapped":      "an earlier mapping wrote into fields that this one does not feed",
	"former-keys":   "contacts cannot be found any more under the keys that they have",
	"keys-move":     "contacts move to other keys",
	"key-changed":   "new rows look like known rows under another key",
	"other-source":  "rows to create are in Quo under another source",
	"region-doubt":  "numbers look like those of another country than the given one",
	"recover":       "it is unknown whether a write of an interrupted run was carried out",
	"state-old":     "the state looks like a restored backup",
}

// Warning returns the words for a kind of notice, "" for an unknown one.
func Warning(kind string) string { return warnings[kind] }

// message returns the message about a change.
func (j Job) message(w *Watch, e Ending, c change) message {
	m := message{
		Event: "notify", Version: messageVersion, Change: c.kind, Job: j.Name, Host: j.Host,
		ExitCode: e.ExitCode, Stop: e.Stop, NewProblems: c.rows, NewWarnings: c.warnings,
	}
	if w.summary != nil {
		s := *w.summary
		s.Stopped = "" // may quote the input
		m.Summary = &s
	}
	m.Text = j.text(w, e, c)
	return m
}

// text returns the message for people.
func (j Job) text(w *Watch, e Ending, c change) string {
	var parts []string
	switch c.kind {
	case stopped:
		parts = append(parts, fmt.Sprintf("stopped with exit code %d: %s", e.ExitCode, cmp.Or(reasons[e.Stop], e.Stop)))
	case resumed:
		parts = append(parts, "finished again, with no new problem")
	case well:
		parts = append(parts, "all is well again")
	}
	if c.rows > 0 {
		parts = append(parts, say.Plural(c.rows, "row has", "rows have")+" a new problem")
	}
	for _, kind := range c.warnings {
		parts = append(parts, "new warning: "+cmp.Or(Warning(kind), kind))
	}
	text := "quo-import " + j.Name + ": " + strings.Join(parts, "; ")
	if s := w.summary; s != nil {
		text += "\n" + counts(s)
		if s.Report != "" {
			text += "\nreport: " + s.Report
			if j.Host != "" {
				text += " on " + j.Host
			}
		}
	} else if j.Host != "" {
		text += "\non " + j.Host
	}
	return forChats.Replace(text)
}

// counts returns the counts of a run that are not 0.
func counts(s *report.Summary) string {
	line := say.Plural(s.Read, "row", "rows")
	for _, f := range s.Figures() {
		if f.N > 0 {
			line += " · " + f.Word + " " + say.Count(f.N)
		}
	}
	return line
}

// forChats escapes what Slack reads as a mention or a link.
var forChats = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
