package main

import (
	"path/filepath"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/importer/report/say"
)

// since is the run that new rows are told against, "" where there is none.
func (out *output) since() string {
	if out.planned == nil {
		return ""
	}
	return out.planned.Known.Since
}

// withNew is a number of rows with how many of them are new, where there is a
// run to compare with.
func (out *output) withNew(n, fresh int) string {
	switch {
	case n == 0 || out.since() == "":
		return say.Count(n)
	case fresh == 0:
		return say.Count(n) + " (none new)"
	}
	return say.Count(n) + " (" + say.Count(fresh) + " new)"
}

// uneventful says whether a run has nothing new to tell: what did not land did
// not land the last time either.
func (out *output) uneventful(c event.Counts) bool {
	return c.RejectedNew+c.FailedNew+c.NotReached+out.warnings.Total() == 0
}

// nothingNew is all that a quiet run says of rows that are known not to land:
// one line, and none where they are allowed.
func (out *output) nothingNew(c event.Counts) {
	if c.Rejected+c.Failed == 0 || out.rowsCode(c) == nil {
		return
	}
	words := say.Count(c.Rejected) + " rejected"
	if c.Failed > 0 {
		words += ", " + say.Count(c.Failed) + " failed"
	}
	line := out.ses.inputNames() + ": " + words + ", all as in the last complete run"
	if out.report != nil {
		line += ": see " + shellWord(filepath.Join(out.report.Dir(), "report.html"))
	}
	out.screen.message(line)
}

// allowance is how many rows may fail to land with exit code 0.
type allowance struct {
	known bool         // those that did not land in the last complete run either
	limit policy.Limit // of rejected rows
}

func parseAllowance(text string) (allowance, error) {
	if text == "known" {
		return allowance{known: true}, nil
	}
	limit, err := parseLimit("allow-rejects", text)
	if err != nil {
		err = usage("--allow-rejects %s: it is a number, as 100, a share, as 5%%, or the word known", text)
	}
	return allowance{limit: limit}, err
}

// allows says whether all rows landed, or were not expected to.
func (a allowance) allows(c event.Counts) bool {
	if a.known {
		return c.RejectedNew+c.FailedNew == 0
	}
	return c.Failed == 0 && !a.limit.Exceeded(c.Rejected, c.Read)
}
