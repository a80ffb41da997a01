package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/flags"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/show"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/importer/undo"
	"github.com/quo-import/quo-import/store"
)

type undoOptions struct {
	state  stateOptions
	api    apiOptions
	policy policy.Options
	report string
	show   show.UndoOptions
	yes    bool
}

func newUndo(io term.Streams) *cobra.Command {
	o := &undoOptions{api: apiOptions{noSandbox: true}, policy: policy.Options{}.WithDefaults()}
	cmd := &cobra.Command{
		Use:   "undo RUN|last",
		Short: "Undo an import: delete what it created, restore what it changed",
		Long: `Undoes an import: contacts that it created are deleted, contacts that it
updated are restored as they were, and the state with them. Contacts that were
changed in Quo or imported again since are left alone and listed.

Quo may keep the keys of deleted contacts, so that they cannot be created again.
If the mapping was wrong, it is better to correct it and import again, which
updates the contacts in place.

Ctrl-C stops it; run it again to continue.`,
		Example: `  quo-import undo last --dry-run
  quo-import undo 20261123T071300Z-k3f9
  quo-import runs                          # lists the runs`,
		Args: oneArg("which run?"), PreRunE: environment(io),
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), io, args[0]) },
	}
	s := flags.Of(cmd)
	o.state.fileFlag(s)
	o.api.declare(s)
	reportFlag(s, &o.report, "")
	jsonFlag(s, &o.show.JSON)
	s.Bool(&o.show.DryRun, "dry-run,n", "show what would be undone, and change nothing")
	s.Bool(&o.yes, "yes", "undo without asking").CommandLineOnly("it is consent")
	s.Bool(&o.show.Quiet, "quiet,q", "print only what was left alone or failed")
	s.Bool(&o.state.file.AcceptWorkspace, "accept-workspace", "continue although the workspace has none of the known contacts").CommandLineOnly("it is consent")
	progressFlag(s, &o.show.Progress)
	s.Duration(&o.policy.ListLag, "list-lag", "how long Quo's list may not show a new contact").Hide()
	return cmd
}

func (o *undoOptions) run(ctx context.Context, io term.Streams, name string) (err error) {
	of, err := o.find(ctx, name)
	if err != nil {
		return err
	}
	if !o.yes && !o.show.DryRun && !io.CanAsk() {
		return job.Usagef("no terminal to ask on: pass --yes to undo without asking, or look first with --dry-run")
	}
	clock := show.StartClock()
	api, err := o.api.connect(ctx, io, clock)
	if err != nil {
		return err
	}
	st, err := api.OpenState(ctx, o.state.file, o.show.DryRun)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()

	if !o.show.Quiet && !o.show.JSON {
		nameDatabase(io, st)
	}
	o.show.Report, o.show.State = folder(o.report, defaultReport), o.state.file.Name()
	start := show.Start{Program: version, Command: "undo", Run: importer.RunID(clock.Began)}
	out := show.NewUndo(show.Setup{IO: io, Bar: term.NewBar(io.Err), Clock: clock, Code: codeIn(io), Start: start}, of, api, o.show)
	rules := o.policy
	rules.ListLag, rules.AcceptWorkspace = cmp.Or(rules.ListLag, -1), o.state.file.AcceptWorkspace
	im := &importer.Importer{API: api.Client, State: st, Source: of.Source, Options: rules, Run: start.Run, Events: out.Event}
	if o.show.DryRun {
		return dryUndo(ctx, im, out, of.ID)
	}
	if !o.yes {
		counts, err := im.Undo(ctx, of.ID, true)
		if err != nil {
			return err
		}
		out.Preview(counts)
		out.Caution()
		yes := false
		clock.Wait(func() { yes, err = approvesUndo(ctx, io, counts) })
		if err != nil {
			return unanswered(err)
		}
		if !yes {
			return errNothingChanged
		}
	}
	if err := out.Begin(); err != nil {
		return err
	}
	ended := out.AnnounceStop(ctx)
	counts, err := im.Undo(ctx, of.ID, false)
	ended()
	return out.Finish(counts, err)
}

// approvesUndo asks whether to undo a run. Contacts are deleted only if their number is
// typed.
func approvesUndo(ctx context.Context, io term.Streams, c event.Counts) (bool, error) {
	restored := say.Plural(c.Updated, "contact", "contacts")
	switch {
	case c.Deleted > 0 && c.Updated > 0:
		return io.ConfirmNumber(ctx, fmt.Sprintf("Restore %s, and delete %s from Quo?", restored, these(c.Deleted)), c.Deleted)
	case c.Deleted > 0:
		return io.ConfirmNumber(ctx, fmt.Sprintf("Delete %s from Quo?", these(c.Deleted)), c.Deleted)
	}
	return io.Confirm(ctx, fmt.Sprintf("Restore %s as they were?", restored))
}

// dryUndo shows what an undo would do.
func dryUndo(ctx context.Context, im *importer.Importer, out *show.Undo, run string) error {
	if err := out.Begin(); err != nil {
		return err
	}
	counts, err := im.Undo(ctx, run, true)
	if err == nil {
		out.Preview(counts)
	}
	return out.Finish(counts, err)
}

// find returns the run to undo. It is called before the API key is asked for.
func (o *undoOptions) find(ctx context.Context, name string) (of store.Run, err error) {
	err = o.state.read(ctx, func(st *job.State) error {
		runs, err := st.Runs(ctx)
		if err == nil {
			of, err = undo.Find(runs, name)
		}
		if e, ok := errors.AsType[*undo.RunError](err); ok && o.state.file.Name() != job.DefaultState {
			e.Flags = " -s " + term.ShellWord(o.state.file.Name())
		}
		return err
	})
	return of, err
}
