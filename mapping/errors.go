package mapping

import "github.com/quo-import/quo-import/mapping/document"

// Pos is a place in a mapping file, counted from 1. The zero Pos is no place.
type Pos = document.Pos

// Error is one problem of a mapping: of the file itself, or of its use with
// the columns of an input and the custom fields of a workspace.
type Error = document.Error

// Errors are all problems of a mapping, in the order of the file. It is never
// empty.
type Errors = document.Errors

// Problems collects the problems of a mapping until all are found.
type Problems = document.Problems

// Name is a column's name and the place in the mapping file that has it.
type Name = document.Name
