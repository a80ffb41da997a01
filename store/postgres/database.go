package postgres

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/quo-import/quo-import/store"
)

// database is the connections to a database, on which statements are tried until
// they are answered.
type database struct {
	address  *Address
	pool     *pgxpool.Pool
	patience time.Duration // how long
	opening  atomic.Bool   // less while the state is opened: nothing is lost yet, and a wrong address is likely
}

// trying returns how long to try.
func (d *database) trying() time.Duration {
	if d.opening.Load() {
		return d.patience / 10
	}
	return d.patience
}

// attemptTimeout is how long one attempt may take, with connecting. An answer that
// takes longer is taken for lost.
const attemptTimeout = 15 * time.Second

// The waits between attempts.
const (
	firstWait = 20 * time.Millisecond
	lastWait  = 2 * time.Second
)

// retry calls f with a connection until it succeeds, fails for good, or the database
// has not answered for too long. f must be repeatable.
func (d *database) retry(ctx context.Context, f func(ctx context.Context, conn *pgxpool.Conn) error) error {
	return d.again(ctx, d.trying(), func(ctx context.Context) error {
		conn, err := d.pool.Acquire(ctx)
		if err != nil {
			return err
		}
		defer conn.Release() // a connection that failed is not used again
		return f(ctx, conn)
	})
}

// again makes attempts until one succeeds, fails for good, or patience has ended.
func (d *database) again(ctx context.Context, patience time.Duration, attempt func(ctx context.Context) error) error {
	began := time.Now()
	for wait := firstWait; ; wait = min(2*wait, lastWait) {
		err := once(ctx, attempt)
		switch {
		case err == nil:
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case !transient(err):
			return err
		case time.Since(began)+wait > patience:
			return fmt.Errorf("%s does not answer: %w", d.address, cause(err))
		}
		if err := pause(ctx, wait/2+rand.N(wait)); err != nil {
			return err
		}
	}
}

func once(ctx context.Context, attempt func(ctx context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, attemptTimeout)
	defer cancel()
	return attempt(ctx)
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// querier is a connection or a transaction.
type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

// row is one row of a result.
type row = pgx.CollectableRow

// collect returns what scan makes of each row, nil if there is none.
func collect[T any](ctx context.Context, q querier, scan func(row) (T, error), sql string, args ...any) ([]T, error) {
	rows, err := q.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.AppendRows([]T(nil), rows, scan)
}

// value returns a scan of a key and an encoded value.
func value[T any](d *database, what string, decode func(key string, value []byte) (T, error)) func(row) (T, error) {
	return func(r row) (v T, err error) {
		var key string
		var encoded []byte
		if err := r.Scan(&key, &encoded); err != nil {
			return v, err
		}
		v, err = decode(key, encoded)
		return v, d.corrupt(what, key, err)
	}
}

// first returns the first of some values, if there is one.
func first[T any](list []T, err error) (v T, ok bool, _ error) {
	if err != nil || len(list) == 0 {
		return v, false, err
	}
	return list[0], true, nil
}

// corrupt returns the error of a value that does not decode.
func (d *database) corrupt(what, key string, err error) error {
	if err == nil {
		return nil
	}
	return &finalError{fmt.Errorf("%s: %s %q: %w: %w", d.address, what, key, err, store.ErrCorrupt)}
}
