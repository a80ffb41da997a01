// Package importer turns rows of files into contacts of a Quo workspace, so that a
// second run updates them instead of creating them again.
//
// Start with Importer and its Import. A program that shows the plan first calls Plan and
// Planned.Apply. For a dry run, call Plan with Options.DryRun, and Planned.Preview to
// compare the plan with Quo.
//
// This is the package for other programs to import. What it promises, and where each
// promise is kept:
//
//   - nothing twice: every write has an intent in the state before it is sent, and a
//     write whose outcome is unknown is looked up before it is sent again (package
//     write; package reconcile for a process that died);
//   - nothing lost: an update sends the merge of what we wrote last, what the file says
//     and what Quo has, and the answer is checked (package merge);
//   - nothing silent: every row ends in exactly one event, and the counts add up
//     (package event);
//   - a dry run tells the truth: plan, preview and import use the same decision function
//     (package decide);
//   - safe to stop: when the context is cancelled, what is in flight is finished and
//     recorded (packages apply and send).
//
// It uses the API and the state through small interfaces that it declares. It prints
// nothing, reads no flags and has no globals. It takes the time from package time, so
// that tests can run in testing/synctest bubbles, without waiting.
package importer

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/quo-import/quo-import/importer/apply"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/fixes"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/importer/reconcile"
	"github.com/quo-import/quo-import/importer/send"
	"github.com/quo-import/quo-import/importer/undo"
	"github.com/quo-import/quo-import/quo"
)

// State is the state, as the importer needs it; *bolt.Store implements it. Check other
// implementations with store/storetest. Commit is called by one goroutine at a time.
type State interface {
	plan.State
	apply.State
	undo.State
}

// Importer imports the contacts of one source. Set its fields before the first call;
// the methods do not change the exported ones. The methods must not be called concurrently.
type Importer struct {
	API     send.API // nil: Quo is not used, as in a dry run without a key
	State   State    // nil: nothing is known about earlier runs, as in a dry run
	Source  string
	Options policy.Options
	// Fixes are applied to the rows of the inputs; nil: none.
	Fixes *fixes.Set
	// Events receives what happens, one event at a time, in the goroutine that recorded
	// it: a slow receiver slows the run. nil: events are dropped.
	Events func(event.Event)
	// Fields are the custom fields of the workspace, as far as they are known: it saves a
	// request. nil: they are read when a contact has values of custom fields.
	Fields []quo.CustomField
	// Random returns numbers in [0,1), for the jitter of retries; nil: math/rand/v2.
	Random func() float64
	Run    string // the run's id, as RunID returns it
	// Approve is called with the plan before anything is looked up in Quo. If it returns
	// an error, Plan returns the plan and the error. nil approves every plan.
	Approve func(*plan.Plan) error

	deleted []string // custom fields that noteFields has named
}

// RunID returns an id for a run that begins now. Ids sort by time; those of the same
// second differ in a random part.
func RunID(now time.Time) string {
	return now.UTC().Format("20060102T150405Z") + "-" + strings.ToLower(rand.Text()[:4])
}

var (
	errNoState = errors.New("importer: writing needs a State and an API")
	errDryRun  = errors.New("importer: a plan of a dry run cannot be applied")
	errNoAPI   = errors.New("importer: a preview needs an API and Options.DryRun")
)

// Import plans and applies. The error is a *event.StopError if the run ended early or a
// guard kept it from writing anything; a row that failed is not an error, but an event
// and a count. When ctx is cancelled, what is in flight is finished and recorded.
func (im *Importer) Import(ctx context.Context, inputs ...plan.Input) (event.Counts, error) {
	p, err := im.Plan(ctx, inputs...)
	if p != nil {
		defer p.Close()
	}
	if err != nil {
		return event.Counts{}, err
	}
	return p.Apply(ctx)
}

// Planned is a plan that can be applied or, in a dry run, previewed. It holds a temporary
// file until Close.
type Planned struct {
	Plan *plan.Plan
	im   *Importer
}

// Plan reads the inputs and decides what to do. First it resolves the unfinished writes
// of an interrupted run, unless it is a dry run. Last it reads from Quo, if there is an
// API, what has to be known before the first write. It changes nothing in Quo.
//
// A guard that refuses the plan sets Plan.Stop and is not an error. If Approve returns an
// error, the plan is returned with it.
func (im *Importer) Plan(ctx context.Context, inputs ...plan.Input) (*Planned, error) {
	dry := im.Options.DryRun
	if !dry {
		if im.State == nil || im.API == nil {
			return nil, errNoState
		}
		if err := im.recover(ctx); err != nil {
			return nil, err
		}
	}
	p, err := plan.Make(ctx, im.config(), inputs)
	if err != nil {
		return nil, err
	}
	planned := &Planned{Plan: p, im: im}
	if im.Approve != nil {
		if err := im.Approve(p); err != nil {
			return planned, err
		}
	}
	if im.API == nil {
		return planned, nil
	}
	s := im.sender()
	defer im.noteFields(s)
	return planned, p.Prepare(ctx, s)
}

// Adopt decides about the people who are in Quo already, where Plan.Stop is of the kind
// event.StopAdopt: a person has answered. It reads nothing twice.
func (p *Planned) Adopt(ctx context.Context, adopt policy.Adopt) error {
	if p.im.API == nil {
		return errNoAPI
	}
	s := p.im.sender()
	defer p.im.noteFields(s)
	return p.Plan.Adopt(ctx, s, adopt)
}

// Preview compares the plan of a dry run with Quo, and calls see with what an import
// would do with each contact. Afterwards the plan's counts are those of such an import.
func (p *Planned) Preview(ctx context.Context, see func(plan.Change)) error {
	if p.im.API == nil || !p.im.Options.DryRun {
		return errNoAPI
	}
	s := p.im.sender()
	defer p.im.noteFields(s)
	return p.Plan.Preview(ctx, s, see)
}

// Apply writes what is in the plan, and nothing else. The counts are those of the whole
// run and always add up. When ctx is cancelled, no new row is begun, and what is in
// flight is finished within Options.Grace and recorded. The error is a *event.StopError
// if the run ended early.
func (p *Planned) Apply(ctx context.Context) (event.Counts, error) {
	if p.im.Options.DryRun {
		return p.Plan.Unwritten(), errDryRun
	}
	s := p.im.sender()
	defer p.im.noteFields(s)
	return apply.Run(ctx, p.Plan, p.im.State, s, p.im.Run)
}

// Close removes the plan's temporary file.
func (p *Planned) Close() error { return p.Plan.Close() }

// Undo reverts what a run of the source wrote; see package undo. Unless it is a dry run,
// it first resolves the unfinished writes of an interrupted run.
func (im *Importer) Undo(ctx context.Context, run string, dryRun bool) (event.Counts, error) {
	if im.State == nil || im.API == nil {
		return event.Counts{}, errNoState
	}
	if !dryRun {
		if err := im.recover(ctx); err != nil {
			return event.Counts{}, err
		}
	}
	s := im.sender()
	defer im.noteFields(s)
	return undo.Run(ctx, im.config(), im.State, s, im.Run, run, dryRun)
}

// Rebuild builds the state of the source from the contacts in Quo; see package reconcile.
func (im *Importer) Rebuild(ctx context.Context, replace bool) (reconcile.Rebuilt, error) {
	if im.State == nil || im.API == nil {
		return reconcile.Rebuilt{}, errNoState
	}
	return im.reconciler().Rebuild(ctx, replace)
}

// Verify compares the state of the source with Quo, and emits a reconcile.Difference for
// each key that differs. It changes nothing.
func (im *Importer) Verify(ctx context.Context) (reconcile.Verified, error) {
	if im.State == nil || im.API == nil {
		return reconcile.Verified{}, errNoState
	}
	return im.reconciler().Verify(ctx)
}

// CheckClaims returns the keys that must not be recorded with the contacts that a list from
// elsewhere names for them; see package reconcile. It changes nothing.
func (im *Importer) CheckClaims(ctx context.Context, ids map[string]string) ([]reconcile.Refusal, error) {
	if im.API == nil {
		return nil, errNoState
	}
	return im.reconciler().CheckClaims(ctx, ids)
}

// recover resolves the unfinished writes of an interrupted run.
func (im *Importer) recover(ctx context.Context) error { return im.reconciler().Recover(ctx) }

func (im *Importer) reconciler() *reconcile.Reconciler {
	return &reconcile.Reconciler{
		State: im.State, Sender: im.sender(), Source: im.Source, Run: im.Run,
		ListLag: im.Options.WithDefaults().ListLag, Emit: im.emit,
	}
}

func (im *Importer) config() plan.Config {
	return plan.Config{State: im.State, Connected: im.API != nil, Source: im.Source, Options: im.Options.WithDefaults(), Fixes: im.Fixes, Emit: im.emit}
}

// sender returns the sender for one call: a stop of an earlier call must not affect it.
func (im *Importer) sender() *send.Sender {
	return send.New(im.API, send.Config{Random: im.Random, Fields: im.Fields})
}

// noteFields says which custom fields were deleted, each once.
func (im *Importer) noteFields(s *send.Sender) {
	for _, name := range s.DeletedFields() {
		if !slices.Contains(im.deleted, name) {
			im.deleted = append(im.deleted, name)
			im.emit(event.Notice{Kind: "deleted-field", Text: fmt.Sprintf("the custom field %q was deleted in Quo: values of it that contacts still show are not sent back", name)})
		}
	}
}

func (im *Importer) emit(e event.Event) {
	if im.Events != nil {
		im.Events(e)
	}
}
