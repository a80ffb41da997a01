package job

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/quo-import/quo-import/importer/report/page"
	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/values"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/quo/sandbox"
	"github.com/quo-import/quo-import/ratelimit"
)

// API configures the connection to Quo.
type API struct {
	BaseURL string
	// Key returns the API key, "" for none: the job then has no Client. It is called
	// once, after the files were opened.
	Key     func() (string, error)
	Rate    float64 // at most this many requests a second; 0: as many as the key allows
	Fields  string  // file with the custom fields; "": they are fetched from the API
	Sandbox bool    // a stand-in for Quo inside the process
	// Before, if set, is called before each request and may delay it: a run is paused by it.
	Before    func(context.Context) error
	Log       *slog.Logger
	UserAgent string
	Shared    *Shared // with other jobs of the process; nil: nothing
}

// Connection is a client of the API with its limiter, and the workspace's
// custom fields.
type Connection struct {
	Client    *quo.Client // nil: no key
	Limiter   *ratelimit.Limiter
	Pace      page.Pace         // requests over time
	Catalogue []quo.CustomField // nil: not known

	state atomic.Pointer[State] // that must be this process's before a request is sent; nil: any
}

// Hold makes every further request depend on a state: none is sent unless surely no
// other process writes it.
func (c *Connection) Hold(s *State) { c.state.Store(s) }

// OpenState opens a state of the workspace: for reading, or for writing, and then as
// Hold does.
func (c *Connection) OpenState(ctx context.Context, f StateFile, readOnly bool) (*State, error) {
	open := OpenState
	if readOnly {
		open = ReadState
	}
	st, err := open(ctx, f)
	if err != nil {
		return nil, err
	}
	if !readOnly {
		c.Hold(st)
	}
	if err := st.SameHost(ctx, c.Client); err != nil {
		return nil, errors.Join(err, st.Close())
	}
	return st, nil
}

// mayProceed is called before each request.
func (c *Connection) mayProceed(ctx context.Context) error {
	if s := c.state.Load(); s != nil {
		return s.held(ctx)
	}
	return nil
}

// Connect returns a connection. It sends no request.
func Connect(opts API) (*Connection, error) {
	c := &Connection{}
	return c, c.connect(opts, nil)
}

// ConnectWithFields returns a connection with the custom fields, from a file or from
// the API. A sandbox without a file gets the fields of the mapping m, which may be nil.
func ConnectWithFields(ctx context.Context, opts API, m *mapping.Mapping) (*Connection, error) {
	c := &Connection{}
	if opts.Fields != "" {
		if err := readFields(opts.Fields, &c.Catalogue); err != nil {
			return nil, err
		}
	}
	if err := c.connect(opts, m); err != nil || c.Client == nil || c.Catalogue != nil {
		return c, err
	}
	return c, c.fetchFields(ctx)
}

func (c *Connection) connect(opts API, m *mapping.Mapping) (err error) {
	o := quo.Options{BaseURL: opts.BaseURL, Log: opts.Log, UserAgent: opts.UserAgent}
	if opts.Sandbox {
		o.Transport = sandbox.New(sandbox.Options{Fields: c.sandboxFields(m)}).RoundTripper()
		o.BaseURL, o.Key = "http://127.0.0.1:8484", "sandbox"
	} else if o.Key, err = opts.Key(); err != nil || o.Key == "" {
		return err
	}
	c.Limiter = opts.Shared.limiter(o.BaseURL, o.Key, opts.Rate)
	wait := c.Limiter.Wait
	if opts.Before != nil {
		wait = func(ctx context.Context) error {
			if err := opts.Before(ctx); err != nil {
				return err
			}
			return c.Limiter.Wait(ctx)
		}
	}
	before, observe := c.Pace.Watch(wait, c.Limiter.Observe)
	o.Observe, o.Before = observe, func(ctx context.Context) error {
		if err := before(ctx); err != nil {
			return err
		}
		return c.mayProceed(ctx) // last: the wait may have been long
	}
	if c.Client, err = quo.New(o); err != nil {
		return Usagef("%w", err)
	}
	return nil
}

func (c *Connection) fetchFields(ctx context.Context) error {
	fields, err := Retry(ctx, c.Client.CustomFields)
	var api *quo.APIError
	switch {
	case errors.As(err, &api) && api.Status == http.StatusUnauthorized:
		return fmt.Errorf("%s does not know the API key: copy it again, whole, from Quo (Settings, API): %w", c.Client.BaseURL(), err)
	case err != nil:
		return fmt.Errorf("asking %s for the custom fields: %w", c.Client.BaseURL(), err)
	}
	c.Catalogue = append([]quo.CustomField{}, fields...) // not nil
	return nil
}

// maxFields is more bytes than the custom fields of a workspace have.
const maxFields = 16 << 20

// readFields reads the output of quo-import fields --json, or an answer of the API,
// which has the same list under data.
func readFields[T any](path string, list *[]T) error {
	text, err := rows.ReadSmall(path, maxFields)
	if err != nil {
		return Usagef("--fields: %w%s", err, nearFile(err, path))
	}
	var answer struct {
		Data *[]T `json:"data"`
	}
	if json.Unmarshal(text, list) == nil {
		return nil
	}
	if err := json.Unmarshal(text, &answer); err != nil || answer.Data == nil {
		return Usagef("--fields: %s is neither the output of quo-import fields --json nor an answer of %s", path, "GET /v1/contact-custom-fields")
	}
	*list = *answer.Data
	return nil
}

// SandboxFields reads the custom fields for a sandbox from a file.
func SandboxFields(path string) (list []sandbox.Field, err error) {
	return list, readFields(path, &list)
}

// sandboxFields returns the custom fields of the catalogue, else those of the mapping.
func (c *Connection) sandboxFields(m *mapping.Mapping) (fields []sandbox.Field) {
	for _, f := range c.Catalogue {
		fields = append(fields, sandbox.Field{Name: f.Name, Key: f.Key, Type: string(f.Type)})
	}
	if c.Catalogue == nil && m != nil {
		for _, f := range m.Custom {
			fields = append(fields, sandbox.Field{Name: f.Target, Type: fieldType(f)})
		}
	}
	return fields
}

// fieldType returns the probable type of a custom field, by how the mapping reads it.
func fieldType(f mapping.Field) string {
	switch {
	case f.Type != "":
		return string(f.Type)
	case len(f.Split) > 0:
		return "multi-select"
	case f.True != nil || f.False != nil:
		return "boolean"
	case len(f.Format) == 0:
		return "string"
	}
	if _, err := values.ParseNumberFormat(f.Format[0]); err == nil {
		return "number"
	}
	return "date"
}

// workspaceShown is how many numbers name a workspace.
const workspaceShown = 3

// askedFor is how long Quo may take to name the workspace: it is only for the question.
const askedFor = 10 * time.Second

// Workspace names the workspace for a person: by its phone numbers if the key may read
// them, because a key has no name; else by the address of the API.
func (c *Connection) Workspace(ctx context.Context) string {
	ctx, cancel := context.WithTimeout(ctx, askedFor)
	defer cancel()
	numbers, err := c.Client.PhoneNumbers(ctx)
	if err != nil || len(numbers) == 0 {
		return c.Client.BaseURL()
	}
	var names []string
	for _, n := range numbers[:min(len(numbers), workspaceShown)] {
		name := n.Number
		if n.Name != "" {
			name += " (" + n.Name + ")"
		}
		names = append(names, name)
	}
	text := "the workspace of " + strings.Join(names, ", ")
	if more := len(numbers) - workspaceShown; more > 0 {
		text += " and " + say.Plural(more, "more number", "more numbers")
	}
	return text
}

// Retry sends a read at the start of a run again if that may help: one lost packet
// must not fail a nightly run.
func Retry[T any](ctx context.Context, read func(context.Context) (T, error)) (T, error) {
	attempts := ratelimit.Attempts{Max: 5}
	for {
		v, err := read(ctx)
		if !quo.Classify(err).Again() || !attempts.Next(ctx) {
			return v, err
		}
	}
}
