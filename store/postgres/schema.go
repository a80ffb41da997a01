package postgres

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/quo-import/quo-import/store"
)

// Schema is the version of the tables. Open migrates older ones, in one
// transaction, and refuses newer ones. A migration adds to the tables and leaves
// what it finds, because programs of the version before may be running; values have
// versions of their own (package codec).
const Schema = 1

//go:embed migrations
var files embed.FS

// migrations returns the steps to Schema; the first creates the tables.
func migrations() []string {
	steps := make([]string, Schema)
	for i := range steps {
		sql, err := fs.ReadFile(files, "migrations/"+strconv.Itoa(i+1)+".sql")
		if err != nil {
			panic(err) // it is compiled in
		}
		steps[i] = string(sql)
	}
	return steps
}

// The errors of statements that use what does not exist.
const (
	undefinedTable  = "42P01"
	undefinedSchema = "3F000"
)

// version returns the version of the tables, 0 if there are none, and checks the
// encoding of the database.
func version(ctx context.Context, conn *pgxpool.Conn) (version int, err error) {
	var encoding string
	err = conn.QueryRow(ctx, "SELECT coalesce(max(version), 0), current_setting('server_encoding') FROM quo_import.schema").Scan(&version, &encoding)
	if c := code(err); c == undefinedTable || c == undefinedSchema {
		version = 0
		err = conn.QueryRow(ctx, "SELECT current_setting('server_encoding')").Scan(&encoding)
	}
	if err == nil && encoding != "UTF8" {
		err = &finalError{fmt.Errorf("the database has the encoding %s: create one with ENCODING 'UTF8'", encoding)}
	}
	return version, err
}

// prepare brings the tables to the current version. It reports whether there are any:
// without mayCreate nothing is changed.
func (d *database) prepare(ctx context.Context, steps []string, mayCreate bool) (exists bool, err error) {
	err = d.retry(ctx, func(ctx context.Context, conn *pgxpool.Conn) error {
		v, err := version(ctx, conn)
		switch {
		case err != nil:
			return err
		case v > len(steps):
			return &finalError{fmt.Errorf("%s has tables of version %d, this program knows %d: %w", d.address, v, len(steps), store.ErrNewer)}
		case v == len(steps) || !mayCreate:
			exists = v > 0
			return nil
		}
		exists = true
		return migrate(ctx, conn, steps)
	})
	return exists, err
}

// migrate runs the steps that the tables lack, and creates them if there are none.
// Of several processes that begin at once one does it, and the others wait for its
// transaction.
func migrate(ctx context.Context, conn *pgxpool.Conn, steps []string) error {
	if err := createSchema(ctx, conn); err != nil {
		return err
	}
	return pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "LOCK TABLE quo_import.schema IN EXCLUSIVE MODE"); err != nil {
			return err
		}
		var v int
		if err := tx.QueryRow(ctx, "SELECT coalesce(max(version), 0) FROM quo_import.schema").Scan(&v); err != nil {
			return err
		}
		for i, step := range steps[min(v, len(steps)):] {
			for _, statement := range statements(step) {
				if _, err := tx.Exec(ctx, statement); err != nil {
					return fmt.Errorf("migrate the tables to version %d: %w", v+i+1, err)
				}
			}
			if _, err := tx.Exec(ctx, "INSERT INTO quo_import.schema (version, migrated) VALUES ($1, now())", v+i+1); err != nil {
				return err
			}
		}
		return nil
	})
}

// createSchema creates the schema, which may exist without tables, and the table of
// versions.
func createSchema(ctx context.Context, conn *pgxpool.Conn) error {
	exists := false
	err := conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'quo_import')").Scan(&exists)
	for _, statement := range []string{
		"CREATE SCHEMA quo_import",
		"CREATE TABLE IF NOT EXISTS quo_import.schema (version integer PRIMARY KEY, migrated timestamptz NOT NULL)",
	} {
		if err == nil && !(exists && statement == "CREATE SCHEMA quo_import") {
			_, err = conn.Exec(ctx, statement)
		}
		// Another process created it at the same moment.
		if slices.Contains([]string{"42P06", "42P07", "42710", "23505"}, code(err)) {
			err = nil
		}
	}
	return err
}

// statements splits a migration: none of ours has a semicolon elsewhere.
func statements(sql string) []string {
	var list []string
	for s := range strings.SplitSeq(sql, ";\n") {
		if strings.TrimSpace(s) != "" {
			list = append(list, s)
		}
	}
	return list
}

func quoted(name string) string { return pgx.Identifier{name}.Sanitize() }
