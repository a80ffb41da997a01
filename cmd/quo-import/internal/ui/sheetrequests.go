package ui

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"strconv"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/grid"
	"github.com/quo-import/quo-import/importer/report/say"
	"github.com/quo-import/quo-import/importer/tempfile"
)

// problemsScreen is the screen of the grid.
const problemsScreen = "problems"

// sheetRoutes adds what the grid asks for.
func (d *desk) sheetRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /api/sheet", ask(d, func(g *grid.Grid, _ struct{}) (any, error) {
		return map[string]any{"columns": g.Columns(), "now": g.Now(), "table": g.Table()}, nil
	}))
	mux.HandleFunc("GET /api/sheet/rows", d.sheetRows)
	mux.HandleFunc("POST /api/sheet/view", ask(d, func(g *grid.Grid, f grid.Filter) (any, error) { return g.View(f), nil }))
	mux.HandleFunc("POST /api/sheet/show", ask(d, func(g *grid.Grid, in struct {
		Rows []int32 `json:"rows"`
	}) (any, error) {
		return g.Show(in.Rows)
	}))
	mux.HandleFunc("POST /api/sheet/try", ask(d, func(g *grid.Grid, in struct {
		Row    int32   `json:"row"`
		Column int     `json:"column"`
		Value  *string `json:"value"`
	}) (any, error) {
		return g.Try(in.Row, in.Column, in.Value)
	}))
	mux.HandleFunc("POST /api/sheet/values", ask(d, func(g *grid.Grid, in struct {
		Filter grid.Filter `json:"filter"`
		Column int         `json:"column"`
	}) (any, error) {
		return g.Values(in.Filter, in.Column)
	}))
	mux.HandleFunc("POST /api/sheet/preview", ask(d, func(g *grid.Grid, b grid.Bulk) (any, error) { return g.Preview(b) }))
	mux.HandleFunc("POST /api/sheet/set", correct(d, func(g *grid.Grid, in struct {
		What  string      `json:"what"`
		Edits []grid.Edit `json:"edits"`
	}) (*grid.Done, error) {
		return g.Set(clip(in.What), in.Edits...)
	}))
	mux.HandleFunc("POST /api/sheet/apply", correct(d, func(g *grid.Grid, b grid.Bulk) (*grid.Done, error) { return g.Apply(b) }))
	mux.HandleFunc("POST /api/sheet/undo", correct(d, func(g *grid.Grid, _ struct{}) (*grid.Done, error) { return g.Undo() }))
	mux.HandleFunc("POST /api/sheet/redo", correct(d, func(g *grid.Grid, _ struct{}) (*grid.Done, error) { return g.Redo() }))
	mux.HandleFunc("GET /api/sheet/download", d.download)
	mux.HandleFunc("POST /api/sheet/take", d.takeBack)
	mux.HandleFunc("GET /api/sheet/fixes", d.sendFixes)
}

var errNoSheet = errors.New("the rows are being read: wait a moment")

func (d *desk) grid() (*grid.Grid, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.sheet == nil {
		return nil, errNoSheet
	}
	return d.sheet.grid, nil
}

// ask returns a handler that asks the grid, and changes nothing.
func ask[T any](d *desk, do func(*grid.Grid, T) (any, error)) http.HandlerFunc {
	return handle(func(_ *http.Request, in T) (any, error) {
		g, err := d.grid()
		if err != nil {
			return nil, err
		}
		return do(g, in)
	})
}

// corrected is the answer to a correction.
type corrected struct {
	*grid.Done
	Edition int `json:"edition"`
}

// correct returns a handler that corrects cells.
func correct[T any](d *desk, do func(*grid.Grid, T) (*grid.Done, error)) http.HandlerFunc {
	return handle(func(_ *http.Request, in T) (any, error) {
		return d.correct(func(g *grid.Grid) (*grid.Done, error) { return do(g, in) })
	})
}

// correct corrects cells, and tells the other pages.
func (d *desk) correct(do func(*grid.Grid) (*grid.Done, error)) (*corrected, error) {
	d.mu.Lock()
	s, running := d.sheet, d.run != nil
	d.mu.Unlock()
	switch {
	case running:
		return nil, errRunning
	case s == nil:
		return nil, errNoSheet
	}
	done, err := do(s.grid)
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if done.Cells > 0 {
		s.edition++
		s.checked = false
		d.hub.send("sheet", strconv.Itoa(s.edition))
	}
	return &corrected{done, s.edition}, nil
}

// recheck makes the plan anew if cells were corrected since. The caller holds the lock.
func (d *desk) recheck() {
	if d.sheet == nil || d.sheet.checked || d.run != nil || d.session == nil {
		return
	}
	d.sheet.checked = true
	d.refresh()
}

// sheetRows answers with the rows of a view.
func (d *desk) sheetRows(w http.ResponseWriter, r *http.Request) {
	number := func(name string) int {
		n, _ := strconv.Atoi(r.URL.Query().Get(name)) // 0 is a number, too
		return n
	}
	ask(d, func(g *grid.Grid, _ struct{}) (any, error) {
		return g.Rows(number("view"), number("from"), grid.Window)
	})(w, r)
}

// download sends what is left as a workbook.
func (d *desk) download(w http.ResponseWriter, _ *http.Request) {
	g, err := d.grid()
	if err != nil {
		respondError(w, http.StatusConflict, err)
		return
	}
	f, err := tempfile.New()
	if err != nil {
		respondError(w, http.StatusInsufficientStorage, err)
		return
	}
	defer f.Close()
	if err := g.Download(f); err != nil {
		respondError(w, http.StatusConflict, err)
		return
	}
	attach(w, "rejected.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", f)
}

// sendFixes sends the file of fixes, for nightly runs.
func (d *desk) sendFixes(w http.ResponseWriter, _ *http.Request) {
	d.mu.Lock()
	s := d.session
	d.mu.Unlock()
	if s == nil {
		respondError(w, http.StatusConflict, errNoSession)
		return
	}
	f, err := os.Open(s.fixes())
	if err != nil {
		respondError(w, http.StatusNotFound, errors.New("nothing has been corrected yet"))
		return
	}
	defer f.Close()
	attach(w, fixesFile, "text/csv; charset=utf-8", f)
}

// takeBack takes the corrected workbook that a page sends.
func (d *desk) takeBack(w http.ResponseWriter, r *http.Request) {
	s, err := sessions{os.TempDir()}.receive(r.URL.Query().Get("name"), http.MaxBytesReader(w, r.Body, d.opts.MostBytes))
	if err != nil {
		respondError(w, http.StatusInsufficientStorage, fmt.Errorf("the file could not be read, or is larger than %s MB: %w", say.Count(int(d.opts.MostBytes>>20)), err))
		return
	}
	defer func() { _ = s.remove() }() // a temporary folder
	var taken *grid.Taken
	done, err := d.correct(func(g *grid.Grid) (_ *grid.Done, err error) {
		if taken, err = g.Take(r.Context(), s.Path); err != nil {
			return nil, err
		}
		return taken.Done, nil
	})
	if err != nil {
		respondError(w, http.StatusConflict, named(s, err))
		return
	}
	respond(w, struct {
		*grid.Taken
		Done *corrected `json:"done"`
	}{taken, done})
}
