//go:build unix

package postgres

import (
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/quo-import/quo-import/store"
	"github.com/quo-import/quo-import/store/postgres/pgtest"
)

// onceTrue returns a function that returns true when it is called the first time.
func onceTrue() func() bool {
	var called atomic.Bool
	return func() bool { return !called.Swap(true) }
}

// The number of the last commit shows that none was made twice, which the contents
// could not.
func TestACommitIsMadeOnceWhateverBecomesOfTheConnection(t *testing.T) {
	server := pgtest.Shared(t)
	for name, cut := range map[string]func(*pgtest.Proxy){
		"cut before the server got it": func(p *pgtest.Proxy) { p.CutBefore(onceTrue()) },
		"its answer was lost":          func(p *pgtest.Proxy) { p.CutAfter(onceTrue()) },
		"both, one after the other":    func(p *pgtest.Proxy) { p.CutBefore(onceTrue()); p.CutAfter(onceTrue()) },
	} {
		t.Run(name, func(t *testing.T) {
			proxy := pgtest.NewProxy(t, server.Port())
			s := openTest(t, newAddress(t, proxy.Address()), Options{})
			commitTest(t, s, store.PutRun(store.Run{ID: "r1"}))
			cut(proxy)
			commitTest(t, s, store.PutRun(store.Run{ID: "r2"}), store.Confirm("crm", "k", store.Record{}, store.JournalEntry{Run: "r2", Operation: store.Create}))
			commitTest(t, s, store.Confirm("crm", "k", store.Record{}, store.JournalEntry{Run: "r2", Operation: store.Update}))
			var commits int64
			if err := s.db.pool.QueryRow(t.Context(), "SELECT commits FROM quo_import.states WHERE state = $1", s.state).Scan(&commits); err != nil || commits != 3 {
				t.Errorf("%d commits, %v", commits, err)
			}
			for e, err := range s.Journal(t.Context(), "r2") {
				if err != nil || e.Operation != store.Create {
					t.Errorf("%+v, %v", e, err)
				}
			}
		})
	}
}

// A commit that arrives late, after its outcome was looked up, must not happen.
func TestACommitOfAnOldTokenIsRefused(t *testing.T) {
	s := openTest(t, newAddress(t, pgtest.Shared(t).Address()), Options{})
	commitTest(t, s, refresh("a"))
	w := newWrites(newBefore(nil))
	if err := store.Apply(w, refresh("late")); err != nil {
		t.Fatal(err)
	}
	old := s.lease.token
	if err := s.lease.fence(t.Context()); err != nil {
		t.Fatal(err)
	}
	now := s.lease.token
	s.lease.token = old
	if err := s.sendOnce(t.Context(), s.lease.commits+1, w); code(err) != divisionByZero {
		t.Errorf("%v", err)
	}
	s.lease.token = now
	if err := s.sendOnce(t.Context(), s.lease.commits, w); code(err) != divisionByZero {
		t.Errorf("with the number of a commit that was made: %v", err)
	}
	if keys := keysOf(t, s); len(keys) != 1 {
		t.Errorf("keys %q", keys)
	}
}

// The database is killed while a process commits: what Commit confirmed is there after
// the restart, and nothing is there in part.
func TestADatabaseThatIsKilledLosesNothingThatWasConfirmed(t *testing.T) {
	server := pgtest.Start(t)
	s := openTest(t, newAddress(t, server.Address()), Options{})
	const rounds = 3
	var confirmed atomic.Int64
	stop, ended := make(chan struct{}), make(chan error, 1)
	go func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				ended <- nil
				return
			default:
			}
			pair := []store.Change{refresh(fmt.Sprintf("%06d", i)), refresh(fmt.Sprintf("%06d'", i))}
			if err := s.Commit(t.Context(), pair...); err != nil {
				ended <- err
				return
			}
			confirmed.Store(int64(i) + 1)
		}
	}()
	for range rounds {
		for from := confirmed.Load(); confirmed.Load() < from+20; {
			<-time.After(time.Millisecond)
		}
		server.Stop(t)
		server.Restart(t)
	}
	for from := confirmed.Load(); confirmed.Load() < from+20; {
		<-time.After(time.Millisecond)
	}
	close(stop)
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	keys := keysOf(t, s)
	if want := 2 * int(confirmed.Load()); len(keys) != want || keys[len(keys)-1] != fmt.Sprintf("%06d'", confirmed.Load()-1) {
		t.Errorf("%d keys to %q, want %d", len(keys), keys[len(keys)-1], want)
	}
	if s.lease.commits != confirmed.Load() {
		t.Errorf("%d commits for %d", s.lease.commits, confirmed.Load())
	}
}

func TestAReaderGoesOnAfterALostConnectionIfNothingWasCommitted(t *testing.T) {
	server := pgtest.Shared(t)
	proxy := pgtest.NewProxy(t, server.Port())
	a := newAddress(t, server.Address())
	s := openTest(t, a, Options{})
	commitTest(t, s, refresh("a"))
	through, err := ParseAddress(proxy.Address() + "?state=" + a.state)
	if err != nil {
		t.Fatal(err)
	}
	reader := openTest(t, through, Options{ReadOnly: true})
	err = reader.View(t.Context(), "crm", func(snap store.Snapshot) error {
		for range 2 {
			if n, err := snap.Len(); n != 1 || err != nil {
				t.Fatalf("%d records, %v", n, err)
			}
			proxy.Cut()
		}
		commitTest(t, s, refresh("b"))
		_, err := snap.Len()
		return err
	})
	if !errors.Is(err, errChanged) {
		t.Errorf("after a commit: %v", err)
	}
}

func TestADatabaseThatDoesNotAnswerIsNamed(t *testing.T) {
	proxy := pgtest.NewProxy(t, pgtest.Shared(t).Port())
	a := newAddress(t, proxy.Address())
	s := openTest(t, a, Options{Patience: 200 * time.Millisecond})
	proxy.Down()
	err := s.Commit(t.Context(), refresh("a"))
	if err == nil || !strings.Contains(err.Error(), a.String()) || !strings.Contains(err.Error(), "does not answer") {
		t.Errorf("%v", err)
	}
	if _, err := Open(t.Context(), a, Options{Patience: time.Millisecond}); err == nil || !strings.Contains(err.Error(), a.String()) {
		t.Errorf("Open: %v", err)
	}
	proxy.Up()
	commitTest(t, s, refresh("b"))
	if keys := keysOf(t, s); fmt.Sprint(keys) != "[b]" {
		t.Errorf("keys %q", keys)
	}
}
