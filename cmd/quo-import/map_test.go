package main

import (
	"bytes"
	"cmp"
	"context"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/quo/sandbox"
)

// TestMapThenImport imports each known export and some hand-made sheets without a
// mapping, and again with the mapping that map writes: both workspaces must have the
// same contacts.
func TestMapThenImport(t *testing.T) {
	files, err := filepath.Glob("../../mapping/propose/testdata/formats/*.csv")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	files = append(files, "../../samples/minimal.csv", "../../samples/contacts.csv")
	same := 0
	for _, file := range files {
		if t.Run(filepath.Base(file), func(t *testing.T) {
			alone := newWorkplace(t)
			alone.run("import", file, "--region", "US", "--source", "try", "--yes")
			mapped := newWorkplace(t)
			if code := mapped.run("map", file, "-o", mapped.path("m.yaml")); code != exitDone {
				t.Fatalf("map: exit code %d\n%s", code, mapped.output.String())
			}
			mapped.run("import", file, "-m", mapped.path("m.yaml"), "--region", "US", "--source", "try", "--yes")
			if len(alone.contacts()) == 0 && !strings.Contains(file, "quo-contacts-export") {
				t.Errorf("nothing was imported:\n%s", alone.output.String())
			}
			if diff := gocmp.Diff(alone.contacts(), mapped.contacts(), unstable); diff != "" {
				t.Errorf("alone (-), with the mapping (+):\n%s", diff)
			}
		}) {
			same++
		}
	}
	t.Logf("%d of %d", same, len(files))
}

// unstable are the fields in which two contacts of the same row differ.
var unstable = gocmp.Options{
	cmpopts.IgnoreFields(sandbox.Contact{}, "ID", "CreatedAt", "UpdatedAt"),
	cmpopts.IgnoreFields(sandbox.Item{}, "ID"),
	cmpopts.IgnoreFields(sandbox.CustomValue{}, "ID"),
	cmpopts.EquateEmpty(),
}

// workplace is a workspace and a working folder.
type workplace struct {
	t      *testing.T
	dir    string
	url    string
	quo    *sandbox.Sandbox
	output bytes.Buffer
}

func newWorkplace(t *testing.T) *workplace {
	return newWorkplaceWith(t,
		sandbox.Field{Name: "Tags", Key: "tags", Type: "multi-select"}, sandbox.Field{Name: "Notes", Key: "notes", Type: "string"},
		sandbox.Field{Name: "Lead Score", Key: "score", Type: "number"}, sandbox.Field{Name: "Signup Date", Key: "signup-date", Type: "date"},
		sandbox.Field{Name: "Website", Key: "website", Type: "url"})
}

// newWorkplaceWith returns one whose workspace has these custom fields.
func newWorkplaceWith(t *testing.T, fields ...sandbox.Field) *workplace {
	w := &workplace{t: t, dir: t.TempDir(), quo: sandbox.New(sandbox.Options{Key: "test-key", RatePerSecond: 9000, Fields: fields})}
	server := httptest.NewServer(w.quo)
	t.Cleanup(server.Close)
	w.url = server.URL
	if err := os.WriteFile(w.path("key"), []byte("test-key\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *workplace) path(name string) string { return filepath.Join(w.dir, name) }

// run runs a command there and returns its exit code.
func (w *workplace) run(args ...string) int {
	args = append(args, "--base-url", w.url, "--api-key-file", w.path("key"))
	if args[0] == "import" {
		args = append(args, "--state", w.path("state.db"), "--report", w.path("report"))
	}
	io := term.Streams{In: strings.NewReader(""), Out: &w.output, Err: &w.output}
	return exitCode(io, run(context.Background(), io, args))
}

func (w *workplace) contacts() []sandbox.Contact {
	list := w.quo.Contacts()
	slices.SortFunc(list, func(a, b sandbox.Contact) int { return cmp.Compare(*a.ExternalID, *b.ExternalID) })
	return list
}
