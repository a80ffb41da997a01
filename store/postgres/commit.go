package postgres

import (
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/quo-import/quo-import/store"
)

// divisionByZero is how the fence of a commit fails.
const divisionByZero = "22012"

// fence is the first statement of a commit. It renews the lease and counts the
// commit; if another process has the lease, or the commit is not the next one, it
// fails and with it the transaction. What makes a commit durable may be switched off
// for a database: it is switched on for the transaction.
const fence = `WITH held AS (
	UPDATE quo_import.states SET commits = $3::bigint, expires = clock_timestamp() + make_interval(secs => $4::float8)
	WHERE state = $1 AND token = $2::bigint AND commits = $3::bigint - 1 RETURNING state
) SELECT 1 / count(*), CASE current_setting('synchronous_commit') WHEN 'off' THEN set_config('synchronous_commit', 'on', true) END FROM held`

// Commit makes all the changes, in order, in one transaction: when it returns
// nil they are durable, otherwise none is made, except that the outcome is unknown if
// the database did not answer until Options.Patience ended. If ctx is done it makes
// none. store.ErrLocked: another process has taken the state over.
func (s *Store) Commit(ctx context.Context, changes ...store.Change) error {
	if err := s.usable(ctx); err != nil {
		return err
	}
	if s.lease == nil {
		return store.ErrReadOnly
	}
	if len(changes) == 0 {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.commit(context.WithoutCancel(ctx), changes); err != nil {
		return fmt.Errorf("write state %s: %w", s.db.address, err)
	}
	return nil
}

func (s *Store) commit(ctx context.Context, changes []store.Change) error {
	if err := s.lease.lostError(); err != nil {
		return err
	}
	if s.unsure {
		if err := s.lease.fence(ctx); err != nil {
			return err
		}
		s.unsure = false
	}
	before, err := s.before(ctx, changes)
	if err != nil {
		return err
	}
	w := newWrites(before)
	if err := store.Apply(w, changes...); err != nil {
		return err
	}
	if err := s.send(ctx, w); err != nil {
		return err
	}
	s.journal.note(w)
	return nil
}

// send sends a commit until it happened, is refused, or patience has ended.
func (s *Store) send(ctx context.Context, w *writes) error {
	l := s.lease
	number := l.commits + 1
	began := time.Now()
	for wait := firstWait; ; wait = min(2*wait, lastWait) {
		asked := time.Now()
		err := once(ctx, func(ctx context.Context) error { return s.sendOnce(ctx, number, w) })
		switch {
		case err == nil:
			l.mu.Lock()
			l.commits = number
			l.mu.Unlock()
			l.extend(asked)
			return nil
		case code(err) != divisionByZero && !lost(err) && !transient(err):
			return cause(err)
		}
		left := s.db.patience - time.Since(began)
		if left < wait {
			s.unsure = true
			return fmt.Errorf("%s does not answer, whether the last changes were stored is found out by the next run: %w", s.db.address, cause(err))
		}
		if err := pause(ctx, wait); err != nil {
			return err
		}
		if err := l.fence(ctx); err != nil {
			s.unsure = true
			return err
		}
		if l.commits >= number { // it had happened
			return nil
		}
	}
}

// sendOnce sends the changes as one message: the server runs them as one transaction.
func (s *Store) sendOnce(ctx context.Context, number int64, w *writes) error {
	conn, err := s.db.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	batch := &pgx.Batch{}
	batch.Queue(fence, s.state, s.lease.token, number, s.lease.duration.Seconds())
	w.queue(batch, s.state)
	return conn.SendBatch(ctx, batch).Close()
}

// before reads what the changes depend on: nothing, for most.
func (s *Store) before(ctx context.Context, changes []store.Change) (b *before, err error) {
	n := newNeeds(&s.journal, nil)
	if err := store.Apply(n, changes...); err != nil {
		return nil, err
	}
	if len(n.intents) > 0 { // they name the journals that are needed
		runs, err := runsOf(ctx, s.db, s.state, n.intents)
		if err != nil {
			return nil, err
		}
		n = newNeeds(&s.journal, runs)
		if err := store.Apply(n, changes...); err != nil {
			return nil, err
		}
	}
	b = newBefore(n.runOf)
	if n.empty() {
		return b, nil
	}
	err = s.db.retry(ctx, func(ctx context.Context, conn *pgxpool.Conn) (err error) {
		b = newBefore(n.runOf)
		return b.read(ctx, conn, s.db, s.state, n)
	})
	return b, err
}

// Load puts many records, for a rebuild or an import of a state, in
// transactions of 2,000 records. Records of other keys stay. After an error some
// of the records are there.
func (s *Store) Load(ctx context.Context, source string, records iter.Seq2[string, store.Record]) error {
	const loadChunk = 2000
	var chunk []store.Change
	for key, r := range records {
		if chunk = append(chunk, store.Refresh(source, key, r)); len(chunk) == loadChunk {
			if err := s.Commit(ctx, chunk...); err != nil {
				return err
			}
			chunk = chunk[:0]
		}
	}
	return s.Commit(ctx, chunk...)
}

// Delete removes the state from the database, with all that it holds, and closes it.
func (s *Store) Delete(ctx context.Context) error {
	if err := s.usable(ctx); err != nil {
		return err
	}
	if s.lease == nil {
		return store.ErrReadOnly
	}
	s.mu.Lock()
	err := s.db.retry(ctx, func(ctx context.Context, conn *pgxpool.Conn) error {
		batch := &pgx.Batch{}
		for _, table := range []string{"sources", "records", "intents", "missing", "problems", "runs", "journal"} {
			batch.Queue("DELETE FROM quo_import."+table+" WHERE state = $1 AND EXISTS (SELECT FROM quo_import.states WHERE state = $1 AND holder = $2)", s.state, s.lease.holder)
		}
		batch.Queue("DELETE FROM quo_import.states WHERE state = $1 AND holder = $2", s.state, s.lease.holder)
		return conn.SendBatch(ctx, batch).Close()
	})
	s.mu.Unlock()
	if err != nil {
		return fmt.Errorf("delete state %s: %w", s.db.address, err)
	}
	return s.Close()
}
