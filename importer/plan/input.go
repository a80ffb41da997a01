package plan

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/mapping"
)

// Input is one file of rows, with the mapper that was compiled for its columns.
type Input struct {
	Name   string
	Header []string // the columns as the file has them; nil for JSON
	// Rejects: the file is one of rejects, as RejectPrefix shows where there is a header.
	Rejects bool
	// Indexed: rows are named by their index, as in a JSON array.
	Indexed bool
	// Rows returns the rows from the first one on, each time it is called. It is
	// called a second time where the same key stands on several rows.
	Rows   func(context.Context) iter.Seq2[rows.Row, error]
	Mapper *mapping.Mapper
	// Share returns the share of the input that Rows has read, from 0 to 1; nil or 0
	// if it is unknown. It is called between two rows.
	Share func() float64
	// Changed reports whether the file changed since Rows was first called; nil: it
	// does not change.
	Changed func() bool
}

// Original is a row as it was read, for a file of rejects.
type Original struct {
	Input int
	Pos   rows.Position
	Cells []string
	JSON  []byte
}

// clone returns a copy that outlives the batch of the row.
func (o *Original) clone() Original {
	c := *o
	c.Cells = slices.Clone(o.Cells)
	for i, cell := range c.Cells {
		c.Cells[i] = strings.Clone(cell)
	}
	c.JSON = slices.Clone(o.JSON)
	return c
}

// Identify makes an event that of the row.
func (o *Original) Identify(e *event.Row) {
	e.Pos, e.Input, e.Cells, e.JSON = o.Pos, o.Input, o.Cells, o.JSON
}

// place is where a row is: its line, or for an element of a JSON array its index
// plus one.
type place struct {
	input uint16
	line  uint32
}

func placeOf(input int, pos rows.Position) place {
	if pos.Index >= 0 {
		return place{uint16(input), uint32(pos.Index + 1)}
	}
	return place{uint16(input), uint32(pos.Line)}
}

// name is what a person calls a place, with the file where it is another one.
func (at place) name(inputs []Input, from int) string {
	in := inputs[at.input]
	name := fmt.Sprintf("line %d", at.line)
	if in.Indexed {
		name = fmt.Sprintf("item %d", at.line-1)
	}
	if int(at.input) != from {
		name = in.Name + " " + name
	}
	return name
}

// KeyError is a source that would be imported under another key than before, or
// inputs that do not agree on one.
type KeyError struct {
	Source, Was, Is string
	File            string // set where two inputs of one import differ
}

func (e *KeyError) Error() string {
	if e.File != "" {
		return fmt.Sprintf("%s: its key is %s, that of the files before is %s: import them one by one, or name the key with --key", e.File, e.Is, e.Was)
	}
	return fmt.Sprintf("source %q was imported with the key %s, this run would use %s: pass --rekey to move its contacts to the new keys, or name the old key with --key (as --key ID, or --key derived)", e.Source, e.Was, e.Is)
}
