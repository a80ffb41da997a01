package importer_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/fixes"
	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/policy"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/importer/rows/formats"
	"github.com/quo-import/quo-import/importer/send"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/quo/sandbox"
	"github.com/quo-import/quo-import/ratelimit"
)

const testMapping = `
version: 1
source: crm
key: ID
region: US
contact:
  firstName: First
  lastName: Last
  company: Company
  role: Role
  phoneNumbers:
    - {column: Mobile, name: mobile}
    - {column: Office, name: work}
  emails:
    - {column: Email, name: work}
custom:
  Score: Score
  Tags: {column: Tags, split: ";"}
`

const testHeader = "ID,First,Last,Company,Role,Mobile,Office,Email,Score,Tags\n"

var testFields = []sandbox.Field{
	{Name: "Score", Key: "score", Type: "number"},
	{Name: "Tags", Key: "tags", Type: "multi-select"},
	{Name: "Note", Key: "note", Type: "string"},
}

// world is a workspace with all that an import uses: the sandbox, a state file, and the
// real client, mapping and readers.
type world struct {
	t        *testing.T
	dir      string
	sandbox  *sandbox.Sandbox
	fields   []sandbox.Field
	mapping  string
	header   string // testHeader if empty
	fileName string // "contacts.csv" if empty
	source   string // "crm" if empty
	opts     policy.Options
	fixes    []fixes.Fix
	limiter  *ratelimit.Limiter // nil: none

	changed   func() bool                         // whether the file changed while it was read; nil: no
	inBetween func()                              // between Plan and Apply
	listener  func(event.Event)                   // hears events before the world notes them
	state     func(importer.State) importer.State // what stands between the importer and its state
	api       func(send.API) send.API             // what stands between the importer and Quo

	skipRequests int             // see queueLater
	only         string          // a fault hits requests about this contact only
	calm         bool            // ends a fault that fires for ever
	added        map[string]bool // contacts that people added to

	events []event.Row // of the last run
	others []event.Notice
	plan   *plan.Plan
	runs   int

	number int64 // of the world, and how many states it lost: with -state.database
	lost   int
}

// bubble runs a test in which time is fake.
func bubble(t *testing.T, opts sandbox.Options, test func(w *world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) { test(newWorld(t, opts)) })
}

func newWorld(t *testing.T, opts sandbox.Options) *world { return newWorldWith(t, opts, testFields) }

func newWorldWith(t *testing.T, opts sandbox.Options, fields []sandbox.Field) *world {
	opts.Fields = fields
	if opts.RatePerSecond == 0 {
		opts.RatePerSecond = -1
	}
	return &world{t: t, dir: t.TempDir(), sandbox: sandbox.New(opts), fields: fields, mapping: testMapping}
}

func (w *world) statePath() string { return filepath.Join(w.dir, "state.db") }

// file writes a CSV of rows under the test's header.
func (w *world) file(rows ...string) string {
	path := filepath.Join(w.dir, cmp.Or(w.fileName, "contacts.csv"))
	if err := os.WriteFile(path, []byte(cmp.Or(w.header, testHeader)+strings.Join(rows, "\n")+"\n"), 0o600); err != nil {
		w.t.Fatal(err)
	}
	return path
}

func (w *world) catalogue() (list []quo.CustomField) {
	for _, f := range w.fields {
		list = append(list, quo.CustomField{Name: f.Name, Key: f.Key, Type: quo.FieldType(f.Type)})
	}
	return list
}

func (w *world) client() *quo.Client {
	opts := quo.Options{
		BaseURL: "http://127.0.0.1:1", Key: "test-key", Transport: w.sandbox.RoundTripper(), Timeout: 30 * time.Second,
	}
	if w.limiter != nil {
		opts.Before, opts.Observe = w.limiter.Wait, w.limiter.Observe
	}
	c, err := quo.New(opts)
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

// run imports a file like the command.
func (w *world) run(ctx context.Context, path string) (event.Counts, error) {
	w.t.Helper()
	state := w.openState()
	defer func() {
		if err := state.check(w.t.Context()); err != nil {
			w.t.Errorf("the state after the run: %v", err)
		}
		if err := state.Close(); err != nil {
			w.t.Error(err)
		}
	}()
	w.runs++
	w.events, w.others = nil, nil
	im := &importer.Importer{
		API: w.client(), State: state, Source: cmp.Or(w.source, "crm"), Options: w.opts, Fields: w.catalogue(),
		Run: fmt.Sprintf("20260101T%06dZ-test", w.runs), Random: func() float64 { return 0.5 },
		Events: func(e event.Event) {
			if w.listener != nil {
				w.listener(e)
			}
			switch e := e.(type) {
			case event.Row:
				w.events = append(w.events, e)
			case event.Notice:
				w.others = append(w.others, e)
			}
		},
	}
	if w.fixes != nil {
		im.Fixes = fixes.New(w.fixes)
	}
	if w.state != nil {
		im.State = w.state(state)
	}
	if w.api != nil {
		im.API = w.api(im.API)
	}
	p, err := im.Plan(ctx, w.input(path))
	if p != nil {
		defer p.Close()
		w.plan = p.Plan
	}
	if err != nil {
		return event.Counts{}, err
	}
	if w.inBetween != nil {
		w.inBetween()
	}
	counts, err := p.Apply(ctx)
	if counts.Read != counts.Sum() && (err == nil || w.plan.Stop == nil) {
		w.t.Errorf("the counts do not add up: %+v", counts)
	}
	return counts, err
}

func (w *world) input(path string) plan.Input {
	w.t.Helper()
	f, err := formats.Open(path, rows.Options{})
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { _ = f.Close() })
	m, err := mapping.Load("mapping.yaml", strings.NewReader(w.mapping))
	if err != nil {
		w.t.Fatal(err)
	}
	mapper, err := m.Compile(mapping.Columns{File: path, Names: f.Header}, mapping.CompileOptions{Catalogue: w.catalogue()})
	if err != nil {
		w.t.Fatal(err)
	}
	return plan.Input{Name: f.Name, Header: f.Header, Rows: f.Rows, Mapper: mapper, Changed: w.changed}
}

// imports runs an import that must finish, and returns its counts.
func (w *world) imports(rows ...string) event.Counts {
	w.t.Helper()
	counts, err := w.run(context.Background(), w.file(rows...))
	if err != nil {
		w.t.Fatalf("import: %v", err)
	}
	return counts
}

// stops runs an import that must stop for a reason.
func (w *world) stops(kind event.StopKind, rows ...string) event.Counts {
	w.t.Helper()
	counts, err := w.run(context.Background(), w.file(rows...))
	var stop *event.StopError
	if !errors.As(err, &stop) || stop.Kind != kind {
		w.t.Fatalf("the run ended with %v, want a stop of kind %q", err, kind)
	}
	return counts
}

// expect compares what matters of the counts.
func (w *world) expect(got, want event.Counts) {
	w.t.Helper()
	want.Phoneless, got.Phoneless = 0, 0
	want.RejectedNew, want.FailedNew, got.RejectedNew, got.FailedNew = 0, 0, 0, 0 // known_test.go
	if got != want {
		w.t.Errorf("counts\n got %+v\nwant %+v\nevents %s", got, want, w.story())
	}
}

// story returns what happened to the rows, for messages of failures.
func (w *world) story() string {
	var b strings.Builder
	for _, e := range w.events {
		fmt.Fprintf(&b, "\n  %s %s %s: %s %v %v", e.Pos, e.Key, e.Action, e.Message, e.Errors, e.Warnings)
	}
	return b.String()
}

// once checks that no contact exists twice and that every queued fault fired.
func (w *world) once() {
	w.t.Helper()
	if d := w.sandbox.Duplicates(); len(d) > 0 {
		w.t.Errorf("contacts twice: %v", d)
	}
	if f := w.sandbox.Unfired(); len(f) > 0 {
		w.t.Errorf("faults that did not fire: %v", f)
	}
}

// contact returns the one contact of a key.
func (w *world) contact(key string) sandbox.Contact {
	w.t.Helper()
	var found []sandbox.Contact
	for _, c := range w.sandbox.Contacts() {
		if c.ExternalID != nil && *c.ExternalID == key {
			found = append(found, c)
		}
	}
	if len(found) != 1 {
		w.t.Fatalf("key %s has %d contacts", key, len(found))
	}
	return found[0]
}

func numbers(c sandbox.Contact) string { return itemList(c.DefaultFields.PhoneNumbers) }

func itemList(items []sandbox.Item) string {
	var list []string
	for _, item := range items {
		list = append(list, item.Name+" "+*item.Value)
	}
	return strings.Join(list, ", ")
}

func manyRows(n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = row(i, "")
	}
	return list
}

// row returns a valid row; note becomes part of its role, to change it.
func row(i int, role string) string {
	return fmt.Sprintf("k%04d,First%d,Last%d,Acme,%s,415-555-%04d,,p%d@example.com,%d,a;b", i, i, i, role, 1000+i, i, i)
}

func (w *world) loseState() {
	if *inDatabase {
		w.lost++
		return
	}
	if err := os.Remove(w.statePath()); err != nil {
		w.t.Fatal(err)
	}
}
