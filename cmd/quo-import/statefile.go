package main

import (
	"cmp"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	goio "io"
	"io/fs"
	"os"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/flags"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/notify"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/show"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/reconcile"
	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/store"
)

// Commands that copy the state, or parts of it, to files and back.

func newStateBackup(io term.Streams) *cobra.Command {
	o := &stateOptions{}
	cmd := &cobra.Command{
		Use: "backup FILE", Short: "Copy the state to a file", Args: oneArg("to which file?"), PreRunE: environment(io),
		Long: `Copies the state to a new file (mode 0600), complete and as of one moment. To go
back to it, put the copy in the place of the state file; for a state in a
database, pass the copy to quo-import state move.`,
		Example: "  quo-import state backup quo-import-2026-11-23.db",
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.read(cmd.Context(), func(st *job.State) error {
				if err := st.Backup(cmd.Context(), args[0]); errors.Is(err, fs.ErrExist) {
					return notOverwritten(args[0])
				} else if err != nil {
					return err
				}
				fmt.Fprintln(io.Err, term.Printable("copied "+st.Path()+" to "+args[0]))
				return nil
			})
		},
	}
	o.fileFlag(flags.Of(cmd))
	return cmd
}

func notOverwritten(path string) error {
	return job.Usagef("%s already exists and is not overwritten: pass another name", path)
}

func newStateMove(io term.Streams) *cobra.Command {
	cmd := &cobra.Command{
		Use: "move FROM TO", Short: "Move the state between a file and a database",
		Args: arguments(2, 2, "from where, and to where?"), PreRunE: environment(io),
		Long: `Moves a state from a file to a database, from a database to a file, or from one
of a kind to another. A place is the path of a file, or the address of a state:
postgres://USER@HOST/DATABASE?state=NAME. What the address leaves out comes from
PGHOST, PGUSER, PGPASSWORD and so on.

Everything is copied and then compared, value by value. Only then the old state
is retired: a file is renamed to FROM.moved, a state is deleted from its database.
The state must not be in use, and there must be none at the new place. Give the new
place to every command that used the old one.`,
		Example: `  quo-import state move quo-import.db 'postgres://db.example.com/quo?state=acme'
  quo-import state move 'postgres://db.example.com/quo?state=acme' quo-import.db`,
		RunE: func(cmd *cobra.Command, args []string) error {
			from, to := job.StateFile{Path: args[0], Version: version}, job.StateFile{Path: args[1], Version: version}
			n, kept, err := job.MoveState(cmd.Context(), from, to)
			if err != nil {
				return err
			}
			screen := term.NewScreen(io.Err)
			screen.Message(fmt.Sprintf("moved %s to %s: %s · %s · %s; all of it was compared", from.Name(), to.Name(),
				say.Plural(n.Records, "key", "keys"), say.Plural(n.Runs, "run", "runs"), say.Plural(n.Intents, "unfinished write", "unfinished writes")))
			if kept != "" {
				screen.Message("the old file is " + kept + ": delete it when it is not needed any more")
			}
			return nil
		},
	}
	return cmd
}

// exportHeader is the header row of an export; state import reads it back.
var exportHeader = []string{"key", "contact_id", "updated", "run"}

func newStateExport(io term.Streams) *cobra.Command {
	o := &stateOptions{}
	var file string
	cmd := &cobra.Command{
		Use: "export", Short: "Write keys and contact ids as CSV", Args: cobra.NoArgs, PreRunE: environment(io),
		Long: `Writes the keys of a source as CSV: key, contact id, when the contact was last
written, and by which run. quo-import state import reads it back. It does not
hold what was written to each contact: use state backup to keep that.`,
		Example: "  quo-import state export -o keys.csv\n  quo-import state export --source acme-crm | head",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return o.readSource(cmd.Context(), func(st *job.State, source string) error {
				if file == "" {
					_, err := exportTo(cmd.Context(), io.Out, st, source)
					return err
				}
				return exportFile(cmd.Context(), io, st, source, file)
			})
		},
	}
	s := flags.Of(cmd)
	o.declare(s)
	s.String(&file, "output,o", "write to a new `file` (mode 0600) instead of standard output")
	return cmd
}

func exportFile(ctx context.Context, io term.Streams, st *job.State, source, path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return notOverwritten(path)
	}
	if err != nil {
		return err
	}
	n, err := exportTo(ctx, f, st, source)
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	fmt.Fprintln(io.Err, term.Printable(fmt.Sprintf("%s: %s of source %s", path, say.Plural(n, "key", "keys"), source)))
	return nil
}

func exportTo(ctx context.Context, out goio.Writer, st *job.State, source string) (n int, err error) {
	w := csv.NewWriter(out)
	_ = w.Write(exportHeader) // the writer keeps its first error until the end
	err = st.EachRecord(ctx, source, func(key string, r *store.Record) error {
		updated := ""
		if !r.UpdatedAt.IsZero() {
			updated = r.UpdatedAt.UTC().Format("2006-01-02T15:04:05.000Z07:00")
		}
		n++
		return w.Write([]string{key, r.ContactID, updated, r.Run})
	})
	w.Flush()
	return n, cmp.Or(w.Error(), err)
}

func newStateImport(io term.Streams) *cobra.Command {
	o, api := &stateOptions{}, &apiOptions{noSandbox: true}
	var yes bool
	cmd := &cobra.Command{
		Use: "import FILE", Short: "Read keys and contact ids from a file", Args: oneArg("which file?"), PreRunE: environment(io),
		Long: `Reads a CSV with the columns key and contact_id into the state, for example if
you come from another tool. Nothing in Quo is changed.

With an API key it first looks for all contacts in Quo. Lines whose contact is
not there, is read-only, or has a key of another source are listed and left out.

A key that the state has with the same contact stays as it is. If the state has
another contact for a key, nothing is changed unless --yes is passed. The next
import reads the contacts.`,
		Example: "  quo-import state import keys.csv --source acme-crm\n  quo-import state verify",
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			keys, err := job.ReadKeys(ctx, args[0], io.In)
			if err != nil {
				return err
			}
			a, err := api.open(ctx, io, show.StartClock(), false)
			if err != nil {
				return err
			}
			conn, err := job.Connect(a)
			if err != nil {
				return err
			}
			return o.fill(ctx, conn.Client, func(st *job.State, source string) error {
				nameDatabase(io, st)
				if err := checkKeys(ctx, io, conn, source, args[0], keys); err != nil {
					return err
				}
				return importKeys(ctx, io, conn, st, source, args[0], keys.IDs, yes)
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

// checkKeys removes the keys whose contacts must not be recorded, and prints their lines.
func checkKeys(ctx context.Context, io term.Streams, conn *job.Connection, source, path string, keys *job.Keys) error {
	if conn.Client == nil {
		io.Warn("no API key: whether Quo has these contacts was not checked (quo-import state verify does)")
		return nil
	}
	im := &importer.Importer{API: conn.Client, Source: source, Events: reportReading(io, "contacts read")}
	refused, err := im.CheckClaims(ctx, keys.IDs)
	if err != nil {
		return err
	}
	slices.SortFunc(refused, func(a, b reconcile.Refusal) int { return keys.Lines[a.Key] - keys.Lines[b.Key] })
	for _, r := range refused {
		fmt.Fprintln(io.Err, term.Printable(fmt.Sprintf("%s: line %d: left out: key %s: %s", path, keys.Lines[r.Key], r.Key, r.Reason)))
		keys.Remove(r.Key)
	}
	if len(keys.IDs) == 0 {
		return job.Stoppedf("%s: no line is left: nothing was changed", path)
	}
	return nil
}

func importKeys(ctx context.Context, io term.Streams, conn *job.Connection, st *job.State, source, path string, ids map[string]string, yes bool) error {
	began := time.Now()
	known, clashes, total, err := st.CompareKeys(ctx, source, ids)
	if err != nil {
		return err
	}
	if len(clashes) > 0 && !yes {
		return &reconcile.ClashError{Keys: clashes, Known: total}
	}
	run := store.Run{ID: importer.RunID(began), Kind: "state import", Source: source, Started: began, Files: []string{path}, Outcome: "done"}
	if err := st.LoadKeys(ctx, source, ids, known, run.ID); err != nil {
		return err
	}
	added := len(ids) - len(known) - len(clashes)
	run.Finished, run.Counts = time.Now(), map[string]int{"added": added, "changed": len(clashes)}
	if err := st.Commit(ctx, store.PutRun(run)); err != nil {
		return err
	}
	if conn.Client != nil {
		if err := st.Pin(ctx, conn.Client); err != nil {
			return err
		}
	}
	fmt.Fprintf(io.Err, "source %s: %s new · %s as before · %s replaced\n", term.Printable(source), say.Count(added), say.Count(len(known)), say.Count(len(clashes)))
	return nil
}

func newStateForget(io term.Streams) *cobra.Command {
	o := &stateOptions{}
	var yes bool
	cmd := &cobra.Command{
		Use: "forget KEY", Short: "Erase all that the state knows about a key", Args: oneArg("which key?"), PreRunE: environment(io),
		Long: `Erases what the state holds about one person: the record, unfinished writes, and
the contact as it was before earlier runs. Then it rewrites the file, so that
nothing is left in it; what a database server keeps of deleted rows, in its pages,
its log and its backups, is the server's. Runs can no longer be undone for that
key.

The contact in Quo stays: delete it there first. If the key is still in the
file, the next import finds the contact or creates it again. Reports and backups
are separate files and are not changed.`,
		Example: "  quo-import state forget C-1001",
		RunE: func(cmd *cobra.Command, args []string) error {
			if !yes && !io.CanAsk() {
				return job.Usagef("no terminal to ask on: pass --yes to forget without asking")
			}
			return o.forget(cmd.Context(), io, args[0], yes)
		},
	}
	s := flags.Of(cmd)
	o.declare(s)
	s.Bool(&yes, "yes", "forget without asking").CommandLineOnly("it is consent")
	return cmd
}

func (o *stateOptions) forget(ctx context.Context, io term.Streams, key string, yes bool) error {
	err := o.readSource(ctx, func(st *job.State, source string) error {
		o.source = source
		meant, known, err := st.KeyOf(ctx, source, key)
		if err == nil && !known {
			err = job.Usagef("the state knows nothing about key %q in source %q", key, source)
		}
		key = meant
		return err
	})
	if err != nil {
		return err
	}
	err = o.write(ctx, func(st *job.State) error {
		nameDatabase(io, st)
		if !yes {
			yes, err := io.Confirm(ctx, fmt.Sprintf("Forget key %s of source %s? The contact in Quo stays.", key, o.source))
			if err != nil {
				return unanswered(err)
			}
			if !yes {
				return errNothingChanged
			}
		}
		if err := st.Commit(ctx, store.Forget(o.source, key)); err != nil {
			return err
		}
		if err := st.Scrub(); err != nil {
			return fmt.Errorf("the key is forgotten, but its bytes may still be in the file: %w", err)
		}
		return notify.Forget(notifyMemory(o.file), key)
	})
	if err != nil {
		return err
	}
	fmt.Fprintln(io.Err, term.Printable(fmt.Sprintf("source %s: key %s is forgotten. The contact in Quo stays, and so do reports and backups.", o.source, key)))
	return nil
}
