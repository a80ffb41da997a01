package mapping

import (
	"strings"

	"github.com/quo-import/quo-import/mapping/document"
)

// Pos is a place in a mapping file, counted from 1. The zero Pos is no place.
type Pos = document.Pos

// Errors are all problems of a mapping, in the order of the file: of the file itself, or
// of its use with the columns of an input and the custom fields of a workspace. It is
// never empty.
type Errors = document.Errors

// Name is a column's name and the place in the mapping file that has it.
type Name = document.Name

// Named returns the names of columns, for a mapping that is made by a program.
func Named(columns ...string) []Name {
	names := make([]Name, len(columns))
	for i, column := range columns {
		names[i].Text = column
	}
	return names
}

// Joined names several columns as one thing: "Company + Account".
func Joined(names []Name) string { return strings.Join(document.Texts(names), " + ") }
