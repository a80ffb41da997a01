package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/quo-import/quo-import/importer/plan"
	"github.com/quo-import/quo-import/importer/report/page"
	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/importer/rows/formats"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
	"github.com/quo-import/quo-import/quo/sandbox"
	"github.com/quo-import/quo-import/ratelimit"
	"github.com/quo-import/quo-import/store"
	"github.com/quo-import/quo-import/store/bolt"
)

// session is what a run over files has open: the inputs with their mappers,
// the API, the state. It is put together step by step, so that what is wrong
// with the files is said before a key is asked for.
type session struct {
	*settings
	io streams

	files     []*rows.File
	columns   []mapping.Columns // one of each file
	first     []mapping.Row     // of the first file, where a mapping is to be proposed
	mapped    *mapping.Mapping
	notes     []mapping.Note
	inputs    []plan.Input
	catalogue []quo.CustomField // nil: not known
	client    *quo.Client       // nil: no key
	limiter   *ratelimit.Limiter
	pace      page.Pace     // requests over time, for report.html
	state     *bolt.Store   // nil: none
	made      bool          // this session made the state file
	written   bool          // something was written into it
	bar       *progress     // shows how far the run is
	log       *slog.Logger  // of -v; nil: none
	temporary string        // a folder to remove at the end
	waited    time.Duration // for answers
	writes    bool          // contacts are to be written: a source must be named
}

func newSession(s *settings, io streams) *session {
	ses := &session{settings: s, io: io}
	ses.bar = newProgress(ses)
	if s.verbose {
		ses.log = newLog(ses.bar)
	}
	return ses
}

// open opens files and mapping, the API where there is a key, and compiles.
// keyNeeded asks for the key where it is not given.
func open(ctx context.Context, s *settings, io streams, paths []string, keyNeeded bool) (*session, error) {
	ses := newSession(s, io)
	ses.writes = keyNeeded
	for _, step := range []func() error{
		func() error { return ses.openFiles(paths) },
		ses.loadMapping,
		func() error { return ses.connect(ctx, keyNeeded) },
		func() error { return ses.compile(ctx) },
	} {
		if err := step(); err != nil {
			ses.close()
			return nil, err
		}
	}
	return ses, nil
}

func (ses *session) close() {
	for _, f := range ses.files {
		_ = f.Close()
	}
	if ses.state != nil {
		if ses.made && !ses.written {
			// Removed while the lock is held, so that nobody can have opened it.
			_ = os.Remove(ses.state.Path())
		}
		_ = ses.state.Close()
	}
	if ses.temporary != "" {
		_ = os.RemoveAll(ses.temporary)
	}
}

func (ses *session) openFiles(paths []string) error {
	for _, path := range paths {
		f, err := formats.Open(path, rows.Options{
			Encoding: ses.encoding, Delimiter: ses.delimiter, HeaderRow: ses.headerRow,
			Sheet: ses.sheet, JSONPath: ses.jsonPath, Stdin: ses.io.In,
		})
		if errors.Is(err, rows.ErrEmpty) {
			return &codeError{exitStopped, err}
		}
		if err != nil {
			return &codeError{exitUsage, err}
		}
		ses.files = append(ses.files, f)
	}
	return nil
}

// loadMapping reads the mapping file, and takes its options for flags that
// were not given.
func (ses *session) loadMapping() error {
	if ses.mapping == "" {
		return nil
	}
	f, err := os.Open(ses.mapping)
	if err != nil {
		return usage("the mapping: %w", err)
	}
	defer f.Close()
	if ses.mapped, err = mapping.Load(ses.mapping, f, checkOption); err != nil {
		return err
	}
	if err := ses.fromMapping(ses.mapped); err != nil {
		return err
	}
	return ses.validate()
}

// connect makes the client and fetches the custom fields.
func (ses *session) connect(ctx context.Context, keyNeeded bool) error {
	if ses.sandbox && ses.sandboxless {
		return usage("--sandbox is for import, check and map: a sandbox inside the process begins empty. Start one that stays with quo-import sandbox, and name it with --base-url")
	}
	if err := ses.readFields(); err != nil {
		return err
	}
	opts := quo.Options{BaseURL: ses.baseURL, Log: ses.log, UserAgent: "quo-import/" + version}
	var err error
	if ses.sandbox {
		err = ses.useSandbox(&opts)
	} else {
		asked := time.Now()
		opts.Key, err = ses.apiKey(ses.io, keyNeeded)
		ses.waited += time.Since(asked)
	}
	if err != nil || opts.Key == "" {
		return err
	}
	ses.limiter = ratelimit.New(ratelimit.Options{Rate: ses.rate})
	opts.Before, opts.Observe = ses.pace.Watch(ses.limiter.Wait, ses.limiter.Observe)
	if ses.client, err = quo.New(opts); err != nil {
		return &codeError{exitUsage, err}
	}
	if ses.catalogue == nil {
		return ses.fetchFields(ctx)
	}
	return nil
}

func (ses *session) fetchFields(ctx context.Context) error {
	var err error
	ses.catalogue, err = patient(ctx, ses.client.CustomFields)
	if err != nil {
		return fmt.Errorf("asking %s for the custom fields: %w", ses.client.BaseURL(), err)
	}
	if ses.catalogue == nil {
		ses.catalogue = []quo.CustomField{}
	}
	return nil
}

// readFields takes the catalogue from --fields.
func (ses *session) readFields() error {
	if ses.fields == "" {
		return nil
	}
	text, err := os.ReadFile(ses.fields)
	if err != nil {
		return usage("--fields: %w", err)
	}
	if err := json.Unmarshal(text, &ses.catalogue); err != nil {
		return usage("--fields: %s is not the output of quo-import fields --json: %w", ses.fields, err)
	}
	return nil
}

// useSandbox puts a stand-in for Quo into the process, with the custom fields
// of --fields, else of the mapping.
func (ses *session) useSandbox(opts *quo.Options) error {
	var fields []sandbox.Field
	for _, f := range ses.catalogue {
		fields = append(fields, sandbox.Field{Name: f.Name, Key: f.Key, Type: string(f.Type)})
	}
	if ses.catalogue == nil && ses.mapped != nil {
		for _, f := range ses.mapped.Custom {
			fields = append(fields, sandbox.Field{Name: f.Target, Type: fieldType(f)})
		}
	}
	opts.Transport = sandbox.New(sandbox.Options{Fields: fields}).RoundTripper()
	opts.BaseURL, opts.Key = "http://127.0.0.1:8484", "sandbox"
	if ses.flags.Lookup("state") == nil || ses.flags.Changed("state") {
		return nil
	}
	dir, err := os.MkdirTemp("", "quo-import-sandbox-*")
	if err != nil {
		return err
	}
	ses.temporary, ses.settings.state = dir, filepath.Join(dir, "quo-import.db")
	return nil
}

// openState opens the state for writing, and makes it where that is allowed.
func (ses *session) openState() error {
	path, err := filepath.Abs(ses.settings.state)
	if err != nil {
		return err
	}
	_, err = os.Stat(path)
	missing := errors.Is(err, fs.ErrNotExist)
	if missing && ses.requireState {
		return &codeError{exitStopped, fmt.Errorf("there is no state file %s, and --require-state is set: is the path right? The first run is without it; quo-import state rebuild makes a lost state from Quo", path)}
	}
	ses.state, err = bolt.Open(path, bolt.Options{Version: version})
	if err != nil {
		return err
	}
	ses.made = missing
	return ses.sameHost()
}

// sameHost refuses a state of another API.
func (ses *session) sameHost() error {
	ws, err := ses.state.Workspace(context.Background())
	if err != nil || ses.client == nil {
		return err
	}
	is := ses.client.BaseURL()
	if ws.BaseURL != "" && ws.BaseURL != is && !ses.acceptWorkspace {
		return &codeError{exitStopped, fmt.Errorf("the state %s is of %s, this run would write to %s: use another state file (-s), or say --accept-workspace", ses.state.Path(), ws.BaseURL, is)}
	}
	return nil
}

// lookAtState opens the state read-only, where there is one that can be read.
func (ses *session) lookAtState() error {
	path, err := filepath.Abs(ses.settings.state)
	if err != nil {
		return err
	}
	st, err := bolt.Open(path, bolt.Options{ReadOnly: true, Version: version})
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if ses.requireState {
			return &codeError{exitStopped, fmt.Errorf("there is no state file %s, and --require-state is set", path)}
		}
		return nil
	case errors.Is(err, store.ErrLocked):
		warn(ses.io, "%v: checking without it", err)
		return nil
	case err != nil:
		return err
	}
	ses.state = st
	return ses.sameHost()
}
