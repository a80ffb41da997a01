package job

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/importer/rows/formats"
	"github.com/quo-import/quo-import/mapping/headers"
	"github.com/quo-import/quo-import/mapping/values"
	"github.com/quo-import/quo-import/store"
)

// ReadKeys reads a file of keys and contact ids, such as quo-import state export
// writes. The error has all problems of the file.
func ReadKeys(ctx context.Context, path string, stdin io.Reader) (*Keys, error) {
	f, err := formats.Open(path, rows.Options{Stdin: stdin, Score: headers.Score})
	if err != nil {
		return nil, Usagef("%w", err)
	}
	defer f.Close()
	k := keyFile{key: columnNamed(f.Header, "key"), contact: columnNamed(f.Header, "contactid"), ids: map[string]string{}, lines: map[string]int{}, owners: map[string]string{}}
	if k.key < 0 || k.contact < 0 {
		return nil, Usagef("%s: it needs the columns key and contact_id; it has %q", path, f.Header)
	}
	for row, err := range f.Rows(ctx) {
		if err != nil {
			return nil, Usagef("%w", err)
		}
		if problem := k.add(&row); problem != "" {
			k.problems = append(k.problems, fmt.Sprintf("line %d: %s", row.Pos.Line, problem))
		}
	}
	if n := len(k.problems); n > 0 {
		const most = 20
		more := ""
		if n > most {
			more = fmt.Sprintf("\n  … %s more", say.Count(n-most))
		}
		return nil, Usagef("%s: %s, nothing was read\n  %s%s", path, say.Plural(n, "line is wrong", "lines are wrong"), strings.Join(k.problems[:min(most, n)], "\n  "), more)
	}
	if len(k.ids) == 0 {
		return nil, Stoppedf("%s has no rows: nothing was changed", path)
	}
	return &Keys{IDs: k.ids, Lines: k.lines}, nil
}

// Keys are keys with the ids of their contacts.
type Keys struct {
	IDs   map[string]string // key → contact id; no two keys have the same contact
	Lines map[string]int    // key → its line in the file
}

// Remove removes a key.
func (k *Keys) Remove(key string) { delete(k.IDs, key); delete(k.Lines, key) }

// columnNamed returns the column whose name has the letters of name, -1 for none.
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
	lines        map[string]int    // key → its line
	owners       map[string]string // contact id → key
	problems     []string
}

// add adds a row, or returns what is wrong with it. A key has the form that it gets when a
// row of an import has it: other bytes for the same letters would be another key.
func (k *keyFile) add(row *rows.Row) (problem string) {
	if row.Err != nil {
		return row.Err.Message()
	}
	cell := func(at int) string {
		if at < len(row.Cells) {
			return strings.TrimSpace(row.Cells[at])
		}
		return ""
	}
	key, id := values.ShortenKey(values.Key(cell(k.key))), cell(k.contact)
	was, known := k.ids[key]
	owner, taken := k.owners[id]
	switch {
	case key == "" && id == "":
	case key == "" || id == "":
		return "a key and a contact id are needed"
	case strings.ContainsFunc(id, func(r rune) bool { return r <= ' ' || strings.ContainsRune(`/\?#"`, r) || unicode.IsControl(r) }):
		return fmt.Sprintf("%q is not a contact id", id)
	case known && was != id:
		return fmt.Sprintf("key %s has another contact in line %d", key, k.lines[key])
	case taken && owner != key:
		return fmt.Sprintf("contact %s has the key %s in line %d: which of the two is right?", id, owner, k.lines[owner])
	case !known:
		k.ids[key], k.lines[key], k.owners[id] = id, row.Pos.Line, key
	}
	return ""
}

// KeyOf returns the key that a person means: the one that was typed if the state knows
// it, else its form in an import, because a terminal may type the same letters in other
// bytes.
func (s *State) KeyOf(ctx context.Context, source, typed string) (key string, known bool, err error) {
	for _, key = range []string{typed, values.ShortenKey(values.Key(typed))} {
		if known, err = s.knows(ctx, source, key); known || err != nil {
			return key, known, err
		}
	}
	return typed, false, nil
}

// Record returns what the state knows of a key.
func (s *State) Record(ctx context.Context, source, key string) (rec store.Record, ok bool, err error) {
	err = s.View(ctx, source, func(snap store.Snapshot) error {
		records, err := snap.Records(key)
		rec, ok = records[key]
		return err
	})
	return rec, ok, err
}

// EachRecord calls see with each record of a source, in the order of keys.
func (s *State) EachRecord(ctx context.Context, source string, see func(key string, r *store.Record) error) error {
	return s.View(ctx, source, func(snap store.Snapshot) error {
		for r, err := range snap.All() {
			if err == nil {
				err = see(r.Key, &r.Record)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// CompareKeys compares keys and contact ids with the state: known are the keys
// with the same contact there, clashes those with another, of total keys.
func (s *State) CompareKeys(ctx context.Context, source string, ids map[string]string) (known map[string]bool, clashes []string, total int, err error) {
	known = map[string]bool{}
	err = s.View(ctx, source, func(snap store.Snapshot) (err error) {
		if total, err = snap.Len(); err != nil {
			return err
		}
		keys := slices.Sorted(maps.Keys(ids))
		for some := range slices.Chunk(keys, 1000) {
			records, err := snap.Records(some...)
			if err != nil {
				return err
			}
			for _, key := range some {
				if rec, ok := records[key]; ok && rec.ContactID == ids[key] {
					known[key] = true
				} else if ok {
					clashes = append(clashes, key)
				}
			}
		}
		return nil
	})
	return known, clashes, total, err
}

// LoadKeys records keys with their contact ids, except those in known. It is not
// known whether we created the contacts, so an undo does not delete them.
func (s *State) LoadKeys(ctx context.Context, source string, ids map[string]string, known map[string]bool, run string) error {
	src, _, err := s.Source(ctx, source)
	if err != nil {
		return err
	}
	err = s.Load(ctx, source, func(yield func(string, store.Record) bool) {
		for _, key := range slices.Sorted(maps.Keys(ids)) {
			if !known[key] && !yield(key, store.Record{ContactID: ids[key], Run: run, Definition: src.Number()}) {
				return
			}
		}
	})
	s.Written = s.Written || err == nil
	return err
}

// knows reports whether a record, an intent, a problem or a journal has a key.
func (s *State) knows(ctx context.Context, source, key string) (bool, error) {
	if _, ok, err := s.Record(ctx, source, key); ok || err != nil {
		return ok, err
	}
	intents, err := s.Intents(ctx, source)
	if err != nil || slices.ContainsFunc(intents, func(in store.Intent) bool { return in.Key == key }) {
		return err == nil, err
	}
	problems, _, err := s.Problems(ctx, source)
	if err != nil || slices.ContainsFunc(problems, func(p store.Problem) bool { return p.Row == store.KeyedRow(key) }) {
		return err == nil, err
	}
	runs, err := s.Runs(ctx)
	if err != nil {
		return false, err
	}
	for _, r := range runs {
		if r.Source != source {
			continue
		}
		for e, err := range s.Journal(ctx, r.ID) {
			if err != nil || e.Key == key {
				return err == nil, err
			}
		}
	}
	return false, nil
}
