// Package write writes one contact safely: whatever fails, and whenever the process
// dies, a row never makes two contacts and an update never loses what is not the
// file's.
//
// Start with Writer. Its Row brings a contact to what a row says, its Revert back to
// what it was before a run. Both put an intent into the state before the first
// request, look up what a request with an unknown outcome did before they send it
// again, check the answer, and return a Result: what to report and what to record.
// The Recorder is the only one that changes the state and emits events.
//
// What to do about a contact is decided in package decide, what an answer means in
// package send.
package write
