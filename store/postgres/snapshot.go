package postgres

import (
	"context"
	"fmt"
	"iter"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/quo-import/quo-import/store"
	"github.com/quo-import/quo-import/store/codec"
)

// View calls read with the records of a source as of one moment, and returns its error.
// Of a state that is open for writing, a Commit waits for View to end, so read must not
// call it.
func (s *Store) View(ctx context.Context, source string, read func(store.Snapshot) error) error {
	if err := s.usable(ctx); err != nil {
		return err
	}
	if s.lease != nil {
		s.mu.RLock()
		defer s.mu.RUnlock()
	}
	return read(snapshot{s, ctx, source})
}

// query runs a query until it is answered. Who has the lease reads what is there: nobody
// else writes. Another reads what was there when it read first.
func (s *Store) query(ctx context.Context, f func(context.Context, querier) error) error {
	if s.lease == nil {
		return s.moment.run(ctx, s.db, s.state, f)
	}
	return s.db.retry(ctx, func(ctx context.Context, conn *pgxpool.Conn) error { return f(ctx, conn) })
}

// moment is the state as of one moment: a transaction that reads. If its connection is
// lost another one takes its place, unless something was committed since.
type moment struct {
	mu      sync.Mutex
	conn    *pgxpool.Conn // nil: none is open
	tx      pgx.Tx
	known   bool
	commits int64 // number of the last commit, if known
}

func (m *moment) run(ctx context.Context, d *database, state int32, f func(context.Context, querier) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return d.again(ctx, d.trying(), func(ctx context.Context) error {
		err := m.begin(ctx, d, state)
		if err == nil {
			err = f(ctx, m.tx)
		}
		if err != nil {
			m.drop()
		}
		return err
	})
}

func (m *moment) begin(ctx context.Context, d *database, state int32) (err error) {
	if m.conn != nil {
		return nil
	}
	if m.conn, err = d.pool.Acquire(ctx); err != nil {
		return err
	}
	if m.tx, err = m.conn.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}); err != nil {
		return err
	}
	var commits int64
	if err := m.tx.QueryRow(ctx, "SELECT commits FROM quo_import.states WHERE state = $1", state).Scan(&commits); err != nil {
		return err
	}
	if m.known && commits != m.commits {
		return &finalError{fmt.Errorf("%s: %w", d.address, errChanged)}
	}
	m.known, m.commits = true, commits
	return nil
}

// drop closes the connection, on which the transaction has failed.
func (m *moment) drop() {
	if m.conn == nil {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel() // at once, without a word to the server
	_ = m.conn.Conn().Close(ctx)
	m.conn.Release()
	m.conn, m.tx = nil, nil
}

func (m *moment) end() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.conn == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), releasePatience)
	defer cancel()
	_ = m.tx.Rollback(ctx) // it only read
	m.conn.Release()
}

// snapshot is the store.Snapshot of a View.
type snapshot struct {
	store  *Store
	ctx    context.Context // it lives as long as one call of View
	source string
}

// query runs one statement in a snapshot and returns its rows.
func query[T any](s snapshot, scan func(row) (T, error), sql string, args ...any) ([]T, error) {
	return read(s.ctx, s.store, "records", scan, sql, append([]any{s.source}, args...)...)
}

// known is the hashes of a key.
type known struct {
	key string
	store.Hashes
}

func (s snapshot) Hashes(keys []string, out []store.Hashes) error {
	clear(out)
	asked := make(map[string]int, len(keys)) // key → where it is first
	list := make([]string, 0, len(keys))
	for i, key := range keys {
		if _, ok := asked[key]; !ok && key != "" {
			asked[key] = i
			list = append(list, key)
		}
	}
	if len(list) == 0 {
		return s.ctx.Err()
	}
	found, err := query(s, value(s.store.db, "record", func(key string, b []byte) (known, error) {
		h, err := codec.DecodeHashes(b)
		return known{key, h}, err
	}), "SELECT key, substring(value FOR $4) FROM quo_import.records WHERE state = $1 AND source = $2 AND key = ANY($3::text[])", list, codec.HashesSize)
	if err != nil {
		return err
	}
	for _, k := range found {
		out[asked[k.key]] = k.Hashes
	}
	if len(list) < len(keys) {
		for i, key := range keys { // a key that is asked for twice
			if at, ok := asked[key]; ok {
				out[i] = out[at]
			}
		}
	}
	return nil
}

func decodeRecord(key string, b []byte) (store.KeyRecord, error) {
	r, err := codec.DecodeRecord(b)
	return store.KeyRecord{Key: key, Record: r}, err
}

func (s snapshot) Records(keys ...string) (map[string]store.Record, error) {
	records := make(map[string]store.Record, len(keys))
	if len(keys) == 0 {
		return records, s.ctx.Err()
	}
	found, err := query(s, value(s.store.db, "record", decodeRecord),
		"SELECT key, value FROM quo_import.records WHERE state = $1 AND source = $2 AND key = ANY($3::text[])", keys)
	for _, k := range found {
		records[k.Key] = k.Record
	}
	return records, err
}

func (s snapshot) Len() (int, error) {
	n, _, err := first(query(s, pgx.RowTo[int],
		"SELECT count(*) FROM quo_import.records WHERE state = $1 AND source = $2"))
	return n, err
}

func (s snapshot) All() iter.Seq2[store.KeyRecord, error] {
	return store.InChunks(chunkSize, func(k store.KeyRecord) string { return k.Key }, func(after string) ([]store.KeyRecord, error) {
		return query(s, value(s.store.db, "record", decodeRecord),
			"SELECT key, value FROM quo_import.records WHERE state = $1 AND source = $2 AND key > $3 ORDER BY key LIMIT $4", after, chunkSize)
	})
}

func (s snapshot) Sample(n int) ([]string, error) { return store.Sample(s.All(), n) }
