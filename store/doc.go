// Package store keeps what the importer must know between runs: which key is
// which contact, what was last written there, which writes were begun and not
// yet confirmed, and what each run did.
//
// Start with Open and Store. Records are per source, the namespace of keys.
// Every change goes through Commit, which is one transaction: it is on disk,
// whole, or it is not. One process at a time may write (ErrLocked names the
// other one); any number may read.
//
// The state holds no names, numbers or addresses in its records: what was
// written is kept as a short hash a field and item (Base), which is enough to
// tell whether a value is ours. Intents and journal entries do hold contacts,
// for as long as a run may have to be finished or taken back.
//
// Nothing of bbolt shows outside this package.
package store
