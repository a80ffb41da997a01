package bolt

import (
	"fmt"
	"maps"
	"testing"

	"github.com/quo-import/quo-import/store"
)

func TestLoadTakesMoreThanOneTransactionHolds(t *testing.T) {
	s := testStore(t)
	const n = 2*loadChunk + 1
	records := func(yield func(string, store.Record) bool) {
		for i := range n {
			if !yield(fmt.Sprintf("%08d", i), store.Record{Raw: uint64(i)}) {
				return
			}
		}
	}
	if err := s.Load(t.Context(), "crm", records); err != nil {
		t.Fatal(err)
	}
	got := all(t, s, "crm")
	if last := fmt.Sprintf("%08d", n-1); len(got) != n || got[last].Raw != n-1 {
		t.Errorf("%d records, the last %v", len(got), got[last])
	}
}

func TestLoadReplacesRecordsAndLeavesOthers(t *testing.T) {
	s := testStore(t)
	commit(t, s, store.Refresh("crm", "a", record(1, 1)), store.Refresh("crm", "b", record(2, 1)), store.Refresh("shop", "b", record(3, 1)))
	load := map[string]store.Record{"b": record(4, 2), "c": record(5, 2)}
	if err := s.Load(t.Context(), "crm", maps.All(load)); err != nil {
		t.Fatal(err)
	}
	load["a"] = record(1, 1)
	same(t, "crm", all(t, s, "crm"), load)
	same(t, "shop", all(t, s, "shop"), map[string]store.Record{"b": record(3, 1)})
	if err := s.Load(t.Context(), "crm", maps.All(map[string]store.Record{"": {}})); err == nil {
		t.Error("a record without a key was stored")
	}
}
