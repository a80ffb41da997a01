package importer

import "github.com/quo-import/quo-import/quo"

// next is what to do about the answer to a request.
type next int

const (
	done         next = iota // it was carried out
	again                    // surely not carried out: send it again
	lookFirst                // may have been carried out: look before sending again
	lookPair                 // the pair of source and external id is taken: look who has it
	confirmGone              // not found: look twice more before believing it
	refuse                   // this row fails, the run goes on
	stopAll                  // nothing more is sent
	absent                   // a read found nothing
	believedGone             // a delete found nothing: that is what was wanted
)

// outcomes is the decision for every answer: what was asked × what came back.
// docs/reliability.md repeats it; a test holds the two together. Limits (429)
// and outages do not count as an attempt of the row, the rest does.
var outcomes = map[operation]map[quo.Class]next{
	opRead: {
		quo.None: done, quo.Limited: again, quo.NotSent: again, quo.Ambiguous: again,
		quo.NotFound: absent, quo.Conflict: refuse, quo.Permanent: refuse, quo.Fatal: stopAll,
	},
	opCreate: {
		quo.None: done, quo.Limited: again, quo.NotSent: again, quo.Ambiguous: lookFirst,
		quo.NotFound: refuse, quo.Conflict: lookPair, quo.Permanent: refuse, quo.Fatal: stopAll,
	},
	opUpdate: {
		quo.None: done, quo.Limited: lookFirst, quo.NotSent: lookFirst, quo.Ambiguous: lookFirst,
		quo.NotFound: confirmGone, quo.Conflict: refuse, quo.Permanent: refuse, quo.Fatal: stopAll,
	},
	opDelete: {
		quo.None: done, quo.Limited: again, quo.NotSent: again, quo.Ambiguous: lookFirst,
		quo.NotFound: believedGone, quo.Conflict: refuse, quo.Permanent: refuse, quo.Fatal: stopAll,
	},
}

// operation is what a request asks for.
type operation string

const (
	opRead   operation = "read"
	opCreate operation = "create"
	opUpdate operation = "update"
	opDelete operation = "delete"
)

// decide looks an answer up in the table.
func decide(op operation, err error) next { return outcomes[op][quo.Classify(err)] }

// maxAttempts is how often a request is sent that fails by the server's or the
// network's fault (QUO_API, "Errors").
const maxAttempts = 5
