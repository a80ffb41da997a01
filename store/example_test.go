package store_test

import (
	"fmt"
	"log"
	"os"
	"path/filepath"
	"time"

	"github.com/quo-import/quo-import/store"
)

// A row becomes a contact: the intent is on disk before the request is sent,
// and gives way to record and journal when the answer is there.
func Example() {
	dir, err := os.MkdirTemp("", "state")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	s, err := store.Open(filepath.Join(dir, "quo-import.db"), store.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close()

	const run, source, key = "20261123T071300Z-k3f9", "acme-crm", "C-1"
	base := store.Base{{Field: store.FieldHash("firstName", ""), Value: store.ValueHash(key, "Ada")}}
	base.Sort()
	record := store.Record{Raw: 42, Base: base, Run: run, Created: true}
	intent := store.Intent{Key: key, Operation: store.Create, Target: []byte(`{"firstName":"Ada"}`), Record: record, Run: run, Begun: time.Now()}
	if err := s.Commit(store.Begin(source, intent)); err != nil {
		log.Fatal(err)
	}

	// … POST …, and then:
	record.ContactID = "6531f2a4c9d0e1b2a3c4d5e6"
	entry := store.JournalEntry{Operation: store.Create, ContactID: record.ContactID}
	if err := s.Commit(store.Land(source, key, record, entry)); err != nil {
		log.Fatal(err)
	}

	err = s.View(source, func(known store.Snapshot) error {
		raw, ok := known.RawHash(key)
		fmt.Println("known:", ok, "unchanged:", raw == 42, "of", known.Len())
		return nil
	})
	if err != nil {
		log.Fatal(err)
	}
	for entry, err := range s.Journal(run) {
		fmt.Println(entry.Operation, entry.Key, entry.ContactID, err)
	}
	// Output:
	// known: true unchanged: true of 1
	// create C-1 6531f2a4c9d0e1b2a3c4d5e6 <nil>
}
