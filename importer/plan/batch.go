package plan

import (
	"context"
	"slices"

	"github.com/quo-import/quo-import/importer/rows"
)

// batchRows is how many rows go from the reader to a mapper at a time.
const batchRows = 128

// batchCells and batchBytes are how much of rows that are very wide or long makes a batch:
// the batches that are on their way are held in memory.
const (
	batchCells = 128 << 10
	batchBytes = 4 << 20
)

// batch is a number of rows on their way through the pass. It goes round: reader →
// mapper → planner → reader, so that a row costs no allocation but that of its text.
type batch struct {
	input  int
	share  float64    // of the input that was read with the batch; 0 if it is unknown
	rows   []rows.Row // what they point to is valid until the batch was planned; only strings may be kept
	cells  []string   // of all rows
	bytes  []byte
	mapped []mappedRow
	values []sharedValue // of all mapped
	done   chan error    // receives one value when mapped is filled

	hidden, broken int // rows that a sheet hides; cells that hold an error, as #N/A
}

func newBatch() *batch {
	return &batch{rows: make([]rows.Row, 0, batchRows), done: make(chan error, 1)}
}

func (b *batch) reset(input int) {
	b.input, b.rows, b.cells, b.bytes = input, b.rows[:0], b.cells[:0], b.bytes[:0]
	b.hidden, b.broken = 0, 0
}

func (b *batch) add(r rows.Row) {
	if r.Hidden {
		b.hidden++
	}
	b.broken += len(r.Failed)
	r.Failed, r.Unread = nil, slices.Clone(r.Unread)
	if r.Cells != nil {
		at := len(b.cells)
		b.cells = append(b.cells, r.Cells...)
		r.Cells = b.cells[at:len(b.cells):len(b.cells)]
	}
	if r.JSON != nil {
		at := len(b.bytes)
		b.bytes = append(b.bytes, r.JSON...)
		r.JSON = b.bytes[at:len(b.bytes):len(b.bytes)]
	}
	b.rows = append(b.rows, r)
}

func (b *batch) original(i int) Original {
	r := &b.rows[i]
	return Original{Input: b.input, Pos: r.Pos, Cells: r.Cells, JSON: r.JSON}
}

// batcher cuts an input into batches. Each goes to the mappers, and to the planner
// in the order of the input.
type batcher struct {
	input       int
	share       func() float64
	work, order chan<- *batch
	used        <-chan *batch // batches that were planned
}

func (c *batcher) run(ctx context.Context, in Input) error {
	if c.share = in.Share; c.share == nil {
		c.share = func() float64 { return 0 }
	}
	b := c.next()
	for row, err := range in.Rows(ctx) {
		if err != nil {
			return err
		}
		b.add(row)
		if len(b.rows) == batchRows || len(b.cells) > batchCells || len(b.bytes) > batchBytes {
			if err := c.send(ctx, b); err != nil {
				return err
			}
			b = c.next()
		}
	}
	if len(b.rows) == 0 {
		return nil
	}
	return c.send(ctx, b)
}

// next returns an empty batch: a used one, where there is one.
func (c *batcher) next() *batch {
	var b *batch
	select {
	case b = <-c.used:
	default:
		b = newBatch()
	}
	b.reset(c.input)
	return b
}

func (c *batcher) send(ctx context.Context, b *batch) error {
	b.share = c.share()
	for _, to := range []chan<- *batch{c.order, c.work} {
		select {
		case to <- b:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}
