package report

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/quo-import/quo-import/mapping"
)

// inputColumn is a column that one or several inputs have.
type inputColumn struct {
	name   string
	used   bool  // a field takes it
	whole  bool  // of JSON, where a list or an object may be mapped as one
	inputs []int // which have it
	of     int   // how many inputs there are
}

// inputColumns are the columns of all inputs, each once: those of the first in
// its order, then what the next one has beside them.
func inputColumns(mappers []*mapping.Mapper) []inputColumn {
	var list []inputColumn
	at := map[string]int{}
	for i, m := range mappers {
		used := m.Columns()
		names := slices.Concat(used, m.Unmapped())
		slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(m.Position(a), m.Position(b)) })
		for _, name := range names {
			k, known := at[name]
			if !known {
				k = len(list)
				at[name] = k
				list = append(list, inputColumn{name: name, whole: m.Position(name) < 0, of: len(mappers)})
			}
			list[k].used = list[k].used || slices.Contains(used, name)
			list[k].inputs = append(list[k].inputs, i)
		}
	}
	return list
}

// only says which inputs have the column, where not all of them do.
func (c *inputColumn) only(inputs []string) string {
	if len(c.inputs) == c.of {
		return ""
	}
	if len(c.inputs) > 3 {
		return fmt.Sprintf("in %d of %d files", len(c.inputs), c.of)
	}
	var names []string
	for _, i := range c.inputs {
		if i < len(inputs) {
			names = append(names, filepath.Base(inputs[i]))
		}
	}
	return "only in " + strings.Join(names, ", ")
}
