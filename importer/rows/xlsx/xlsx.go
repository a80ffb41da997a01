// Package xlsx reads one sheet of an Excel workbook.
//
// It does not use excelize, whose row iterator takes 20 s for 200,000 rows of 14
// columns where this takes 2 s, hides the type of a cell (which distinguishes a
// date from a number), ignores broken XML and broken references, and writes
// large sheets to named temporary files, which stay if the process is killed.
//
// The files in reading order: xlsx.go opens a workbook and chooses the sheet,
// sheet.go reads its rows, value.go what numbers mean, workbook.go what the
// sheets share (style.go, strings.go), archive.go the parts, xml.go their XML.
package xlsx

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/importer/rows/table"
)

// Format reads workbooks, and refuses other zip archives by their kind.
var Format = rows.Format{
	Name:       "XLSX",
	Extensions: []string{".xlsx"},
	Binary:     true,
	Detect:     func(in *rows.Input) bool { return bytes.HasPrefix(in.Head, []byte("PK\x03\x04")) },
	Open:       open,
}

func open(in *rows.Input, f *rows.File) (func() (rows.Reader, error), error) {
	a, err := openArchive(in)
	if err != nil {
		return nil, err
	}
	w, err := openWorkbook(a)
	if err != nil {
		return nil, damaged(err)
	}
	for _, s := range w.sheets {
		f.Sheets = append(f.Sheets, s.name)
	}
	chosen, first, err := w.choose(in.Options.Sheet)
	if err != nil {
		return nil, err
	}
	f.Sheet = chosen.name
	if in.Options.Sheet == "" && len(f.Sheets) > 1 {
		f.Warn("the sheet %q was read, of %d; choose another with --sheet", chosen.name, len(f.Sheets))
	}
	if err := table.SetHeader(f, in.Options, first, "row"); err != nil {
		return nil, err
	}
	return func() (rows.Reader, error) { return newSheetReader(w, chosen, len(f.Header)) }, nil
}

// maxSheets is how many sheets are searched for a header of contacts.
const maxSheets = 1000

// choose returns the sheet with a name and its first rows. Without a name it
// is the first sheet with a header of contacts, else the first with a header,
// visible ones first.
func (w *workbook) choose(name string) (chosen sheet, first []rows.Row, err error) {
	if name != "" {
		return w.named(name)
	}
	best := 0
	seen := map[string]bool{} // parts: a name more for the same rows is none to choose
	for _, s := range w.sheets {
		if seen[s.part] {
			continue
		}
		if seen[s.part] = true; len(seen) > maxSheets {
			break
		}
		some, err := w.firstRows(s)
		if err != nil {
			return sheet{}, nil, err
		}
		rank := table.Rank(some, w.parts.in.Options)
		if rank > 0 && !s.hidden {
			rank += 3
		}
		if rank > best {
			chosen, first, best = s, some, rank
		}
	}
	if best == 0 {
		return sheet{}, nil, rows.ErrEmpty
	}
	return chosen, first, nil
}

// shownSheets is how many names of sheets a message has.
const shownSheets = 20

func (w *workbook) named(name string) (sheet, []rows.Row, error) {
	i := slices.IndexFunc(w.sheets, func(s sheet) bool { return strings.EqualFold(s.name, name) })
	if i < 0 {
		var names []string
		for _, s := range w.sheets {
			if names = append(names, s.name); len(names) == shownSheets && len(w.sheets) > shownSheets {
				names = append(names, fmt.Sprintf("and %d more", len(w.sheets)-shownSheets))
				break
			}
		}
		return sheet{}, nil, &rows.Error{Err: rows.ErrOption, Reason: fmt.Sprintf("there is no sheet %q", name), Advice: "there are: " + strings.Join(names, ", ")}
	}
	first, err := w.firstRows(w.sheets[i])
	return w.sheets[i], first, err
}

// maxFirst limits what is read for the first rows of a sheet, in bytes.
const maxFirst = 32 << 20

// firstRows reads the rows of a sheet that the header is searched in.
func (w *workbook) firstRows(s sheet) ([]rows.Row, error) {
	r, err := newSheetReader(w, s, 0)
	if err != nil {
		return nil, damaged(err)
	}
	defer r.Close()
	r.xml.limit = maxFirst
	return table.First(r, w.parts.in.Options, 0)
}
