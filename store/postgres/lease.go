package postgres

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"sync"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/quo-import/quo-import/store"
)

// lease is the right of this process to write a state. Its expiry is by the clock of
// the server; what this process knows of it is by its own clocks, from before the
// request that renewed it.
type lease struct {
	db       *database
	state    int32  // number of the state
	holder   string // names this lease, and no other
	duration time.Duration

	created bool // with the state, which is removed again if nothing is committed

	mu      sync.Mutex
	token   int64
	commits int64 // number of the last commit
	renewed time.Time
	lost    error // another process has taken the lease over
	stop    context.CancelFunc
	ended   chan struct{}
}

// errNotThere: there is no state, and none is to be created.
var errNotThere = errors.New("there is no state")

// take takes the lease of a state, and creates the state unless it must exist. The lease
// of a process that is known to have ended is taken over; without that knowledge it
// has to expire. version is of the program, for a state that is created.
func take(ctx context.Context, d *database, version string, mustExist bool) (*lease, error) {
	l := &lease{db: d, holder: rand.Text(), duration: d.address.lease, ended: make(chan struct{})}
	for dead := ""; ; {
		err := d.retry(ctx, func(ctx context.Context, conn *pgxpool.Conn) error {
			return l.take(ctx, conn, dead, version, mustExist)
		})
		if !errors.Is(err, pgx.ErrNoRows) {
			return l, err
		}
		holder, err := holderOf(ctx, d)
		switch {
		case errors.Is(err, pgx.ErrNoRows) && mustExist:
			return nil, errNotThere
		case errors.Is(err, pgx.ErrNoRows):
			continue // it was free a moment ago
		case err != nil:
			return nil, err
		case holder.id == dead, !holder.dead():
			return nil, holder.locked(d.address)
		}
		dead = holder.id
	}
}

// take makes one attempt. It is repeatable: a lease that this process has already is
// taken again.
func (l *lease) take(ctx context.Context, conn *pgxpool.Conn, dead, version string, mustExist bool) error {
	const mayTake = `(s.holder IS NULL OR s.expires < clock_timestamp() OR s.holder IN ($1, $2))`
	const take = `holder = $1, host = $3, pid = $4, machine = $5, since = now(), expires = clock_timestamp() + make_interval(secs => $6), token = s.token + 1`
	statement := `INSERT INTO quo_import.states AS s (name, created, version, holder, host, pid, machine, since, expires, token)
		VALUES ($7, now(), $8, $1, $3, $4, $5, now(), clock_timestamp() + make_interval(secs => $6), 1)
		ON CONFLICT (name) DO UPDATE SET ` + take + ` WHERE ` + mayTake
	if mustExist {
		statement = `UPDATE quo_import.states AS s SET ` + take + ` WHERE s.name = $7 AND s.commits > 0 AND $8::text IS NOT NULL AND ` + mayTake
	}
	host, _ := os.Hostname()
	asked := time.Now()
	err := conn.QueryRow(ctx, statement+` RETURNING state, token, commits`, l.holder, dead, host, os.Getpid(), machine(),
		l.duration.Seconds(), l.db.address.state, version).Scan(&l.state, &l.token, &l.commits)
	l.renewed, l.created = asked, l.commits == 0
	return err
}

// holder is the process that has a lease.
type holder struct {
	id, host, machine string
	pid               int
	since             time.Time
	held, left        time.Duration // since when, and until when
}

// holderOf returns the process that has the lease of the state, pgx.ErrNoRows if none has.
func holderOf(ctx context.Context, d *database) (h holder, err error) {
	var held, left float64
	err = d.retry(ctx, func(ctx context.Context, conn *pgxpool.Conn) error {
		return conn.QueryRow(ctx, `SELECT holder, host, machine, pid, since, extract(epoch FROM clock_timestamp() - since)::float8, extract(epoch FROM expires - clock_timestamp())::float8
			FROM quo_import.states WHERE name = $1 AND holder IS NOT NULL`, d.address.state).Scan(&h.id, &h.host, &h.machine, &h.pid, &h.since, &held, &left)
	})
	h.held, h.left = time.Duration(held*float64(time.Second)), time.Duration(left*float64(time.Second))
	return h, err
}

func (h *holder) locked(a *Address) error {
	return &store.LockedError{Path: a.String(), PID: h.pid, Host: h.host, Since: h.since, Age: h.held, Frees: max(h.left, time.Second)}
}

// machine names what process ids are of: the boot and the namespace, as far as the
// system tells. A host's name is no proof: containers share names.
func machine() string {
	boot, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return ""
	}
	space, err := os.Readlink("/proc/self/ns/pid")
	if err != nil {
		return ""
	}
	return string(boot[:max(0, len(boot)-1)]) + " " + space
}

// dead reports whether a process is known to have ended: it was one of this machine.
func (h *holder) dead() bool {
	if h.machine == "" || h.machine != machine() || h.pid == os.Getpid() {
		return false
	}
	p, err := os.FindProcess(h.pid)
	if err != nil {
		return true
	}
	return errors.Is(p.Signal(syscall.Signal(0)), os.ErrProcessDone)
}

// keep renews the lease until release: between two commits, minutes may pass.
func (l *lease) keep(ctx context.Context) {
	ctx, l.stop = context.WithCancel(context.WithoutCancel(ctx))
	go func() {
		defer close(l.ended)
		for pause(ctx, l.duration/4) == nil {
			if l.age() < l.duration/4 {
				continue // by a commit
			}
			if err := l.renew(ctx); err != nil && ctx.Err() == nil && l.lostError() != nil {
				return
			}
		}
	}()
}

// renew extends the lease.
func (l *lease) renew(ctx context.Context) error {
	asked := time.Now()
	renewed := false
	err := l.db.retry(ctx, func(ctx context.Context, conn *pgxpool.Conn) error {
		asked = time.Now()
		tag, err := conn.Exec(ctx, `UPDATE quo_import.states SET expires = clock_timestamp() + make_interval(secs => $3) WHERE state = $1 AND holder = $2`,
			l.state, l.holder, l.duration.Seconds())
		renewed = tag.RowsAffected() == 1
		return err
	})
	switch {
	case err != nil:
		return err
	case !renewed:
		return l.lose(ctx)
	}
	l.extend(asked)
	return nil
}

// fence gives the lease a new token, so that a commit that was sent with the old one
// fails if it has not happened, and learns the number of the last commit.
func (l *lease) fence(ctx context.Context) error {
	var token, commits int64
	asked := time.Now()
	err := l.db.retry(ctx, func(ctx context.Context, conn *pgxpool.Conn) error {
		asked = time.Now()
		return conn.QueryRow(ctx, `UPDATE quo_import.states SET token = token + 1, expires = clock_timestamp() + make_interval(secs => $3)
			WHERE state = $1 AND holder = $2 RETURNING token, commits`, l.state, l.holder, l.duration.Seconds()).Scan(&token, &commits)
	})
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return l.lose(ctx)
	case err != nil:
		return err
	}
	l.mu.Lock()
	l.token, l.commits = token, commits
	l.mu.Unlock()
	l.extend(asked)
	return nil
}

// lose notes that the lease is another process's, and returns the error that every
// further use has.
func (l *lease) lose(ctx context.Context) error {
	by, self := "another run", "this one"
	if h, err := holderOf(ctx, l.db); err == nil {
		by, self = fmt.Sprintf("process %d on host %s", h.pid, h.host), "this run"
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.lost == nil {
		l.lost = fmt.Errorf("%s was taken over by %s because %s did not renew its lease of %s: nothing more is written, and the other run looks up what was in flight: %w",
			l.db.address, by, self, l.duration, store.ErrLocked)
	}
	return l.lost
}

func (l *lease) lostError() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lost
}

// extend notes that the lease was renewed by a request that was sent at that time.
func (l *lease) extend(asked time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if asked.After(l.renewed) {
		l.renewed = asked
	}
}

// age returns how long ago the lease was renewed, by the later of two clocks: the
// monotonic clock stands still while a machine sleeps, and the other may be set back.
func (l *lease) age() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	return max(now.Sub(l.renewed), now.Round(0).Sub(l.renewed.Round(0)))
}

// held returns nil if the lease is surely this process's for some time to come, and
// renews it if that is not sure.
func (l *lease) held(ctx context.Context) error {
	if err := l.lostError(); err != nil {
		return err
	}
	if l.age() < l.duration/2 {
		return nil
	}
	return l.renew(ctx)
}

// release ends the lease. A state that nothing was written into is removed.
func (l *lease) release(ctx context.Context) error {
	if l.stop != nil {
		l.stop()
		<-l.ended
	}
	if l.lostError() != nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, releasePatience)
	defer cancel()
	return l.db.retry(ctx, func(ctx context.Context, conn *pgxpool.Conn) error {
		_, err := conn.Exec(ctx, `WITH removed AS (DELETE FROM quo_import.states WHERE state = $1 AND holder = $2 AND commits = 0)
			UPDATE quo_import.states SET holder = NULL, host = NULL, pid = NULL, machine = NULL, since = NULL, expires = NULL WHERE state = $1 AND holder = $2 AND commits > 0`,
			l.state, l.holder)
		return err
	})
}

// releasePatience: a lease that cannot be released expires.
const releasePatience = 5 * time.Second
