//go:build unix

package postgres

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/jackc/pgx/v5"

	"github.com/quo-import/quo-import/store"
	"github.com/quo-import/quo-import/store/postgres/pgtest"
)

var update = flag.Bool("update", false, "write the golden files")

// emptyDatabase makes an empty database on the shared server.
func emptyDatabase(t *testing.T, name, options string) string {
	t.Helper()
	address := pgtest.Shared(t).Address()
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if _, err := conn.Exec(t.Context(), "CREATE DATABASE "+name+" TEMPLATE template0 "+options); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(address, "postgres") + name
}

// TestTheSchemaIsTheSameForever: a change of it is a migration, with a number.
func TestTheSchemaIsTheSameForever(t *testing.T) {
	s := openTest(t, newAddress(t, emptyDatabase(t, "golden", "")), Options{})
	lines, err := collect(t.Context(), s.db.pool, pgx.RowTo[string], `
		SELECT format('%s.%s %s%s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
			CASE WHEN l.collname <> 'default' THEN ' collate ' || l.collname ELSE '' END, CASE WHEN a.attnotnull THEN ' not null' ELSE '' END)
		FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid LEFT JOIN pg_collation l ON l.oid = a.attcollation
		WHERE n.nspname = 'quo_import' AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped ORDER BY c.relname, a.attnum`)
	if err != nil {
		t.Fatal(err)
	}
	indexes, err := collect(t.Context(), s.db.pool, pgx.RowTo[string], "SELECT indexdef FROM pg_indexes WHERE schemaname = 'quo_import' ORDER BY indexname")
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Join(append(lines, indexes...), "\n") + "\n"
	golden := filepath.Join("testdata", fmt.Sprintf("schema%d.golden", Schema))
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil || got != string(want) {
		t.Errorf("%v\n%s", err, cmp.Diff(string(want), got))
	}
}

func TestTablesAreMigratedAndNewerOnesRefused(t *testing.T) {
	a := newAddress(t, emptyDatabase(t, "migrated", ""))
	s := openTest(t, a, Options{})
	commitTest(t, s, refresh("k"))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	next := append(migrations(), "ALTER TABLE quo_import.states ADD COLUMN note text;\nUPDATE quo_import.states SET note = name;\n")
	if _, err := open(t.Context(), a, Options{}, append(next, "SELECT 1 / 0")); err == nil || !strings.Contains(err.Error(), "version 3") {
		t.Fatalf("a step that fails: %v", err)
	}
	s, err := open(t.Context(), a, Options{}, next)
	if err != nil {
		t.Fatal(err)
	}
	if keys := keysOf(t, s); len(keys) != 1 {
		t.Errorf("keys %q", keys)
	}
	note, err := collect(t.Context(), s.db.pool, pgx.RowTo[string], "SELECT note FROM quo_import.states")
	if err != nil || note[0] != a.state {
		t.Errorf("%q, %v", note, err)
	}
	_ = s.Close()
	for name, opts := range map[string]Options{"writing": {}, "reading": {ReadOnly: true}} {
		if _, err := Open(t.Context(), a, opts); !errors.Is(err, store.ErrNewer) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestManyProcessesMayBeginAtOnceInAnEmptyDatabase(t *testing.T) {
	address := emptyDatabase(t, "crowd", "")
	var group sync.WaitGroup
	for range 8 {
		a := newAddress(t, address)
		group.Go(func() {
			s, err := Open(context.Background(), a, Options{})
			if err != nil {
				t.Error(err)
				return
			}
			_ = s.Close()
		})
	}
	group.Wait()
}

func TestADatabaseThatCannotHoldAStateIsRefused(t *testing.T) {
	latin := newAddress(t, emptyDatabase(t, "latin", "ENCODING LATIN1"))
	if _, err := Open(t.Context(), latin, Options{}); err == nil || !strings.Contains(err.Error(), "encoding LATIN1") {
		t.Errorf("%v", err)
	}
	missing := newAddress(t, strings.TrimSuffix(pgtest.Shared(t).Address(), "postgres")+"nowhere")
	if _, err := Open(t.Context(), missing, Options{}); err == nil || !strings.Contains(err.Error(), "no such database") {
		t.Errorf("%v", err)
	}
	standby := emptyDatabase(t, "standby", "")
	a, err := ParseAddress(standby + "?state=x&default_transaction_read_only=on")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), a, Options{}); err == nil || !strings.Contains(err.Error(), "read-only") {
		t.Errorf("%v", err)
	}
}

// TestARecordTakesAtMost400Bytes: 50,000 records as an import writes them.
func TestARecordTakesAtMost400Bytes(t *testing.T) {
	s := openTest(t, newAddress(t, emptyDatabase(t, "sized", "")), Options{})
	const n = 20_000
	err := s.Load(t.Context(), "acme-crm", func(yield func(string, store.Record) bool) {
		for i := range n {
			key := fmt.Sprintf("C-%07d", i)
			r := store.Record{
				ContactID: fmt.Sprintf("%024x", i), Raw: store.KeyedRow(key), Desired: store.KeyedRow(key), Run: "20261123T071300Z-k3f9", Created: true,
				Numbers: []uint64{store.NumberHash(key), store.NumberHash(key + "0")}, Name: store.NameHash(key),
			}
			for e := range 10 {
				r.Base = append(r.Base, store.Entry{Field: uint32(e / 2), Value: store.ValueHash(key, fmt.Sprint(e)), Shown: store.ValueHash(key, fmt.Sprint(e))})
			}
			if !yield(key, r) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	var size int64
	if err := s.db.pool.QueryRow(t.Context(), "SELECT pg_total_relation_size('quo_import.records')").Scan(&size); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d bytes a record", size/n)
	if size/n > 400 {
		t.Errorf("%d bytes a record", size/n)
	}
}

func TestTheStatesOfADatabaseAreListedWithThoseWhoUseThem(t *testing.T) {
	database := emptyDatabase(t, "listed", "")
	whole, err := ParseDatabase(database)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := States(t.Context(), whole); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "/listed holds no state yet") {
		t.Errorf("without tables: %v", err)
	}
	b, a, empty := newAddress(t, database), newAddress(t, database), newAddress(t, database)
	b.state, a.state, empty.state = "b", "a", "empty"
	used := openTest(t, b, Options{})
	commitTest(t, used, store.SetWorkspace("https://api.example"), refresh("1"), refresh("2"))
	free := openTest(t, a, Options{})
	run := store.Run{ID: "20261123T071300Z-k3f9", Kind: "import", Source: "crm", Outcome: "done"}
	commitTest(t, free, refresh("1"), store.PutRun(store.Run{ID: "20261122T071300Z-k3f9"}), store.PutRun(run))
	if err := free.Close(); err != nil {
		t.Fatal(err)
	}
	openTest(t, empty, Options{}) // nothing was written into it: it is none
	states, err := States(t.Context(), whole)
	if err != nil {
		t.Fatal(err)
	}
	run.Seq = 2
	host, _ := os.Hostname()
	want := []Info{
		{Name: "a", Path: whole.String() + "?state=a", Records: 1, Last: &run},
		{Name: "b", Path: whole.String() + "?state=b", BaseURL: "https://api.example", Records: 2, Holder: &Holder{PID: os.Getpid(), Host: host}},
	}
	if diff := cmp.Diff(want, states, cmpopts.IgnoreFields(Holder{}, "Since")); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if _, err := used.db.pool.Exec(t.Context(), "UPDATE quo_import.states SET expires = now() - interval '1 second'"); err != nil {
		t.Fatal(err)
	}
	if states, err = States(t.Context(), whole); err != nil || states[1].Holder != nil {
		t.Errorf("a lease that expired: %+v, %v", states, err)
	}
}
