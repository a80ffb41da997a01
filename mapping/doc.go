// Package mapping turns the rows of a file into contacts, by a mapping that
// names the column of each field.
//
// Start with Load, which reads a mapping file into a Mapping (package propose
// makes one for a file that has none). Compile checks it against a file's
// columns and the workspace's custom fields and returns a Mapper, whose Workers
// map rows. The files read in that order: spec.go, load.go and loadfield.go for
// the mapping file; compile.go and mapper.go; worker.go, gather.go, items.go and
// map.go for a row.
//
// Each value is brought into its canonical form here, once, by its type: nobody
// downstream checks it again. The package promises that every problem is found,
// of a mapping file and of a row, not only the first; that each names where it
// is and the way out; that nothing is guessed silently; and that the same row
// under the same mapping always becomes the same contact. It opens no file and
// calls no server.
package mapping
