package ui

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/job"
	"github.com/quo-import/quo-import/cmd/quo-import/internal/show"
	"github.com/quo-import/quo-import/importer"
	"github.com/quo-import/quo-import/importer/event"
	"github.com/quo-import/quo-import/importer/undo"
	"github.com/quo-import/quo-import/store"
)

// pastView is a run that the state remembers.
type pastView struct {
	ID       string         `json:"id"`
	Kind     string         `json:"kind"`
	Undone   bool           `json:"undone"`
	Source   string         `json:"source"`
	Files    []string       `json:"files"`
	Began    string         `json:"began"`
	Counts   map[string]int `json:"counts"`
	Outcome  string         `json:"outcome"` // "" if it ended as it should
	Undoable bool           `json:"undoable"`
}

// past returns the runs that the state remembers, the last one first.
func (d *desk) past(ctx context.Context) ([]pastView, error) {
	runs, err := d.runs(ctx)
	if err != nil {
		return nil, err
	}
	list := []pastView{}
	undone := map[string]bool{}
	for i, r := range slices.Backward(runs) {
		v := pastView{
			ID: r.ID, Kind: r.Kind, Source: r.Source, Files: []string{}, Began: r.Started.Local().Format("2 January 2006, 15:04"),
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
	return list, nil
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

// previewUndo returns what an undo would do, in numbers of contacts.
func (d *desk) previewUndo(ctx context.Context, id string) (map[string]int, error) {
	d.mu.Lock()
	api, secret, err := d.api(nil), d.secret, d.idle()
	d.mu.Unlock()
	if err != nil {
		return nil, err
	}
	c, err := d.undone(ctx, id, api)
	if err != nil {
		return nil, errors.New(secret.hide(err.Error()))
	}
	return map[string]int{"delete": c.Deleted, "restore": c.Updated, "left": c.Skipped + c.Failed}, nil
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
	r := d.newRun()
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
	out := show.NewUndo(d.setup("undo", r), of, c, show.UndoOptions{Report: d.opts.Report, Progress: show.ProgressNever, JSON: true, State: state.Name()})
	if err := out.Begin(); err != nil {
		return err
	}
	d.writing(r, c.Client, 0)
	im := &importer.Importer{API: c.Client, State: st, Source: of.Source, Run: r.ran.ID, Events: func(e event.Event) {
		out.Event(e)
		d.note(r, e)
	}}
	counts, err := im.Undo(ctx, of.ID, false)
	d.count(r, counts)
	return out.Finish(counts, err)
}
