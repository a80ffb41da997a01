package ui

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"path/filepath"
	"slices"
	"strings"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/show"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/undo"
	"github.com/quo-import/quo-import/store"
)

// pastView is a run that the state remembers.
type pastView struct {
	ID       string         `json:"id"`
	Kind     string         `json:"kind"`
	Undoes   string         `json:"undoes,omitempty"`
	Undone   bool           `json:"undone"`
	Source   string         `json:"source"`
	Files    []string       `json:"files"`
	Began    string         `json:"began"`
	Counts   map[string]int `json:"counts"`
	Outcome  string         `json:"outcome"` // "" if it ended as it should
	Undoable bool           `json:"undoable"`
}

// past answers with the runs that the state remembers, the last one first.
func (d *desk) past(w http.ResponseWriter, r *http.Request) {
	runs, err := d.runs(r.Context())
	if err != nil {
		respondError(w, http.StatusConflict, err)
		return
	}
	list := []pastView{}
	undone := map[string]bool{}
	for i, r := range slices.Backward(runs) {
		v := pastView{
			ID: r.ID, Kind: r.Kind, Undoes: r.Undoes, Source: r.Source, Files: []string{}, Began: r.Started.Local().Format("2 January 2006, 15:04"),
			Counts: r.Counts, Undone: undone[r.ID], Outcome: strings.TrimPrefix(r.Outcome, "done"),
		}
		if r.Finished.IsZero() {
			v.Outcome = "did not end"
		}
		for _, f := range r.Files {
			v.Files = append(v.Files, filepath.Base(f))
		}
		if r.Undoes != "" && r.Outcome == "done" {
			undone[r.Undoes] = true
		}
		v.Undoable = r.Kind == "import" && len(runs)-i <= store.KeptJournals && r.Counts["created"]+r.Counts["updated"] > 0
		list = append(list, v)
	}
	respond(w, list)
}

// runs returns the runs that the state remembers.
func (d *desk) runs(ctx context.Context) ([]store.Run, error) {
	st, err := job.ReadState(ctx, d.opts.State)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	runs, err := st.Runs(ctx)
	return runs, errors.Join(err, st.Close())
}

// previewUndo answers with what an undo would do.
func (d *desk) previewUndo(w http.ResponseWriter, r *http.Request) {
	d.mu.Lock()
	api := d.api(nil)
	err := d.idle()
	d.mu.Unlock()
	var counts event.Counts
	if err == nil {
		counts, err = d.undone(r.Context(), r.URL.Query().Get("run"), api)
	}
	if err != nil {
		respondError(w, http.StatusConflict, errors.New(d.lockedHide(err)))
		return
	}
	respond(w, map[string]int{"delete": counts.Deleted, "restore": counts.Updated, "left": counts.Skipped + counts.Failed})
}

// undone returns what an undo would do.
func (d *desk) undone(ctx context.Context, id string, api job.API) (counts event.Counts, err error) {
	of, err := d.findRun(ctx, id)
	if err != nil {
		return counts, err
	}
	c, err := job.Connect(api)
	if err != nil {
		return counts, err
	}
	if c.Client == nil {
		return counts, errNoKey
	}
	st, err := c.OpenState(ctx, d.opts.State, true)
	if err != nil {
		return counts, err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	im := &importer.Importer{API: c.Client, State: st, Source: of.Source, Run: importer.RunID(d.opts.Now())}
	return im.Undo(ctx, of.ID, true)
}

func (d *desk) findRun(ctx context.Context, id string) (store.Run, error) {
	runs, err := d.runs(ctx)
	if err != nil {
		return store.Run{}, err
	}
	return undo.Find(runs, id)
}

type undoRequest struct {
	Run string `json:"run"`
}

// undo begins to undo a run.
func (d *desk) undo(ctx context.Context, in undoRequest) error {
	of, err := d.findRun(ctx, in.Run)
	if err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.idle(); err != nil {
		return err
	}
	if d.secret.key == "" {
		return errNoKey
	}
	r := d.newRun("undo")
	r.ran.Undoes = of.ID
	api, state := d.api(r.gate.pass), d.opts.State
	state.Version = d.opts.Version
	return d.launch(r, func(ctx context.Context) error { return d.undoRun(ctx, r, of, api, state) })
}

func (d *desk) undoRun(ctx context.Context, r *run, of store.Run, api job.API, state job.StateFile) (err error) {
	c, err := job.Connect(api)
	if err != nil {
		return err
	}
	st, err := c.OpenState(ctx, state, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	setup := show.Setup{
		IO: term.Streams{In: strings.NewReader(""), Out: d.hub, Err: io.Discard}, Bar: term.NewBar(io.Discard), Clock: show.StartClock(),
		Code: d.opts.Code, Start: show.Start{Program: d.opts.Version, Command: "undo", Run: r.ran.ID},
	}
	out := show.NewUndo(setup, of, c, show.UndoOptions{Report: d.opts.Report, Progress: show.ProgressNever, JSON: true, State: state.Name()})
	if err := out.Begin(); err != nil {
		return err
	}
	d.mu.Lock()
	if d.opts.Report != "" {
		r.ran.Report = filepath.Join(d.opts.Report, r.ran.ID)
	}
	r.began = d.opts.Now()
	r.requests = func() int64 { n, _ := c.Client.Requests(); return n }
	d.mu.Unlock()
	im := &importer.Importer{API: c.Client, State: st, Source: of.Source, Run: r.ran.ID, Events: func(e event.Event) {
		out.Event(e)
		d.note(r, e)
	}}
	counts, err := im.Undo(ctx, of.ID, false)
	d.count(r, counts)
	return out.Finish(counts, err)
}
