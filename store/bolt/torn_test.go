package bolt

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"github.com/quo-import/quo-import/store"
)

// growing returns what a state file is after each of many commits, from its
// first to some hundred kilobytes.
func growing(t *testing.T) [][]byte {
	t.Helper()
	s := testStore(t)
	s.handle.db.NoSync = true
	var images [][]byte
	snap := func() {
		image, err := os.ReadFile(s.Path())
		if err != nil {
			t.Fatal(err)
		}
		images = append(images, image)
	}
	snap()
	contact := bytes.Repeat([]byte("Ada "), 50)
	for night := range 6 {
		run := store.Run{ID: fmt.Sprintf("202611%02dT071300Z-k3f9", night+1), Kind: "import", Source: "crm", Started: at()}
		commit(t, s, store.PutSource("crm", store.Source{KeyDefinition: "column id"}), store.PutRun(run))
		snap()
		for part := range 8 {
			var begin, end []store.Change
			for i := range 40 {
				n := night*200 + part*40 + i
				key, r := fmt.Sprintf("C-%06d", n*7919%1500), record(n, n%12)
				r.Run = run.ID
				begin = append(begin, store.Begin("crm", store.Intent{Key: key, Operation: store.Update, Target: contact, Record: r, Run: run.ID, Begun: at()}))
				end = append(end, store.Confirm("crm", key, r, store.JournalEntry{Operation: store.Update, ContactID: r.ContactID, PreImage: contact}))
			}
			commit(t, s, begin...)
			snap()
			commit(t, s, end...)
			snap()
		}
		run.Finished, run.Outcome = at(), "done"
		commit(t, s, store.PutRun(run))
		snap()
	}
	return images
}

// torn returns a copy whose pages are each of the image that pick returns. It is
// as long as the last of these.
func torn(images [][]byte, pick func() int) []byte {
	page := os.Getpagesize()
	var copied []byte
	for at := 0; ; at += page {
		image := images[pick()]
		if at >= len(image) {
			return copied
		}
		copied = append(copied, image[at:at+page]...)
	}
}

// A copy of a state that was made while a run wrote, or that is not complete,
// opens or is damaged. It is never taken for a file of another program, or for
// a new one: opening that for writing would overwrite what is left.
func TestATornCopyIsDamagedAndNotForeign(t *testing.T) {
	images, unused := growing(t), newFile(t)
	var random *rand.Rand
	anyOf := func() int { return random.IntN(len(images)) }
	// later returns image numbers that go up, as a copy meets them.
	later := func(most int) func() int {
		now := anyOf()
		return func() int {
			now = min(now+random.IntN(most), len(images)-1)
			return now
		}
	}
	page := os.Getpagesize()
	copies := map[string]func() []byte{
		"a copy while a run writes":          func() []byte { return torn(images, later(3)) },
		"a slow copy while a run writes":     func() []byte { return torn(images, later(20)) },
		"pages of any moment":                func() []byte { return torn(images, anyOf) },
		"pages of any moment, cut short":     func() []byte { b := torn(images, anyOf); return b[:1+random.IntN(len(b))] },
		"the beginning":                      func() []byte { b := images[anyOf()]; return b[:1+random.IntN(len(b))] },
		"the very beginning":                 func() []byte { return images[anyOf()][:1+random.IntN(3*page)] },
		"the beginning of a copy":            func() []byte { b := torn(images, later(3)); return b[:1+random.IntN(len(b))] },
		"without the first page":             func() []byte { b := torn(images, later(3)); clear(b[:page]); return b },
		"without the meta pages":             func() []byte { b := torn(images, later(3)); clear(b[:2*page]); return b },
		"the meta pages of the first moment": func() []byte { return append(bytes.Clone(images[0][:2*page]), torn(images, anyOf)[2*page:]...) },
		"the meta pages of a new file":       func() []byte { return append(bytes.Clone(unused[:2*page]), torn(images, anyOf)[2*page:]...) },
		"with pages of zeros": func() []byte {
			b := torn(images, anyOf)
			for range 1 + random.IntN(len(b)/page) {
				clear(b[random.IntN(len(b)/page)*page:][:page])
			}
			return b
		},
	}
	path := filepath.Join(t.TempDir(), "copy.db")
	for kind, next := range copies {
		t.Run(kind, func(t *testing.T) {
			random = rand.New(rand.NewPCG(5, 6))
			damaged, opened := 0, 0
			for i := range 250 {
				image := next()
				if err := os.WriteFile(path, image, 0o600); err != nil {
					t.Fatal(err)
				}
				s, err := Open(path, Options{ReadOnly: i%2 == 0, Timeout: time.Second})
				switch {
				case err == nil:
					opened++
					if err := errors.Join(s.Check(t.Context()), s.Close()); err != nil && !errors.Is(err, store.ErrCorrupt) {
						t.Fatal(err)
					}
				case errors.Is(err, store.ErrCorrupt):
					damaged++
					if after, _ := os.ReadFile(path); !bytes.Equal(image, after) {
						t.Fatal("a damaged file was changed")
					}
				case i%2 == 0 && len(bytes.Trim(image, "\x00")) == 0: // nothing is left of it
				default:
					os.WriteFile("/tmp/foreign.db", image, 0o600)
					t.Fatalf("copy %d of %d bytes: %v", i, len(image), err)
				}
			}
			t.Logf("%d are damaged, %d open", damaged, opened)
		})
	}
}

// newFile is a file that no commit has reached yet.
func newFile(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "new.db")
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	image, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return image
}

// A process that died in its first commit leaves any of that commit's pages, and
// the meta pages of before: the file is new.
func TestACrashInTheFirstCommitLeavesANewFile(t *testing.T) {
	before := newFile(t)
	s := testStore(t)
	after, err := os.ReadFile(s.Path())
	if err != nil {
		t.Fatal(err)
	}
	page := os.Getpagesize()
	path := filepath.Join(t.TempDir(), "quo-import.db")
	for kept := range 1 << (len(after)/page - 2) { // which of the pages were written
		image := append(bytes.Clone(before), make([]byte, len(after)-len(before))...)
		for n := 2; n*page < len(after); n++ {
			if kept>>(n-2)&1 == 1 {
				copy(image[n*page:][:page], after[n*page:])
			}
		}
		write(string(image))(t, path)
		s, err := Open(path, Options{})
		if err != nil {
			t.Fatalf("pages %b: %v", kept, err)
		}
		commit(t, s, store.Refresh("crm", "k", record(1, 2)))
		closeTest(t, s)
	}
}

// Another program's file is foreign, whatever JSON it keeps.
func TestAnotherProgramsFileIsNotTakenForADamagedState(t *testing.T) {
	path := filepath.Join(t.TempDir(), "other.db")
	boltFile(t, path, nil, "meta", "app", "other", "runs", "r", `{"ID":"7","Kind":"import"}`, "runs", "note", "app quo-import")
	if _, err := Open(path, Options{}); !errors.Is(err, store.ErrForeign) {
		t.Error(err)
	}
	text := bytes.Repeat([]byte("app,quo-import,appquo-import\n"), 9000)
	all := func([]byte) bool { return true }
	if hasPage(bytes.NewReader(text), all) || hasMeta(bytes.NewReader(text)) {
		t.Error("a text is taken for a state")
	}
}

// The reading of a file that is not a state ends with what it is looked for in.
func TestTheSignsOfAStateAreLookedForInItsFirstPart(t *testing.T) {
	r := io.NewSectionReader(zeros{}, 0, 1<<62)
	if hasPage(r, func([]byte) bool { return true }) {
		t.Error("found in zeros")
	}
}

// zeros is a file of zeros without an end.
type zeros struct{}

func (zeros) ReadAt(p []byte, _ int64) (int, error) { clear(p); return len(p), nil }
