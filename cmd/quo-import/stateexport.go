package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	goio "io"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/store"
	"github.com/quo-import/quo-import/store/bolt"
)

// exportHeader is the header row of an export; state import reads it back.
var exportHeader = []string{"key", "contact_id", "updated", "run"}

func stateExportCommand(io streams) *cobra.Command {
	s := &settings{}
	var file string
	cmd := &cobra.Command{
		Use: "export", Short: "Write keys and contact ids as CSV", Args: cobra.NoArgs,
		Long: `Writes what the state knows of a source as CSV: key, contact id, when the
contact was written last, and by which run. quo-import state import reads it
back; what we wrote into each contact is not in it (for that: state backup).`,
		Example: "  quo-import state export -o keys.csv\n  quo-import state export --source acme-crm | head",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := s.settle(cmd, io); err != nil {
				return err
			}
			st, err := s.readState()
			if err != nil {
				return err
			}
			defer st.Close()
			source, err := s.oneSource(st)
			if err != nil {
				return err
			}
			if file == "" {
				_, err := exportTo(io.Out, st, source)
				return err
			}
			return exportFile(io, st, source, file)
		},
	}
	s.stateFlags(cmd)
	cmd.Flags().StringVarP(&file, "output", "o", "", "write to a new `file` (mode 0600) instead of standard output")
	return cmd
}

func exportFile(io streams, st *bolt.Store, source, path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return usage("%s is there already, and is not overwritten: name another file", path)
	}
	if err != nil {
		return err
	}
	n, err := exportTo(f, st, source)
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	fmt.Fprintln(io.Err, printable(fmt.Sprintf("%s: %s of source %s", path, say.Plural(n, "key", "keys"), source)))
	return nil
}

func exportTo(out goio.Writer, st *bolt.Store, source string) (n int, err error) {
	w := csv.NewWriter(out)
	_ = w.Write(exportHeader) // an error stays with the writer until the end
	err = st.View(context.Background(), source, func(snap store.Snapshot) error {
		for kr, err := range snap.All() {
			if err != nil {
				return err
			}
			key, r := kr.Key, kr.Record
			updated := ""
			if !r.UpdatedAt.IsZero() {
				updated = r.UpdatedAt.UTC().Format("2006-01-02T15:04:05.000Z07:00")
			}
			n++
			if err := w.Write([]string{key, r.ContactID, updated, r.Run}); err != nil {
				return err
			}
		}
		return nil
	})
	w.Flush()
	return n, errors.Join(err, w.Error())
}
