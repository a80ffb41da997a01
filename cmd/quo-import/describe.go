package main

import (
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/report/columns"
	"github.com/quo-import/quo-import/importer/report/say"
)

// fileNames are the files, as they were typed.
func (ses *session) fileNames() []string {
	names := make([]string, len(ses.files))
	for i, f := range ses.files {
		names[i] = f.Name
	}
	return names
}

// inputWords are the files, as people call them.
func (ses *session) inputWords() []string {
	names := ses.fileNames()
	for i, name := range names {
		if name == "-" {
			names[i] = "standard input"
		}
	}
	return names
}

// inputNames are the files, as a heading.
func (ses *session) inputNames() string {
	names := ses.inputWords()
	if len(names) > 3 {
		return fmt.Sprintf("%s and %d more files", names[0], len(names)-1)
	}
	return strings.Join(names, ", ")
}

// describeInput says how the input was understood: what a person would check
// first if the result looked wrong.
func (ses *session) describeInput(s screen, p *plan.Plan) {
	for _, f := range ses.files {
		for _, warning := range f.Warnings {
			s.line(f.Name + ": " + warning)
		}
	}
	s.understood(columns.Summarize(ses.notes, p.Unmapped, ses.inputs[0].Header != nil))
	s.labelled("source", ses.mapped.Source+" · key: "+ses.inputs[0].Mapper.KeyDefinition())
	if ses.state != nil && ses.temporary == "" {
		s.labelled("state", ses.state.Path()+stateAge(ses.state.Path(), ses.made))
	}
}

func stateAge(path string, made bool) string {
	if made {
		return " (new)"
	}
	info, err := os.Stat(path)
	if err != nil {
		return ""
	}
	return " (last written " + say.Span(time.Since(info.ModTime()).Truncate(time.Second)) + " ago)"
}

// estimate is how long the writes take at the pace that is allowed.
func (ses *session) estimate(p *plan.Plan) time.Duration {
	if ses.rate > 0 && ses.rate < 10 {
		return time.Duration(float64(p.Duration) * 10 / ses.rate)
	}
	return p.Duration
}
