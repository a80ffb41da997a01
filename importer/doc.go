// Package importer turns rows of a file into contacts of a Quo workspace, so
// that a second run updates them instead of making them again.
//
// Start with Importer and its Import. Plan reads the rows once, decides for each key whether
// it is to be created, updated, left alone or rejected, and keeps what is to be
// written in a private temporary file; Apply writes that and nothing else. A
// dry run is a Plan that is not applied.
//
//	rows ─► mapping ─► Plan: key, duplicates, hash ⇄ state ─► counts, guards
//	                     │
//	                  the spool ─► look-ups in twenties ─► merge ─► intent ─► POST | PATCH
//	                                                                             │
//	                                             one recorder: state and events ◄┘
//
// What it promises, and where that is kept:
//
//   - nothing twice: every write has an intent in the state before it is sent
//     (recorder.go), and a write whose outcome is unknown is looked up before it
//     is sent again (create.go, outcome.go);
//   - nothing lost: an update sends the merge of what we wrote last, what the
//     file says and what Quo has (merge.go), and the answer is checked (answer.go);
//   - nothing silent: every row ends in exactly one event (event.go), and the
//     counts add up;
//   - safe to stop: cancelling the context finishes what is in flight, records it
//     and ends.
//
// It talks to the API and to the state through the small interfaces it declares
// (API, State); it prints nothing, reads no flags and has no globals. Time is
// the time package's, so that a test in a testing/synctest bubble lives through
// an outage of ten minutes in a millisecond.
package importer
