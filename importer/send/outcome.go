package send

import "github.com/quo-import/quo-import/quo"

// Next is what to do about the answer to a request.
type Next int

// The steps.
const (
	Done        Next = iota // it was carried out
	Again                   // not carried out: send it again
	LookFirst               // may have been carried out: look it up before sending again
	LookPair                // the pair of source and external id is taken: look up who has it
	ConfirmGone             // not found: look it up twice more before believing it
	Refuse                  // this row fails, the run continues
	StopAll                 // nothing more is sent
	Absent                  // a read found nothing
	AlreadyGone             // a delete found nothing, which is as good
	Halted                  // not sent: the run is ending
)

// outcomes has the decision for every answer, by operation and class of the answer. A
// test compares it with docs/reliability.md. Rate limits (429) and outages do not
// count as attempts of the row; other failures do.
var outcomes = map[operation]map[quo.Class]Next{
	opRead: {
		quo.None: Done, quo.Limited: Again, quo.NotSent: Again, quo.Ambiguous: Again,
		quo.NotFound: Absent, quo.Conflict: Refuse, quo.Permanent: Refuse, quo.Fatal: StopAll,
	},
	opCreate: {
		quo.None: Done, quo.Limited: Again, quo.NotSent: Again, quo.Ambiguous: LookFirst,
		quo.NotFound: Refuse, quo.Conflict: LookPair, quo.Permanent: Refuse, quo.Fatal: StopAll,
	},
	opUpdate: {
		quo.None: Done, quo.Limited: LookFirst, quo.NotSent: LookFirst, quo.Ambiguous: LookFirst,
		quo.NotFound: ConfirmGone, quo.Conflict: Refuse, quo.Permanent: Refuse, quo.Fatal: StopAll,
	},
	opDelete: {
		quo.None: Done, quo.Limited: Again, quo.NotSent: Again, quo.Ambiguous: LookFirst,
		quo.NotFound: AlreadyGone, quo.Conflict: Refuse, quo.Permanent: Refuse, quo.Fatal: StopAll,
	},
}

// operation is what a request asks for.
type operation string

// The operations.
const (
	opRead   operation = "read"
	opCreate operation = "create"
	opUpdate operation = "update"
	opDelete operation = "delete"
)

// maxAttempts is how often a request is sent if the server or the network fails
// (docs/quo-api.md, "Errors").
const maxAttempts = 5
