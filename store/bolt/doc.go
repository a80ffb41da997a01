// Package bolt keeps the importer's state (package store) in one bbolt file.
//
// Open returns a Store. Every change goes through Commit, which is one
// transaction: when it returns nil all changes are on disk, otherwise none is.
// One process at a time can have the file open for writing, and then no other
// can open it; without a writer any number of processes can read. Who cannot
// open it gets a store.LockedError, which names the process that has it. A
// reader that takes long opens a Snapshot, which keeps nobody out.
//
// Damage to the file is reported as store.ErrCorrupt. Open checks that its pages
// fit together, which those of a torn copy do not; a value that does not decode
// is found where it is read, or by Check. A flipped bit in a value that still
// decodes is not noticed: only the meta pages have a checksum.
//
// Nothing of bbolt is visible outside this package.
package bolt
