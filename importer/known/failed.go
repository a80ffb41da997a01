package known

import (
	"errors"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/quo"
)

// Step is what was being done when a row failed. Its text is part of the hash that
// identifies the problem in the state, so it must not change. The texts for people
// are in messages.
type Step string

// The steps.
const (
	Deciding    Step = ""
	Reading     Step = "Quo could not be asked what it has"
	Sending     Step = "could not be sent"
	Unconfirmed Step = "unknown: it may have been carried out, the next run finds out"
	Updating    Step = "Quo shows the contact, but did not take the update"
	Deleting    Step = "its key was taken away, but it could not be deleted"
	Undoing     Step = "the journal"
)

var messages = map[Step]string{
	Deciding:    "",
	Reading:     "Quo could not be asked for the contact: ",
	Sending:     "could not be sent: ",
	Unconfirmed: "unknown: it may have been carried out, the next run looks it up: ",
	Updating:    "Quo has the contact, but did not accept the update: ",
	Deleting:    "its key was removed, but it could not be deleted: ",
	Undoing:     "reading the journal: ",
}

// Failed returns the event of a row that failed at a step. Its problem is identified
// by what the server refused, without the server's message, which may hold values.
func Failed(at Step, err error) event.Row {
	e := event.Row{Action: event.Failed, Message: messages[at] + err.Error(), Cause: []string{string(at)}}
	if api, ok := errors.AsType[*quo.APIError](err); ok {
		e.Status = api.Status
		e.Cause = append(e.Cause, api.Code)
		for _, d := range api.Details {
			e.Cause = append(e.Cause, d.Key, d.Path)
		}
	}
	return e
}
