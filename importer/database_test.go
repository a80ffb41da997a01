package importer_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"sync/atomic"
	"testing"

	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/store/bolt"
	"github.com/quo-import/quo-import/store/postgres"
	"github.com/quo-import/quo-import/store/postgres/pgtest"
)

// inDatabase keeps the state of a world in a database: make faults-database runs the fault
// matrix, the mixed faults, the nights and the histories like that.
var inDatabase = flag.Bool("state.database", false, "keep the state in a database")

func TestMain(m *testing.M) {
	flag.Parse()
	if *inDatabase { // before time is fake
		if _, err := pgtest.Running(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(pgtest.Run(m))
}

// worlds counts the worlds whose state is in the database.
var worlds atomic.Int64

// openedState is the state of a world, open for writing.
type openedState struct {
	importer.State
	check func(context.Context) error
	Close func() error
}

// openState opens the state like a process of its own.
func (w *world) openState() openedState {
	w.t.Helper()
	if !*inDatabase {
		s, err := bolt.Open(w.statePath(), bolt.Options{})
		if err != nil {
			w.t.Fatal(err)
		}
		return openedState{s, s.Check, s.Close}
	}
	server, err := pgtest.Running()
	if err != nil {
		w.t.Fatal(err)
	}
	if w.number == 0 {
		w.number = worlds.Add(1)
	}
	a, err := postgres.ParseAddress(fmt.Sprintf("%s?state=world%d.%d", server.Address(), w.number, w.lost))
	if err != nil {
		w.t.Fatal(err)
	}
	s, err := postgres.Open(w.t.Context(), a, postgres.Options{})
	if err != nil {
		w.t.Fatal(err)
	}
	return openedState{s, s.Check, s.Close}
}
