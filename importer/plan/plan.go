package plan

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/quo-import/quo-import/importer/decide"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/fixes"
	"github.com/quo-import/quo-import/importer/known"
	"github.com/quo-import/quo-import/importer/merge"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/importer/send"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// State is what planning needs of the state.
type State interface {
	known.State
	View(ctx context.Context, source string, read func(store.Snapshot) error) error
	Missing(ctx context.Context, source string) (map[string]string, error)
}

// Distant may be implemented by a State that is a network away, so that a look-up takes
// as long for many keys as for one.
type Distant interface {
	// KeysAtOnce returns how many keys are best looked up together, 0 for any number.
	KeysAtOnce() int
}

// Config is what a plan is made for.
type Config struct {
	State     State // nil: nothing is known of earlier runs
	Connected bool  // Quo can be asked
	Source    string
	Options   policy.Options
	Fixes     *fixes.Set // of the inputs; nil: none
	Emit      func(event.Event)
}

// Plan is what is going to happen. It holds temporary files until Close.
type Plan struct {
	Counts        event.Counts
	Files         []event.Counts // the same of each input, but only what becomes of its rows
	Writes        int            // contacts to create or update
	Records       int            // keys of the source that the state knows
	Moves         int            // contacts that move to another key
	KeyDefinition string
	Fingerprint   uint64
	Filled        map[string]int // mapped column → cells that are not blank
	Unmapped      []Column       // columns with values that no field uses
	Adoptable     int            // new rows with the number of a contact that is in Quo already
	Adoptions     []Adoption     // the first of these
	Missing       Missing
	Fixed         Fixed
	Notices       []event.Notice
	Samples       []Sample        // the first contacts that are written, ten at most
	Duration      time.Duration   // an estimate, at the key's full rate
	Known         *known.Problems // problems of the last complete run
	// Stop is why nothing may be written: a guard, --strict, an input without rows.
	// The plan is complete all the same.
	Stop *event.StopError

	config     Config
	source     store.Source // what the state knows of the source
	pinned     store.Source // with the plan's key definition
	keyWas     string       // the key definition before, of a run that changes it
	definition int          // the number of the plan's
	moved      []string     // the first keys that move
	inputs     []Input
	tasks      *spool[Task]      // nil: of a dry run without Quo
	single     int               // tasks that were kept before groups were resolved
	superseded func(string) bool // reports whether a key of a single task is in a group
	inFile     func(string) bool // reports whether a row has a key; nil after Prepare
	spread     spread
	cursor     int          // place of the task that Tasks has come to
	decided    event.Counts // rows that need no write
	keyOnly    int          // tasks that change nothing but the key of a contact
	compares   int          // tasks that are only to be compared
	named      int          // tasks whose row names its contact
	uncertain  int          // tasks whose key a look-up may not find
	trial      *trial       // nil: rows are taken as they come

	// What Prepare found in Quo.
	listed     bool                   // the workspace was listed
	emptyInQuo bool                   // there is no contact of the source
	found      send.Contacts          // contacts of the source that the state does not know
	adopt      map[string]string      // key → the contact of the app to use
	late       late                   // finds people while rows are written
	open       []candidate            // rows whose number is in Quo already, while a person has to decide
	withdrawn  map[string]bool        // keys that need no write after all
	refreshed  spool[store.KeyRecord] // records of those whose contact is as it should be
	drifted    []Change               // of a dry run: those of them that were changed in Quo
}

// notice adds a notice about a number of things, which is much the same every
// night: it is known until the number doubles. The number is the first argument of
// format.
func (p *Plan) notice(kind string, n int, format string, args ...any) {
	if n > 0 {
		text := fmt.Sprintf(format, append([]any{n}, args...)...)
		p.Notices = append(p.Notices, event.Notice{Kind: kind, Text: text, Known: p.Known.Standing(known.Many(kind, n))})
	}
}

// examples are up to three of something, for a message.
func examples(list []string) string { return strings.Join(list[:min(3, len(list))], ", ") }

// tally counts rows of an input.
func (p *Plan) tally(input int, a event.Action, n int) {
	p.Counts.Add(a, n)
	p.Files[input].Add(a, n)
}

// tallyAdopted counts rows of an input that use a contact of the app.
func (p *Plan) tallyAdopted(input, n int) {
	p.Counts.Adopted += n
	p.Files[input].Adopted += n
}

// count counts a task that is written.
func (p *Plan) count(t *Task) { p.countTask(t, 1); p.sample(t) }

// uncount undoes count.
func (p *Plan) uncount(t *Task) {
	p.countTask(t, -1)
	p.Samples = slices.DeleteFunc(p.Samples, func(s Sample) bool { return s.Key == t.Key })
}

func (p *Plan) countTask(t *Task, n int) {
	p.Writes += n
	if t.From != "" {
		p.Moves += n
		if t.KeyOnly {
			p.keyOnly += n
		}
		if move := t.From + " → " + t.Key; n > 0 && len(p.moved) < sampleSize {
			p.moved = append(p.moved, move)
		} else if n < 0 {
			p.moved = slices.DeleteFunc(p.moved, func(m string) bool { return m == move })
		}
	}
	if t.Verb == decide.Compare {
		p.compares += n
	}
	p.Counts.Warnings += n * len(t.Warnings)
	if t.Phoneless {
		p.Counts.Phoneless += n
	}
	if t.Nameless {
		p.Counts.Nameless += n
	}
}

// counted is what a task to be written is counted as.
func (p *Plan) counted(t *Task) event.Action {
	switch {
	case p.adopt[t.Key] != "", p.inQuo(t):
		return event.Updated
	case p.listed && t.Verb == decide.Create && p.config.Options.Mode == policy.UpdateOnly && t.Desired.ContactID == "":
		return event.Skipped // unless a look-up finds what the list did not show
	}
	return t.Verb.Action()
}

// Unwritten are the counts where nothing of the plan is written: what was to be
// written was not reached.
func (p *Plan) Unwritten() event.Counts {
	c := p.Counts
	c.NotReached += c.Created + c.Updated
	c.Created, c.Updated = 0, 0
	return c
}

// withdraw takes a task out of the plan: it needs no write after all.
func (p *Plan) withdraw(t *Task) {
	p.withdrawn[t.Key] = true
	p.tally(t.Row.Input, p.counted(t), -1)
	p.unwrite(t)
}

// unwrite takes a task out of the counts of what is written.
func (p *Plan) unwrite(t *Task) {
	p.Writes--
	if t.From != "" {
		p.Moves--
	}
	if t.KeyOnly {
		p.keyOnly--
	}
}

// Decided are the counts of the rows that need no write.
func (p *Plan) Decided() event.Counts { return p.decided }

// Tasks yields what is to be done, one task a key. After an error it stops. A plan of a
// dry run without Quo keeps none.
func (p *Plan) Tasks() iter.Seq2[*Task, error] {
	return func(yield func(*Task, error) bool) {
		err := p.tasks.each(func(at int, t *Task) bool {
			p.cursor = at
			if !p.pending(at, t) {
				return true
			}
			if p.trial != nil && t.Verb.Writes() && p.trial.tasks[t.Key] == nil {
				t.Verb = decide.BeyondLimit
			}
			return yield(t, nil)
		})
		if err != nil {
			yield(nil, err)
		}
	}
}

// batches yields the tasks that are wanted, up to size of them at a time.
func (p *Plan) batches(size int, want func(*Task) bool) iter.Seq2[[]*Looked, error] {
	return func(yield func([]*Looked, error) bool) {
		var batch []*Looked
		for t, err := range p.Tasks() {
			switch {
			case err != nil:
				yield(nil, err)
				return
			case !want(t):
				continue
			}
			if batch = append(batch, NewLooked(p, t)); len(batch) == size {
				if !yield(batch, nil) {
					return
				}
				batch = nil
			}
		}
		if len(batch) > 0 {
			yield(batch, nil)
		}
	}
}

// pending reports whether a task of the spool is still to be done.
func (p *Plan) pending(at int, t *Task) bool {
	if at < p.single && p.superseded(t.Key) {
		return false // decided with its group, further on
	}
	return !p.withdrawn[t.Key]
}

// Ahead returns some tasks from all over the part of the plan that Tasks, which must be
// running, has not come to yet.
func (p *Plan) Ahead() []*Task {
	if p.trial != nil { // its rows are from all over the plan
		return nil
	}
	var list []*Task
	for i := range p.spread.tasks {
		if s := &p.spread.tasks[i]; s.at > p.cursor && p.pending(s.at, &s.task) {
			list = append(list, &s.task)
		}
	}
	return list
}

// inQuo reports whether a new row has a contact of the source in Quo: the state was lost,
// or is older than the contact.
func (p *Plan) inQuo(t *Task) bool {
	return t.Verb == decide.Create && t.Desired.ContactID == "" && p.found.Has(t.Key)
}

// eachRecord calls see with each record of the source.
func (p *Plan) eachRecord(ctx context.Context, see func(*store.KeyRecord)) error {
	return p.view(ctx, func(s store.Snapshot) error {
		for r, err := range s.All() {
			if err != nil {
				return err
			}
			see(&r)
		}
		return nil
	})
}

// view opens the state for reading; without a state the snapshot is nil.
func (p *Plan) view(ctx context.Context, read func(store.Snapshot) error) error {
	if p.config.State == nil {
		return read(nil)
	}
	return p.config.State.View(ctx, p.config.Source, read)
}

// Keeps reports whether the plan keeps its tasks.
func (p *Plan) Keeps() bool { return p.tasks != nil }

// CertainlyNew reports whether a task can be created without a look-up: no contact
// of its source was in Quo when Prepare looked.
func (p *Plan) CertainlyNew(t *Task) bool {
	return t.Verb == decide.Create && p.emptyInQuo && t.Desired.ContactID == ""
}

// FileNames are the inputs by their names.
func (p *Plan) FileNames() []string {
	names := make([]string, len(p.inputs))
	for i, in := range p.inputs {
		names[i] = in.Name
	}
	return names
}

// slotsOf returns every field and slot that the source has written, with those of the
// plan.
func (p *Plan) slotsOf(before []store.SlotName) []store.SlotName {
	slots := slices.Clone(before)
	for _, t := range p.Policy().Mapped {
		slots = append(slots, store.SlotName{Field: string(t.Field), Slot: t.Slot})
	}
	slices.SortFunc(slots, func(a, b store.SlotName) int {
		return cmp.Or(cmp.Compare(a.Field, b.Field), cmp.Compare(a.Slot, b.Slot))
	})
	return slices.Compact(slots)
}

// Trial reports whether the rows were chosen to be looked at, by a small --limit.
func (p *Plan) Trial() bool { return p.trial != nil }

// Scope is how much of the source the inputs are: "whole", "part" or "rejects".
func (p *Plan) Scope() string {
	switch {
	case p.OfRejects():
		return "rejects"
	case p.config.Options.MaxWrites > 0:
		return "part"
	}
	return "whole"
}

// OfRejects reports whether an input is a file of rejects: the rest of an import,
// which is no measure for the next one.
func (p *Plan) OfRejects() bool {
	return slices.ContainsFunc(p.inputs, func(in Input) bool {
		return in.Rejects || slices.ContainsFunc(in.Header, func(column string) bool { return strings.HasPrefix(column, RejectPrefix) })
	})
}

// Close removes the plan's temporary files.
func (p *Plan) Close() error {
	var errs []error
	if p.tasks != nil {
		errs = append(errs, p.tasks.close())
	}
	return errors.Join(append(errs, p.refreshed.close())...)
}

// Change is what an import would do with one row, as Quo has its contact now.
type Change struct {
	Pos       rows.Position
	Key       string
	Action    event.Action // Created, Updated, Unchanged, Skipped or Failed
	ContactID string
	Message   string         // for a person: the reason, where there is one
	Fields    []merge.Change // of an update
	Drifts    []merge.Drift
	New       bool // of a failure, as in event.Row
}

func changeOf(e *event.Row) Change {
	return Change{
		Pos: e.Pos, Key: e.Key, Action: e.Action, ContactID: e.ContactID, Message: e.Message, Drifts: e.Drifts, New: e.New,
	}
}

// sampleSize is how many contacts a plan shows: enough to see a mapping that puts
// the company into the name, few enough to be read.
const sampleSize = 10

// Sample is one of the first contacts that a plan writes, as it will look in Quo.
// Of an update it holds what the file says; what the mapping does not own stays.
type Sample struct {
	Pos     rows.Position
	Key     string
	Action  event.Action // Created or Updated
	Contact quo.Contact
	Row     Original // as it was read
}

// sample keeps a task to be shown. In a dry run only the first tasks have their
// contact: each mapper keeps its first ones, and the first of all are among them.
func (p *Plan) sample(t *Task) {
	if len(p.Samples) == sampleSize || len(t.Desired.Scalars)+len(t.Desired.Slots) == 0 {
		return
	}
	p.Samples = append(p.Samples, Sample{Pos: t.Row.Pos, Key: t.Key, Action: t.Verb.Action(), Contact: merge.New(t.Key, &t.Desired).Target, Row: t.Row.clone()})
}

func sortedColumns(counts map[string]int) []Column {
	var list []Column
	for name, n := range counts {
		if n > 0 {
			list = append(list, Column{name, n})
		}
	}
	slices.SortFunc(list, func(a, b Column) int { return cmp.Or(b.Values-a.Values, cmp.Compare(a.Name, b.Name)) })
	return list
}

// Policy is the part of the options that decides about a contact.
func (p *Plan) Policy() decide.Policy {
	o := p.config.Options
	d := decide.Policy{Source: p.config.Source, Mode: o.Mode, Overwrite: o.Overwrite, Recreate: o.Recreate, Clear: o.Unmapped == policy.ClearUnmapped}
	for _, in := range p.inputs {
		d.Mapped = append(d.Mapped, in.Mapper.Targets()...)
	}
	return d
}

// Config is what the plan was made for, with the options' defaults.
func (p *Plan) Config() Config { return p.config }
