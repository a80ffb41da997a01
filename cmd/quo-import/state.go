package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/store"
	"github.com/quo-import/quo-import/store/bolt"
)

func stateCommand(io streams) *cobra.Command {
	cmd := &cobra.Command{
		Use: "state", Short: "Look at the state file: which key is which contact",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usage("quo-import state does not know %q: ls, get, export, import, rebuild, verify, backup and forget are there", args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(
		stateLsCommand(io), stateGetCommand(io), stateExportCommand(io), stateImportCommand(io), stateRebuildCommand(io),
		stateVerifyCommand(io), stateBackupCommand(io), stateForgetCommand(io),
	)
	return cmd
}

// readState opens the state of a command that only looks.
func (s *settings) readState() (*bolt.Store, error) {
	path, err := filepath.Abs(s.state)
	if err != nil {
		return nil, err
	}
	st, err := bolt.Open(path, bolt.Options{ReadOnly: true, Version: version})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usage("there is no state file %s: -s names another", path)
	}
	return st, err
}

// oneSource is the source that is meant: the only one, or --source.
func (s *settings) oneSource(st *bolt.Store) (string, error) {
	sources, err := st.Sources(context.Background())
	if err != nil {
		return "", err
	}
	for _, name := range sources {
		if name == s.source {
			return name, nil
		}
	}
	switch {
	case s.source != "":
		return "", usage("the state has no source %q: it has %q", s.source, sources)
	case len(sources) == 1:
		return sources[0], nil
	case len(sources) == 0:
		return "", usage("the state is empty: nothing was imported with it")
	}
	return "", usage("the state has several sources: name one with --source, of %q", sources)
}

func stateLsCommand(io streams) *cobra.Command {
	s := &settings{}
	var keys bool
	cmd := &cobra.Command{
		Use: "ls", Short: "List the sources, or with --keys the keys of one", Args: cobra.NoArgs,
		Example: "  quo-import state ls\n  quo-import state ls --keys --source acme-crm",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := s.settle(cmd, io); err != nil {
				return err
			}
			st, err := s.readState()
			if err != nil {
				return err
			}
			defer st.Close()
			if keys {
				return s.listKeys(io, st)
			}
			return s.listSources(io, st)
		},
	}
	s.stateFlags(cmd)
	s.jsonFlag(cmd)
	cmd.Flags().BoolVar(&keys, "keys", false, "list keys, contact ids and when they were written")
	return cmd
}

func (s *settings) listSources(io streams, st *bolt.Store) error {
	names, err := st.Sources(context.Background())
	if err != nil {
		return err
	}
	var sources []sourceEvent
	for _, name := range names {
		src, _, err := st.Source(context.Background(), name)
		if err != nil {
			return err
		}
		e := sourceEvent{Event: "source", Source: name, Key: src.KeyDefinition}
		if err := st.View(context.Background(), name, func(snap store.Snapshot) error { e.Contacts, err = snap.Len(); return err }); err != nil {
			return err
		}
		if src.LastComplete != nil {
			e.LastComplete = src.LastComplete.Run
		}
		sources = append(sources, e)
	}
	if s.json {
		j := newJSONEvents(io.Out, startEvent{Command: "state ls"})
		for _, e := range sources {
			j.write(e)
		}
		return nil
	}
	w := tabwriter.NewWriter(io.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "SOURCE\tCONTACTS\tKEY\tLAST COMPLETE RUN")
	for _, e := range sources {
		tableRow(w, e.Source, say.Count(e.Contacts), e.Key, cmp.Or(e.LastComplete, "-"))
	}
	return w.Flush()
}

func (s *settings) listKeys(io streams, st *bolt.Store) error {
	source, err := s.oneSource(st)
	if err != nil {
		return err
	}
	if s.json {
		j := newJSONEvents(io.Out, startEvent{Command: "state ls", Source: source})
		return st.View(context.Background(), source, func(snap store.Snapshot) error {
			for r, err := range snap.All() {
				if err != nil {
					return err
				}
				j.record(source, r.Key, &r.Record)
			}
			return nil
		})
	}
	w := tabwriter.NewWriter(io.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "KEY\tCONTACT\tUPDATED\tRUN")
	err = st.View(context.Background(), source, func(snap store.Snapshot) error {
		for r, err := range snap.All() {
			if err != nil {
				return err
			}
			tableRow(w, r.Key, r.Record.ContactID, updated(&r.Record), r.Record.Run)
		}
		return nil
	})
	return errors.Join(err, w.Flush())
}

// updated is when Quo changed the contact last, as far as we know: not at all of
// a record that was imported from a list.
func updated(r *store.Record) string {
	if r.UpdatedAt.IsZero() {
		return "-"
	}
	return r.UpdatedAt.UTC().Format(time.RFC3339)
}

func oneArg(question string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) != 1 {
			return usage("%s quo-import %s", question, cmd.UseLine())
		}
		return nil
	}
}
