package ui

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/importer/rows/formats"
	"github.com/quo-import/quo-import/quo"
)

// openDesk returns the desk, with the session of the file of the options.
func openDesk(opts Options, h *hub, ran func()) (*desk, error) {
	d := &desk{opts: opts, hub: h, ran: ran, sessions: sessions{opts.Folder}}
	d.secret.open(opts)
	if opts.File == "" {
		return d, nil
	}
	s, err := d.sessions.ofPath(opts.File)
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return d, d.begin(s)
}

// routes adds what pages ask for.
func (d *desk) routes(mux *http.ServeMux) {
	mux.HandleFunc("GET /api/view", func(w http.ResponseWriter, _ *http.Request) { respond(w, d.view()) })
	mux.HandleFunc("POST /api/file", d.receive)
	post(d, mux, "/api/session", d.continueSession)
	post(d, mux, "/api/session/forget", d.forget)
	post(d, mux, "/api/screen", d.setScreen)
	post(d, mux, "/api/read", d.setRead)
	post(d, mux, "/api/answer", d.setAnswer)
	post(d, mux, "/api/column", d.setColumn)
	post(d, mux, "/api/compare", d.startCompare)
	post(d, mux, "/api/adopt", d.setAdopt)
	post(d, mux, "/api/key", d.setKey)
	post(d, mux, "/api/key/forget", d.forgetKey)
	post(d, mux, "/api/run", d.beginRun)
	post(d, mux, "/api/run/pause", d.pause)
	post(d, mux, "/api/run/stop", d.stopRun)
	post(d, mux, "/api/undo", d.undo)
	post(d, mux, "/api/nightly/save", d.saveMapping)
	d.sheetRoutes(mux)
	mux.HandleFunc("GET /api/undo", handle(func(r *http.Request, _ struct{}) (any, error) {
		return d.previewUndo(r.Context(), r.URL.Query().Get("run"))
	}))
	mux.HandleFunc("GET /api/runs", handle(func(r *http.Request, _ struct{}) (any, error) { return d.past(r.Context()) }))
	mux.HandleFunc("GET /api/report", d.report)
}

// post adds a route for a change, which is answered with the revision that the page has to
// show.
func post[T any](d *desk, mux *http.ServeMux, path string, do func(context.Context, T) error) {
	mux.HandleFunc("POST "+path, handle(func(r *http.Request, in T) (any, error) {
		if err := do(r.Context(), in); err != nil {
			return nil, err
		}
		return revision{d.current()}, nil
	}))
}

type revision struct {
	Revision int `json:"revision"`
}

// begin makes a session the one that the pages work on. The caller holds the lock.
func (d *desk) begin(s *session) error {
	if err := s.save(d.opts.Now()); err != nil {
		return err
	}
	d.session, d.found = s, found{}
	_ = d.closeSheet() // of another session; temporary
	d.refresh()
	return nil
}

// change changes the session, saves it, and works out what follows.
func (d *desk) change(edit func(*session) error) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.idle(); err != nil {
		return err
	}
	if err := edit(d.session); err != nil {
		return err
	}
	if err := d.session.save(d.opts.Now()); err != nil {
		return err
	}
	d.refresh()
	return nil
}

// receive takes a file that a page sends: its bytes as they are, its name in the address.
func (d *desk) receive(w http.ResponseWriter, r *http.Request) {
	s, err := d.sessions.receive(r.URL.Query().Get("name"), http.MaxBytesReader(w, r.Body, d.opts.MostBytes))
	switch {
	case errors.As(err, new(*http.MaxBytesError)):
		respondError(w, http.StatusRequestEntityTooLarge, fmt.Errorf("the file is larger than %s MB: start quo-import ui with its path instead of sending it", say.Count(int(d.opts.MostBytes>>20))))
		return
	case err != nil:
		respondError(w, http.StatusInsufficientStorage, fmt.Errorf("the file could not be kept: %w", err))
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if err = errRunning; d.run == nil {
		err = d.begin(s)
	}
	if err != nil {
		respondError(w, http.StatusConflict, errors.Join(err, s.remove()))
		return
	}
	respond(w, revision{d.revision})
}

type sessionRequest struct {
	ID string `json:"id"` // "" leaves the session and shows the start
}

// continueSession takes up a session of before.
func (d *desk) continueSession(_ context.Context, in sessionRequest) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.run != nil {
		return errRunning
	}
	if in.ID == "" {
		d.leave()
		d.changed()
		return nil
	}
	s, err := d.sessions.ofID(in.ID)
	if errors.Is(err, fs.ErrNotExist) {
		return errors.New("this session is not kept any more: choose the file again")
	}
	if err != nil {
		return err
	}
	return d.begin(s)
}

// forget deletes what is kept of a session. The file itself stays, unless the page
// received it.
func (d *desk) forget(_ context.Context, in sessionRequest) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.run != nil {
		return errRunning
	}
	s, err := d.sessions.ofID(in.ID)
	if err != nil {
		return errors.New("this session is not kept any more")
	}
	if d.session != nil && d.session.id() == s.id() {
		d.leave()
	}
	d.changed()
	return s.remove()
}

// setScreen remembers where the person is, for a reload and the next start.
func (d *desk) setScreen(_ context.Context, in struct {
	Screen string `json:"screen"`
}) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.session == nil || d.session.Screen == in.Screen {
		return nil
	}
	d.session.Screen = in.Screen
	if in.Screen != problemsScreen {
		d.recheck()
	}
	return d.session.save(d.opts.Now())
}

// setAnswer takes the answer of a question.
func (d *desk) setAnswer(ctx context.Context, in struct {
	ID     string `json:"id"`
	Answer string `json:"answer"`
}) error {
	return d.answer(ctx, in.ID, in.Answer, d.showJob)
}

// setColumn sets the field that a column feeds; "" leaves it out.
func (d *desk) setColumn(ctx context.Context, in struct {
	Column string `json:"column"`
	Field  string `json:"field"`
}) error {
	return d.answer(ctx, string(job.AboutColumn)+":"+in.Column, cmp.Or(in.Field, "none"), d.showJob)
}

// setAdopt says what is done with people who are in Quo already, and compares again.
func (d *desk) setAdopt(ctx context.Context, in struct {
	Adopt string `json:"adopt"`
}) error {
	return d.answer(ctx, string(job.AboutAdopt), in.Adopt, d.compare)
}

// startCompare compares the file with Quo.
func (d *desk) startCompare(context.Context, struct{}) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.idle(); err != nil {
		return err
	}
	if d.secret.key == "" {
		return errNoKey
	}
	if d.sheet != nil {
		d.sheet.checked = true
	}
	s := *d.session
	d.start("Comparing with Quo", func(ctx context.Context) error {
		j, err := d.open(ctx, &s)
		if err != nil {
			return err
		}
		columns := newColumns(&s, j) // the file may be another one than before
		d.publish(ctx, func() { d.found.columns = keepCounts(columns, d.found.columns) })
		return d.compare(ctx, &s, j)
	})
	return nil
}

// setRead changes how the file is read. What was said of its columns stays where they have
// the same name.
func (d *desk) setRead(_ context.Context, in readOptions) error {
	return d.change(func(s *session) error {
		s.Read = in
		return nil
	})
}

type keyRequest struct {
	Key  string `json:"key"`
	Keep bool   `json:"keep"` // in the keyring
}

// setKey takes the key, if Quo accepts it.
func (d *desk) setKey(ctx context.Context, in keyRequest) error {
	typed := secret{key: strings.TrimSpace(in.Key)}
	if typed.key == "" {
		return errNoKey
	}
	d.mu.Lock()
	api := d.opts.API
	d.mu.Unlock()
	api.Key = func() (string, error) { return typed.key, nil }
	api.Fields = "" // so that Quo is asked: its answer shows whether it takes the key
	if _, err := job.ConnectWithFields(ctx, api, nil); err != nil {
		return errors.New(typed.hide(err.Error()))
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.run != nil {
		return errRunning
	}
	from := "typed"
	if in.Keep && d.secret.keyring != nil {
		if err := d.secret.keyring.Set(typed.key); err != nil {
			return fmt.Errorf("the keyring did not take the key (%s): connect without it", typed.hide(err.Error()))
		}
		from = "keyring"
	}
	d.secret.key, d.secret.from = typed.key, from
	d.again()
	return nil
}

// forgetKey forgets the key, also in the keyring.
func (d *desk) forgetKey(context.Context, struct{}) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.run != nil {
		return errRunning
	}
	if d.secret.from == "keyring" {
		if err := d.secret.keyring.Remove(); err != nil {
			return fmt.Errorf("the keyring: %s", d.secret.hide(err.Error()))
		}
	}
	d.secret.key, d.secret.from = "", ""
	d.again()
	return nil
}

// again shows things with another key. The caller holds the lock.
func (d *desk) again() {
	if d.session != nil {
		d.refresh()
	} else {
		d.changed()
	}
}

// where returns what is written to: the API, and a state in a database.
func (d *desk) where() string {
	text := cmp.Or(d.opts.API.BaseURL, quo.DefaultBaseURL)
	if d.opts.State.InDatabase() {
		text += " · " + d.opts.State.Name()
	}
	return text
}

// view returns what the page shows.
func (d *desk) view() *view {
	d.mu.Lock()
	defer d.mu.Unlock()
	v := &view{
		Revision: d.revision, Where: d.where(), Rehearsal: d.opts.Rehearsal, Formats: formats.Names(),
		Key: d.secret.view(), Recent: []recentView{}, Busy: d.busy, Problem: d.problem, Questions: []questionView{},
	}
	if d.session == nil {
		for _, s := range d.sessions.list(d.opts.Now()) {
			v.Recent = append(v.Recent, recentView{s.id(), s.Name, say.Span(d.opts.Now().Sub(s.Changed).Round(time.Minute)) + " ago"})
		}
		return v
	}
	s := d.session
	v.Session = &sessionView{ID: s.id(), Name: s.Name, Path: s.Path, Screen: s.Screen, Read: s.Read, Adopt: string(s.Decided.Adopt)}
	v.File, v.Columns, v.Plan, v.Run = d.found.file, d.found.columns, d.found.plan, d.runView()
	if d.sheet != nil {
		counts := d.sheet.grid.Counts()
		v.Sheet = &sheetView{counts.Problems, counts.Fixes}
	}
	if d.found.plan != nil {
		v.Nightly = d.nightly()
	}
	for _, q := range s.Asked {
		if q.About != string(job.AboutAdopt) {
			v.Questions = append(v.Questions, q)
		}
	}
	for _, q := range d.found.questions {
		if !slices.ContainsFunc(v.Questions, func(asked questionView) bool { return asked.ID == q.ID }) {
			v.Questions = append(v.Questions, q)
		}
	}
	return v
}
