package plan

import (
	"strings"
	"sync"
)

// RejectPrefix begins the columns that a file of rejects has beside its own: they
// say why a row is there, and are not imported.
const RejectPrefix = "quo_import_"

// Column is a column of the input that no field uses, with how many of its cells
// are not blank.
type Column struct {
	Name   string
	Values int
}

// columnCounts counts the cells that are not blank, of the columns that are mapped
// (to notice one that was filled last time and is blank now) and of those that are
// not (to report what was not imported).
type columnCounts struct {
	mapped   []string
	unmapped map[int]string // index of the cell → name

	mu      sync.Mutex
	workers []*workerCounts
}

// workerCounts are those of one mapper.
type workerCounts struct {
	mapped   []int
	unmapped []columnCount
}

type columnCount struct{ index, values int }

func newColumnCounts(in Input) *columnCounts {
	c := &columnCounts{mapped: in.Mapper.Columns(), unmapped: map[int]string{}}
	for _, name := range in.Mapper.Unmapped() {
		if at := in.Mapper.Position(name); at >= 0 && !strings.HasPrefix(name, RejectPrefix) { // -1 in JSON
			c.unmapped[at] = name
		}
	}
	return c
}

func (c *columnCounts) worker() *workerCounts {
	w := &workerCounts{mapped: make([]int, len(c.mapped))}
	for i := range c.unmapped {
		w.unmapped = append(w.unmapped, columnCount{index: i})
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.workers = append(c.workers, w)
	return w
}

func (w *workerCounts) count(cells, mapped []string) {
	for i := range w.mapped {
		if mapped[i] != "" {
			w.mapped[i]++
		}
	}
	for i := range w.unmapped {
		if c := &w.unmapped[i]; c.index < len(cells) && cells[c.index] != "" {
			c.values++
		}
	}
}

// addTo adds what the mappers counted, when they are done.
func (c *columnCounts) addTo(filled, unmapped map[string]int) {
	for _, w := range c.workers {
		for i, n := range w.mapped {
			filled[c.mapped[i]] += n
		}
		for _, u := range w.unmapped {
			unmapped[c.unmapped[u.index]] += u.values
		}
	}
}
