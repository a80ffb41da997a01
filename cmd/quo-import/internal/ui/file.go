package ui

import (
	"context"
	"errors"
	"os"
	"strings"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/importer/rows/formats"
	"github.com/quo-import/quo-import/mapping/headers"
)

// firstLines is how many lines of a file are shown, and headerLines how many of them
// stand above a header that is further down.
const (
	firstLines  = 14
	headerLines = 3
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
