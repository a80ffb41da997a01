package postgres

import (
	"context"
	"fmt"
	"io/fs"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/quo-import/quo-import/store"
	"github.com/quo-import/quo-import/store/codec"
)

// Info describes one of the states of a database.
type Info struct {
	Name    string
	Path    string // its address, as messages have it
	BaseURL string // of its workspace, "" if it is not known
	Records int
	Last    *store.Run // nil: it has no runs
	Holder  *Holder    // nil: no process writes it
}

// Holder is the process that writes a state.
type Holder struct {
	PID   int
	Host  string
	Since time.Time
}

// States returns the states of a database, sorted by name; that of the address does not
// matter. A database without tables is fs.ErrNotExist.
func States(ctx context.Context, address *Address) ([]Info, error) {
	pool, err := pgxpool.NewWithConfig(ctx, address.config.Copy())
	if err != nil {
		return nil, fmt.Errorf("read the states of %s: %w", address, err)
	}
	defer pool.Close()
	d := &database{address: address, pool: pool, patience: defaultPatience}
	d.opening.Store(true)
	exists, err := d.prepare(ctx, migrations(), false)
	if err == nil && !exists {
		err = fmt.Errorf("%s holds no state yet: %w", address, fs.ErrNotExist)
	}
	if err != nil {
		return nil, opened(address, err)
	}
	var list []Info
	err = d.retry(ctx, func(ctx context.Context, conn *pgxpool.Conn) error {
		list, err = collect(ctx, conn, d.info, `
			SELECT s.name, s.base_url, (SELECT count(*) FROM quo_import.records r WHERE r.state = s.state),
				(SELECT r.value FROM quo_import.runs r WHERE r.state = s.state ORDER BY r.seq DESC LIMIT 1),
				CASE WHEN s.expires > clock_timestamp() THEN s.host END, coalesce(s.pid, 0), coalesce(s.since, s.created)
			FROM quo_import.states s WHERE s.commits > 0 ORDER BY s.name`)
		return err
	})
	return list, opened(address, err)
}

// info scans a row of States.
func (d *database) info(r row) (i Info, err error) {
	var run []byte
	var host *string
	var h Holder
	if err := r.Scan(&i.Name, &i.BaseURL, &i.Records, &run, &host, &h.PID, &h.Since); err != nil {
		return i, err
	}
	i.Path = displayName(d.address.config.ConnConfig, i.Name)
	if host != nil {
		h.Host, i.Holder = *host, &h
	}
	if run != nil {
		last, err := codec.DecodeJSON[store.Run](run)
		if err != nil {
			return i, d.corrupt("the last run of", i.Name, err)
		}
		i.Last = &last
	}
	return i, nil
}
