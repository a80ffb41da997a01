package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/store"
)

// entries of a record's base: what a contact of the benchmark has, at most.
const baseEntries = 12

// makeState makes the state that an import of the file would leave: a record
// for every row, with the hash of its cells under the mapping. The file has to
// be in the order of its keys.
func makeState(state, file, mappingFile, fieldsFile string) error {
	f, err := rows.Open(file, rows.Options{})
	if err != nil {
		return err
	}
	defer f.Close()
	w, err := worker(f, mappingFile, fieldsFile)
	if err != nil {
		return err
	}
	s, err := store.Open(state, store.Options{})
	if err != nil {
		return err
	}
	defer s.Close()
	var failed error
	err = s.Load(benchSource, func(yield func(string, store.Record) bool) {
		n := 0
		for row, err := range f.Rows(context.Background()) {
			if failed = err; err != nil {
				return
			}
			w.Load(mapping.Row{Cells: row.Cells, JSON: row.JSON})
			key, wrong := w.Key()
			if wrong != nil {
				failed = wrong
				return
			}
			if !yield(key, recordOf(n, w.Hash())) {
				return
			}
			n++
		}
	})
	if err != nil {
		return err
	}
	return failed
}

func worker(f *rows.File, mappingFile, fieldsFile string) (*mapping.Worker, error) {
	text, err := os.Open(mappingFile)
	if err != nil {
		return nil, err
	}
	defer text.Close()
	m, err := mapping.Load(mappingFile, text)
	if err != nil {
		return nil, err
	}
	var fields []quo.CustomField
	list, err := os.ReadFile(fieldsFile)
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(list, &fields); err != nil {
		return nil, err
	}
	mapper, err := m.Compile(mapping.Columns{File: f.Name, Names: f.Header}, mapping.CompileOptions{Catalogue: fields})
	if err != nil {
		return nil, err
	}
	return mapper.Worker(), nil
}

// contactID is the id of the contact of row n.
func contactID(n int) string { return fmt.Sprintf("%024x", n+1) }

func recordOf(n int, raw uint64) store.Record {
	base := make(store.Base, baseEntries)
	for i := range base {
		base[i] = store.Entry{Field: uint32(i), Value: raw * uint64(2*i+1)}
	}
	return store.Record{
		ContactID: contactID(n), Raw: raw, Desired: raw + 1, Base: base, Created: true,
		UpdatedAt: time.Date(2026, 1, 1, 0, 0, 0, n*1_000_000, time.UTC), Run: "20260101T000000Z-bench",
	}
}

// openState opens and closes a state and says how long that takes.
func openState(path string) (time.Duration, error) {
	began := time.Now()
	s, err := store.Open(path, store.Options{})
	if err != nil {
		return 0, err
	}
	if err := s.Close(); err != nil {
		return 0, err
	}
	return time.Since(began), nil
}
