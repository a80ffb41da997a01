// Package send sends one request at a time to the contacts API and decides what
// its answer means for the run: sent, to be sent again, to be looked up first, or
// the end of the run.
//
// Start with New and a Sender's methods. outcome.go has the decision for every answer;
// docs/reliability.md repeats it. All workers of a run share one Sender: its breaker
// holds them back while the server fails, and its Stopper records whether the run has
// to end, and why.
//
// A Sender repeats reads itself. A write is one request: whether to repeat it depends
// on what a look-up shows, which package write decides.
package send
