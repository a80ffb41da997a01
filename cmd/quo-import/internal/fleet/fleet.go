// Package fleet runs the jobs of a jobs file on several machines. Jobs are in a
// PostgreSQL database, and River is what queues, schedules and retries them
// (docs/adr/0018-river.md).
//
// Start with Open. Fleet.Apply puts the jobs of a file into the database, Worker runs
// them, and Fleet.Status shows what became of them. What a job does is passed in, as for
// jobs.Runner. Keys are never in the database, only where a worker finds them.
//
// Two workers never import into one state at the same time: the state has a lock or a
// lease of its own, and a job that finds it held waits. River alone does not promise
// that: it gives a job of a worker that is thought dead to another.
package fleet

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
	"github.com/riverqueue/river/rivertype"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/jobs"
	"github.com/quo-import/quo-import/ratelimit"
)

// Fleet is the database of a fleet. It may be used concurrently.
type Fleet struct {
	pool   *pgxpool.Pool
	client *river.Client[pgx.Tx] // that inserts and lists
}

// table has the jobs that were applied. River's own tables are beside it.
const table = `
CREATE TABLE IF NOT EXISTS quo_import_job (
	name text COLLATE "C" PRIMARY KEY,
	spec jsonb NOT NULL,
	applied_at timestamptz NOT NULL DEFAULT now()
)`

// Open opens the database at a URL, or as the variables PGHOST and so on have it, and
// creates or upgrades its tables. The password is in no error.
func Open(ctx context.Context, url string) (_ *Fleet, err error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, errors.New("the address of the database is not valid: write it as postgres://user@host/database")
	}
	// A pooler in transaction mode keeps no prepared statement.
	config.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeExec
	f := &Fleet{}
	if f.pool, err = pgxpool.NewWithConfig(ctx, config); err != nil {
		return nil, err
	}
	if err := f.prepareOnce(ctx); err != nil {
		f.pool.Close()
		return nil, fmt.Errorf("the database on %s: %w", config.ConnConfig.Host, err)
	}
	return f, nil
}

// prepareOnce creates or upgrades the tables. Of several workers that begin at once in
// an empty database some see what another is creating, and try again.
func (f *Fleet) prepareOnce(ctx context.Context) (err error) {
	attempts := ratelimit.Attempts{Max: 8}
	for {
		var pg *pgconn.PgError
		err = f.prepare(ctx)
		if !errors.As(err, &pg) || !isOfAnother(pg.Code) || !attempts.Next(ctx) {
			return err
		}
	}
}

// isOfAnother reports whether an error may come of tables that another worker is creating:
// they are there already or not there yet (class 42, but for a lack of rights), or the
// database gave up one of the two.
func isOfAnother(code string) bool {
	const noRight, twice, deadlock = "42501", "23505", "40P01"
	return strings.HasPrefix(code, "42") && code != noRight || code == twice || code == deadlock
}

func (f *Fleet) prepare(ctx context.Context) (err error) {
	driver := riverpgxv5.New(f.pool)
	migrator, err := rivermigrate.New(driver, &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	if _, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return err
	}
	if _, err := f.pool.Exec(ctx, table); err != nil {
		return err
	}
	f.client, err = river.NewClient(driver, &river.Config{Logger: slog.New(slog.DiscardHandler)})
	return err
}

// Close closes the connections.
func (f *Fleet) Close() { f.pool.Close() }

// Changes are the names of the jobs that Apply changed.
type Changes struct{ Added, Changed, Removed, Same []string }

// Apply makes the jobs in the database those of a list: others are removed, and run no
// more; what is running ends as it began. With now, each job is queued at once.
func (f *Fleet) Apply(ctx context.Context, list []*jobs.Job, now bool) (c Changes, err error) {
	err = pgx.BeginFunc(ctx, f.pool, func(tx pgx.Tx) error {
		c = Changes{}
		before, err := specs(ctx, tx)
		if err != nil {
			return err
		}
		for _, j := range list {
			s := specOf(j)
			text, err := json.Marshal(s)
			if err != nil {
				return err
			}
			old, known := before[j.Name]
			delete(before, j.Name)
			switch {
			case !known:
				c.Added = append(c.Added, j.Name)
			case !reflect.DeepEqual(old, s):
				c.Changed = append(c.Changed, j.Name)
			default:
				c.Same = append(c.Same, j.Name)
			}
			if _, err := tx.Exec(ctx, `INSERT INTO quo_import_job (name, spec) VALUES ($1, $2::jsonb)
				ON CONFLICT (name) DO UPDATE SET spec = excluded.spec, applied_at = now() WHERE quo_import_job.spec <> excluded.spec`, j.Name, string(text)); err != nil {
				return err
			}
			if now {
				if _, err := f.client.InsertTx(ctx, tx, args{Job: j.Name, State: j.State}, nil); err != nil {
					return err
				}
			}
		}
		for name := range before {
			c.Removed = append(c.Removed, name)
			if _, err := tx.Exec(ctx, `DELETE FROM quo_import_job WHERE name = $1`, name); err != nil {
				return err
			}
		}
		slices.Sort(c.Removed)
		return nil
	})
	return c, err
}

// querier is a pool or a transaction.
type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

// specs returns the jobs in the database by name.
func specs(ctx context.Context, db querier) (map[string]spec, error) {
	rows, err := db.Query(ctx, `SELECT name, spec FROM quo_import_job`)
	if err != nil {
		return nil, err
	}
	list := map[string]spec{}
	var name string
	var s spec
	_, err = pgx.ForEachRow(rows, []any{&name, &s}, func() error {
		if s.Version > specVersion {
			return fmt.Errorf("the job %s was applied by a newer quo-import: install that version", name)
		}
		list[name] = s
		s = spec{}
		return nil
	})
	return list, err
}

// Status is what became of a job in the fleet.
type Status struct {
	Job   *jobs.Job
	State string    // of the queue: available, running, retryable …; "" if it was never queued
	At    time.Time // when it ended, began or will begin, by State; zero if it was never queued
	By    string    // the worker that runs it or ran it
	Error string    // of the last attempt
	Next  time.Time // by its schedule; zero for none
}

// Status returns the jobs in the database by name, each with its last entry in the
// queue.
func (f *Fleet) Status(ctx context.Context, now time.Time) (list []Status, err error) {
	all, err := specs(ctx, f.pool)
	if err != nil {
		return nil, err
	}
	rows, err := f.pool.Query(ctx, `SELECT DISTINCT ON (args->>'job') args->>'job', id FROM river_job WHERE kind = $1 ORDER BY args->>'job', id DESC`, args{}.Kind())
	if err != nil {
		return nil, err
	}
	last := map[string]int64{}
	var name string
	var id int64
	if _, err := pgx.ForEachRow(rows, []any{&name, &id}, func() error { last[name] = id; return nil }); err != nil {
		return nil, err
	}
	for name := range all {
		j := all[name].job(name)
		s := Status{Job: j, Next: j.Next(now)}
		if id, queued := last[name]; queued {
			row, err := f.client.JobGet(ctx, id)
			if err == nil {
				s.add(row)
			} else if !errors.Is(err, rivertype.ErrNotFound) {
				return nil, err
			}
		}
		list = append(list, s)
	}
	slices.SortFunc(list, func(a, b Status) int { return strings.Compare(a.Job.Name, b.Job.Name) })
	return list, nil
}

func (s *Status) add(row *rivertype.JobRow) {
	s.State, s.At = string(row.State), row.ScheduledAt
	if row.State == rivertype.JobStateRunning && row.AttemptedAt != nil {
		s.At = *row.AttemptedAt
	}
	if row.FinalizedAt != nil {
		s.At = *row.FinalizedAt
	}
	if n := len(row.AttemptedBy); n > 0 {
		s.By = row.AttemptedBy[n-1]
	}
	if n := len(row.Errors); n > 0 && row.State != rivertype.JobStateCompleted {
		s.Error = strings.TrimPrefix(row.Errors[n-1].Error, "JobCancelError: ")
	}
}
