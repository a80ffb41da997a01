package bolt

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/quo-import/quo-import/store"
)

// After Forget and Compact no byte of a person is left in the file.
func TestForgettingAndCompactingErases(t *testing.T) {
	s := testStore(t)
	const name = "Ada Lovelace, +14155550100"
	for i := range 50 {
		key := fmt.Sprint("C-", i)
		commit(t, s, store.Begin("crm", store.Intent{Key: key, Operation: store.Create, Target: []byte(name), Run: "r", Begun: at()}))
		if i%2 == 0 {
			commit(t, s, store.Confirm("crm", key, store.Record{Run: "r"}, store.JournalEntry{Operation: store.Update, PreImage: []byte(name)}))
		}
	}
	var forget []store.Change
	for i := range 50 {
		forget = append(forget, store.Forget("crm", fmt.Sprint("C-", i)))
	}
	commit(t, s, append(forget, store.Refresh("crm", "stays", record(1, 2)))...)
	holds := func(what string) bool {
		image, err := os.ReadFile(s.Path())
		if err != nil {
			t.Fatal(err)
		}
		return bytes.Contains(image, []byte(what))
	}
	if !holds(name) {
		t.Error("the free pages held nothing: the test shows nothing")
	}
	if err := s.Compact(); err != nil {
		t.Fatal(err)
	}
	if holds(name) || holds("C-7") {
		t.Error("still in the file")
	}
	same(t, "the others", all(t, s, "crm"), map[string]store.Record{"stays": record(1, 2)})
}

func TestCompactingKeepsTheLockAndTheStoreUsable(t *testing.T) {
	s := testStore(t)
	commit(t, s, store.Refresh("crm", "before", record(1, 2)))
	if err := s.Compact(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(s.Path(), Options{Timeout: time.Millisecond}); !errors.Is(err, store.ErrLocked) {
		t.Errorf("another one opens: %v", err)
	}
	if info, _ := os.Stat(s.Path()); info.Mode().Perm() != 0o600 {
		t.Error("mode", info.Mode())
	}
	commit(t, s, store.Refresh("crm", "after", record(2, 2)))
	if files, _ := os.ReadDir(filepath.Dir(s.Path())); len(files) != 2 {
		t.Errorf("left in the directory beside the state and its lock: %v", files)
	}
	closeTest(t, s)
	if got := len(all(t, openTest(t, s.Path()), "crm")); got != 2 {
		t.Errorf("%d records, want 2", got)
	}
}

// What Compact does on Windows works here as well.
func TestCompactingWithBothFilesClosed(t *testing.T) {
	s := testStore(t)
	commit(t, s, store.Refresh("crm", "k", record(1, 2)))
	next, err := s.copyCompact()
	if err == nil {
		err = s.swapClosed(next)
	}
	if err != nil {
		t.Fatal(err)
	}
	commit(t, s, store.Refresh("crm", "l", record(2, 2)))
	if got := len(all(t, s, "crm")); got != 2 {
		t.Errorf("%d records, want 2", got)
	}
}

func TestWhatAKilledCompactionLeavesIsRemoved(t *testing.T) {
	path := filepath.Join(t.TempDir(), "quo-import.db")
	write("half a state, with contacts")(t, path+".new")
	s := openTest(t, path)
	if _, err := os.Stat(path + ".new"); !errors.Is(err, fs.ErrNotExist) {
		t.Error("on opening:", err)
	}
	write("half a state, with contacts")(t, path+".new")
	if err := s.Compact(); err != nil {
		t.Error(err)
	}
}

// A process that waited for the old file's lock has a file without a name.
func TestAFileThatWasReplacedIsNoticed(t *testing.T) {
	s := testStore(t)
	f, err := os.Open(s.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	waiting := handle{file: f}
	if err := waiting.stillAt(s.Path()); err != nil {
		t.Error("before:", err)
	}
	if err := s.Compact(); err != nil {
		t.Fatal(err)
	}
	if err := waiting.stillAt(s.Path()); !errors.Is(err, errReplaced) {
		t.Error("after:", err)
	}
	if err := waiting.stillAt(s.Path() + ".moved"); !errors.Is(err, errReplaced) {
		t.Error("moved away:", err)
	}
}

func TestACompactionThatFailsLeavesTheStateAsItWas(t *testing.T) {
	s := testStore(t)
	commit(t, s, store.Refresh("crm", "k", record(1, 2)))
	dir := filepath.Dir(s.Path())
	if err := os.Rename(dir, dir+".moved"); err != nil { // the new file cannot be made
		t.Fatal(err)
	}
	if err := s.Compact(); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	if err := os.Rename(dir+".moved", dir); err != nil {
		t.Fatal(err)
	}
	commit(t, s, store.Refresh("crm", "l", record(2, 2)))
	if got := len(all(t, s, "crm")); got != 2 {
		t.Errorf("%d records, want 2", got)
	}
}

func TestABackupIsACopyOfOneMoment(t *testing.T) {
	s := testStore(t)
	commit(t, s, store.Refresh("crm", "k", record(1, 2)), store.PutRun(store.Run{ID: "r", Started: at()}))
	path := filepath.Join(t.TempDir(), "backup.db")
	if err := s.Backup(path); err != nil {
		t.Fatal(err)
	}
	commit(t, s, store.Refresh("crm", "later", record(2, 2)))
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 {
		t.Error("mode", info.Mode())
	}
	same(t, "records", all(t, openTest(t, path), "crm"), map[string]store.Record{"k": record(1, 2)})
	if err := s.Backup(path); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over another file: %v", err)
	}
	if err := s.Backup(s.Path()); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over itself: %v", err)
	}
}
