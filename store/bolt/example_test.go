package bolt_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"time"

	"github.com/quo-import/quo-import/store"
	"github.com/quo-import/quo-import/store/bolt"
)

// A row becomes a contact: the intent is on disk before the request is sent,
// and is replaced by the record and the journal entry when the answer is there.
func Example() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "state")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	s, err := bolt.Open(filepath.Join(dir, "quo-import.db"), bolt.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close()

	const run, source, key = "20261123T071300Z-k3f9", "acme-crm", "C-1"
	base := store.Base{{Field: store.FieldHash("firstName", ""), Value: store.ValueHash(key, "Ada")}}
	base.Sort()
	record := store.Record{Raw: 42, Base: base, Run: run, Created: true}
	intent := store.Intent{Key: key, Operation: store.Create, Target: []byte(`{"firstName":"Ada"}`), Record: record, Run: run, Begun: time.Now()}
	if err := s.Commit(ctx, store.Begin(source, intent)); err != nil {
		log.Fatal(err)
	}

	// … POST …, and then:
	record.ContactID = "6531f2a4c9d0e1b2a3c4d5e6"
	entry := store.JournalEntry{Operation: store.Create, ContactID: record.ContactID}
	if err := s.Commit(ctx, store.Confirm(source, key, record, entry)); err != nil {
		log.Fatal(err)
	}

	err = s.View(ctx, source, func(known store.Snapshot) error {
		out := make([]store.Hashes, 2)
		if err := known.Hashes([]string{key, "C-2"}, out); err != nil {
			return err
		}
		fmt.Println("known:", out[0].Known, "unchanged:", out[0].Raw == 42, "another one:", out[1].Known)
		return nil
	})
	if err != nil {
		log.Fatal(err)
	}
	for entry, err := range s.Journal(ctx, run) {
		fmt.Println(entry.Operation, entry.Key, entry.ContactID, err)
	}
	// Output:
	// known: true unchanged: true another one: false
	// create C-1 6531f2a4c9d0e1b2a3c4d5e6 <nil>
}
