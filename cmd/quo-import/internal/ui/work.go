package ui

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/importer/rows/formats"
	"github.com/quo-import/quo-import/mapping/headers"
)

// found is what was worked out about the file of the session.
type found struct {
	file *fileView
}

// show puts it into the view.
func (f *found) show(v *view) {
	v.File = f.file
}

// work is the goroutine that works out what follows from a change.
type work struct{ cancel context.CancelFunc }

// stopWork stops the work that is going on. The caller holds the lock.
func (d *desk) stopWork() {
	if d.work != nil {
		d.work.cancel()
		d.work, d.busy = nil, ""
	}
}

// refresh works out what follows from the session as it is now; with compare set, also
// what Quo has. What is shown stays until it is replaced. The caller holds the lock.
func (d *desk) refresh(compare bool) {
	d.stopWork()
	if d.closed {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	w := &work{cancel}
	d.work, d.busy, d.problem = w, "Reading "+d.session.Name, ""
	d.changed()
	s := *d.session
	d.ended.Go(func() {
		defer cancel()
		err := d.workOut(ctx, &s, compare)
		d.publish(ctx, func() {
			d.work, d.busy = nil, ""
			if err != nil {
				d.problem = err.Error()
			}
		})
	})
}

// publish changes what is shown, unless the work was overtaken by another change.
func (d *desk) publish(ctx context.Context, change func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if ctx.Err() != nil {
		return
	}
	change()
	d.changed()
}

// workOut finds out, one after the other and each shown at once: how the file is read.
func (d *desk) workOut(ctx context.Context, s *session, _ bool) error {
	file, err := look(ctx, s)
	if err != nil {
		return err
	}
	d.publish(ctx, func() { d.found.file = file })
	return nil
}

// firstLines is how many lines of a file are shown, and headerLines how many of them
// stand above a header that is further down.
const (
	firstLines  = 14
	headerLines = 3
	mostShown   = 200 // characters of a cell
	mostCells   = 60
)

// look opens the file and reads its first lines, as they are.
func look(ctx context.Context, s *session) (_ *fileView, err error) {
	opts := s.Read.rows()
	opts.Score = headers.Score
	f, err := formats.Open(s.Path, opts)
	if err != nil {
		return nil, named(s, err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	v := &fileView{
		Format: f.Format, Encoding: f.Encoding, Sheet: f.Sheet, Sheets: f.Sheets, Header: f.Header != nil,
		HeaderLine: f.HeaderLine, Above: f.Above, Columns: len(f.Header), Warnings: append([]string{}, f.Warnings...),
	}
	if f.Delimiter != 0 {
		v.Delimiter = string(f.Delimiter)
	}
	if info, err := os.Stat(s.Path); err == nil {
		v.Bytes = info.Size()
	}
	v.First, err = lines(ctx, s, f)
	return v, err
}

// lines returns the first lines of a file, with those around its header.
func lines(ctx context.Context, s *session, f *rows.File) (list []lineView, err error) {
	list = []lineView{}
	if f.Header == nil { // JSON, cards
		for row, err := range f.Rows(ctx) {
			if err != nil {
				return list, named(s, err)
			}
			if list = append(list, lineView{row.Pos.Line, []string{clip(strings.TrimSpace(string(row.JSON) + row.Raw))}}); len(list) == firstLines/2 {
				break
			}
		}
		return list, nil
	}
	opts := s.Read.rows()
	opts.NoHeader, opts.HeaderRow, opts.Sheet = true, 0, f.Sheet
	raw, err := formats.Open(s.Path, opts)
	if err != nil {
		return nil, named(s, err)
	}
	defer func() { err = errors.Join(err, raw.Close()) }()
	from := max(0, f.HeaderLine-headerLines)
	for row, err := range raw.Rows(ctx) {
		if err != nil {
			return list, named(s, err)
		}
		if row.Pos.Line < from {
			continue
		}
		line := lineView{Line: row.Pos.Line, Cells: []string{}}
		for _, cell := range row.Cells[:min(len(row.Cells), mostCells)] {
			line.Cells = append(line.Cells, clip(cell))
		}
		if row.Err != nil {
			line.Cells = []string{clip(row.Raw)}
		}
		if list = append(list, line); len(list) == firstLines {
			break
		}
	}
	return list, nil
}

// clip shortens a text to what is shown of it.
func clip(s string) string {
	if len(s) <= mostShown {
		return s
	}
	return strings.ToValidUTF8(s[:mostShown], "") + "…"
}

// named replaces the path of a file by its name: a person who dropped it knows no other.
func named(s *session, err error) error {
	if err == nil || errors.Is(err, io.EOF) || errors.Is(err, context.Canceled) {
		return err
	}
	return errors.New(strings.ReplaceAll(err.Error(), s.Path, s.Name))
}
