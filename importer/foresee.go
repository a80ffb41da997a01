package importer

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/quo"
)

// Change is what would become of one row, as Quo has its contact now.
type Change struct {
	Pos       rows.Position
	Key       string
	Action    Action // Created, Updated, Unchanged, Skipped or Failed
	ContactID string
	Message   string        // for a person: why, where there is a why
	Fields    []FieldChange // of an update
	Drifts    []Drift
	New       bool // of a failure, as in RowEvent

	failure RowEvent // what an import would tell of a failure
}

// fails is a change that an import would tell as that failure.
func fails(res result) Change {
	e := res.event
	return Change{Action: e.Action, Message: e.Message, ContactID: e.ContactID, failure: e}
}

// Foresee looks up in Quo what a dry run with Options.Remote would write, in
// twenties, and tells of each contact what would happen to it: a merge that is
// not sent. The plan's counts are then what an import would do now, with a
// state or without one. It only reads, and calls Prepare first, which may set
// Plan.Stop.
func (im *Importer) Foresee(ctx context.Context, p *Plan, see func(Change)) error {
	im = im.withDefaults()
	if err := im.Prepare(ctx, p); err != nil {
		return err
	}
	f := foresight{run: im.reading(), see: see}
	f.plan = p
	n := 0
	var failed error
	err := p.spool.each(func(t *task) bool {
		n++
		if !t.verdict.writes() || n <= p.alone && p.grouped(t.key) {
			return true
		}
		f.batch = append(f.batch, &job{task: t})
		if len(f.batch) == lookupSize {
			failed = f.flush(ctx)
		}
		return failed == nil
	})
	if err == nil && failed == nil {
		failed = f.flush(ctx)
	}
	return f.reason(errors.Join(err, failed))
}

// foresight is an import that only reads.
type foresight struct {
	*run
	see   func(Change)
	batch []*job
}

func (f *foresight) flush(ctx context.Context) error {
	batch := f.batch
	f.batch = nil
	if len(batch) == 0 {
		return nil
	}
	var refused *quo.RefusedError
	if !f.plan.emptyInQuo || slices.ContainsFunc(batch, func(j *job) bool { return j.desired.ContactID != "" }) {
		if err := f.prepareBatch(ctx, batch); err != nil && !errors.As(err, &refused) {
			return err
		}
	}
	for _, j := range batch {
		var c Change
		if refused != nil && slices.Contains(refused.ExternalIDs, j.key) {
			c = fails(f.unread(refused))
			c.Message = "Quo refuses to look for this key"
		} else {
			var err error
			if c, err = f.foresee(ctx, j); err != nil {
				return err
			}
		}
		c.Pos, c.Key = j.row.pos, j.key
		f.count(j, &c)
		f.see(c)
	}
	return nil
}

// count takes a row from where the plan counted it to where it belongs.
func (f *foresight) count(j *job, c *Change) {
	f.plan.tally(j.row.input, j.verdict.action(), -1)
	e := c.failure
	e.Key, e.Action = j.key, c.Action
	f.plan.troubles.note(&e)
	c.New = e.New
	f.plan.Counts.addRow(&e)
	f.plan.Files[j.row.input].addRow(&e)
	if c.Action != Created && c.Action != Updated {
		f.plan.Writes--
	}
}

// foresee is row without its writes.
func (f *foresight) foresee(ctx context.Context, j *job) (Change, error) {
	remote, err := find(j.found, j.key, f.im.Source, j.rec.ContactID)
	if err != nil {
		return fails(conflict(err)), nil
	}
	if remote == nil && j.desired.ContactID != "" && !j.known {
		remote, err = f.named(ctx, j)
	} else if remote == nil && j.known {
		remote, err = f.get(ctx, j.key, j.rec.ContactID)
	} else if remote != nil && !j.known && f.im.Options.Mode == CreateOnly {
		return Change{Action: Skipped, Message: "already in Quo (--mode create)", ContactID: remote.ID}, nil
	}
	if refused := (*refusal)(nil); errors.As(err, &refused) {
		return fails(failed(refused, "")), nil
	}
	switch {
	case err != nil:
		return Change{}, err
	case remote != nil:
		return f.update(j, remote), nil
	case !j.known:
		return f.absent(ctx, j)
	case f.im.Options.Recreate:
		return Change{Action: Created, Message: "was deleted in Quo"}, nil
	}
	return Change{Action: Skipped, Message: "deleted in Quo", ContactID: j.rec.ContactID}, nil
}

func (f *foresight) absent(ctx context.Context, j *job) (Change, error) {
	if f.im.Options.Mode == UpdateOnly {
		return Change{Action: Skipped, Message: "not in Quo (--mode update)"}, nil
	}
	id, several := f.plan.adopts(j)
	switch {
	case several:
		return fails(conflict(severalHave())), nil
	case id == "":
		return Change{Action: Created}, nil
	}
	remote, err := f.get(ctx, j.key, id)
	if err != nil || remote == nil {
		return Change{Action: Created}, err
	}
	return f.update(j, remote), nil
}

func (f *foresight) update(j *job, remote *quo.Contact) Change {
	if strings.HasPrefix(remote.Source, "openphone") {
		c := fails(failed(readOnly(remote), ""))
		c.ContactID = remote.ID
		return c
	}
	m, _ := f.mergeInto(j, remote)
	c := Change{Action: Updated, ContactID: remote.ID, Drifts: m.drifts, Fields: changes(remote, &m.target)}
	if same(&m.target, remote) {
		c.Action = Unchanged
	}
	return c
}
