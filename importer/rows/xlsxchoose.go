package rows

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// chooseSheet takes the sheet that the options name; else the first that has
// a header of a contact, else the first that has a header at all, visible ones first.
func (f *File) chooseSheet() error {
	for _, s := range f.book.sheets {
		f.Sheets = append(f.Sheets, s.name)
	}
	if f.opts.Sheet != "" {
		i := slices.IndexFunc(f.Sheets, func(name string) bool { return strings.EqualFold(name, f.opts.Sheet) })
		if i < 0 {
			return &OpenError{Err: ErrOption, Reason: fmt.Sprintf("there is no sheet %q", f.opts.Sheet), Advice: "there are: " + strings.Join(f.Sheets, ", ")}
		}
		first, err := f.firstRows(f.book.sheets[i])
		if err != nil {
			return err
		}
		f.Sheet = f.Sheets[i]
		return f.takeHeader(first)
	}
	return f.findSheet()
}

func (f *File) findSheet() error {
	best, bestRank := sheet{}, 0
	var bestRows []Row
	for _, s := range f.book.sheets {
		rows, err := f.firstRows(s)
		if err != nil {
			return err
		}
		if r := rank(rows, s.hidden); r > bestRank {
			best, bestRank, bestRows = s, r, rows
		}
	}
	if bestRank == 0 {
		return ErrEmpty
	}
	f.Sheet = best.name
	if len(f.Sheets) > 1 {
		f.warn("the sheet %q was taken, of %d; --sheet takes another", best.name, len(f.Sheets))
	}
	return f.takeHeader(bestRows)
}

// rank says how much the first rows of a sheet look like a table of contacts; 0 is not at all.
func rank(rows []Row, hidden bool) int {
	if len(rows) == 0 {
		return 0
	}
	header := rows[headerAmong(rows)].Cells
	r := 1
	if filled(header) >= 2 && readsAsNames(header) {
		r++
		if namesContact(header) {
			r++
		}
	}
	if hidden {
		return r
	}
	return r + 3
}

// firstRows reads the rows among which the header is searched.
func (f *File) firstRows(s sheet) ([]Row, error) {
	r, err := f.openSheet(s)
	if err != nil {
		return nil, workbookError(err)
	}
	defer r.Close()
	var first []Row
	for len(first) < searched || f.opts.HeaderRow > 0 {
		var row Row
		if err := r.next(&row); err != nil {
			if err == io.EOF || len(first) > 0 && f.opts.HeaderRow == 0 {
				break // what is wrong further down is said when it is reached
			}
			return nil, err
		}
		row.Cells = slices.Clone(row.Cells)
		if first = append(first, row); f.opts.HeaderRow > 0 && row.Pos.Line >= f.opts.HeaderRow {
			break
		}
	}
	return first, nil
}
