// Package ui is the page of quo-import ui: an import for people without a terminal, in
// the browser of their own computer.
//
// Start with Listen and Server.Serve (server.go). From the bottom: guard.go says who may
// ask, session.go what is kept on disk, view.go what is shown, desk.go what the page works
// on. Above the desk, work.go works out what follows from a change, plan.go makes the plan,
// run.go and undo.go carry it out, sheet.go opens the rows to correct, and requests.go
// answers the pages. The script is in client; go generate bundles it into static.
//
// The page is a front end like the terminal. It decides nothing about contacts: package
// job opens files and answers questions, package importer plans and applies, package show
// writes the report and the events of a run.
//
// What it promises:
//
//   - only the browser that was given the one-time address is answered, on 127.0.0.1, under
//     its own name, and never from another site (guard.go);
//   - the API key is in memory, or in the system's keyring, and in nothing that is sent,
//     logged or written (key.go);
//   - what a person chose is on disk before the answer to it, private to them, so that a
//     program that is killed loses nothing (session.go);
//   - closing the page stops no run. The server ends some time after the last page was
//     closed, when no run is left.
package ui

//go:generate go run ./bundle
