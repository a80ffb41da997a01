// Package sandbox is a stand-in for the Quo contacts API: an http.Handler that
// behaves as QUO_API.md describes it, the bites included. It serves the tests,
// `quo-import sandbox` and `--sandbox`.
//
// Start reading at [Options] and [Sandbox.ServeHTTP]; carry.go leads to one file
// per operation, fault.go to what can go wrong on purpose.
//
// What it promises:
//
//   - Strict. A request that the published schema refuses is refused, and so is
//     an unknown property, so that a typo of a client shows.
//   - Harsh. Where the real API was seen to behave in two ways, the default is
//     the one that hurts: a PATCH replaces lists and wipes what it leaves out,
//     deleted contacts keep their pair, totals are wrong, order is shuffled.
//   - Deterministic, for one client that sends one request at a time: the same
//     Seed, clock and requests give the same answers.
//   - Safe for concurrent use, without a goroutine of its own, and nothing in it
//     sleeps: a wait is a timer and the request's context, so it works inside a
//     testing/synctest bubble through [Sandbox.RoundTripper].
//
// What it does not: it keeps nothing on disk, it knows no other part of Quo, and
// it imports nothing of the client. Its wire model is its own, so that a mistake
// in the client's cannot hide behind the same mistake here.
package sandbox
