// Package postgres keeps the importer's state (package store) in PostgreSQL, for
// machines without a disk of their own.
//
// An Address names a database and a state in it: one database holds the states of
// many workspaces. Open returns a Store. Every change goes through Commit, which is
// one transaction, sent as one message and answered by one.
//
// A process that writes holds a lease: a row with its name, an expiry and a token.
// The first statement of every commit renews the lease and fails if the token or
// the number of the commit is another one than this process knows, so that a process
// that was stopped for longer than its lease changes nothing any more. If a
// connection ends before the answer to a commit, the lease gets a new token, after
// which the old commit cannot happen any more, and the number of the last commit says
// whether it did. Nothing depends on the session, so that a pooler may change the
// connection between any two transactions.
//
// Reads and commits survive a lost connection and a restart of the database, for as
// long as Options.Patience. Processes that only read need no lease, and read the
// state as of one moment.
//
// Start with Store in store.go. Nothing of pgx is visible outside this package.
package postgres
