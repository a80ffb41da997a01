package bolt

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"github.com/quo-import/quo-import/store"
)

// boltFile makes a bbolt file with the given bucket, key and value.
func boltFile(t *testing.T, path string, opts *bbolt.Options, pairs ...string) {
	t.Helper()
	db, err := bbolt.Open(path, 0o600, opts)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		for i := 0; i < len(pairs); i += 3 {
			b, err := tx.CreateBucketIfNotExists([]byte(pairs[i]))
			if err == nil {
				err = b.Put([]byte(pairs[i+1]), []byte(pairs[i+2]))
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestAFileThatIsRefusedStaysAsItWas(t *testing.T) {
	for name, c := range map[string]struct {
		make func(t *testing.T, path string)
		want error
		text string // in the message
	}{
		"a spreadsheet": {write(strings.Repeat("name,phone\n", 9000)), store.ErrForeign, "--state"},
		"a short text":  {write("x"), store.ErrForeign, ""},
		"zeros":         {write(string(make([]byte, 1<<16))), store.ErrForeign, ""},
		"another program's bbolt file": {func(t *testing.T, path string) {
			boltFile(t, path, nil, "users", "ada", "1")
		}, store.ErrForeign, "--state"},
		"one without a list of free pages, that opening would rewrite": {func(t *testing.T, path string) {
			boltFile(t, path, &bbolt.Options{NoFreelistSync: true}, "meta", "app", "another")
		}, store.ErrForeign, ""},
		"a newer schema": {func(t *testing.T, path string) {
			boltFile(t, path, nil, "meta", "app", appName, "meta", "schema", "7", "meta", "version", "9.1")
		}, store.ErrNewer, `its schema is 7 (made by version "9.1"), this program knows up to 3`},
		"no schema": {func(t *testing.T, path string) {
			boltFile(t, path, nil, "meta", "app", appName)
		}, store.ErrCorrupt, "state rebuild"},
		"a state cut short": {func(t *testing.T, path string) {
			s, _ := Open(path, Options{})
			commit(t, s, store.Refresh("crm", "k", record(1, 2)))
			_ = s.Close()
			if err := os.Truncate(path, 3*int64(os.Getpagesize())); err != nil {
				t.Fatal(err)
			}
		}, store.ErrCorrupt, "bytes are missing at its end"},
		"a state cut to its first page": {func(t *testing.T, path string) {
			s, _ := Open(path, Options{})
			_ = s.Close()
			if err := os.Truncate(path, int64(os.Getpagesize())); err != nil {
				t.Fatal(err)
			}
		}, store.ErrCorrupt, "restore a backup"},
	} {
		for _, readOnly := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, read-only %v", name, readOnly), func(t *testing.T) {
				dir := t.TempDir()
				path := filepath.Join(dir, "quo-import.db")
				c.make(t, path)
				before, _ := os.ReadFile(path)
				s, err := Open(path, Options{ReadOnly: readOnly})
				if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.text) {
					if err == nil {
						s.Close()
					}
					t.Fatalf("%v", err)
				}
				if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
					t.Error("the file was changed")
				}
				if files, _ := os.ReadDir(dir); len(files) != 1 {
					t.Errorf("left in the directory: %v", files)
				}
			})
		}
	}
}

func write(content string) func(*testing.T, string) {
	return func(t *testing.T, path string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestWhatACrashAtTheStartLeavesCountsAsNew(t *testing.T) {
	for name, make := range map[string]func(*testing.T, string){
		"nothing":                      func(*testing.T, string) {},
		"an empty file":                write(""),
		"a bbolt file without buckets": func(t *testing.T, path string) { boltFile(t, path, nil) },
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "quo-import.db")
			make(t, path)
			if _, err := Open(path, Options{ReadOnly: true}); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("read-only: %v", err)
			}
			s := openTest(t, path)
			if w, err := s.Workspace(t.Context()); err != nil || w.Version != "1.2.3" {
				t.Error(w, err)
			}
			if info, _ := os.Stat(path); name == "nothing" && info.Mode().Perm() != 0o600 {
				t.Error("mode", info.Mode())
			}
		})
	}
}

func TestADirectoryIsNotAState(t *testing.T) {
	if _, err := Open(t.TempDir(), Options{}); !errors.Is(err, store.ErrForeign) {
		t.Error(err)
	}
}

func TestADirectoryThatIsMissingIsNotMade(t *testing.T) {
	if _, err := Open(filepath.Join(t.TempDir(), "no", "quo-import.db"), Options{}); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

func TestReadingOnlyChangesNothing(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "quo-import.db")
	s := openTest(t, path)
	commit(t, s, store.Refresh("crm", "k", record(1, 2)))
	closeTest(t, s)
	if err := errors.Join(os.Chmod(path, 0o400), os.Chmod(dir, 0o500)); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(dir, 0o700)
	before, _ := os.ReadFile(path)
	r, err := Open(path, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "record", *get(t, r, "crm", "k"), record(1, 2))
	if err := r.Commit(t.Context(), store.Drop("crm", "k")); !errors.Is(err, store.ErrReadOnly) {
		t.Error("commit:", err)
	}
	if err := r.Compact(); !errors.Is(err, store.ErrReadOnly) {
		t.Error("compact:", err)
	}
	closeTest(t, r)
	if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
		t.Error("the file was changed")
	}
	if files, _ := os.ReadDir(dir); len(files) != 1 {
		t.Errorf("left in the directory: %v", files)
	}
}

func TestALinkStaysALink(t *testing.T) {
	dir := t.TempDir()
	file := openTest(t, filepath.Join(dir, "real.db"))
	commit(t, file, store.Refresh("crm", "k", record(1, 2)))
	closeTest(t, file)
	link := filepath.Join(dir, "quo-import.db")
	if err := os.Symlink("real.db", link); err != nil {
		t.Skip(err)
	}
	s := openTest(t, link)
	if err := s.Compact(); err != nil {
		t.Fatal(err)
	}
	if info, _ := os.Lstat(link); info.Mode()&fs.ModeSymlink == 0 || filepath.Base(s.Path()) != "real.db" {
		t.Error("the link was replaced", s.Path())
	}
}

func TestAnOlderSchemaIsMigratedWholeOrNotAtAll(t *testing.T) {
	path := filepath.Join(t.TempDir(), "quo-import.db")
	s := openTest(t, path)
	commit(t, s, store.SetWorkspace("v1"))
	closeTest(t, s)

	step := func(from, to string) migration {
		return migration{step: func(tx *bbolt.Tx) error {
			meta := tx.Bucket(bucketMeta)
			if got := string(meta.Get(metaBaseURL)); got != from {
				return fmt.Errorf("step to %s meets %s", to, got)
			}
			return meta.Put(metaBaseURL, []byte(to))
		}}
	}
	fails := migration{step: func(*bbolt.Tx) error { return errors.New("no") }}
	now := migrations()
	steps := func(more ...migration) []migration { return append(slices.Clone(now), more...) }
	read := func(want string) {
		t.Helper()
		s := openTest(t, path)
		defer s.Close()
		if w, err := s.Workspace(t.Context()); err != nil || w.BaseURL != want {
			t.Errorf("%q, %v; want %q", w.BaseURL, err, want)
		}
	}

	if _, err := open(path, Options{}, steps(step("v1", "v2"), fails)); err == nil || !strings.Contains(err.Error(), fmt.Sprintf("migrate from schema %d: no", Schema+1)) {
		t.Errorf("a step that fails: %v", err)
	}
	read("v1")
	next := steps(step("v1", "v2"), step("v2", "v3"))
	if _, err := open(path, Options{ReadOnly: true}, next); !errors.Is(err, store.ErrReadOnly) || !strings.Contains(err.Error(), fmt.Sprintf("older schema %d", Schema)) {
		t.Errorf("read-only: %v", err)
	}
	read("v1")
	for range 2 { // the second time there is nothing to do
		s, err := open(path, Options{}, next)
		if err != nil {
			t.Fatal(err)
		}
		if w, _ := s.Workspace(t.Context()); w.BaseURL != "v3" {
			t.Errorf("after: %q", w.BaseURL)
		}
		closeTest(t, s)
	}
	if _, err := Open(path, Options{}); !errors.Is(err, store.ErrNewer) {
		t.Errorf("this program on the migrated file: %v", err)
	}
}

func TestThereIsAStepToEachSchema(t *testing.T) {
	if len(migrations())+1 != Schema {
		t.Errorf("%d steps, schema %d", len(migrations()), Schema)
	}
}
