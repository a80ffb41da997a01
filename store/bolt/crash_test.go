package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"github.com/quo-import/quo-import/store"
)

// script returns the changes of some commits.
func script() [][]store.Change {
	var commits [][]store.Change
	for i := range 40 {
		key := fmt.Sprintf("key %02d", i%25)
		r := record(i, i%8)
		commits = append(commits,
			[]store.Change{store.Begin("crm", store.Intent{Key: key, Operation: store.Create, Target: bytes.Repeat([]byte("Ada "), 50), Record: r, Run: r.Run, Begun: at()})},
			[]store.Change{store.Confirm("crm", key, r, store.JournalEntry{Operation: store.Create, ContactID: r.ContactID, PreImage: bytes.Repeat([]byte("Ada "), 50)})})
		if i%10 == 9 {
			commits = append(commits, []store.Change{store.Forget("crm", key)})
		}
	}
	return commits
}

// A power cut between two writes leaves the file as it is then: each such copy
// opens, is sound, and holds exactly what was committed.
func TestEveryCopyBetweenCommitsOpens(t *testing.T) {
	s := testStore(t)
	copyPath := filepath.Join(t.TempDir(), "copy.db")
	for i, changes := range script() {
		commit(t, s, changes...)
		image, err := os.ReadFile(s.Path())
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(copyPath, image, 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := Open(copyPath, Options{})
		if err != nil {
			t.Fatalf("after commit %d: %v", i, err)
		}
		same(t, fmt.Sprint("records after commit ", i), all(t, c, "crm"), all(t, s, "crm"))
		same(t, fmt.Sprint("intents after commit ", i), intents(t, c, "crm"), intents(t, s, "crm"))
		closeTest(t, c)
	}
}

// A power cut within a commit leaves some of its pages written, in any order,
// and the meta page last: what was there before is still there.
func TestACommitThatTheDiskSawInPartIsNone(t *testing.T) {
	s := testStore(t)
	page := os.Getpagesize()
	random := rand.New(rand.NewPCG(1, 2))
	copyPath := filepath.Join(t.TempDir(), "copy.db")
	for i, changes := range script() {
		before, _ := os.ReadFile(s.Path())
		records, begun := all(t, s, "crm"), intents(t, s, "crm")
		commit(t, s, changes...)
		after, _ := os.ReadFile(s.Path())
		torn := append(bytes.Clone(before), make([]byte, len(after)-len(before))...)
		for at := 2 * page; at < len(after); at += page { // the meta pages 0 and 1 stay old
			if random.IntN(2) == 0 {
				copy(torn[at:at+page], after[at:])
			}
		}
		if err := os.WriteFile(copyPath, torn, 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := Open(copyPath, Options{})
		if err != nil {
			t.Fatalf("in commit %d: %v", i, err)
		}
		same(t, fmt.Sprint("records in commit ", i), all(t, c, "crm"), records)
		same(t, fmt.Sprint("intents in commit ", i), intents(t, c, "crm"), begun)
		closeTest(t, c)
	}
}

// exercise does everything that reads, and some that writes.
func exercise(ctx context.Context, s *Store) error {
	_, err1 := s.Intents(ctx, "crm")
	_, err2 := s.Runs(ctx)
	err3 := s.View(ctx, "crm", func(snap store.Snapshot) error {
		for kr, err := range snap.All() {
			if err != nil {
				return err
			}
			_, err1 := snap.Records(kr.Key)
			err2 := snap.Hashes([]string{kr.Key}, make([]store.Hashes, 1))
			if err := errors.Join(err1, err2); err != nil {
				return err
			}
		}
		_, err := snap.Sample(20)
		return err
	})
	var err4 error
	for _, err := range s.Journal(ctx, "20261123T071300Z-k3f9") {
		err4 = err
	}
	return errors.Join(err1, err2, err3, err4, s.Check(ctx), s.Commit(ctx, store.Refresh("crm", "key 07", record(7, 7)), store.Forget("crm", "key 08")))
}

// A page that is lost, or was written to the wrong place, and a tail that is
// missing give an error, and never a panic, a fault or a wait.
func TestDamageIsAnErrorAndNeverAPanic(t *testing.T) {
	s := testStore(t)
	for _, changes := range script() {
		commit(t, s, changes...)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(s.Path())
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(3, 4))
	path := filepath.Join(t.TempDir(), "damaged.db")
	page := os.Getpagesize()
	for damage, do := range map[string]func(image []byte) []byte{
		"a page is zeros": func(image []byte) []byte {
			clear(image[random.IntN(len(image)/page)*page:][:page])
			return image
		},
		"a page is another page": func(image []byte) []byte {
			copy(image[random.IntN(len(image)/page)*page:][:page], whole[random.IntN(len(image)/page)*page:])
			return image
		},
		"the tail is missing": func(image []byte) []byte { return image[:random.IntN(len(image))] },
	} {
		found := 0
		for range 100 {
			if err := os.WriteFile(path, do(bytes.Clone(whole)), 0o600); err != nil {
				t.Fatal(err)
			}
			if errors.Is(use(t.Context(), path), store.ErrCorrupt) {
				found++
			}
		}
		t.Logf("%s: found %d times of 100, else it was in a free page", damage, found)
		if found < 10 {
			t.Errorf("%s: found %d times", damage, found)
		}
	}
}

func use(ctx context.Context, path string) error {
	s, err := Open(path, Options{Timeout: time.Second})
	if err != nil {
		return err
	}
	s.handle.db.NoSync = true
	return errors.Join(exercise(ctx, s), s.Close())
}

func TestAValueThatCannotBeReadIsNamed(t *testing.T) {
	for bucket, read := range map[string]func(s *Store) error{
		"contacts/crm": func(s *Store) error {
			return s.View(t.Context(), "crm", func(snap store.Snapshot) error {
				if r, err := snap.Records("bad"); len(r) != 0 || !errors.Is(err, store.ErrCorrupt) {
					t.Error("Records:", r, err)
				}
				return snap.Hashes([]string{"bad"}, make([]store.Hashes, 1))
			})
		},
		"intents/crm": func(s *Store) error { _, err := s.Intents(t.Context(), "crm"); return err },
		"sources/":    func(s *Store) error { _, _, err := s.Source(t.Context(), "bad"); return err },
		"runs/":       func(s *Store) error { _, err := s.Runs(t.Context()); return err },
		"journal/r": func(s *Store) error {
			for _, err := range s.Journal(t.Context(), "r") {
				return err
			}
			return nil
		},
	} {
		s := testStore(t)
		err := s.update(t.Context(), func(tx *bbolt.Tx) error {
			top, name, _ := strings.Cut(bucket, "/")
			b := tx.Bucket([]byte(top))
			if name != "" {
				b, _ = b.CreateBucket([]byte(name))
			}
			return b.Put([]byte("bad"), []byte{99})
		})
		if err != nil {
			t.Fatal(err)
		}
		for by, err := range map[string]error{"reading": read(s), "Check": s.Check(t.Context())} {
			if !errors.Is(err, store.ErrCorrupt) || !strings.Contains(err.Error(), `"bad"`) {
				t.Errorf("%s, %s: %v", bucket, by, err)
			}
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}
