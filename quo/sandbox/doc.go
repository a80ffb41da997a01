// Package sandbox is a stand-in for the Quo contacts API: an http.Handler that
// behaves as docs/quo-api.md describes, including the rules that surprise. It
// serves the tests, `quo-import sandbox` and `--sandbox`.
//
// Start at [Options] and [Sandbox.ServeHTTP]. What it promises:
//
//   - Strict. It refuses requests that the published schema refuses, and unknown
//     properties, so that a typo in a client shows.
//   - Harsh. Where the real API was seen to behave in two ways, the default is
//     the more harmful one: a PATCH replaces lists and wipes what it leaves out,
//     deleted contacts keep their pair, totals are wrong, the order is shuffled.
//   - Deterministic, for one client that sends one request at a time: the same
//     Seed, clock and requests get the same answers.
//   - Safe for concurrent use, without a goroutine of its own. Nothing in it
//     sleeps: it waits on a timer and the request's context, so it works inside
//     a testing/synctest bubble through [Sandbox.RoundTripper].
//
// It keeps nothing on disk, knows no other part of Quo, and imports nothing of
// the client. It has its own JSON types, so that an error in the client's types
// cannot hide behind the same error here.
//
// # Files
//
// A request passes through these, in this order:
//
//   - request.go reads it; limit.go and gate.go admit it, by rate and key;
//   - fault.go, faults.go and emit.go choose what goes wrong, and do it to the
//     answer;
//   - api.go dispatches it to list.go or write.go, which check it by validate.go
//     and catalogue.go and carry it out in the address book, book.go;
//   - behaviour.go has all optional behaviours of a write and its answer, one entry
//     each: a new one is an option and an entry there; normalise.go has those that
//     concern single values;
//   - answer.go has the answers and the shapes of errors.
//
// sandbox.go puts these together. app.go, load.go and control.go are the side of
// the test: people who edit contacts in the app, contacts from a file, faults,
// counts.
package sandbox
