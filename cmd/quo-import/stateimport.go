package main

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/spf13/cobra"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/reconcile"
	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/importer/rows/formats"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
	"github.com/quo-import/quo-import/store/bolt"
)

func stateImportCommand(io streams) *cobra.Command {
	s := &settings{}
	cmd := &cobra.Command{
		Use: "import FILE", Short: "Read keys and contact ids from a file", Args: oneArg("which file?"),
		Long: `Teaches the state which key is which contact, for people who come from another
tool: a CSV with the columns key and contact_id. Nothing is sent to Quo.

Keys that are known with the same contact stay as they are. Where the state
names another contact nothing is read, unless --yes is given. What is in each
contact is learned by the next import; quo-import state verify looks whether
the ids are right.`,
		Example: "  quo-import state import keys.csv --source acme-crm\n  quo-import state verify",
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := s.settle(cmd, io); err != nil {
				return err
			}
			return s.importState(cmd.Context(), io, args[0])
		},
	}
	s.stateFlags(cmd)
	cmd.Flags().BoolVar(&s.yes, "yes", false, "replace records that name another contact")
	return cmd
}

func (s *settings) importState(ctx context.Context, io streams, path string) error {
	began := time.Now()
	ids, err := readKeys(ctx, io, path)
	if err != nil {
		return err
	}
	ses := &session{settings: s, io: io}
	defer ses.close()
	if err := ses.openState(); err != nil {
		return err
	}
	source, err := s.sourceToFill(ses.state)
	if err != nil {
		return err
	}
	known, clashes, total, err := compareKeys(ses.state, source, ids)
	if err != nil {
		return err
	}
	if len(clashes) > 0 && !s.yes {
		return &codeError{exitStopped, &reconcile.ClashError{Keys: clashes, Known: total}}
	}
	run := store.Run{ID: importer.RunID(began), Kind: "state import", Source: source, Started: began, Files: []string{path}, Outcome: "done"}
	if err := ses.state.Load(context.Background(), source, newRecords(ids, known, run.ID)); err != nil {
		return err
	}
	ses.written = true
	added := len(ids) - len(known) - len(clashes)
	run.Finished, run.Counts = time.Now(), map[string]int{"added": added, "changed": len(clashes)}
	if err := ses.state.Commit(context.Background(), store.PutRun(run)); err != nil {
		return err
	}
	fmt.Fprintf(io.Err, "source %s: %s new · %s as before · %s replaced\n", printable(source), say.Count(added), say.Count(len(known)), say.Count(len(clashes)))
	return nil
}

// sourceToFill is the source that a command fills: --source, or the only one
// that the state has.
func (s *settings) sourceToFill(st *bolt.Store) (string, error) {
	sources, err := st.Sources(context.Background())
	switch {
	case err != nil:
		return "", err
	case s.source == "" && len(sources) == 1:
		return sources[0], nil
	case s.source == "":
		return "", usage("which source? --source names the one that the mapping has")
	case quo.Reserved(s.source) || len(s.source) > 72:
		return "", usage("--source %s: Quo keeps that name to itself, or it is longer than 72 characters", s.source)
	}
	return s.source, nil
}

// readKeys reads a file of keys and contact ids, and gives all that is wrong
// with it at once.
func readKeys(ctx context.Context, io streams, path string) (map[string]string, error) {
	f, err := formats.Open(path, rows.Options{Stdin: io.In})
	if err != nil {
		return nil, &codeError{exitUsage, err}
	}
	defer f.Close()
	k := keyFile{key: columnNamed(f.Header, "key"), contact: columnNamed(f.Header, "contactid"), ids: map[string]string{}, owners: map[string]string{}}
	if k.key < 0 || k.contact < 0 {
		return nil, usage("%s: it needs the columns key and contact_id; it has %q", path, f.Header)
	}
	for row, err := range f.Rows(ctx) {
		if err != nil {
			return nil, &codeError{exitUsage, err}
		}
		k.row(&row)
	}
	if len(k.wrong) > 0 {
		more := ""
		if n := len(k.wrong) - 20; n > 0 {
			more = fmt.Sprintf("\n  … %s more", say.Count(n))
		}
		return nil, usage("%s: %s, nothing was read\n  %s%s", path, say.Plural(len(k.wrong), "line is wrong", "lines are wrong"), strings.Join(k.wrong[:min(20, len(k.wrong))], "\n  "), more)
	}
	if len(k.ids) == 0 {
		return nil, &codeError{exitStopped, fmt.Errorf("%s has no rows: nothing was changed", path)}
	}
	return k.ids, nil
}

// columnNamed finds a column by the letters of its name.
func columnNamed(header []string, name string) int {
	return slices.IndexFunc(header, func(h string) bool {
		return strings.Map(func(r rune) rune {
			if !unicode.IsLetter(r) {
				return -1
			}
			return unicode.ToLower(r)
		}, h) == name
	})
}

type keyFile struct {
	key, contact int
	ids          map[string]string // key → contact id
	owners       map[string]string // contact id → key
	wrong        []string
}

// maxKey is how long an externalId may be (QUO_API, "The contact").
const maxKey = 75

func (k *keyFile) row(row *rows.Row) {
	say := func(format string, args ...any) {
		k.wrong = append(k.wrong, fmt.Sprintf("line %d: ", row.Pos.Line)+fmt.Sprintf(format, args...))
	}
	if row.Err != nil {
		say("%s", row.Err.Message())
		return
	}
	cell := func(at int) string {
		if at < len(row.Cells) {
			return strings.TrimSpace(row.Cells[at])
		}
		return ""
	}
	key, id := cell(k.key), cell(k.contact)
	was, known := k.ids[key]
	owner, taken := k.owners[id]
	switch {
	case key == "" && id == "":
		return
	case key == "" || id == "":
		say("a key and a contact id are needed")
	case len([]rune(key)) > maxKey:
		say("the key has more than %d characters", maxKey)
	case strings.ContainsFunc(id, func(r rune) bool { return r <= ' ' || strings.ContainsRune(`/\?#"`, r) || unicode.IsControl(r) }):
		say("%q is no contact id", id)
	case known && was != id:
		say("key %s stands there before, with another contact", key)
	case taken && owner != key:
		say("contact %s stands there before, with the key %s", id, owner)
	default:
		k.ids[key], k.owners[id] = id, key
	}
}

// compareKeys tells keys that the state knows with the same contact from those
// that it knows with another.
func compareKeys(st *bolt.Store, source string, ids map[string]string) (known map[string]bool, clashes []string, total int, err error) {
	known = map[string]bool{}
	err = st.View(context.Background(), source, func(snap store.Snapshot) error {
		if total, err = snap.Len(); err != nil {
			return err
		}
		for _, key := range slices.Sorted(maps.Keys(ids)) {
			records, err := snap.Records(key)
			rec, ok := records[key]
			switch {
			case err != nil:
				return err
			case ok && rec.ContactID == ids[key]:
				known[key] = true
			case ok:
				clashes = append(clashes, key)
			}
		}
		return nil
	})
	return known, clashes, total, err
}

// newRecords are the records of the keys that are not known as they should be.
// Whose contacts they are we cannot know: nothing of ours deletes them.
func newRecords(ids map[string]string, known map[string]bool, run string) iter.Seq2[string, store.Record] {
	return func(yield func(string, store.Record) bool) {
		for _, key := range slices.Sorted(maps.Keys(ids)) {
			if !known[key] && !yield(key, store.Record{ContactID: ids[key], Run: run}) {
				return
			}
		}
	}
}
