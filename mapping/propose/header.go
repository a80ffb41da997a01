package propose

import (
	"slices"
	"strings"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/headers/words"
)

// header finds columns by name, whatever the case and the punctuation.
type header struct {
	names []string          // of the columns, each unique
	by    map[string]string // normalised → the first such name
}

func newHeader(c mapping.Columns) *header {
	h := &header{names: c.Unique(), by: map[string]string{}}
	for _, name := range slices.Backward(h.names) {
		h.by[words.Normalise(name)] = name
	}
	return h
}

// find returns the column of that name, "" for none.
func (h *header) find(name string) string {
	if name == "" || h.has(name) {
		return name
	}
	return h.by[words.Normalise(name)]
}

func (h *header) has(name string) bool { return slices.Contains(h.names, name) }

// filled returns the cells of a column that are not blank.
func filled(samples [][]string, column int) []string {
	var list []string
	for _, row := range samples {
		if column < len(row) && strings.TrimSpace(row[column]) != "" {
			list = append(list, row[column])
		}
	}
	return list
}

// samplesOf returns the first rows as texts, column by column; of a JSON list
// its first value.
func samplesOf(cols mapping.Columns, first []mapping.Row) [][]string {
	samples := make([][]string, len(first))
	if !cols.JSON {
		for i, row := range first {
			samples[i] = row.Cells
		}
		return samples
	}
	fields := make([]mapping.Field, len(cols.Names))
	for i, name := range cols.Names {
		fields[i].Columns = mapping.Named(name)
	}
	sampler, err := mapping.NewSampler(&mapping.Mapping{}, cols, fields)
	if err != nil {
		panic(err) // JSON has every column
	}
	for i, row := range first {
		sampler.Load(row)
		samples[i] = make([]string, len(cols.Names))
		for j := range fields {
			if texts := sampler.Texts(j); len(texts) > 0 {
				samples[i][j] = texts[0]
			}
		}
	}
	return samples
}
