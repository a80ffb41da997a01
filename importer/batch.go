package importer

import (
	"context"

	"github.com/quo-import/quo-import/importer/rows"
)

// batchRows is how many rows go from reader to mapper at a time: enough that
// the hand-over does not show, few enough that a batch stays in the cache.
const batchRows = 256

// batch is a run of rows on its way through the first pass. Its rows live in
// two arenas, and it goes round: reader → mapper → take → reader. So a row
// costs no allocation but the one of its text, which is the reader's; with a
// batch of its own for every 256 rows a million rows cost 900 MB.
type batch struct {
	input  int
	rows   []rowIn
	cells  []string
	bytes  []byte
	judged []judged
	values []contactValue // of all judged, in one list that goes round with them
	done   chan struct{}  // one is sent when judged is filled

	ahead          outlook
	hidden, broken int // rows that a sheet hides; cells that hold an error, as #N/A
}

// rowIn is a row in a batch. What it points to is good until the batch was
// taken; only strings may be kept.
type rowIn struct {
	pos   rows.Position
	cells []string
	json  []byte
	raw   string
	err   *rows.RowError
}

func newBatch() *batch {
	return &batch{rows: make([]rowIn, 0, batchRows), done: make(chan struct{}, 1)}
}

// reset empties a batch for the next rows.
func (b *batch) reset(input int) {
	b.input, b.rows, b.cells, b.bytes = input, b.rows[:0], b.cells[:0], b.bytes[:0]
	b.hidden, b.broken, b.ahead = 0, 0, 0
}

func (b *batch) add(r rows.Row) {
	if r.Hidden {
		b.hidden++
	}
	b.broken += len(r.Failed)
	in := rowIn{pos: r.Pos, raw: r.Raw, err: r.Err}
	if r.Cells != nil {
		at := len(b.cells)
		b.cells = append(b.cells, r.Cells...)
		in.cells = b.cells[at:len(b.cells):len(b.cells)]
	}
	if r.JSON != nil {
		at := len(b.bytes)
		b.bytes = append(b.bytes, r.JSON...)
		in.json = b.bytes[at:len(b.bytes):len(b.bytes)]
	}
	b.rows = append(b.rows, in)
}

func (b *batch) original(i int) original {
	r := &b.rows[i]
	return original{input: b.input, pos: r.pos, cells: r.cells, json: r.json}
}

// cutter cuts an input into batches: each goes to the mappers, by work, and to
// the one who takes them in the order of the file, by order.
type cutter struct {
	input       int
	inputs      int // in all
	work, order chan<- *batch
	used        <-chan *batch // batches that were taken
}

func (c *cutter) run(ctx context.Context, in Input) error {
	b := c.batch()
	for row, err := range in.Rows(ctx) {
		if err != nil {
			return err
		}
		b.add(row)
		if len(b.rows) == batchRows {
			b.ahead = c.outlook(in)
			if err := c.send(ctx, b); err != nil {
				return err
			}
			b = c.batch()
		}
	}
	if len(b.rows) == 0 {
		return nil
	}
	return c.send(ctx, b)
}

// outlook takes the inputs for files of one size.
func (c *cutter) outlook(in Input) outlook {
	if in.Share == nil {
		return 0
	}
	return outlook((float64(c.input) + in.Share()) / float64(c.inputs))
}

// batch gives an empty batch: one that was used, where there is one.
func (c *cutter) batch() *batch {
	var b *batch
	select {
	case b = <-c.used:
	default:
		b = newBatch()
	}
	b.reset(c.input)
	return b
}

func (c *cutter) send(ctx context.Context, b *batch) error {
	for _, to := range []chan<- *batch{c.order, c.work} {
		select {
		case to <- b:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}
