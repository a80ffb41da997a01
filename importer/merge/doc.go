// Package merge compares and combines three versions of a contact: base, what we
// last wrote and Quo confirmed; the row, what the file says now; and remote,
// what Quo has. Everything in it is pure.
//
// Start with Merge, which returns the whole contact that an update sends. Sent is a
// write that is under way: its answer, whether it came at once or is read from the
// contact later, shows what is ours now. Check holds the answer against what was sent.
// Same, Reached, Changes, Untouched and LostFields answer questions about two versions
// of a contact.
//
// The rules are the table of docs/reliability.md, "How an update is merged". What
// the row does not own is in the target as it is in remote: that is how nothing
// of other people's is lost.
package merge
