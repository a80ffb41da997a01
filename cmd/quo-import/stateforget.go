package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/quo-import/quo-import/store"
	"github.com/quo-import/quo-import/store/bolt"
)

func stateForgetCommand(io streams) *cobra.Command {
	s := &settings{}
	cmd := &cobra.Command{
		Use: "forget KEY", Short: "Erase all that the state knows of one key", Args: oneArg("which key?"),
		Long: `Erases what the state holds of one person: the record, writes that were begun,
and the contact as it was before earlier runs; then the file is written anew, so
that nothing is left in it. Runs can no longer be taken back for that key.

The contact in Quo stays: delete it there, first. An import whose file still has
the key finds the contact again, or creates it. Reports and backups are files of
their own, and are not touched.`,
		Example: "  quo-import state forget C-1001",
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := s.settle(cmd, io); err != nil {
				return err
			}
			if !s.yes && !s.canAsk(io, nil) {
				return usage("nobody can be asked here: say --yes to forget without asking")
			}
			return s.forget(io, args[0])
		},
	}
	s.stateFlags(cmd)
	cmd.Flags().BoolVar(&s.yes, "yes", false, "forget without asking")
	return cmd
}

func (s *settings) forget(io streams, key string) error {
	st, source, err := s.knowing(key)
	if err != nil {
		return err
	}
	defer st.Close()
	if !s.yes && !confirm(io, printable(fmt.Sprintf("Forget key %s of source %s? The contact in Quo stays.", key, source))) {
		return &codeError{exitStopped, errNothingChanged}
	}
	if err := st.Commit(context.Background(), store.Forget(source, key)); err != nil {
		return err
	}
	if err := st.Compact(); err != nil {
		return fmt.Errorf("the key is forgotten, but its bytes may still be in the file: %w", err)
	}
	fmt.Fprintln(io.Err, printable(fmt.Sprintf("source %s: key %s is forgotten. The contact in Quo stays, and so do reports and backups.", source, key)))
	return nil
}

// knowing opens the state for writing, where it knows something of a key.
func (s *settings) knowing(key string) (*bolt.Store, string, error) {
	look, err := s.readState()
	if err != nil {
		return nil, "", err
	}
	defer look.Close()
	source, err := s.oneSource(look)
	if err != nil {
		return nil, "", err
	}
	known, err := knows(look, source, key)
	if err != nil {
		return nil, "", err
	}
	if !known {
		return nil, "", usage("the state knows nothing of key %q in source %q", key, source)
	}
	if err := look.Close(); err != nil { // its lock would be in the way
		return nil, "", err
	}
	path, err := filepath.Abs(s.state)
	if err != nil {
		return nil, "", err
	}
	st, err := bolt.Open(path, bolt.Options{Version: version})
	return st, source, err
}

// knows says whether a record, an intent, a trouble or a journal holds the key.
func knows(st *bolt.Store, source, key string) (known bool, err error) {
	err = st.View(context.Background(), source, func(snap store.Snapshot) error {
		records, err := snap.Records(key)
		_, known = records[key]
		return err
	})
	if known || err != nil {
		return known, err
	}
	intents, err := st.Intents(context.Background(), source)
	if err != nil || slices.ContainsFunc(intents, func(in store.Intent) bool { return in.Key == key }) {
		return err == nil, err
	}
	troubles, _, err := st.Problems(context.Background(), source)
	if err != nil || slices.ContainsFunc(troubles, func(t store.Problem) bool { return t.Row == store.KeyedRow(key) }) {
		return err == nil, err
	}
	runs, err := st.Runs(context.Background())
	if err != nil {
		return false, err
	}
	for _, r := range runs {
		if r.Source != source {
			continue
		}
		for e, err := range st.Journal(context.Background(), r.ID) {
			if err != nil || e.Key == key {
				return err == nil, err
			}
		}
	}
	return false, nil
}
