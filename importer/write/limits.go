package write

import (
	"sync/atomic"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/importer/send"
)

// firstRefusals is how many writes may be refused, with none accepted, before rows from
// elsewhere are tried or, where there are none, the run stops: then it is the mapping or
// the workspace that is wrong, not the rows.
const firstRefusals = 20

// failuresFrom is how many rows must have been tried before a percentage of failures
// means anything.
const failuresFrom = 50

// limits stop a run that fails. They belong to the recorder's goroutine, but for
// refusing.
type limits struct {
	stopper   *send.Stopper
	max       policy.Limit // --max-failures
	total     int
	elsewhere bool // somebody asks Refusing, and tries other rows
	refusing  atomic.Pointer[event.StopError]

	refused, failed, accepted int
}

// note counts a row. known: the last complete run had its problem, too.
func (l *limits) note(e *event.Row, known bool) {
	switch e.Action {
	case event.Failed:
		l.failed++
		if e.Status >= 400 && e.Status < 500 && !known {
			l.refused++
		}
	case event.Created, event.Updated, event.Unchanged, event.Deleted:
		l.accepted++
	}
	switch {
	case l.accepted > 0:
		l.refusing.Store(nil)
	case l.refused >= firstRefusals:
		stop := event.Stopf(event.StopRefused, nil, "the first %d contacts were all refused, the last with: %s", l.refused, e.Message)
		if l.refusing.Store(stop); !l.elsewhere {
			l.stopper.Stop(stop)
		}
	}
	tried := l.failed + l.accepted
	if tried >= min(failuresFrom, l.total) && l.max.Exceeded(l.failed, l.total) {
		l.stopper.Stop(event.Stopf(event.StopGuard, nil, "%d of %d contacts failed, more than --max-failures %s", l.failed, tried, l.max))
	}
}
