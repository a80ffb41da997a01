package importer

import (
	"strings"
	"sync"
)

// rejectPrefix begins the columns that a file of rejects has beside its own:
// they say why a row is there, and are not imported.
const rejectPrefix = "quo_import_"

// Column is a column of the input that no field takes, with how many of its
// cells are not blank.
type Column struct {
	Name   string
	Values int
}

// columnStats counts the cells that are filled, of the columns that are mapped
// (to notice one that was filled last time and is blank now) and of those that
// are not (to say what was not imported). Each mapper counts on its own.
type columnStats struct {
	mapped   []string
	unmapped map[int]string // index of the cell → name

	mu      sync.Mutex
	workers []*workerStats
}

type workerStats struct {
	mapped   []int
	unmapped []columnCount
}

type columnCount struct{ index, values int }

func newColumnStats(in Input) *columnStats {
	s := &columnStats{mapped: in.Mapper.Columns(), unmapped: map[int]string{}}
	for _, name := range in.Mapper.Unmapped() {
		if at := in.Mapper.Position(name); at >= 0 && !strings.HasPrefix(name, rejectPrefix) { // -1 in JSON
			s.unmapped[at] = name
		}
	}
	return s
}

func (s *columnStats) worker() *workerStats {
	// Room behind each list, so that no two workers count in one line of the
	// processors' caches, which they would take from each other for each cell.
	const line = 64 / 8
	w := &workerStats{mapped: make([]int, len(s.mapped), len(s.mapped)+line), unmapped: make([]columnCount, 0, len(s.unmapped)+line/2)}
	for i := range s.unmapped {
		w.unmapped = append(w.unmapped, columnCount{index: i})
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.workers = append(s.workers, w)
	return w
}

func (w *workerStats) count(cells, mapped []string) {
	for i := range w.mapped {
		w.mapped[i] += filled(mapped[i])
	}
	for i := range w.unmapped {
		if c := &w.unmapped[i]; c.index < len(cells) {
			c.values += filled(cells[c.index])
		}
	}
}

// filled is 1 for a cell that is not blank. It is a number because which cells
// are blank cannot be foreseen, and a branch would have to.
func filled(cell string) (n int) {
	if cell != "" {
		n = 1
	}
	return n
}

// addTo sums what the workers counted. It is called when they are done.
func (s *columnStats) addTo(p *Plan) {
	for _, w := range s.workers {
		for i, n := range w.mapped {
			p.Filled[s.mapped[i]] += n
		}
		for _, c := range w.unmapped {
			p.unmapped[s.unmapped[c.index]] += c.values
		}
	}
}
