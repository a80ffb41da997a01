package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
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

// stateFlags are the flags of every command that reads the state.
func (s *settings) stateFlags(cmd *cobra.Command) {
	cmd.Flags().StringVarP(&s.state, "state", "s", "quo-import.db", "state `file`")
	cmd.Flags().StringVar(&s.source, "source", "", "`name` of the source, where the state has several")
}

// readState opens the state of a command that only looks.
func (s *settings) readState() (*store.Store, error) {
	path, err := filepath.Abs(s.state)
	if err != nil {
		return nil, err
	}
	st, err := store.Open(path, store.Options{ReadOnly: true, Version: version})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usage("there is no state file %s: -s names another", path)
	}
	return st, err
}

// oneSource is the source that is meant: the only one, or --source.
func (s *settings) oneSource(st *store.Store) (string, error) {
	sources, err := st.Sources()
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
			return listSources(io, st)
		},
	}
	s.stateFlags(cmd)
	cmd.Flags().BoolVar(&keys, "keys", false, "list keys, contact ids and when they were written")
	return cmd
}

func listSources(io streams, st *store.Store) error {
	sources, err := st.Sources()
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(io.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "SOURCE\tCONTACTS\tKEY\tLAST COMPLETE RUN")
	for _, name := range sources {
		src, _, err := st.Source(name)
		if err != nil {
			return err
		}
		n, last := 0, "-"
		err = st.View(name, func(snap store.Snapshot) error { n = snap.Len(); return nil })
		if err != nil {
			return err
		}
		if src.LastComplete != nil {
			last = src.LastComplete.Run
		}
		tableRow(w, name, count(n), src.KeyDefinition, last)
	}
	return w.Flush()
}

func (s *settings) listKeys(io streams, st *store.Store) error {
	source, err := s.oneSource(st)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(io.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "KEY\tCONTACT\tUPDATED\tRUN")
	err = st.View(source, func(snap store.Snapshot) error {
		for key, r := range snap.All() {
			tableRow(w, key, r.ContactID, r.UpdatedAt.UTC().Format(time.RFC3339), r.Run)
		}
		return nil
	})
	return errors.Join(err, w.Flush())
}

func stateGetCommand(io streams) *cobra.Command {
	s := &settings{}
	var remote bool
	cmd := &cobra.Command{
		Use: "get KEY", Short: "Show what is known of one key", Args: oneArg("which key?"),
		Example: "  quo-import state get C-1001 --remote",
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := s.settle(cmd, io); err != nil {
				return err
			}
			return s.getKey(cmd.Context(), io, args[0], remote)
		},
	}
	s.stateFlags(cmd)
	s.apiFlags(cmd)
	cmd.Flags().BoolVar(&remote, "remote", false, "show the contact as Quo has it now, too")
	return cmd
}

func (s *settings) getKey(ctx context.Context, io streams, key string, remote bool) error {
	st, err := s.readState()
	if err != nil {
		return err
	}
	defer st.Close()
	source, err := s.oneSource(st)
	if err != nil {
		return err
	}
	var rec store.Record
	var ok bool
	err = st.View(source, func(snap store.Snapshot) error {
		rec, ok, err = snap.Get(key)
		return err
	})
	if err != nil {
		return err
	}
	if !ok {
		return usage("source %q has no key %q", source, key)
	}
	made := "made by us"
	if !rec.Created {
		made = "was in Quo already, taken over"
	}
	fmt.Fprintln(io.Out, printable(fmt.Sprintf("source   %s\nkey      %s\ncontact  %s\nupdated  %s\nrun      %s\norigin   %s\nvalues   %d of ours",
		source, key, rec.ContactID, rec.UpdatedAt.UTC().Format(time.RFC3339), rec.Run, made, len(rec.Base))))
	if !remote {
		return nil
	}
	return s.showRemote(ctx, io, rec.ContactID)
}

func (s *settings) showRemote(ctx context.Context, io streams, id string) error {
	ses := &session{settings: s, io: io, catalogue: []quo.CustomField{}}
	defer ses.close()
	if err := ses.connect(ctx, true); err != nil {
		return err
	}
	c, err := patient(ctx, func(ctx context.Context) (quo.Contact, error) { return ses.client.Get(ctx, id) })
	if err != nil {
		return err
	}
	var out any
	if err := json.Unmarshal(c.Encode(), &out); err != nil {
		return err
	}
	e := json.NewEncoder(io.Out)
	e.SetIndent("", "  ")
	return e.Encode(out)
}

func oneArg(question string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) != 1 {
			return usage("%s quo-import %s", question, cmd.UseLine())
		}
		return nil
	}
}
