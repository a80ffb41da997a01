package postgres

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

var (
	errSeq     = errors.New("its number is not that of the runs before plus one")
	errChanged = errors.New("the connection was lost, and the state was changed meanwhile: run the command again")
)

// code returns the SQLSTATE of an error, "" if the server did not send it.
func code(err error) string {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return e.Code
	}
	return ""
}

// transient reports whether the same may succeed later: the connection was lost,
// the server restarts or is full, or another transaction was in the way.
func transient(err error) bool {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return slices.Contains([]string{"08", "40", "53", "57", "58"}, e.Code[:2]) && e.Code != "57014"
	}
	if e, ok := errors.AsType[*net.DNSError](err); ok && e.IsNotFound {
		return false
	}
	if _, ok := errors.AsType[*pgconn.ParseConfigError](err); ok {
		return false
	}
	return !ours(err)
}

// ours reports whether an error comes from this package or its caller, and not from
// the connection.
func ours(err error) bool {
	_, final := errors.AsType[*finalError](err)
	return final || errors.Is(err, context.Canceled) || errors.Is(err, pgx.ErrNoRows)
}

// finalError is an error that no further attempt changes.
type finalError struct{ error }

func (e *finalError) Unwrap() error { return e.error }

// lost reports whether an error leaves open what became of the statement: without an
// answer of the server, or with one that ends the session.
func lost(err error) bool {
	e, ok := errors.AsType[*pgconn.PgError](err)
	if !ok {
		return !ours(err)
	}
	return e.Severity == "FATAL" || e.Severity == "PANIC" || e.Code[:2] == "08" || e.Code[:2] == "57" && e.Code != "57014" || e.Code[:2] == "58"
}

// cause returns what a person needs of an error of connecting, which lists every
// attempt of it.
func cause(err error) error {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return fmt.Errorf("%s (SQLSTATE %s)", e.Message, e.Code)
	}
	if e, ok := errors.AsType[*net.OpError](err); ok {
		return e
	}
	return err
}

// opened translates the errors of connecting and of the first statements.
func opened(a *Address, err error) error {
	e, ok := errors.AsType[*pgconn.PgError](err)
	switch {
	case !ok:
		return err
	case e.Code == "3D000":
		return fmt.Errorf("open state %s: there is no such database: create it, or correct the address", a)
	case e.Code[:2] == "28":
		return fmt.Errorf("open state %s: the database refuses the user or password: %s", a, e.Message)
	case e.Code == "25006":
		return fmt.Errorf("open state %s: the database is read-only, as a standby is: pass the address of the primary", a)
	case e.Code == "42501":
		return fmt.Errorf("open state %s: the user may not do that: %s; the owner of the database can run: CREATE SCHEMA quo_import AUTHORIZATION %s", a, e.Message, quoted(a.config.ConnConfig.User))
	}
	return fmt.Errorf("open state %s: %w", a, err)
}
