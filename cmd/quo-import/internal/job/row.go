package job

import (
	"context"
	"slices"
	"strings"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/mapping"
)

// Row is a row of the inputs with what the mapping makes of it.
type Row struct {
	Pos     rows.Position
	Cells   []Cell // the mapped columns that hold something
	Results []mapping.Result
	Errors  []mapping.FieldError
	Want    uint64 // hash of the contact
}

// Cell is a column with its text in a row.
type Cell struct{ Column, Text string }

// Find returns the first row with a key, as the files and their mapping are now; nil if
// there is none. The job is open.
func (j *Job) Find(ctx context.Context, key string) (*Row, error) {
	for i, f := range j.Files {
		mapper := j.Inputs[i].Mapper
		w := mapper.Worker()
		for row, err := range readable(ctx, f.Rows) {
			if err != nil {
				return nil, err
			}
			w.Load(mapping.Row{Cells: row.Cells, JSON: row.JSON, Unread: row.Unread, Key: row.Key})
			if k, problem := w.Key(); problem != nil || k != key {
				continue
			}
			m := w.Map()
			found := &Row{Pos: row.Pos, Results: w.Results(), Errors: slices.Clone(m.Errors), Want: m.Desired.Hash()}
			for at, column := range mapper.Columns() {
				if text := w.Cells()[at]; text != "" {
					found.Cells = append(found.Cells, Cell{column, strings.Clone(text)})
				}
			}
			return found, nil
		}
	}
	return nil, nil
}
