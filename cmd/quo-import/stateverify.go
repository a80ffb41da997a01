package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

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
	"github.com/quo-import/quo-import/mapping"
)

type verifyOptions struct {
	stateOptions
	api     apiOptions
	changes string // the file of changes, "" for none
	input   string // the file that was imported, for its values; "" for none
	mapping string // of the input
}

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
one a line, to bring them back to where the export comes from. The state has
only hashes of what was written: with --input the file's values stand beside
Quo's.`,
		Example: `  quo-import state verify
  quo-import state verify --changes new.csv --input contacts.csv -m mapping.yaml`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return o.read(cmd.Context(), func(st *job.State) error { return o.run(cmd.Context(), io, st) })
		},
	}
	s := flags.Of(cmd)
	o.declare(s)
	o.api.declare(s)
	s.String(&o.changes, "changes", "write the values that were changed in Quo to a new CSV `file` (mode 0600)")
	s.String(&o.input, "input", "`file` that was imported, for the values of --changes")
	s.String(&o.mapping, "mapping,m", "mapping `file` of --input")
	o.acceptHost(s)
	return cmd
}

// verification is a run of state verify.
type verification struct {
	io      term.Streams
	conn    *job.Connection
	state   *job.State
	input   *job.Job        // nil: none
	changes *report.Changes // nil: none
}

func (o *verifyOptions) run(ctx context.Context, io term.Streams, st *job.State) (err error) {
	if o.input != "" && (o.changes == "" || o.mapping == "") {
		return job.Usagef("--input is for the file of --changes, and is read by a mapping: pass --changes and -m, too")
	}
	nameDatabase(io, st)
	if err := st.Check(ctx); err != nil {
		return err
	}
	sources, err := o.sources(ctx, st)
	if err != nil {
		return err
	}
	v := &verification{io: io, state: st}
	if err := o.connect(ctx, v, sources); err != nil {
		return err
	}
	if v.input != nil {
		defer func() { err = errors.Join(err, v.input.Close()) }()
	}
	if err := st.SameHost(ctx, v.conn.Client); err != nil {
		return err
	}
	if o.changes == "" {
		return v.all(ctx, sources)
	}
	v.changes, err = report.NewChanges(o.changes)
	if errors.Is(err, fs.ErrExist) {
		return notOverwritten(o.changes)
	} else if err != nil {
		return job.Usagef("--changes: %w", err)
	}
	err = v.all(ctx, sources)
	if failed := v.changes.Close(); failed != nil && (err == nil || errors.Is(err, show.ErrRows)) {
		return fmt.Errorf("%s is incomplete: %w", o.changes, failed)
	}
	return err
}

// sources returns the sources to verify.
func (o *verifyOptions) sources(ctx context.Context, st *job.State) ([]string, error) {
	sources, err := st.Sources(ctx)
	if err != nil || o.source == "" && len(sources) > 0 {
		return sources, err
	}
	one, err := st.OneSource(ctx, o.source)
	return []string{one}, err
}

// connect opens the API, and the input if there is one.
func (o *verifyOptions) connect(ctx context.Context, v *verification, sources []string) (err error) {
	if o.input == "" {
		v.conn, err = o.api.connect(ctx, v.io, show.StartClock())
		return err
	}
	opts, err := asImported(v.io, o.mapping, o.input)
	if err != nil {
		return err
	}
	opts.Source = o.source
	if opts.API, err = o.api.open(ctx, v.io, show.StartClock(), true); err != nil {
		return err
	}
	if v.input, err = job.Open(ctx, opts); err != nil {
		return err
	}
	v.conn = v.input.Connection
	if source := v.input.Mapping.Source; !slices.Contains(sources, source) {
		return errors.Join(job.Usagef("--input is of source %q, and %q is compared: pass another mapping, or --source", source, sources), v.input.Close())
	}
	return nil
}

// all verifies some sources.
func (v *verification) all(ctx context.Context, sources []string) error {
	different := 0
	for _, source := range sources {
		n, err := v.source(ctx, source)
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

func (v *verification) source(ctx context.Context, source string) (different int, err error) {
	var found []reconcile.Difference
	reading := reportReading(v.io, "contacts read")
	im := &importer.Importer{API: v.conn.Client, State: v.state, Source: source, Events: func(e event.Event) {
		d, ok := e.(reconcile.Difference)
		if !ok {
			reading(e)
			return
		}
		fmt.Fprintln(v.io.Out, term.Printable(fmt.Sprintf("%s  %s  %s", d.Key, d.ContactID, d.Text)))
		if v.changes != nil {
			found = append(found, d)
		}
	}}
	out, err := im.Verify(ctx)
	if err == nil {
		err = v.keep(ctx, source, found)
	}
	if err != nil {
		return 0, err
	}
	text := "no difference"
	if out.Different > 0 {
		text = say.Plural(out.Different, "key differs", "keys differ")
	}
	fmt.Fprintf(v.io.Err, "source %s: %s, %s\n", term.Printable(source), say.Plural(out.Keys, "key", "keys"), text)
	return out.Different, nil
}

// keep writes the changes of a source.
func (v *verification) keep(ctx context.Context, source string, found []reconcile.Difference) error {
	var wanted map[string]mapping.Desired
	if v.input != nil && v.input.Mapping.Source == source && len(found) > 0 {
		keys := map[string]bool{}
		for i := range found {
			keys[found[i].Key] = true
		}
		var err error
		if wanted, err = v.input.Wanted(ctx, keys); err != nil {
			return err
		}
	}
	for i := range found {
		d := &found[i]
		if d.Kind == reconcile.DiffGone {
			v.changes.Add(report.Change{Key: d.Key, ContactID: d.ContactID, Field: "contact", Quo: "deleted"})
		}
		row := wanted[d.Key]
		for _, value := range d.Values {
			v.changes.Add(changeOf(d, &value, &row))
		}
	}
	return nil
}

// changeOf returns a line of the file of changes. row is what the input says.
func changeOf(d *reconcile.Difference, v *reconcile.Value, row *mapping.Desired) report.Change {
	line := report.Change{Key: d.Key, ContactID: d.ContactID, Field: string(v.Field), File: v.Sent, Quo: v.Quo}
	if v.Name != "" {
		line.Field = v.Name
	}
	if v.Slot != "" {
		line.Field += " (" + v.Slot + ")"
	}
	if line.File == "" {
		line.File = valueIn(row, v)
	}
	return line
}

// valueIn returns the value of a row, "" if it has none.
func valueIn(row *mapping.Desired, v *reconcile.Value) string {
	var items []string
	for _, s := range row.Slots {
		if s.Field != v.Field || v.Slot != "" && s.Name != v.Slot {
			continue
		}
		for _, item := range s.Items {
			items = append(items, item.Value)
		}
	}
	if len(items) > 0 {
		return strings.Join(items, "; ")
	}
	return row.Text(v.Field)
}
