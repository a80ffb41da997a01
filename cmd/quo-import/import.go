package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

func importCommand(io streams) *cobra.Command {
	s := &settings{}
	cmd := &cobra.Command{
		Use:   "import FILE…",
		Short: "Import contacts: plan, then write",
		Long: `Imports the rows of one or more files as contacts. It reads everything first,
shows what would happen, asks, and then writes. The state file remembers which
key is which contact: keep it, it is how the next run updates instead of making
contacts again.`,
		Example: `  quo-import import contacts.csv -m mapping.yaml
  quo-import import contacts.csv --region US --dry-run
  quo-import import export.csv -m mapping.yaml --yes --require-state -q  # cron`,
		Args: minFiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := s.settle(cmd, io); err != nil {
				return err
			}
			if s.dryRun {
				return check(cmd.Context(), s, io, args)
			}
			return imports(cmd.Context(), s, io, args)
		},
	}
	s.inputFlags(cmd)
	s.planFlags(cmd)
	s.apiFlags(cmd)
	s.reportFlags(cmd)
	f := cmd.Flags()
	f.BoolVarP(&s.dryRun, "dry-run", "n", false, "as quo-import check: read everything, write nothing")
	f.BoolVarP(&s.quiet, "quiet", "q", false, "print rejects, warnings and stops only")
	f.BoolVarP(&s.verbose, "verbose", "v", false, "log each request")
	f.BoolVar(&s.yes, "yes", false, "write without asking")
	return cmd
}

// imports is the command: open, plan, ask, write, report.
func imports(ctx context.Context, s *settings, io streams, paths []string) error {
	began := time.Now()
	if !s.yes && !s.canAsk(io, paths) {
		return usage("nobody can be asked here: say --yes to write without asking, or look first with: quo-import check %s", shellWord(paths[0]))
	}
	ses, err := open(ctx, s, io, paths, true)
	if err != nil {
		return err
	}
	defer ses.close()
	if err := ses.openState(); err != nil {
		return err
	}
	out, err := newOutput(ses, "import", began)
	if err != nil {
		return err
	}
	im, err := ses.importer(out)
	if err != nil {
		return err
	}
	counts, err := ses.imports(ctx, im, out)
	return out.finish(counts, err)
}

// imports plans and applies.
func (ses *session) imports(ctx context.Context, im *importer.Importer, out *output) (event.Counts, error) {
	im.Approve = func(*plan.Plan) error { return out.regionMissing() }
	planned, err := im.Plan(ctx, ses.inputs...)
	if planned == nil {
		return event.Counts{}, ses.planFailed(err)
	}
	defer planned.Close()
	plan := planned.Plan
	if err != nil {
		if out.regionMissing() != nil {
			out.plan(plan)
		}
		return plan.Unwritten(), err
	}
	out.plan(plan)
	if plan.Stop != nil {
		return plan.Unwritten(), plan.Stop
	}
	if plan.Writes+plan.Counts.Deleted > 0 && !ses.yes {
		if !ses.ask(plan) {
			return plan.Unwritten(), &codeError{exitStopped, errors.New("nothing was written")}
		}
	}
	ses.written = true
	if err := ses.pinWorkspace(); err != nil {
		return plan.Unwritten(), err
	}
	out.begin(plan)
	defer out.progress.announceStop(ctx)()
	return planned.Apply(ctx)
}

// pinWorkspace writes down which API the state is of.
func (ses *session) pinWorkspace() error {
	ws, err := ses.state.Workspace(context.Background())
	if err != nil || ws.BaseURL == ses.client.BaseURL() {
		return err
	}
	return ses.state.Commit(context.Background(), store.SetWorkspace(ses.client.BaseURL()))
}

// planFailed is a first pass that could not be finished.
func (ses *session) planFailed(err error) error {
	var key *plan.KeyError
	var stop *event.StopError
	var api *quo.APIError
	if errors.As(err, &key) || errors.As(err, &stop) || errors.As(err, &api) || errors.Is(err, store.ErrCorrupt) {
		return err
	}
	return ses.unreadable(err)
}

// importer puts the importer together.
func (ses *session) importer(out *output) (*importer.Importer, error) {
	opts, err := ses.options(isTerminal(ses.io.Err))
	if err != nil {
		return nil, err
	}
	im := &importer.Importer{
		Source: ses.mapped.Source, Options: opts, Run: out.run, Events: out.event,
	}
	if ses.client != nil {
		im.API = ses.client
	}
	if ses.state != nil {
		im.State = ses.state
	}
	return im, nil
}

// appWarning is what a person must know before the first write (QUO_API, "What
// bites" 11).
const appWarning = "Contacts made through the API appear in the Quo app once there is a conversation with their number, and may be read-only there."

func (ses *session) canAsk(io streams, paths []string) bool {
	for _, p := range paths {
		if p == "-" {
			return false // standard input is the data
		}
	}
	return isTerminal(io.In) && isTerminal(io.Err)
}

func (s *settings) canAsk(io streams, paths []string) bool {
	return (&session{}).canAsk(io, paths)
}

func (ses *session) ask(p *plan.Plan) bool {
	fmt.Fprintln(ses.io.Err)
	newScreen(ses.io.Err).line(appWarning)
	fmt.Fprintln(ses.io.Err)
	where := ses.client.BaseURL()
	if ses.sandbox {
		where = "the sandbox"
	}
	return ses.confirm(fmt.Sprintf("Write %s to %s?", say.Plural(p.Writes, "contact", "contacts"), where))
}

// confirm asks a question; the time until the answer is not the run's.
func (ses *session) confirm(question string) bool {
	asked := time.Now()
	defer func() { ses.waited += time.Since(asked) }()
	return confirm(ses.io, question)
}
