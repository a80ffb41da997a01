package send

import "github.com/quo-import/quo-import/quo"

// Next is what to do about the answer to a request.
type Next int

// The steps.
const (
	Done        Next = iota // it was carried out
	Again                   // surely not carried out: send it again
	LookFirst               // may have been carried out: look before sending again
	LookPair                // the pair of source and external id is taken: look who has it
	ConfirmGone             // not found: look twice more before believing it
	Refuse                  // this row fails, the run goes on
	StopAll                 // nothing more is sent
	Absent                  // a read found nothing
	AlreadyGone             // a delete found nothing: that is what was wanted
	Halted                  // it was not sent: the run ends
)

// Outcomes is the decision for every answer: what was asked × how the answer is
// classified. docs/reliability.md repeats it, and a test holds the two together.
// Limits (429) and outages do not count as an attempt of the row, the rest does.
var Outcomes = map[Operation]map[quo.Class]Next{
	Read: {
		quo.None: Done, quo.Limited: Again, quo.NotSent: Again, quo.Ambiguous: Again,
		quo.NotFound: Absent, quo.Conflict: Refuse, quo.Permanent: Refuse, quo.Fatal: StopAll,
	},
	Create: {
		quo.None: Done, quo.Limited: Again, quo.NotSent: Again, quo.Ambiguous: LookFirst,
		quo.NotFound: Refuse, quo.Conflict: LookPair, quo.Permanent: Refuse, quo.Fatal: StopAll,
	},
	Update: {
		quo.None: Done, quo.Limited: LookFirst, quo.NotSent: LookFirst, quo.Ambiguous: LookFirst,
		quo.NotFound: ConfirmGone, quo.Conflict: Refuse, quo.Permanent: Refuse, quo.Fatal: StopAll,
	},
	Delete: {
		quo.None: Done, quo.Limited: Again, quo.NotSent: Again, quo.Ambiguous: LookFirst,
		quo.NotFound: AlreadyGone, quo.Conflict: Refuse, quo.Permanent: Refuse, quo.Fatal: StopAll,
	},
}

// Operation is what a request asks for.
type Operation string

// The operations.
const (
	Read   Operation = "read"
	Create Operation = "create"
	Update Operation = "update"
	Delete Operation = "delete"
)

// maxAttempts is how often a request is sent that fails by the server's or the
// network's fault (docs/quo-api.md, "Errors").
const maxAttempts = 5
