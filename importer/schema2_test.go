package importer_test

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/undo"
	"github.com/quo-import/quo-import/quo/sandbox"
)

const schema2 = "testdata/schema2"

// ofOlderBuild is a world as an older build left it: its state, its file and what it
// wrote to Quo (testdata/schema2/README.md).
func ofOlderBuild(t *testing.T) (w *world, file string) {
	t.Helper()
	var fields []sandbox.Field
	if err := json.Unmarshal(testFile(t, "fields.json"), &fields); err != nil {
		t.Fatal(err)
	}
	w = newWorldWith(t, sandbox.Options{FreeDeletedPairs: true}, fields)
	w.mapping, w.source = string(testFile(t, "mapping.yaml")), "acme-crm"
	var contacts []sandbox.Contact
	if err := json.Unmarshal(testFile(t, "quo.json.gz"), &contacts); err != nil {
		t.Fatal(err)
	}
	for _, c := range contacts {
		w.sandbox.Put(c)
	}
	if err := os.WriteFile(w.statePath(), testFile(t, "state.db.gz"), 0o600); err != nil {
		t.Fatal(err)
	}
	w.sandbox.ResetCounts()
	return w, string(testFile(t, "contacts.csv"))
}

func testFile(t *testing.T, name string) []byte {
	t.Helper()
	f, err := os.Open(filepath.Join(schema2, name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(name, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			t.Fatal(err)
		}
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func (w *world) text(text string) string {
	w.t.Helper()
	path := filepath.Join(w.dir, "contacts.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		w.t.Fatal(err)
	}
	return path
}

// A file that did not change since an older build imported it costs no write, however
// it is written: the hashes of cells and of contacts are the same as then. Neither is a
// problem new that the older build knew.
func TestAStateOfAnOlderBuildUpdatesNothing(t *testing.T) {
	for name, change := range map[string]func(string) string{
		"the same file":       func(text string) string { return text },
		"with padded cells":   func(text string) string { return strings.ReplaceAll(text, ",United States,", ", United States ,") },
		"with another column": func(text string) string { return strings.ReplaceAll(text, "\n", ",x\n") },
	} {
		t.Run(name, func(t *testing.T) {
			w, file := ofOlderBuild(t)
			counts, err := w.run(context.Background(), w.text(change(file)))
			if err != nil {
				t.Fatal(err)
			}
			w.expect(counts, event.Counts{Read: 61, Unchanged: 55, Rejected: 6})
			if counts.RejectedNew != 0 {
				t.Errorf("%d known problems are called new", counts.RejectedNew)
			}
			if sent := w.sandbox.Counts(); sent.Total != 0 {
				t.Errorf("requests: %v", sent.Requests)
			}
		})
	}
}

// An edited row is one update, and no other.
func TestAStateOfAnOlderBuildUpdatesWhatChanged(t *testing.T) {
	w, file := ofOlderBuild(t)
	counts, err := w.run(context.Background(), w.text(strings.ReplaceAll(file, "Northwind Roofing", "Northwind Roofs")))
	if err != nil {
		t.Fatal(err)
	}
	w.expect(counts, event.Counts{Read: 61, Updated: 1, Unchanged: 54, Rejected: 6})
}

// Runs of an older build can be undone: first the one that updated three contacts, then
// the one that created them all.
func TestRunsOfAnOlderBuildCanBeUndone(t *testing.T) {
	w, _ := ofOlderBuild(t)
	counts, err := w.undo(context.Background(), undo.Last)
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(counts.Updated, counts.Deleted, counts.Skipped, counts.Failed) != "3 0 0 0" {
		t.Fatalf("%+v%s", counts, w.story())
	}
	if role := *w.contact("C-1004").DefaultFields.Role; role != "Project Lead" {
		t.Errorf("the role is %q, as before it was to be", role)
	}
	if counts, err = w.undo(context.Background(), "20261128T085449Z-q5cp"); err != nil || counts.Deleted != 55 {
		t.Fatalf("%v, %+v%s", err, counts, w.story())
	}
	if n := len(w.sandbox.Contacts()); n != 0 {
		t.Errorf("%d contacts are left", n)
	}
}
