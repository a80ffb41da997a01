package postgres

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Address is a database and the name of a state in it, "" for none (ParseDatabase).
type Address struct {
	config *pgxpool.Config
	state  string
	lease  time.Duration
	name   string
}

// The lease of a process that died keeps others out for this long, unless the
// address has another duration.
const (
	defaultLease  = 30 * time.Second
	shortestLease = time.Second
	longestLease  = 10 * time.Minute
)

// maxConns is how many connections a Store opens at most, unless the address has
// pool_max_conns: one writes, one renews the lease, the others look up rows.
const maxConns = 4

// IsAddress reports whether a text is an address, as opposed to the path of a file.
func IsAddress(text string) bool {
	return strings.HasPrefix(text, "postgres://") || strings.HasPrefix(text, "postgresql://")
}

// stateName matches the names that a state may have, of at most maxStateName characters:
// they stand in addresses, messages and scripts, and need no quoting there.
var stateName = regexp.MustCompile(`^[\pL\pN][\pL\pN._-]*$`)

const maxStateName = 63

// ErrWhichState is the error of an address that names a database, and no state in it.
var ErrWhichState = errors.New("which state? A database holds one for each workspace: add ?state=NAME")

// ParseAddress reads an address: a URL as libpq understands it, and the parameters
// state, the name of the state, and lease, a duration. What the URL leaves out comes
// from PGHOST and so on, as in libpq. An error never contains the password.
func ParseAddress(text string) (*Address, error) {
	a, err := ParseDatabase(text)
	if err == nil && a.state == "" {
		err = fmt.Errorf("%s: %w", a, ErrWhichState)
	}
	if err != nil {
		return nil, err
	}
	return a, nil
}

// ParseDatabase is ParseAddress for an address that need not name a state. Open does not
// take one without.
func ParseDatabase(text string) (*Address, error) {
	base, query, _ := strings.Cut(text, "?")
	values, err := url.ParseQuery(query)
	if err != nil {
		return nil, errors.New("postgres://…: the part after ? cannot be read: write special characters as %XX")
	}
	a := &Address{state: values.Get("state"), lease: defaultLease}
	if text := values.Get("lease"); text != "" {
		a.lease, err = time.ParseDuration(text)
		if err != nil || a.lease < shortestLease || a.lease > longestLease {
			return nil, fmt.Errorf("postgres://…: lease=%s is not a duration from %s to %s, such as 30s", text, shortestLease, longestLease)
		}
	}
	if len(values["state"]) > 1 {
		return nil, errors.New("postgres://…: state= is there twice: pass one")
	}
	values.Del("state")
	values.Del("lease")
	if a.config, err = parse(base + "?" + values.Encode()); err != nil {
		return nil, err
	}
	a.name = displayName(a.config.ConnConfig, a.state)
	if a.state != "" && (!stateName.MatchString(a.state) || utf8.RuneCountInString(a.state) > maxStateName) {
		return nil, fmt.Errorf("%s: the name of a state has letters, digits, dots, dashes and underscores, at most %d", a.name, maxStateName)
	}
	if !values.Has("pool_max_conns") {
		a.config.MaxConns = maxConns
	}
	return a, nil
}

// parse returns the configuration of a URL.
func parse(text string) (*pgxpool.Config, error) {
	c, err := pgxpool.ParseConfig(text)
	if err != nil {
		return nil, fmt.Errorf("postgres://…: %s", parseProblem(err))
	}
	// Through a pooler the next statement may be sent on another connection: nothing
	// is prepared there.
	c.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeExec
	c.ConnConfig.StatementCacheCapacity, c.ConnConfig.DescriptionCacheCapacity = 0, 0
	if c.ConnConfig.ConnectTimeout == 0 {
		c.ConnConfig.ConnectTimeout = attemptTimeout
	}
	if c.ConnConfig.RuntimeParams["application_name"] == "" {
		c.ConnConfig.RuntimeParams["application_name"] = "quo-import"
	}
	c.MaxConnIdleTime = time.Minute
	c.ShouldPing = func(context.Context, pgxpool.ShouldPingParams) bool { return false }
	return c, nil
}

// parseProblem returns what is wrong with a URL, without quoting it: a password with
// a character that had to be escaped may be in any part of it.
func parseProblem(err error) string {
	problem := "it cannot be read"
	if _, ok := errors.AsType[*pgconn.ParseConfigError](err); ok {
		if _, text, ok := strings.Cut(err.Error(), "`: "); ok {
			problem, _, _ = strings.Cut(text, " (")
		}
		if strings.Contains(problem, "TLS") {
			return "TLS cannot be set up: check sslmode, sslrootcert, sslcert and sslkey"
		}
	}
	return problem + " (in a user or password, write special characters as %XX, or pass them in PGUSER and PGPASSWORD)"
}

// displayName returns an address without user, password and options.
func displayName(c *pgx.ConnConfig, state string) string {
	u := url.URL{Scheme: "postgres", Host: c.Host, Path: "/" + c.Database}
	port := strconv.Itoa(int(c.Port))
	var query []string
	switch usual := c.Port == 5432; {
	case strings.HasPrefix(c.Host, "/"): // a socket
		u.Host, query = "", []string{"host=" + c.Host}
		if !usual {
			query = append(query, "port="+port)
		}
	case !usual:
		u.Host = net.JoinHostPort(c.Host, port)
	case strings.Contains(c.Host, ":"):
		u.Host = "[" + c.Host + "]"
	}
	if state != "" {
		query = append(query, "state="+state)
	}
	u.RawQuery = strings.Join(query, "&")
	return u.String()
}

// String returns the address as messages have it: host, database and state, never
// user or password.
func (a *Address) String() string { return a.name }
