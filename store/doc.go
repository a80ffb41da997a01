// Package store defines the state that the importer keeps between runs: which
// key is which contact, what was last written there, which writes were begun
// and are not confirmed yet, and what each run did.
//
// It holds the types, the hashes, the changes and the rules that every
// implementation follows, and no database: start with State. store/bolt keeps a
// state in a file, store/postgres in a database and store/memory in memory;
// store/storetest checks an implementation.
//
// Records belong to a source, the namespace of keys, and are read through a
// Snapshot. A state changes only by committing values of type Change, which
// describe themselves to a Writer. A commit makes all of its changes or none.
//
// A record holds no names, numbers or addresses: what was written is kept as
// short hashes (Base), which is enough to recognise our own values, and a row
// with a problem as two hashes (Problem). Whoever has the state can still test
// guesses against a hash; for the numbers and the name of a row, which are not
// salted with its key, one guess is tested against all records at once. Intents
// and journal entries do hold contacts, for as long as a run can be finished or
// undone: the last KeptJournals runs. Forget removes a person.
//
// Every hash and every type in this package is persisted. Changing what a hash
// returns, or a field of a type, is a migration of every existing state.
package store
