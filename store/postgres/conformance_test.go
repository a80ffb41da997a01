//go:build unix

package postgres

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"github.com/quo-import/quo-import/store"
	"github.com/quo-import/quo-import/store/postgres/pgtest"
	"github.com/quo-import/quo-import/store/storetest"
)

func TestMain(m *testing.M) {
	// Each random history takes half a second here; make postgres runs more of them.
	if err := flag.Set("rapid.checks", "5"); err != nil {
		panic(err)
	}
	os.Exit(pgtest.Run(m))
}

var slow = flag.Bool("network.slow", false, "run the whole suite behind networks of up to 200 ms; takes ten minutes")

var states atomic.Int64

// newAddress returns an address of a state that does not exist.
func newAddress(t testing.TB, database string) *Address {
	t.Helper()
	a, err := ParseAddress(fmt.Sprintf("%s?state=s%d", database, states.Add(1)))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func openTest(t testing.TB, a *Address, opts Options) *Store {
	t.Helper()
	s, err := Open(t.Context(), a, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// harness is how storetest uses states of a database.
func harness(database string, opts Options, fail func(t *testing.T, s store.State) func()) storetest.Harness {
	reopen := func(t *testing.T, state store.State, opts Options) store.State {
		s := state.(*Store)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		return openTest(t, s.db.address, opts)
	}
	return storetest.Harness{
		Open:   func(t *testing.T) store.State { return openTest(t, newAddress(t, database), opts) },
		Close:  func(s store.State) error { return s.(*Store).Close() },
		Reopen: func(t *testing.T, s store.State) store.State { return reopen(t, s, opts) },
		OpenReadOnly: func(t *testing.T, s store.State) store.State {
			return reopen(t, s, Options{ReadOnly: true, Patience: opts.Patience})
		},
		Fail: fail,
	}
}

func TestConformance(t *testing.T) {
	server := pgtest.Shared(t)
	proxy := pgtest.NewProxy(t, server.Port())
	storetest.Run(t, harness(proxy.Address(), Options{Patience: time.Second}, func(*testing.T, store.State) func() {
		proxy.Down()
		return proxy.Up
	}))
}

func TestConformanceBehindAPoolerInTransactionMode(t *testing.T) {
	storetest.Run(t, harness(pgtest.Shared(t).Bouncer(t), Options{}, nil))
}

// One commit in five is cut before it reaches the server, one in five when it is
// answered, and now and then all connections are.
func TestConformanceBehindAnUnkindNetwork(t *testing.T) {
	proxy := pgtest.NewProxy(t, pgtest.Shared(t).Port())
	fifth := func() bool { return rand.N(5) == 0 }
	proxy.CutBefore(fifth)
	proxy.CutAfter(fifth)
	storetest.Run(t, harness(proxy.Address(), Options{}, nil))
}

// A round trip takes as long as one to another city, another continent, or around the
// world. Without -network.slow it is a part of the suite and the shortest one.
func TestConformanceBehindASlowNetwork(t *testing.T) {
	delays, groups := []time.Duration{20 * time.Millisecond}, []string{"Commit"}
	if *slow {
		delays, groups = append(delays, 80*time.Millisecond, 200*time.Millisecond), nil
	}
	server := pgtest.Shared(t)
	for _, delay := range delays {
		t.Run(delay.String(), func(t *testing.T) {
			t.Parallel()
			proxy := pgtest.NewProxy(t, server.Port())
			proxy.Delay(delay)
			storetest.Run(t, harness(proxy.Address(), Options{}, nil), groups...)
		})
	}
}
