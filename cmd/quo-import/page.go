package main

import (
	"time"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/report"
)

// page is what the command knows for report.html.
func (out *output) page(c importer.Counts, took time.Duration) report.Page {
	ses := out.ses
	p := report.Page{
		Dry: out.dry, Knows: out.knows, Began: time.Now().Add(-took), Counts: c, Plan: out.planned,
		Mapping: ses.mapped, MappingFile: ses.settings.mapping, Notes: ses.notes,
	}
	if ses.mapped != nil {
		p.Source = ses.mapped.Source
	}
	for _, f := range ses.files {
		name := f.Name
		if name == "-" {
			name = "standard input"
		}
		p.Inputs = append(p.Inputs, name)
	}
	if len(ses.inputs) > 0 {
		p.Mapper = ses.inputs[0].Mapper
	}
	if !out.dry && ses.limiter != nil {
		p.Pace, p.Limit = &ses.pace, ses.limiter.Stats().Limit
	}
	return p
}
