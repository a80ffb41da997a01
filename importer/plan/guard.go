package plan

import (
	"fmt"

	"github.com/quo-import/quo-import/importer/event"
)

// guard returns why a plan must not be written, nil where nothing speaks against
// it. All of it is decided before the first request that writes.
func (p *Plan) guard() *event.StopError {
	o, c := p.config.Options, p.Counts
	for _, in := range p.inputs {
		if in.Changed != nil && in.Changed() {
			return event.Stopf(event.StopGuard, nil, "%s was changed while it was read, and may still be being written: nothing was written to Quo; import it when it is complete", in.Name)
		}
	}
	switch {
	case c.Read == 0:
		return event.Stopf(event.StopEmpty, nil, "the input has no rows: nothing was changed")
	case o.Strict && c.Rejected > 0:
		return event.Stopf(event.StopGuard, nil, "%d of %d rows are rejected and --strict is passed: nothing was written", c.Rejected, c.Read)
	}
	if stop := p.guardChange(); stop != nil {
		return stop
	}
	if stop := p.shrunk(); stop != nil || p.config.Connected {
		return stop
	}
	return p.guardCreate()
}

// guardCreate holds --max-create. Where Quo can be asked, Prepare judges it, which finds
// the new rows that are in Quo already.
func (p *Plan) guardCreate() *event.StopError {
	limit, c := p.config.Options.MaxCreate, p.Counts
	if !limit.Exceeded(c.Created, c.Read) {
		return nil
	}
	return event.Stopf(event.StopGuard, nil, "%d contacts would be created, more than --max-create %s: nothing was written", c.Created, limit)
}

// guardChange holds --max-change. Rows that are only to be compared count when they
// were, and differ; of rows that move to another key those whose contacts change.
func (p *Plan) guardChange() *event.StopError {
	limit, changed := p.config.Options.MaxChange, p.Counts.Updated-p.compares-p.keyOnly+p.Counts.Deleted
	if p.Records == 0 || !limit.Exceeded(changed, p.Records) {
		return nil
	}
	return event.Stopf(event.StopGuard, nil, "%d of %d known contacts would be changed, more than --max-change %s: nothing was written; pass --max-change %d if that is right", changed, p.Records, limit, changed)
}

// shrunk compares the number of rows with the last complete run's, and notices
// columns that were filled then and are blank now.
func (p *Plan) shrunk() *event.StopError {
	last := p.source.LastComplete
	if last == nil || p.OfRejects() {
		return nil
	}
	for name, was := range last.Filled {
		if now, mapped := p.Filled[name]; mapped && was > 0 && now == 0 {
			p.Notices = append(p.Notices, event.Notice{Kind: "column-blank",
				Text: fmt.Sprintf("column %q was filled in %d rows of the last run and is blank in all of them now", name, was)})
		}
	}
	if limit := p.config.Options.MaxShrink; limit.Exceeded(last.Rows-p.Counts.Read, last.Rows) {
		return event.Stopf(event.StopGuard, nil, "the input has %d rows, the last complete run had %d, which is more than --max-shrink %s less: nothing was written", p.Counts.Read, last.Rows, limit)
	}
	return nil
}
