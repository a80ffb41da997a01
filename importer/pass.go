package importer

import (
	"bytes"
	"context"
	"encoding/gob"
	"fmt"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// readInput runs one input through the pipeline reader → mappers → take: the
// mappers work side by side, take sees the batches in the order of the file, in
// one goroutine.
func (im *Importer) readInput(ctx context.Context, p *Plan, input int, stats *columnStats, take func(*batch) error) error {
	in := p.inputs[input]
	mappers := runtime.GOMAXPROCS(0)
	work := make(chan *batch, mappers)
	order := make(chan *batch, 2*mappers)
	used := make(chan *batch, cap(order)+2) // all there are: in order, being filled, being taken
	g, ctx := errgroup.WithContext(ctx)
	g.Go(caught(func() error {
		defer close(work)
		defer close(order)
		c := cutter{input: input, inputs: len(p.inputs), work: work, order: order, used: used}
		return c.run(ctx, in)
	}))
	for range mappers {
		worker := stats.worker()
		g.Go(caught(func() error {
			return im.view(func(known store.Snapshot) error {
				j := judge{mapper: in.Mapper.Worker(), known: known, options: im.Options, stats: worker, keys: p.keys, people: p.people}
				for b := range work {
					j.batch(b)
					b.done <- struct{}{}
				}
				return nil
			})
		}))
	}
	g.Go(caught(func() error {
		for b := range order {
			select {
			case <-b.done:
			case <-ctx.Done():
				return ctx.Err()
			}
			if err := take(b); err != nil {
				return err
			}
			used <- b
		}
		return nil
	}))
	return g.Wait()
}

// view opens the state for reading; without a state it reads an empty one.
func (im *Importer) view(read func(store.Snapshot) error) error {
	if im.State == nil {
		return read(nil)
	}
	return im.State.View(im.Source, read)
}

// judged is what one row comes to, as far as it can be told alone.
type judged struct {
	verdict  verdict
	key      string // "" where it could not be read
	hash     uint64 // of the key, in Plan.keys
	raw      uint64
	want     uint64
	desired  []byte // encoded: the mapper's own is overwritten by the next row
	noPhone  bool
	people   []contactValue // what other rows may share
	errors   []mapping.FieldError
	warnings []mapping.FieldError
	content  uint64 // of a row that is rejected without a key
	reason   string // of a skip
}

// judge decides rows by mapping and state. It belongs to one goroutine.
type judge struct {
	mapper  *mapping.Worker
	known   store.Snapshot // nil: nothing is known
	options Options
	stats   *workerStats
	keys    *keyset        // hashes keys
	people  *samePeople    // hashes values
	values  []contactValue // of the batch, for people
	shown   int            // rows encoded for the preview of a dry run
}

func (j *judge) batch(b *batch) {
	b.judged, j.values = b.judged[:0], b.values[:0]
	for i := range b.rows {
		b.judged = append(b.judged, judged{})
		j.row(&b.rows[i], &b.judged[i])
	}
	b.values = j.values
}

// row decides about a row; out is blank.
func (j *judge) row(r *rowIn, out *judged) {
	if r.err != nil {
		out.verdict, out.content = planReject, store.UnkeyedRow(r.raw)
		out.errors = []mapping.FieldError{{Kind: "row-unreadable", Message: r.err.Message()}}
		return
	}
	j.mapper.Load(mapping.Row{Cells: r.cells, JSON: r.json})
	j.stats.count(r.cells, j.mapper.Cells())
	if j.hashes() {
		out.raw = j.mapper.Hash()
		if key, ok := j.unchanged(out.raw); ok {
			out.verdict, out.key, out.hash = planUnchanged, key, j.keys.hash(key)
			return
		}
	}
	m := j.mapper.Map()
	if out.key = m.Key; out.key != "" {
		out.hash = j.keys.hash(out.key)
	}
	if len(m.Errors)+len(m.Warnings) > 0 {
		out.errors, out.warnings = slices.Clone(m.Errors), slices.Clone(m.Warnings)
	}
	switch {
	case m.Skip:
		out.verdict, out.reason = planSkip, m.Reason
	case len(m.Errors) > 0:
		out.verdict = planReject
		if out.key == "" {
			out.content = store.UnkeyedRow(j.mapper.Cells()...)
		}
	default:
		j.mapped(m, out)
	}
}

// mapped decides about a row that became a contact.
func (j *judge) mapped(m *mapping.Mapped, out *judged) {
	if j.hashes() {
		out.want = m.Desired.Hash()
	}
	out.noPhone = phoneless(&m.Desired)
	out.verdict, out.reason = j.compare(out.key, out.want, false)
	if out.verdict.writes() {
		at := len(j.values)
		j.values = j.people.appendValues(j.values, &m.Desired)
		out.people = j.values[at:len(j.values):len(j.values)]
	}
	if !j.options.DryRun || j.options.Remote || out.verdict.writes() && j.shown < previewSize {
		j.shown++
		out.desired = encoded(&m.Desired)
	}
}

// hashes says whether anybody asks for the hashes of a row: the records of a
// state, or Apply, which makes records. A dry run without a state saves them,
// a fifth of its time.
func (j *judge) hashes() bool { return j.known != nil || !j.options.DryRun }

func encoded(d *mapping.Desired) []byte {
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(d); err != nil {
		panic(fmt.Sprintf("importer: a contact without an encoding: %T", err))
	}
	return b.Bytes()
}

// decode reads what encoded wrote.
func decode(b []byte, d *mapping.Desired) error {
	*d = mapping.Desired{}
	return gob.NewDecoder(bytes.NewReader(b)).Decode(d)
}

// phoneless says whether a contact comes without any number.
func phoneless(d *mapping.Desired) bool {
	for i := range d.Slots {
		if s := &d.Slots[i]; s.Field == quo.PhoneNumbers && len(s.Items) > 0 {
			return false
		}
	}
	return true
}

// unchanged answers for a row whose cells are what they were when its contact
// was written, without mapping it.
func (j *judge) unchanged(raw uint64) (key string, ok bool) {
	if j.known == nil || j.options.Recheck {
		return "", false
	}
	key, err := j.mapper.Key()
	if err != nil {
		return "", false
	}
	was, ok := j.known.RawHash(key)
	return key, ok && was == raw
}

// compare decides by what is known of the key. merged says that want is of
// several rows, whose cells have no hash to refresh.
func (j *judge) compare(key string, want uint64, merged bool) (verdict, string) {
	var rec store.Record
	var ok bool
	if j.known != nil {
		rec, ok, _ = j.known.Get(key)
	}
	switch {
	case !ok && j.options.Mode == UpdateOnly && j.known != nil && j.known.Len() > 0:
		return planSkip, "not imported before (--mode update)"
	case !ok:
		return planCreate, ""
	case rec.Desired == want && !j.options.Recheck:
		if merged {
			return planUnchanged, ""
		}
		return planRefresh, ""
	case j.options.Mode == CreateOnly:
		return planSkip, "imported before (--mode create)"
	}
	return planUpdate, ""
}
