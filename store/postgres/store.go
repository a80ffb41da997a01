package postgres

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/quo-import/quo-import/store"
)

// Options are the options of Open. The zero value is valid.
type Options struct {
	// ReadOnly: never create or change anything. No lease is needed, and what is read
	// is as of the moment of the first read, whatever is committed meanwhile.
	ReadOnly  bool
	MustExist bool   // never create a state: one that is missing is fs.ErrNotExist
	Version   string // of the program, stored with a state that is created
	// Patience is how long a read or a commit is tried again while the database does
	// not answer; 0 is a minute. Open tries for a tenth of it.
	Patience time.Duration
}

const defaultPatience = time.Minute

// Store is an open state. Its methods can be called concurrently.
type Store struct {
	db     *database
	opts   Options
	state  int32  // its number in the tables
	lease  *lease // nil for reading only
	moment moment // without a lease
	closed atomic.Bool

	// mu is held for reading by View: nobody else writes while this process has the
	// lease, so that what View reads is of one moment while this process does not
	// commit.
	mu      sync.RWMutex
	journal journals // guarded by mu
	unsure  bool     // guarded by mu: the outcome of the last commit is not known
}

// Open opens the state at an address. Unless it is opened read-only or must exist, a
// state that is missing is created, and so are the tables.
//
// Errors are fs.ErrNotExist (there is no state yet, and none is to be created),
// store.ErrLocked, store.ErrNewer, or say why the database does not answer.
func Open(ctx context.Context, address *Address, opts Options) (*Store, error) {
	return open(ctx, address, opts, migrations())
}

func open(ctx context.Context, address *Address, opts Options, steps []string) (*Store, error) {
	if opts.Patience <= 0 {
		opts.Patience = defaultPatience
	}
	pool, err := pgxpool.NewWithConfig(ctx, address.config.Copy())
	if err != nil {
		return nil, fmt.Errorf("open state %s: %w", address, err)
	}
	s := &Store{db: &database{address: address, pool: pool, patience: opts.Patience}, opts: opts}
	s.db.opening.Store(true)
	if err := s.open(ctx, steps); err != nil {
		pool.Close()
		return nil, opened(address, err)
	}
	s.db.opening.Store(false)
	return s, nil
}

func (s *Store) open(ctx context.Context, steps []string) error {
	exists, err := s.db.prepare(ctx, steps, !s.opts.ReadOnly && !s.opts.MustExist)
	switch {
	case err != nil:
		return err
	case !exists:
		return s.noState()
	case s.opts.ReadOnly:
		return s.find(ctx)
	}
	s.lease, err = take(ctx, s.db, s.opts.Version, s.opts.MustExist)
	switch {
	case errors.Is(err, errNotThere):
		return s.noState()
	case err != nil:
		return err
	}
	s.state = s.lease.state
	s.lease.keep(ctx)
	return nil
}

// find finds the state for reading. One that nothing was written into is none.
func (s *Store) find(ctx context.Context) error {
	err := s.db.retry(ctx, func(ctx context.Context, conn *pgxpool.Conn) error {
		return conn.QueryRow(ctx, "SELECT state FROM quo_import.states WHERE name = $1 AND commits > 0", s.db.address.state).Scan(&s.state)
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return s.noState()
	}
	return err
}

func (s *Store) noState() error {
	return fmt.Errorf("%s holds no state yet: %w", s.db.address, fs.ErrNotExist)
}

// Created reports whether Open created the state.
func (s *Store) Created() bool { return s.lease != nil && s.lease.created }

// Path returns the address of the state, without user and password.
func (s *Store) Path() string { return s.db.address.String() }

// Held returns nil if no other process can write the state now and for some seconds:
// the lease was renewed lately, or it is renewed now. It is called before each request
// that writes to Quo. store.ErrLocked: another process has the state.
func (s *Store) Held(ctx context.Context) error {
	if s.lease == nil {
		return store.ErrReadOnly
	}
	return s.lease.held(ctx)
}

// Close ends the lease and closes the connections. A state that was created and not
// written is removed. A second call returns store.ErrClosed.
func (s *Store) Close() error {
	if s.closed.Swap(true) {
		return store.ErrClosed
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lease != nil {
		_ = s.lease.release(context.Background()) // it expires
	}
	s.moment.end()
	s.db.pool.Close()
	return nil
}

// usable returns why the state cannot be used, nil if it can.
func (s *Store) usable(ctx context.Context) error {
	if s.closed.Load() {
		return store.ErrClosed
	}
	return ctx.Err()
}

// reading wraps the error of a read.
func reading(what string, err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	return fmt.Errorf("read %s of the state: %w", what, err)
}
