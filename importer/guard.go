package importer

import "fmt"

// guard says why a plan must not be written, nil where nothing speaks against
// it. All of it is decided before the first request that writes.
func (im *Importer) guard(p *Plan) *StopError {
	o, c := im.Options, p.Counts
	switch {
	case c.Read == 0:
		return stopf(StopEmpty, nil, "the input has no rows: nothing was changed")
	case o.Strict && c.Rejected > 0:
		return stopf(StopGuard, nil, "%d of %d rows are rejected and --strict is set: nothing was written", c.Rejected, c.Read)
	case o.MaxCreate.Over(c.Created, c.Read):
		return stopf(StopGuard, nil, "%d contacts would be created, more than --max-create %s: nothing was written", c.Created, o.MaxCreate)
	case p.Known > 0 && o.MaxChange.Over(c.Updated+c.Deleted, p.Known):
		return stopf(StopGuard, nil, "%d of %d known contacts would be changed, more than --max-change %s: nothing was written; say --max-change %d if that is right", c.Updated+c.Deleted, p.Known, o.MaxChange, c.Updated+c.Deleted)
	}
	return im.shrunk(p)
}

// shrunk compares the number of rows with the last complete run's, and notes
// columns that were filled then and are blank now.
func (im *Importer) shrunk(p *Plan) *StopError {
	if im.State == nil || p.ofRejects() {
		return nil
	}
	src, _, err := im.State.Source(im.Source)
	if err != nil {
		return stopf(StopState, err, "reading the state: %v", err)
	}
	if src.LastComplete == nil {
		return nil
	}
	last := src.LastComplete
	for name, was := range last.Filled {
		if now, mapped := p.Filled[name]; mapped && was > 0 && now == 0 {
			p.Notices = append(p.Notices, Notice{Kind: "column-blank",
				Text: fmt.Sprintf("column %q was filled in %d rows of the last run and is blank in all of them now", name, was)})
		}
	}
	lost := last.Rows - p.Counts.Read
	if im.Options.MaxShrink.Over(lost, last.Rows) {
		return stopf(StopGuard, nil, "the input has %d rows, the last complete run had %d, which is more than --max-shrink %s less: nothing was written", p.Counts.Read, last.Rows, im.Options.MaxShrink)
	}
	return nil
}

// String gives a limit as its flag takes it.
func (l Limit) String() string {
	if l.Share {
		return fmt.Sprintf("%g%%", l.Percent)
	}
	return fmt.Sprint(l.N)
}
