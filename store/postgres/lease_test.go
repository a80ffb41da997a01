//go:build unix

package postgres

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/quo-import/quo-import/store"
	"github.com/quo-import/quo-import/store/postgres/pgtest"
)

func refresh(key string) store.Change { return store.Refresh("crm", key, store.Record{Run: "r"}) }

func commitTest(t testing.TB, s *Store, changes ...store.Change) {
	t.Helper()
	if err := s.Commit(t.Context(), changes...); err != nil {
		t.Fatal(err)
	}
}

func keysOf(t testing.TB, s *Store) (keys []string) {
	t.Helper()
	err := s.View(t.Context(), "crm", func(snap store.Snapshot) error {
		for kr, err := range snap.All() {
			if err != nil {
				return err
			}
			keys = append(keys, kr.Key)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

func TestASecondProcessIsToldWhoHasTheState(t *testing.T) {
	a := newAddress(t, pgtest.Shared(t).Address())
	s := openTest(t, a, Options{})
	_, err := Open(t.Context(), a, Options{})
	host, _ := os.Hostname()
	for _, part := range []string{a.String(), fmt.Sprintf("in use by process %d on host %s since ", os.Getpid(), host), "if that process has died, the state is free in "} {
		if !errors.Is(err, store.ErrLocked) || !strings.Contains(err.Error(), part) {
			t.Errorf("%v lacks %q", err, part)
		}
	}
	commitTest(t, s, refresh("k"))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	openTest(t, a, Options{})
}

func TestAStateIsFreeAtOnceWhenItsProcessIsKnownToBeDead(t *testing.T) {
	a := newAddress(t, pgtest.Shared(t).Address())
	s := openTest(t, a, Options{})
	commitTest(t, s, refresh("k"))
	const deadPID = 1<<22 + 1 // beyond the largest of Linux
	setHolder := func(pid int, machine string) {
		t.Helper()
		if _, err := s.db.pool.Exec(t.Context(), "UPDATE quo_import.states SET pid = $2::integer, machine = $3 WHERE state = $1", s.state, pid, machine); err != nil {
			t.Fatal(err)
		}
	}
	setHolder(deadPID, "another machine")
	if _, err := Open(t.Context(), a, Options{}); !errors.Is(err, store.ErrLocked) {
		t.Errorf("of another machine: %v", err)
	}
	if machine() == "" {
		t.Skip("this system does not name its boots")
	}
	setHolder(deadPID, machine())
	next := openTest(t, a, Options{})
	commitTest(t, next, refresh("l"))
}

// silenced opens a state with a short lease and stops renewing it, as if the process
// had been stopped.
func silenced(t *testing.T) (*Store, *Address) {
	t.Helper()
	a := newAddress(t, pgtest.Shared(t).Address())
	a.lease = shortestLease
	s := openTest(t, a, Options{})
	commitTest(t, s, refresh("before"))
	s.lease.stop()
	<-s.lease.ended
	return s, a
}

// expired opens a state when its lease has expired.
func expired(t *testing.T, a *Address) *Store {
	t.Helper()
	for {
		s, err := Open(t.Context(), a, Options{})
		if err == nil {
			t.Cleanup(func() { _ = s.Close() })
			return s
		}
		if !errors.Is(err, store.ErrLocked) {
			t.Fatal(err)
		}
		<-time.After(20 * time.Millisecond)
	}
}

func TestAProcessWhoseLeaseWasTakenOverWritesNothingMore(t *testing.T) {
	s, a := silenced(t)
	next := expired(t, a)
	for range 2 {
		if err := s.Commit(t.Context(), refresh("late")); !errors.Is(err, store.ErrLocked) || !strings.Contains(err.Error(), "taken over by process") {
			t.Errorf("Commit: %v", err)
		}
	}
	if err := s.Held(t.Context()); !errors.Is(err, store.ErrLocked) {
		t.Errorf("Held: %v", err)
	}
	commitTest(t, next, refresh("next"))
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if err := next.Held(t.Context()); err != nil {
		t.Errorf("the lease of the other ended: %v", err)
	}
	if keys := keysOf(t, next); fmt.Sprint(keys) != "[before next]" {
		t.Errorf("keys %q", keys)
	}
}

// Held is asked before each request to Quo: it finds out about the other process although
// nothing was committed since.
func TestALeaseThatIsOldIsRenewedBeforeItIsTrusted(t *testing.T) {
	s, a := silenced(t)
	if s.lease.mu.Lock(); true {
		s.lease.renewed = time.Now().Add(-s.lease.duration)
		s.lease.mu.Unlock()
	}
	if err := s.Held(t.Context()); err != nil || s.lease.age() > s.lease.duration/2 {
		t.Errorf("nobody has taken it over: %v", err)
	}
	expired(t, a)
	if err := s.Held(t.Context()); !errors.Is(err, store.ErrLocked) {
		t.Errorf("taken over: %v", err)
	}
}

func TestALeaseThatExpiredAndNobodyTookGoesOn(t *testing.T) {
	s, _ := silenced(t)
	if _, err := s.db.pool.Exec(t.Context(), "UPDATE quo_import.states SET expires = now() - interval '1 hour' WHERE state = $1", s.state); err != nil {
		t.Fatal(err)
	}
	s.lease.duration = time.Minute
	commitTest(t, s, refresh("later"))
	if _, err := Open(t.Context(), s.db.address, Options{}); !errors.Is(err, store.ErrLocked) {
		t.Errorf("after a commit: %v", err)
	}
}

func TestAStateThatNothingWasWrittenIntoIsRemoved(t *testing.T) {
	a := newAddress(t, pgtest.Shared(t).Address())
	if err := openTest(t, a, Options{}).Close(); err != nil {
		t.Fatal(err)
	}
	probe := openTest(t, newAddress(t, pgtest.Shared(t).Address()), Options{})
	n := 0
	if err := probe.db.pool.QueryRow(t.Context(), "SELECT count(*) FROM quo_import.states WHERE name = $1", a.state).Scan(&n); err != nil || n != 0 {
		t.Errorf("%d rows, %v", n, err)
	}
	for name, opts := range map[string]Options{"for reading": {ReadOnly: true}, "that must exist": {MustExist: true}} {
		if _, err := Open(t.Context(), a, opts); err == nil || !strings.Contains(err.Error(), "holds no state yet") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestReadersNeedNoLeaseAndReadOneMoment(t *testing.T) {
	a := newAddress(t, pgtest.Shared(t).Address())
	s := openTest(t, a, Options{})
	commitTest(t, s, refresh("a"))
	reader := openTest(t, a, Options{ReadOnly: true})
	err := reader.View(t.Context(), "crm", func(snap store.Snapshot) error {
		before, err := snap.Len()
		if err != nil {
			return err
		}
		commitTest(t, s, refresh("b"))
		after, err := snap.Len()
		if before != 1 || after != 1 {
			t.Errorf("%d records, then %d", before, after)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	if keys := keysOf(t, reader); len(keys) != 1 {
		t.Errorf("the next View of the same reader has %q", keys)
	}
	if keys := keysOf(t, openTest(t, a, Options{ReadOnly: true})); len(keys) != 2 {
		t.Errorf("the next reader has %q", keys)
	}
}

func TestADeletedStateIsGoneAndOthersStay(t *testing.T) {
	a, b := newAddress(t, pgtest.Shared(t).Address()), newAddress(t, pgtest.Shared(t).Address())
	s, other := openTest(t, a, Options{}), openTest(t, b, Options{})
	commitTest(t, s, refresh("a"))
	commitTest(t, other, refresh("b"))
	if err := s.Delete(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), a, Options{ReadOnly: true}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v", err)
	}
	if keys := keysOf(t, openTest(t, a, Options{})); len(keys) != 0 {
		t.Errorf("made again, it has %q", keys)
	}
	if keys := keysOf(t, other); len(keys) != 1 {
		t.Errorf("the other has %q", keys)
	}
}
