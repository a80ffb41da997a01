package bolt

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/quo-import/quo-import/store"
)

// filled returns the path of a state with one record, which is closed.
func filled(t *testing.T) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "quo-import.db")
	s := openTest(t, path)
	commit(t, s, store.Refresh("crm", "k", record(1, 2)))
	closeTest(t, s)
	return path
}

func openReader(t *testing.T, path string, opts Options) *Store {
	t.Helper()
	opts.ReadOnly = true
	s, err := Open(path, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeTest(t, s) })
	return s
}

// names returns the names in a directory.
func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestAReaderOfASnapshotKeepsNoWriterOut(t *testing.T) {
	path, temp := filled(t), t.TempDir()
	t.Setenv("TMPDIR", temp)
	reader := openReader(t, path, Options{Snapshot: true})
	if left := names(t, filepath.Dir(path)); len(left) != 1 {
		t.Errorf("beside the state: %v", left)
	}
	if left := names(t, temp); len(left) != 0 {
		t.Errorf("the copy has a name: %v", left)
	}
	if info, err := reader.handle.file.Stat(); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the copy: %v, %v", info, err)
	}
	writer, err := Open(path, Options{Timeout: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	commit(t, writer, store.Refresh("crm", "later", record(2, 2)))
	if err := writer.Compact(); err != nil {
		t.Error(err)
	}
	same(t, "the snapshot", all(t, reader, "crm"), map[string]store.Record{"k": record(1, 2)})
	if err := reader.Check(t.Context()); err != nil {
		t.Error(err)
	}
	backup := filepath.Join(t.TempDir(), "backup.db")
	if err := reader.Backup(backup); err != nil {
		t.Fatal(err)
	}
	closeTest(t, writer)
	same(t, "a backup of the snapshot", all(t, openTest(t, backup), "crm"), map[string]store.Record{"k": record(1, 2)})
	if err := reader.Commit(t.Context(), store.Drop("crm", "k")); !errors.Is(err, store.ErrReadOnly) {
		t.Error("commit:", err)
	}
	if reader.Path() != path {
		t.Error("path:", reader.Path())
	}
}

// A system without unlinked files keeps the copy's name until it is closed.
func TestACopyThatKeepsItsNameIsRemovedAtTheEnd(t *testing.T) {
	path := filled(t)
	h, err := dial(path, toRead, time.Second, at)
	if err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), "copy")
	if err := os.Link(path, copied); err != nil {
		t.Skip(err)
	}
	h.temp = copied
	if err := h.close(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(copied); !errors.Is(err, fs.ErrNotExist) {
		t.Error("left:", err)
	}
}

func TestWithoutRoomForASnapshotTheStateItselfIsRead(t *testing.T) {
	path := filled(t)
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "missing"))
	reader := openReader(t, path, Options{Snapshot: true})
	same(t, "records", all(t, reader, "crm"), map[string]store.Record{"k": record(1, 2)})
	_, err := Open(path, Options{Timeout: time.Millisecond})
	var held *store.LockedError
	if !errors.As(err, &held) || held.PID != os.Getpid() || !held.Reading {
		t.Errorf("a writer: %v", err)
	}
}

func TestASnapshotOfAnOlderSchemaIsReadAsItIs(t *testing.T) {
	reader := openReader(t, unpacked(t, "testdata/schema2.db.gz"), Options{Snapshot: true})
	sameAsOfSchema2(t, reader)
}

func TestTheReaderThatKeepsAWriterOutIsNamed(t *testing.T) {
	path := filled(t)
	reader, stop := process(t, readerVariable+"="+path)
	openReader(t, path, Options{Now: func() time.Time { return time.Now().Add(time.Minute) }}) // began later
	_, err := Open(path, Options{Timeout: time.Millisecond})
	var held *store.LockedError
	if !errors.Is(err, store.ErrLocked) || !errors.As(err, &held) {
		t.Fatal(err)
	}
	if host, _ := os.Hostname(); held.PID != reader.Process.Pid || held.Host != host || !held.Reading || held.Since.IsZero() {
		t.Errorf("%+v", held)
	}
	stop()
	if left := names(t, filepath.Dir(path)); len(left) != 2 {
		t.Errorf("the state and the other reader's sidecar: %v", left)
	}
}

func TestWhatAKilledReaderLeavesIsIgnoredAndRemoved(t *testing.T) {
	path := filled(t)
	killed, _ := process(t, readerVariable+"="+path)
	_ = killed.Process.Kill()
	_ = killed.Wait()
	if left := names(t, filepath.Dir(path)); len(left) != 2 || !strings.HasPrefix(left[1], "quo-import.db.lock.") {
		t.Fatalf("its sidecar should be left: %v", left)
	}
	other := filepath.Join(filepath.Dir(path), "other.db.lock.1")
	write("of another state")(t, other)
	s := openTest(t, path)
	if left := names(t, filepath.Dir(path)); len(left) != 3 || left[0] != "other.db.lock.1" || left[2] != "quo-import.db.lock" {
		t.Errorf("%v", left)
	}
	closeTest(t, s)
	if left := names(t, filepath.Dir(path)); len(left) != 2 {
		t.Errorf("at the end: %v", left)
	}
}

// The sidecar of a writer that another host left says nothing of who reads now.
func TestAWriterOfBeforeIsNotNamedForAReader(t *testing.T) {
	path := filled(t)
	left := func(since string) {
		write(`{"pid":7,"host":"another-host","since":"`+since+`"}`)(t, path+".lock")
	}
	openReader(t, path, Options{Now: at})
	for since, want := range map[string]int{"2026-11-23T06:00:00Z": os.Getpid(), "2026-11-23T08:00:00Z": 7} {
		left(since)
		_, err := Open(path, Options{Timeout: time.Millisecond, Now: at})
		var held *store.LockedError
		if !errors.As(err, &held) || held.PID != want {
			t.Errorf("since %s: %v", since, err)
		}
	}
}

// Runs that follow each other without a pause leave only moments in which the
// file is free.
func TestAReaderOpensWhileWritersComeAndGo(t *testing.T) {
	path := filled(t)
	var g errgroup.Group
	done := make(chan struct{})
	for w := range 2 {
		g.Go(func() error {
			for i := 0; ; i++ {
				select {
				case <-done:
					return nil
				default:
				}
				s, err := Open(path, Options{Timeout: time.Minute})
				if err != nil {
					return err
				}
				err = s.Commit(t.Context(), store.Refresh("crm", fmt.Sprint(w, "-", i), record(i, 2)))
				if err := errors.Join(err, s.Close()); err != nil {
					return err
				}
			}
		})
	}
	for i := range 30 {
		reader, err := Open(path, Options{ReadOnly: true, Snapshot: i%2 == 0, Timeout: 10 * time.Second})
		if err != nil {
			t.Error(err)
			break
		}
		if err := errors.Join(reader.Check(t.Context()), reader.Close()); err != nil {
			t.Error(err)
		}
	}
	close(done)
	if err := g.Wait(); err != nil {
		t.Error(err)
	}
}

func TestAStateThatMustExistIsNeverCreated(t *testing.T) {
	for name, make := range map[string]func(*testing.T, string){
		"nothing":                      func(*testing.T, string) {},
		"an empty file":                write(""),
		"a bbolt file without buckets": func(t *testing.T, path string) { boltFile(t, path, nil) },
	} {
		for _, readOnly := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, read-only %v", name, readOnly), func(t *testing.T) {
				dir := t.TempDir()
				path := filepath.Join(dir, "quo-import.db")
				make(t, path)
				before, missing := os.ReadFile(path)
				if s, err := Open(path, Options{MustExist: true, ReadOnly: readOnly}); !errors.Is(err, fs.ErrNotExist) {
					t.Errorf("%v, %v", s, err)
				}
				after, err := os.ReadFile(path)
				if string(before) != string(after) || (err == nil) != (missing == nil) {
					t.Errorf("the file was changed: %v", err)
				}
				if files := names(t, dir); len(files) > 1 {
					t.Errorf("left in the directory: %v", files)
				}
			})
		}
	}
	path := filled(t)
	s, err := Open(path, Options{MustExist: true})
	if err != nil {
		t.Fatal(err)
	}
	commit(t, s, store.Refresh("crm", "l", record(2, 2)))
	closeTest(t, s)
	if _, err := Open(filepath.Join(t.TempDir(), "no", "quo-import.db"), Options{MustExist: true}); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	if _, err := tryDial(path+".gone", toWrite); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is removed meanwhile: %v", err)
	}
}
