package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/flags"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/show"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/report/say"
)

// Commands that compare the state with Quo.

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
			conn, err := api.connect(cmd.Context(), io, show.StartClock())
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
	o.acceptHost(s)
	return cmd
}

func rebuild(ctx context.Context, io term.Streams, conn *job.Connection, st *job.State, source string, yes bool) error {
	nameDatabase(io, st)
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
