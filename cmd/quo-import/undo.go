package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/report"
	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/importer/undo"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

func undoCommand(io streams) *cobra.Command {
	s := &settings{}
	cmd := &cobra.Command{
		Use:   "undo RUN|last",
		Short: "Take an import back: delete what it made, put back what it changed",
		Long: `Takes an import back: contacts that it created are deleted, contacts that it
updated are put back as they were, and the state with them. Left alone, and
listed, is what was changed in Quo or imported again since.

Think first: Quo may keep the keys of deleted contacts, so that they cannot be
created again. A mistake in a mapping is better mended by correcting it and
importing again: that updates the contacts in place.

It can be stopped with Ctrl-C, and goes on when it is run again.`,
		Example: `  quo-import undo last --dry-run
  quo-import undo 20261123T071300Z-k3f9
  quo-import runs                          # lists the runs`,
		Args: oneArg("which run?"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := s.settle(cmd, io); err != nil {
				return err
			}
			if !s.yes && !s.dryRun && !s.canAsk(io, nil) {
				return usage("nobody can be asked here: say --yes to take the run back without asking, or look first with --dry-run")
			}
			u := &undoing{session: &session{settings: s, io: io}}
			defer u.close()
			return u.run(cmd.Context(), args[0])
		},
	}
	s.stateFileFlag(cmd)
	s.apiFlags(cmd)
	s.noSandbox(cmd)
	s.folderFlag(cmd)
	s.jsonFlag(cmd)
	f := cmd.Flags()
	f.BoolVarP(&s.dryRun, "dry-run", "n", false, "say what would be taken back, and change nothing")
	f.BoolVar(&s.yes, "yes", false, "take back without asking")
	f.BoolVarP(&s.quiet, "quiet", "q", false, "print what was left alone and what failed only")
	f.BoolVar(&s.acceptWorkspace, "accept-workspace", false, "go on although the workspace has none of the known contacts")
	f.StringVar(&s.progress, "progress", "auto", "show progress (`auto|always|never`)")
	f.DurationVar(&s.listLag, "list-lag", 10*time.Second, "how long Quo's list may not show a new contact")
	_ = f.MarkHidden("list-lag")
	return cmd
}

// undoing is one undo command.
type undoing struct {
	*session
	of     store.Run
	im     *importer.Importer
	began  time.Time
	left   []event.Row // what was not taken back
	warned []event.Row // what was, with a remark

	progress *progress      // nil: of a dry run
	stream   *jsonEvents    // nil: none
	files    *report.Report // nil: none
}

func (u *undoing) run(ctx context.Context, name string) error {
	began := time.Now()
	if err := u.open(ctx, name); err != nil {
		return err
	}
	opts, err := u.options(isTerminal(u.io.Err))
	if err != nil {
		return err
	}
	u.im = &importer.Importer{
		API: u.client, State: u.state, Source: u.of.Source, Options: opts, Run: importer.RunID(began), Events: u.event,
	}
	if u.dryRun {
		if err := u.begin(began); err != nil {
			return err
		}
		counts, err := u.dry(ctx)
		return u.end(counts, err)
	}
	if !u.yes {
		if _, err := u.dry(ctx); err != nil {
			return refusedRun(err)
		}
		u.warnFirst()
		if !u.confirm("Take it back?") {
			return &codeError{exitStopped, errNothingChanged}
		}
	}
	if err := u.begin(began); err != nil {
		return err
	}
	calm := u.progress.announceStop(ctx)
	counts, err := u.im.Undo(ctx, u.of.ID, false)
	calm()
	return u.end(counts, err)
}

// open finds the run before it asks for a key, and opens the state as it is
// needed: a dry run only reads.
func (u *undoing) open(ctx context.Context, name string) error {
	st, err := u.readState()
	if err != nil {
		return err
	}
	runs, err := st.Runs(context.Background())
	if err == nil {
		u.of, err = undo.Find(runs, name)
	}
	if err != nil {
		return errors.Join(refusedRun(err), st.Close())
	}
	if u.dryRun {
		u.state = st
	} else if err := st.Close(); err != nil {
		return err
	}
	if err := u.connectOnly(ctx); err != nil {
		return err
	}
	if u.dryRun {
		return u.sameHost()
	}
	return u.openState()
}

// refusedRun gives a run that cannot be taken back its exit code.
func refusedRun(err error) error {
	var refused *undo.RunError
	if errors.As(err, &refused) {
		return &codeError{exitUsage, err}
	}
	return err
}

// dry says what the undo would do.
func (u *undoing) dry(ctx context.Context) (event.Counts, error) {
	counts, err := u.im.Undo(ctx, u.of.ID, true)
	if err != nil {
		return counts, err
	}
	newScreen(u.io.Err).message(describeRun(&u.of))
	fmt.Fprintf(u.io.Err, "  to delete %s · to put back %s · left alone %s\n", say.Count(counts.Deleted), say.Count(counts.Updated), say.Count(len(u.left)))
	if counts.Unchanged > 0 {
		fmt.Fprintf(u.io.Err, "  %s taken back before\n", say.Plural(counts.Unchanged, "contact was", "contacts were"))
	}
	return counts, nil
}

// describeRun is a run as a person remembers it.
func describeRun(r *store.Run) string {
	files := "no file"
	if len(r.Files) > 0 {
		files = strings.Join(r.Files, ", ")
	}
	return fmt.Sprintf("run %s: %s of %s, %s, source %s", r.ID, r.Kind, files, r.Started.UTC().Format("2006-01-02 15:04 UTC"), r.Source)
}

func (u *undoing) warnFirst() {
	for i, e := range u.left {
		if i == 20 {
			fmt.Fprintf(u.io.Err, "    … %s more: --dry-run lists them all\n", say.Count(len(u.left)-i))
			break
		}
		fmt.Fprintln(u.io.Err, printable("    "+e.Key+": "+e.Message))
	}
	fmt.Fprint(u.io.Err, `
  The keys of deleted contacts may not be creatable again: Quo may keep them.
  A mistake in a mapping is better mended by importing again, which updates.

`)
}

// confirm asks a question on the terminal.
func confirm(io streams, question string) bool {
	fmt.Fprintf(io.Err, "%s [y/N] ", question)
	var answer string
	_, _ = fmt.Fscanln(io.In, &answer)
	return answer == "y" || answer == "Y" || answer == "yes"
}

// connectOnly connects without fetching the custom fields: contacts go back as
// they came.
func (ses *session) connectOnly(ctx context.Context) error {
	ses.catalogue = []quo.CustomField{}
	return ses.connect(ctx, true)
}

// errNothingChanged is what a person gets who said no.
var errNothingChanged = errors.New("nothing was changed")
