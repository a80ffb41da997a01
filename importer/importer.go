// Package importer turns rows of files into contacts of a Quo workspace, so that a
// second run updates them instead of creating them again.
//
// Start with Importer and its Import. A program that shows the plan in between calls
// Plan and Planned.Apply; one that only looks calls Plan with Options.DryRun, and
// Planned.Preview to compare it with Quo.
//
// This package puts the others together; it is the one to import. What it promises,
// and where that is kept:
//
//   - nothing twice: every write has an intent in the state before it is sent, and a
//     write whose outcome is unknown is looked up before it is sent again (package
//     write; package reconcile for a process that died);
//   - nothing lost: an update sends the merge of what we wrote last, what the file says
//     and what Quo has, and the answer is checked (package merge);
//   - nothing silent: every row ends in exactly one event, and the counts add up
//     (package event);
//   - a dry run tells the truth: plan, preview and import ask the same decision (package
//     decide);
//   - safe to stop: cancelling the context finishes what is in flight, records it and
//     ends (packages apply and send).
//
// It talks to the API and to the state through the small interfaces it declares; it
// prints nothing, reads no flags and has no globals. Time is the time package's, so
// that a test in a testing/synctest bubble lives through an outage of ten minutes in a
// millisecond.
package importer

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"time"

	"github.com/quo-import/quo-import/importer/apply"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/importer/reconcile"
	"github.com/quo-import/quo-import/importer/send"
	"github.com/quo-import/quo-import/importer/undo"
)

// State is the state, as the importer needs it; *bolt.Store is one. store/storetest
// checks another implementation. Commit is called by one goroutine at a time.
type State interface {
	plan.State
	apply.State
	undo.State
}

// Importer imports contacts of one source. Its fields are set before the first call,
// and not changed by it. Its methods are called one after the other.
type Importer struct {
	API     send.API // nil: Quo is not asked, as in a dry run without a key
	State   State    // nil: nothing is known of earlier runs, as in a dry run
	Source  string
	Options policy.Options
	// Events receives what happens, one event at a time, in the goroutine that recorded
	// it: a slow receiver slows the run. nil: nobody listens.
	Events func(event.Event)
	// Random returns numbers in [0,1), for the jitter of retries; nil: math/rand/v2.
	Random func() float64
	Run    string // the run's id, as RunID returns it
	// Approve is called with the plan before Quo is asked about it. An error ends the
	// call; the plan is returned with it. nil approves every plan.
	Approve func(*plan.Plan) error
}

// RunID returns an id for a run that begins now: ids sort by time, and those of one
// second differ.
func RunID(now time.Time) string {
	return now.UTC().Format("20060102T150405Z") + "-" + strings.ToLower(rand.Text()[:4])
}

var (
	errNoState = errors.New("importer: writing needs a State and an API")
	errDryRun  = errors.New("importer: a plan of a dry run cannot be applied")
	errNoAPI   = errors.New("importer: a preview needs an API and Options.DryRun")
)

// Import is a whole import: Plan and Apply. A run that ended early, or that a guard kept
// from writing anything, returns a *event.StopError; a row that failed is not an error,
// but an event and a count. Cancelling ctx stops it in good order.
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

// Planned is a plan that is ready to be applied, or, of a dry run, to be looked at. It
// holds a temporary file until Close.
type Planned struct {
	Plan *plan.Plan
	im   *Importer
}

// Plan reads the inputs and decides what to do. It first finds out about writes of an
// interrupted run, unless it is a dry run, and last asks Quo, where there is an API, what
// has to be known before the first write. It changes nothing in Quo.
//
// A guard that refuses the plan is not an error but Plan.Stop. With an error of Approve
// the plan is returned, too.
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
	return planned, p.Prepare(ctx, im.sender())
}

// Preview compares the plan of a dry run with Quo, and calls see with what an import
// would do with each contact. Its counts are then those of an import now.
func (p *Planned) Preview(ctx context.Context, see func(plan.Change)) error {
	if p.im.API == nil || !p.im.Options.DryRun {
		return errNoAPI
	}
	return p.Plan.Preview(ctx, p.im.sender(), see)
}

// Apply writes what the plan says, and nothing else. The counts are of the whole run and
// add up, whatever happens. Cancelling ctx stops it in good order: no new row is begun,
// what is in flight is finished within Options.Grace and recorded. The error is a
// *event.StopError when the run ended early.
func (p *Planned) Apply(ctx context.Context) (event.Counts, error) {
	if p.im.Options.DryRun {
		return p.Plan.Unwritten(), errDryRun
	}
	return apply.Run(ctx, p.Plan, p.im.State, p.im.sender(), p.im.Run)
}

// Close removes the plan's temporary file.
func (p *Planned) Close() error { return p.Plan.Close() }

// Undo reverts what a run of the source wrote; see package undo. Unless it is a dry run,
// it first finds out about writes of an interrupted run.
func (im *Importer) Undo(ctx context.Context, run string, dryRun bool) (event.Counts, error) {
	if im.State == nil || im.API == nil {
		return event.Counts{}, errNoState
	}
	if !dryRun {
		if err := im.recover(ctx); err != nil {
			return event.Counts{}, err
		}
	}
	return undo.Run(ctx, im.config(), im.State, im.sender(), im.Run, run, dryRun)
}

// Rebuild makes the state of the source from what Quo has; see package reconcile.
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

// recover finds out about writes that an interrupted run began.
func (im *Importer) recover(ctx context.Context) error { return im.reconciler().Recover(ctx) }

func (im *Importer) reconciler() *reconcile.Reconciler {
	return &reconcile.Reconciler{
		State: im.State, Sender: im.sender(), Source: im.Source, Run: im.Run,
		ListLag: im.Options.WithDefaults().ListLag, Emit: im.emit,
	}
}

func (im *Importer) config() plan.Config {
	c := plan.Config{Connected: im.API != nil, Source: im.Source, Options: im.Options.WithDefaults(), Emit: im.emit}
	if im.State != nil { // a nil State must stay nil as a plan.State
		c.State = im.State
	}
	return c
}

// sender returns the sender of one call: a stop of an earlier call does not bear on it.
func (im *Importer) sender() *send.Sender { return send.New(im.API, im.Random) }

func (im *Importer) emit(e event.Event) {
	if im.Events != nil {
		im.Events(e)
	}
}
