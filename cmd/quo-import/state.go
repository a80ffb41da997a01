package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/flags"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/show"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

func newState(io term.Streams) *cobra.Command {
	cmd := &cobra.Command{
		Use: "state", Short: "Inspect and maintain the state: which key is which contact",
		Args: knownCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(
		newStateLs(io), newStateGet(io), newStateExport(io), newStateImport(io), newStateRebuild(io),
		newStateVerify(io), newStateBackup(io), newStateMove(io), newStateForget(io),
	)
	return cmd
}

func newStateLs(io term.Streams) *cobra.Command {
	o := &stateOptions{}
	var keys bool
	cmd := &cobra.Command{
		Use: "ls", Short: "List the sources, the keys of one, or the states of a database", Args: cobra.NoArgs, PreRunE: environment(io),
		Long: `Lists the sources of a state, or with --keys what it knows of each key. For the
address of a database without a name of a state, it lists the states that the
database holds: contacts, last run, and which process uses each.`,
		Example: `  quo-import state ls
  quo-import state ls --keys --source acme-crm
  quo-import state ls -s postgres://db.example.com/quo`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !keys && o.source == "" && o.file.NamesDatabase() {
				return o.listStates(cmd.Context(), io)
			}
			if keys {
				return o.readSource(cmd.Context(), func(st *job.State, source string) error { return o.listKeys(cmd.Context(), io, st, source) })
			}
			return o.read(cmd.Context(), func(st *job.State) error { return o.listSources(cmd.Context(), io, st) })
		},
	}
	s := flags.Of(cmd)
	o.declare(s)
	jsonFlag(s, &o.json)
	s.Bool(&keys, "keys", "list keys, contact ids and when they were written")
	return cmd
}

// listStates lists the states of a database.
func (o *stateOptions) listStates(ctx context.Context, io term.Streams) error {
	database, states, err := job.StatesOf(ctx, o.file)
	if err != nil {
		return err
	}
	if o.json {
		stream := show.NewStream(io.Out, show.Start{Program: version, Command: "state ls"})
		for i := range states {
			stream.State(&states[i])
		}
		return nil
	}
	fmt.Fprintln(io.Err, term.Printable(say.Plural(len(states), "state", "states")+" in "+database))
	return show.States(io, states)
}

func (o *stateOptions) listSources(ctx context.Context, io term.Streams, st *job.State) error {
	names, err := st.Sources(ctx)
	if err != nil {
		return err
	}
	var sources []show.SourceEvent
	for _, name := range names {
		src, _, err := st.Source(ctx, name)
		if err != nil {
			return err
		}
		e := show.SourceEvent{Source: name, Key: src.KeyDefinition}
		err = st.View(ctx, name, func(snap store.Snapshot) error {
			e.Contacts, err = snap.Len()
			return err
		})
		if err != nil {
			return err
		}
		if src.LastComplete != nil {
			e.LastComplete = src.LastComplete.Run
		}
		sources = append(sources, e)
	}
	if o.json {
		stream := show.NewStream(io.Out, show.Start{Program: version, Command: "state ls"})
		for _, e := range sources {
			stream.Source(e)
		}
		return nil
	}
	nameDatabase(io, st)
	list := term.NewList(io.Out, "SOURCE", "CONTACTS", "KEY", "LAST COMPLETE RUN")
	for _, e := range sources {
		list.Row(e.Source, say.Count(e.Contacts), e.Key, cmp.Or(e.LastComplete, "-"))
	}
	return list.Close()
}

// nameDatabase prints which of the states of a database is used.
func nameDatabase(io term.Streams, st *job.State) {
	if st.InDatabase() {
		term.NewScreen(io.Err).Message("state " + st.Path())
	}
}

func (o *stateOptions) listKeys(ctx context.Context, io term.Streams, st *job.State, source string) error {
	if o.json {
		stream := show.NewStream(io.Out, show.Start{Program: version, Command: "state ls", Source: source})
		return st.EachRecord(ctx, source, func(key string, r *store.Record) error {
			stream.Record(source, key, r)
			return nil
		})
	}
	list := term.NewList(io.Out, "KEY", "CONTACT", "UPDATED", "RUN")
	err := st.EachRecord(ctx, source, func(key string, r *store.Record) error {
		list.Row(key, r.ContactID, updated(r), r.Run)
		return nil
	})
	return errors.Join(err, list.Close())
}

// updated returns when the contact was last changed in Quo, by the last answer;
// "-" if that is unknown, as for a record that was imported from a list.
func updated(r *store.Record) string {
	if r.UpdatedAt.IsZero() {
		return "-"
	}
	return r.UpdatedAt.UTC().Format(time.RFC3339)
}

func newStateGet(io term.Streams) *cobra.Command {
	o, api := &stateOptions{}, &apiOptions{noSandbox: true}
	var remote bool
	cmd := &cobra.Command{
		Use: "get KEY", Short: "Show what the state knows about a key", Args: oneArg("which key?"), PreRunE: environment(io),
		Example: "  quo-import state get C-1001 --remote",
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.readSource(cmd.Context(), func(st *job.State, source string) error {
				if !remote {
					api = nil
				}
				return o.get(cmd.Context(), io, st, api, source, args[0])
			})
		},
	}
	s := flags.Of(cmd)
	o.declare(s)
	api.declare(s)
	jsonFlag(s, &o.json)
	s.Bool(&remote, "remote", "also show the contact as Quo has it now; with --json the contact alone, as the API has it")
	return cmd
}

// get prints the record of a key and, with an API, its contact as Quo has it now.
func (o *stateOptions) get(ctx context.Context, io term.Streams, st *job.State, api *apiOptions, source, typed string) error {
	key, _, err := st.KeyOf(ctx, source, typed)
	if err != nil {
		return err
	}
	rec, ok, err := st.Record(ctx, source, key)
	if err != nil {
		return err
	}
	if !ok {
		return job.Usagef("source %q has no key %q", source, typed)
	}
	var contact *quo.Contact
	if api != nil {
		conn, err := api.connect(ctx, io, show.StartClock())
		if err != nil {
			return err
		}
		c, err := job.Retry(ctx, func(ctx context.Context) (quo.Contact, error) { return conn.Client.Get(ctx, rec.ContactID) })
		if err != nil {
			return err
		}
		contact = &c
	}
	switch {
	case o.json && contact != nil:
		return printContact(io, contact)
	case o.json:
		show.NewStream(io.Out, show.Start{Program: version, Command: "state get", Source: source}).Record(source, key, &rec)
		return nil
	}
	files, err := filesOfRun(ctx, st, rec.Run)
	if err != nil {
		return err
	}
	nameDatabase(io, st)
	show.Known(io, source, key, &rec, files, contact)
	return nil
}

// filesOfRun returns the files of a run that the state remembers.
func filesOfRun(ctx context.Context, st *job.State, id string) ([]string, error) {
	runs, err := st.Runs(ctx)
	if at := slices.IndexFunc(runs, func(r store.Run) bool { return r.ID == id }); at >= 0 {
		return runs[at].Files, nil
	}
	return nil, err
}

// printContact prints a contact as the API has it.
func printContact(io term.Streams, c *quo.Contact) error {
	var out any
	if err := json.Unmarshal(c.Encode(), &out); err != nil {
		return err
	}
	e := json.NewEncoder(io.Out)
	e.SetIndent("", "  ")
	return e.Encode(out)
}
