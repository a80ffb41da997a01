package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/spf13/cobra"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/flags"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/show"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/reconcile"
	"github.com/quo-import/quo-import/importer/report"
	"github.com/quo-import/quo-import/importer/report/say"
)

// Commands that compare the state with Quo.

func newStateVerify(io term.Streams) *cobra.Command {
	o := &verifyOptions{api: apiOptions{noSandbox: true}}
	cmd := &cobra.Command{
		Use: "verify", Short: "Compare the state with Quo", Args: cobra.NoArgs, PreRunE: environment(io),
		Long: `Checks that the state file is undamaged, reads every known contact from Quo (one
request for fifty, or for twenty) and prints the differences: contacts that were
deleted or changed in Quo, and keys that now belong to another contact or to
several. It changes nothing, and an import can run meanwhile. Exit code 0: no
difference; 3: some.

With --changes it also writes the values that colleagues changed in Quo as CSV,
one a line, to bring them back to where the export comes from.`,
		Example: "  quo-import state verify\n  quo-import state verify --source acme-crm --changes changes.csv",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return o.read(func(st *job.State) error { return o.run(cmd.Context(), io, st) })
		},
	}
	s := flags.Of(cmd)
	o.declare(s)
	o.api.declare(s)
	s.String(&o.path, "changes", "write the values that were changed in Quo to a new CSV `file` (mode 0600)")
	s.Bool(&o.file.AcceptWorkspace, "accept-workspace", "continue although the state belongs to another API host").CommandLineOnly("it is consent")
	return cmd
}

type verifyOptions struct {
	stateOptions
	api     apiOptions
	path    string          // of the file of changes, "" for none
	changes *report.Changes // nil: none
}

func (o *verifyOptions) run(ctx context.Context, io term.Streams, st *job.State) (err error) {
	if err := st.Check(); err != nil {
		return err
	}
	sources, err := st.Sources(ctx)
	if err != nil {
		return err
	}
	if o.source != "" || len(sources) == 0 {
		one, err := st.OneSource(ctx, o.source)
		if err != nil {
			return err
		}
		sources = []string{one}
	}
	conn, err := o.api.connect(io, show.StartClock())
	if err != nil {
		return err
	}
	if err := st.SameHost(ctx, conn.Client); err != nil {
		return err
	}
	if o.path != "" {
		if o.changes, err = report.NewChanges(o.path); errors.Is(err, fs.ErrExist) {
			return notOverwritten(o.path)
		} else if err != nil {
			return job.Usagef("--changes: %w", err)
		}
		defer func() {
			if failed := o.changes.Close(); failed != nil {
				err = fmt.Errorf("%s: %w", o.path, failed) // differences matter less: the file is incomplete
			}
		}()
	}
	different := 0
	for _, source := range sources {
		n, err := o.verify(ctx, io, conn, st, source)
		if err != nil {
			return err
		}
		different += n
	}
	if different > 0 {
		return show.ErrRows
	}
	return nil
}

// verify verifies one source.
func (o *verifyOptions) verify(ctx context.Context, io term.Streams, conn *job.Connection, st *job.State, source string) (different int, err error) {
	reading := reportReading(io, "contacts read")
	im := &importer.Importer{API: conn.Client, State: st, Source: source, Events: func(e event.Event) {
		if d, ok := e.(reconcile.Difference); ok {
			fmt.Fprintln(io.Out, term.Printable(fmt.Sprintf("%s  %s  %s", d.Key, d.ContactID, d.Text)))
			o.keep(&d)
			return
		}
		reading(e)
	}}
	out, err := im.Verify(ctx)
	if err != nil {
		return 0, err
	}
	found := "no difference"
	if out.Different > 0 {
		found = say.Plural(out.Different, "key differs", "keys differ")
	}
	fmt.Fprintf(io.Err, "source %s: %s, %s\n", term.Printable(source), say.Plural(out.Keys, "key", "keys"), found)
	return out.Different, nil
}

// keep writes the changes of a contact.
func (o *verifyOptions) keep(d *reconcile.Difference) {
	if o.changes == nil {
		return
	}
	line := report.Change{Key: d.Key, ContactID: d.ContactID}
	if d.Kind == reconcile.DiffGone {
		line.Field, line.Quo = "contact", "deleted"
		o.changes.Add(line)
	}
	for _, v := range d.Values {
		line.Field, line.File, line.Quo = v.Field, v.Sent, v.Quo
		if v.Slot != "" {
			line.Field += " (" + v.Slot + ")"
		}
		o.changes.Add(line)
	}
}

func newStateRebuild(io term.Streams) *cobra.Command {
	o, api := &stateOptions{}, &apiOptions{noSandbox: true}
	var yes bool
	cmd := &cobra.Command{
		Use: "rebuild", Short: "Rebuild the state from the contacts in Quo", Args: cobra.NoArgs, PreRunE: environment(io),
		Long: `Lists the contacts of a source in Quo and records which key is which contact,
for a state file that was lost or a new machine. Nothing in Quo is changed.

Quo does not show which values we wrote: the next import reads the contacts
again, one request for twenty. Keys that several contacts have are listed and
not recorded (exit code 3): delete the wrong contacts in Quo. Existing records
stay; if one names another contact, nothing is recorded unless --yes is passed.`,
		Example: "  quo-import state rebuild --source acme-crm\n  quo-import state verify",
		RunE: func(cmd *cobra.Command, _ []string) error {
			conn, err := api.connect(io, show.StartClock())
			if err != nil {
				return err
			}
			return o.fill(cmd.Context(), conn.Client, func(st *job.State, source string) error {
				return rebuild(cmd.Context(), io, conn, st, source, yes)
			})
		},
	}
	s := flags.Of(cmd)
	o.declare(s)
	api.declare(s)
	s.Bool(&yes, "yes", "replace records that name another contact").CommandLineOnly("it is consent")
	s.Bool(&o.file.AcceptWorkspace, "accept-workspace", "continue although the state belongs to another API host").CommandLineOnly("it is consent")
	return cmd
}

func rebuild(ctx context.Context, io term.Streams, conn *job.Connection, st *job.State, source string, yes bool) error {
	im := &importer.Importer{
		API: conn.Client, State: st, Source: source, Run: importer.RunID(time.Now()), Events: reportReading(io, "contacts listed"),
	}
	out, err := im.Rebuild(ctx, yes)
	for _, d := range out.Doubles {
		fmt.Fprintln(io.Out, term.Printable(d.String()))
	}
	if err != nil {
		return err
	}
	if err := st.Pin(ctx, conn.Client); err != nil {
		return err
	}
	fmt.Fprintf(io.Err, "source %s: %s in Quo: %s new · %s as before · %s replaced · %s with several contacts\n", term.Printable(source),
		say.Plural(out.Listed, "contact", "contacts"), say.Count(out.Added), say.Count(out.Kept), say.Count(out.Changed), say.Plural(len(out.Doubles), "key", "keys"))
	if out.Keyless > 0 {
		fmt.Fprintf(io.Err, "  %s no key and cannot be recorded\n", say.Plural(out.Keyless, "contact has", "contacts have"))
	}
	if len(out.Doubles) > 0 {
		fmt.Fprintln(io.Err, "  delete the wrong contacts of those above in Quo, and run this again; until then their rows fail")
		return show.ErrRows
	}
	return nil
}

// reportReading returns a function that prints notices and, every ten seconds, how
// much has been read.
func reportReading(io term.Streams, what string) func(event.Event) {
	printed := time.Now()
	return func(e event.Event) {
		switch e := e.(type) {
		case event.Notice:
			io.Warn("%s", e.Text)
		case event.Progress:
			if time.Since(printed) >= 10*time.Second {
				printed = time.Now()
				fmt.Fprintf(io.Err, "%s %s\n", say.Count(e.Done), what)
			}
		}
	}
}
