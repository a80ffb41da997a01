package bolt

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/quo-import/quo-import/store"
)

// loaded returns a state with n records of 12 entries, in the order of the keys.
func loaded(t testing.TB, n int) *Store {
	t.Helper()
	s := testStore(t)
	if err := s.Load(t.Context(), "crm", records(n)); err != nil {
		t.Fatal(err)
	}
	return s
}

func recordKey(i int) string { return fmt.Sprintf("CUST-%08d", i) }

func records(n int) iter.Seq2[string, store.Record] {
	return func(yield func(string, store.Record) bool) {
		template := record(1, 12)
		for i := range n {
			r := template
			r.ContactID = fmt.Sprintf("%024x", i)
			r.Raw = uint64(i)
			r.UpdatedAt = r.UpdatedAt.Add(time.Duration(i) * time.Millisecond)
			if !yield(recordKey(i), r) {
				return
			}
		}
	}
}

// sizes are 100,000 records, and with STORE_TEST_LARGE set a million too.
func sizes() []int {
	if os.Getenv("STORE_TEST_LARGE") != "" {
		return []int{100_000, 1_000_000}
	}
	return []int{100_000}
}

func TestARecordTakesAtMost400BytesOnDisk(t *testing.T) {
	n := sizes()[len(sizes())-1]
	began := time.Now()
	s := loaded(t, n)
	took := time.Since(began)
	info, err := os.Stat(s.Path())
	if err != nil {
		t.Fatal(err)
	}
	each := float64(info.Size()) / float64(n)
	t.Logf("%d records in %v: %.0f bytes each", n, took, each)
	if each > 400 {
		t.Errorf("%.0f bytes a record", each)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	began = time.Now()
	s = openTest(t, s.Path())
	opened := time.Since(began)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	t.Logf("opened in %v, closed in %v", opened, time.Since(began)-opened)
}

func BenchmarkHashes(b *testing.B) {
	for _, n := range sizes() {
		s := loaded(b, n)
		keys := make([]string, n)
		for i := range keys {
			keys[i] = recordKey(i)
		}
		shuffled := make([]string, n)
		for i, j := range rand.New(rand.NewPCG(1, 2)).Perm(n) {
			shuffled[i] = keys[j]
		}
		for order, keys := range map[string][]string{"in the order of keys": keys, "in random order": shuffled} {
			b.Run(fmt.Sprintf("%d/%s", n, order), func(b *testing.B) {
				b.ReportAllocs()
				err := s.View(b.Context(), "crm", func(snap store.Snapshot) error {
					const at = 20 // keys at once; a loop is one of them
					out := make([]store.Hashes, at)
					for i := 0; b.Loop(); i++ {
						if i%at > 0 {
							continue
						}
						if err := snap.Hashes(keys[i%n:i%n+at], out); err != nil || !out[0].Known {
							b.Fatal("unknown", err)
						}
					}
					return nil
				})
				if err != nil {
					b.Fatal(err)
				}
			})
		}
	}
}

func BenchmarkCommit(b *testing.B) {
	for _, queued := range []int{1, 20} {
		b.Run(fmt.Sprintf("%d outcomes", queued), func(b *testing.B) {
			s := loaded(b, 10_000)
			contact := make([]byte, 600)
			for i := 0; b.Loop(); i++ {
				changes := make([]store.Change, queued)
				for j := range changes {
					r := record(i*queued+j, 12)
					changes[j] = store.Confirm("crm", recordKey((i*queued+j)*7919%10_000), r, store.JournalEntry{Operation: store.Update, ContactID: r.ContactID, PreImage: contact, Previous: &r})
				}
				commit(b, s, changes...)
			}
		})
	}
}

func BenchmarkOpen(b *testing.B) {
	for _, n := range []int{0, 100_000} {
		b.Run(fmt.Sprint(n, " records"), func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "quo-import.db")
			s := openTest(b, path)
			if err := s.Load(b.Context(), "crm", records(n)); err != nil {
				b.Fatal(err)
			}
			_ = s.Close()
			for b.Loop() {
				s, err := Open(path, Options{})
				if err != nil {
					b.Fatal(err)
				}
				_ = s.Close()
			}
		})
	}
}
