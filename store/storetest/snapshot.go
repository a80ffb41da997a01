package storetest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/quo-import/quo-import/store"
)

func snapshotTests() []test {
	return []test{
		{"look-ups", testLookups},
		{"keys come in bytewise order", testKeyOrder},
		{"an iteration may end early and begin again", testIteration},
		{"a sample has the oldest records", testSample},
		{"a source without records is empty", testEmptySource},
		{"a snapshot does not change", testIsolation},
		{"View returns the error of its function", testViewError},
	}
}

// sortedKeys returns keys that are equal or ordered differently for a database
// that compares texts by language, by case, after normalisation or in UTF-16.
func sortedKeys() []string {
	keys := []string{
		" ", "  a", "-1", "0", "00", "1", "10", "2", "A", "C-1", "C-1 ", "C-10", "C-2", "C_1", "C1", "Z", "a", "a ", "ab", "a-b", "a'b", `a"b`, `a\b`, "a%b", "a/b",
		"e\u0301", "\u00e9", "z", "\u00df", "SS", "ß", "İ", "i", "ı", "Ключ", "キー", "\u200bk", "\u202ek", "\uffff", "\U00010000", "\U0010ffff", "👩\u200d🔧",
		strings.Repeat("long ", 200), strings.Repeat("long ", 200) + "!",
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// shuffledKeys returns the same keys in another order.
func shuffledKeys() []string {
	keys := sortedKeys()
	slices.SortStableFunc(keys, func(a, b string) int { return int(store.KeyedRow(a)%1000) - int(store.KeyedRow(b)%1000) })
	return keys
}

func testLookups(t *testing.T, h Harness) {
	s := h.Open(t)
	want := map[string]store.Record{}
	var changes []store.Change
	for i, key := range shuffledKeys() {
		want[key] = record(i, i%5)
		changes = append(changes, store.Refresh("crm", key, want[key]), store.Refresh("shop", key, record(i+1000, 0)))
	}
	commit(t, s, append(changes, store.Refresh("shop", "only there", record(1, 1)))...)
	unknown := []string{"", "only there", "C-", "C-3", "c-1", "\x7f", "zz", strings.Repeat("long ", 100)}
	asked := slices.Concat(unknown, shuffledKeys(), unknown, sortedKeys()[:3])
	view(t, s, "crm", func(snap store.Snapshot) {
		hashes := make([]store.Hashes, len(asked))
		for i := range hashes {
			hashes[i] = store.Hashes{Raw: 1, Desired: 2, Known: true} // to be replaced
		}
		ok(t, snap.Hashes(asked, hashes))
		for i, key := range asked {
			r, known := want[key]
			same(t, fmt.Sprintf("hashes of %q", key), hashes[i], store.Hashes{Raw: r.Raw, Desired: r.Desired, Known: known, Gone: r.Gone})
		}
		ok(t, snap.Hashes(nil, nil))

		got, err := snap.Records(asked...)
		ok(t, err)
		same(t, "records", got, want)
		got, err = snap.Records()
		ok(t, err)
		same(t, "number of records of no keys", len(got), 0)
	})
}

func testKeyOrder(t *testing.T, h Harness) {
	s := h.Open(t)
	for i, key := range shuffledKeys() {
		commit(t, s, store.Refresh("crm", key, record(i, 1)))
	}
	view(t, s, "crm", func(snap store.Snapshot) {
		var keys []string
		for kr, err := range snap.All() {
			ok(t, err)
			keys = append(keys, kr.Key)
		}
		same(t, "keys", keys, sortedKeys())
	})
}

// many commits n records, "0000" and so on.
func many(t *testing.T, s store.State, n int) {
	t.Helper()
	var changes []store.Change
	for i := range n {
		changes = append(changes, store.Refresh("crm", fmt.Sprintf("%04d", i), record(i, 1)))
	}
	commit(t, s, changes...)
}

func testIteration(t *testing.T, h Harness) {
	s := h.Open(t)
	const n = 600
	many(t, s, n)
	view(t, s, "crm", func(snap store.Snapshot) {
		for _, stop := range []int{1, 255, 256, 257, n, n + 1} {
			read := 0
			for kr, err := range snap.All() {
				ok(t, err)
				same(t, "key", kr.Key, fmt.Sprintf("%04d", read))
				if read%64 < 2 { // around the ends of chunks, whatever their size
					if got, err := snap.Records(kr.Key); err != nil || got[kr.Key].Raw != kr.Record.Raw {
						t.Fatalf("a look-up within the loop: %v, %v", got, err)
					}
				}
				if read++; read == stop {
					break
				}
			}
			same(t, "number of records read", read, min(stop, n))
		}
	})
}

func testSample(t *testing.T, h Harness) {
	s := h.Open(t)
	for i, age := range []int{5, 1, 4, 2, 3, 6} {
		r := record(i, 0)
		r.Gone = age == 6
		r.UpdatedAt = at().Add(time.Duration(-age) * time.Hour)
		commit(t, s, store.Refresh("crm", fmt.Sprint("aged ", age), r))
	}
	for n, want := range map[int][]string{0: {}, 2: {"aged 5", "aged 4"}, 9: {"aged 5", "aged 4", "aged 3", "aged 2", "aged 1"}} {
		view(t, s, "crm", func(snap store.Snapshot) {
			keys, err := snap.Sample(n)
			ok(t, err)
			same(t, fmt.Sprint("sample of ", n), keys, want)
		})
	}
}

func testEmptySource(t *testing.T, h Harness) {
	s := h.Open(t)
	commit(t, s, store.Refresh("crm", "k", record(1, 1)))
	view(t, s, "nobody", func(snap store.Snapshot) {
		out := []store.Hashes{{Known: true}, {Known: true}}
		ok(t, snap.Hashes([]string{"k", ""}, out))
		same(t, "hashes", out, make([]store.Hashes, 2))
		found, err := snap.Records("k", "")
		ok(t, err)
		keys, err := snap.Sample(3)
		ok(t, err)
		n, err := snap.Len()
		ok(t, err)
		same(t, "numbers", []int{len(found), len(keys), n}, []int{0, 0, 0})
		for r, err := range snap.All() {
			t.Errorf("a record of key %q, %v", r.Key, err)
		}
	})
}

func testIsolation(t *testing.T, h Harness) {
	s := h.Open(t)
	many(t, s, 600)
	committed := make(chan error, 1)
	view(t, s, "crm", func(snap store.Snapshot) {
		ctx := t.Context()
		read := 0
		for kr, err := range snap.All() {
			ok(t, err)
			if read++; read == 10 { // another goroutine commits: it may wait for the view to end
				go func() {
					committed <- s.Commit(ctx, store.Forget("crm", "0500"), store.Refresh("crm", "0501", record(7, 7)), store.Refresh("crm", "9999", record(8, 8)))
				}()
			}
			if read == 11 {
				select {
				case err := <-committed:
					committed <- err
				case <-time.After(20 * time.Millisecond):
				}
			}
			same(t, "raw hash of "+kr.Key, kr.Record.Raw, uint64(read-1)*7)
		}
		same(t, "number of records", read, 600)
		out := make([]store.Hashes, 3)
		ok(t, snap.Hashes([]string{"0500", "0501", "9999"}, out))
		same(t, "hashes", out, []store.Hashes{{Raw: 500 * 7, Desired: 500 * 11, Known: true}, {Raw: 501 * 7, Desired: 501 * 11, Known: true}, {}})
	})
	ok(t, <-committed)
	same(t, "number of records afterwards", len(records(t, s, "crm")), 600)
}

func testViewError(t *testing.T, h Harness) {
	s := h.Open(t)
	want := fmt.Errorf("of the function")
	if err := s.View(t.Context(), "crm", func(store.Snapshot) error { return want }); err == nil || err.Error() != want.Error() {
		t.Errorf("%v", err)
	}
	commit(t, s, store.Refresh("crm", "k", record(1, 1)))
}
