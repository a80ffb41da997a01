package write

import (
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/importer/send"
)

// firstRefusals is how many writes may be refused, with none accepted, before the run
// stops: then it is the mapping or the workspace that is wrong, not the rows.
const firstRefusals = 20

// failuresFrom is how many rows must have been tried before a percentage of failures
// means anything.
const failuresFrom = 50

// limits stop a run that fails. They belong to the recorder's goroutine.
type limits struct {
	stopper                   *send.Stopper
	max                       policy.Limit // --max-failures
	total                     int
	refused, failed, accepted int
}

func (l *limits) note(e *event.Row) {
	switch e.Action {
	case event.Failed:
		l.failed++
		if e.Status >= 400 && e.Status < 500 {
			l.refused++
		}
	case event.Created, event.Updated, event.Unchanged, event.Deleted:
		l.accepted++
	}
	if l.accepted == 0 && l.refused >= firstRefusals {
		l.stopper.Stop(event.Stopf(event.StopRefused, nil, "the first %d contacts were all refused, the last with: %s", firstRefusals, e.Message))
	}
	tried := l.failed + l.accepted
	if tried >= min(failuresFrom, l.total) && l.max.Exceeded(l.failed, l.total) {
		l.stopper.Stop(event.Stopf(event.StopGuard, nil, "%d of %d contacts failed, more than --max-failures %s", l.failed, tried, l.max))
	}
}
