package main

import (
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/report"
	"github.com/quo-import/quo-import/importer/report/page"
)

// pageRun is what the command knows for report.html.
func (out *output) pageRun(c event.Counts, s report.Summary) *page.Run {
	ses := out.ses
	p := &page.Run{
		Dry: out.dry, Began: out.began, Counts: c, Plan: out.planned, Summary: s,
		Mapping: ses.mapped, MappingFile: ses.settings.mapping, Notes: ses.notes,
	}
	p.Inputs = ses.inputWords()
	for _, in := range ses.inputs {
		p.Mappers = append(p.Mappers, in.Mapper)
	}
	if !out.dry && ses.limiter != nil {
		p.Pace, p.Limit = &ses.pace, ses.limiter.Stats().Limit
	}
	return p
}
