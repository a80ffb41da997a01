// Package mapping says which column of a file feeds which field of a contact,
// and turns rows into contacts by it.
//
// Start with Load (a mapping file) or Propose (headers that say plainly what
// they are), then Compile, which checks a mapping against a file's columns and
// the workspace's custom fields, and Mapper, which maps rows. A value is made
// right here, once, by its type: nobody downstream checks it again.
//
// The package promises that every error is found, of a mapping file and of a
// row, not only the first; that each names where it is and the way out; that
// nothing is guessed in silence; and that the same row under the same mapping
// always gives the same contact. It reads no file and asks no server.
package mapping
