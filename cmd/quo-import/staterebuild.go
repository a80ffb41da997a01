package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/reconcile"
	"github.com/quo-import/quo-import/importer/report/say"
)

func stateRebuildCommand(io streams) *cobra.Command {
	s := &settings{}
	cmd := &cobra.Command{
		Use: "rebuild", Short: "Make the state anew from what Quo has", Args: cobra.NoArgs,
		Long: `Lists the contacts of a source in Quo and records which key is which contact:
for a state file that was lost, or a new machine. Nothing in Quo is changed.

What we wrote into each contact cannot be known from Quo: the next import reads
it again, one request for twenty contacts. Keys that several contacts carry are
listed and not recorded (exit code 3): delete the wrong ones in Quo. Records
that are there already stay; where one names another contact nothing is
recorded, unless --yes is given.`,
		Example: "  quo-import state rebuild --source acme-crm\n  quo-import state verify",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := s.settle(cmd, io); err != nil {
				return err
			}
			return s.rebuild(cmd.Context(), io)
		},
	}
	s.stateFlags(cmd)
	s.apiFlags(cmd)
	s.noSandbox(cmd)
	cmd.Flags().BoolVar(&s.yes, "yes", false, "replace records that name another contact")
	cmd.Flags().BoolVar(&s.acceptWorkspace, "accept-workspace", false, "go on although the state is of another API host")
	return cmd
}

func (s *settings) rebuild(ctx context.Context, io streams) error {
	ses := &session{settings: s, io: io}
	defer ses.close()
	if err := ses.connectOnly(ctx); err != nil {
		return err
	}
	if err := ses.openState(); err != nil {
		return err
	}
	source, err := s.sourceToFill(ses.state)
	if err != nil {
		return err
	}
	im := &importer.Importer{
		API: ses.client, State: ses.state, Source: source, Run: importer.RunID(time.Now()), Events: tellReading(io, "contacts listed"),
	}
	out, err := im.Rebuild(ctx, s.yes)
	for _, d := range out.Doubles {
		fmt.Fprintln(io.Out, printable(d.String()))
	}
	var clash *reconcile.ClashError
	if errors.As(err, &clash) {
		return &codeError{exitStopped, err}
	}
	if err != nil {
		return err
	}
	ses.written = true
	if err := ses.pinWorkspace(); err != nil {
		return err
	}
	fmt.Fprintf(io.Err, "source %s: %s in Quo: %s new · %s as before · %s replaced · %s several contacts carry\n", printable(source),
		say.Plural(out.Listed, "contact", "contacts"), say.Count(out.Added), say.Count(out.Kept), say.Count(out.Changed), say.Plural(len(out.Doubles), "key that", "keys that"))
	if out.Keyless > 0 {
		fmt.Fprintf(io.Err, "  %s no key, and cannot be recorded\n", say.Plural(out.Keyless, "contact has", "contacts have"))
	}
	if len(out.Doubles) > 0 {
		fmt.Fprintln(io.Err, "  delete the wrong ones of the contacts above in Quo, and run this again: until then their rows fail")
		return &codeError{code: exitRows}
	}
	return nil
}

// tellReading prints notices, and now and then how far a long reading is.
func tellReading(io streams, what string) func(event.Event) {
	said := time.Now()
	return func(e event.Event) {
		switch e := e.(type) {
		case event.Notice:
			warn(io, "%s", e.Text)
		case event.Progress:
			if time.Since(said) >= 10*time.Second {
				said = time.Now()
				fmt.Fprintf(io.Err, "%s %s\n", say.Count(e.Done), what)
			}
		}
	}
}
