// Package workbook writes a workbook of one sheet for people who correct it in a
// spreadsheet program: every cell is a text by type and format, so that the program does
// not turn phone numbers into quantities; the header stays in sight, columns are as wide
// as their texts, and marked cells are coloured and have a note.
//
// Start with New. Rows are written as they come; what is kept is the first rows, for the
// widths, and a bounded number of notes. The parts of the file and their names are those
// of ECMA-376, part 1 and part 2.
package workbook

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/flate"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// What a workbook holds at most.
const (
	MaxRows  = 1<<20 - 1 // below the header: the last that spreadsheet programs have
	MaxNotes = 5000      // more of them make spreadsheet programs slow; marks have no limit
	MaxText  = 32767     // of a cell, in UTF-16 units

	measured = 200 // rows that widths are taken from
)

// ErrFull is the error of a row beyond MaxRows.
var ErrFull = errors.New("a sheet has no more rows")

// Cell is a text.
type Cell struct {
	Text   string
	Marked bool   // coloured
	Note   string // beside it, shown when the pointer is over the cell; "" for none
}

// Writer writes a workbook.
type Writer struct {
	zip     *zip.Writer
	sheet   *bufio.Writer // nil before the widths are known
	first   [][]Cell      // rows that are not written yet
	columns int
	rows    int // written or in first, with the header
	notes   []note
}

type note struct {
	row, column int // from 0
	text        string
}

// New returns a writer. Its first row is the header.
func New(out io.Writer) *Writer {
	w := &Writer{zip: zip.NewWriter(out)}
	w.zip.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) { return flate.NewWriter(out, flate.BestSpeed) })
	return w
}

// Write writes a row. Blank cells take no room.
func (w *Writer) Write(cells []Cell) error {
	if w.rows > MaxRows {
		return ErrFull
	}
	for column, c := range cells {
		if c.Note != "" && len(w.notes) < MaxNotes {
			w.notes = append(w.notes, note{w.rows, column, strings.Clone(c.Note)})
		}
	}
	w.rows++
	if w.sheet != nil {
		return w.row(cells, w.rows)
	}
	kept := make([]Cell, len(cells))
	for i, c := range cells {
		kept[i] = Cell{Text: strings.Clone(c.Text), Marked: c.Marked}
	}
	w.columns = max(w.columns, len(cells))
	if w.first = append(w.first, kept); len(w.first) == measured {
		return w.begin()
	}
	return nil
}

// begin writes what comes before the rows, and the rows that were kept.
func (w *Writer) begin() error {
	if err := w.parts(before); err != nil {
		return err
	}
	f, err := w.zip.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		return err
	}
	w.sheet = bufio.NewWriter(f)
	fmt.Fprint(w.sheet, xml.Header, sheetBegin, "<cols>")
	for i, width := range w.widths() {
		fmt.Fprintf(w.sheet, `<col min="%d" max="%d" width="%d" style="%s" customWidth="1"/>`, i+1, i+1, width, styleText)
	}
	fmt.Fprint(w.sheet, "</cols><sheetData>")
	for i, cells := range w.first {
		if err := w.row(cells, i+1); err != nil {
			return err
		}
	}
	w.first = nil
	return nil
}

// The narrowest and widest columns, in characters.
const narrowest, widest = 8, 60

// widths returns the widths of the columns, as wide as the texts of the first rows.
func (w *Writer) widths() []int {
	widths := make([]int, max(w.columns, 1))
	for _, cells := range w.first {
		for i, c := range cells {
			line, _, _ := strings.Cut(c.Text, "\n")
			widths[i] = max(widths[i], utf8.RuneCountInString(line))
		}
	}
	for i := range widths {
		widths[i] = min(max(widths[i]+2, narrowest), widest)
	}
	return widths
}

// row writes a row with its number, from 1. Cells without a reference follow one another.
func (w *Writer) row(cells []Cell, number int) error {
	var row bytes.Buffer
	row.WriteString("<row>")
	for _, c := range cells {
		style := styleText
		switch {
		case number == 1:
			style = styleHeader
		case c.Marked:
			style = styleMarked
		}
		row.WriteString(`<c s="` + style)
		if c.Text == "" {
			row.WriteString(`"/>`)
			continue
		}
		row.WriteString(`" t="inlineStr"><is><t xml:space="preserve">`)
		if err := escape(&row, c.Text); err != nil {
			return err
		}
		row.WriteString(`</t></is></c>`)
	}
	row.WriteString("</row>")
	_, err := w.sheet.Write(row.Bytes())
	return err
}

// Close writes the rest. It does not close what New was passed.
func (w *Writer) Close() error {
	if w.sheet == nil {
		if err := w.begin(); err != nil {
			return err
		}
	}
	fmt.Fprintf(w.sheet, sheetEnd, reference(max(w.rows, 1)-1, max(w.columns, 1)-1))
	return errors.Join(w.sheet.Flush(), w.comments(), w.shapes(), w.zip.Close())
}

func (w *Writer) parts(list []part) error {
	for _, p := range list {
		f, err := w.zip.Create(p.name)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(f, xml.Header+p.text); err != nil {
			return err
		}
	}
	return nil
}

// comments writes the texts of the notes.
func (w *Writer) comments() error {
	var b bytes.Buffer
	b.WriteString(`<comments xmlns="` + main + `"><authors><author>quo-import</author></authors><commentList>`)
	for _, n := range w.notes {
		fmt.Fprintf(&b, `<comment ref="%s" authorId="0"><text><t xml:space="preserve">`, reference(n.row, n.column))
		if err := escape(&b, n.text); err != nil {
			return err
		}
		b.WriteString(`</t></text></comment>`)
	}
	b.WriteString(`</commentList></comments>`)
	return w.parts([]part{{"xl/comments1.xml", b.String()}})
}

// shapesOfBlock is how many ids of shapes a block has; each block that is used is listed.
const shapesOfBlock = 1024

// shapes writes where the notes are shown, as the older drawing language that spreadsheet
// programs still expect.
func (w *Writer) shapes() error {
	var b bytes.Buffer
	b.WriteString(shapesBegin)
	for block := range len(w.notes)/shapesOfBlock + 1 {
		if block > 0 {
			b.WriteByte(',')
		}
		fmt.Fprint(&b, block+1)
	}
	b.WriteString(shapeType)
	for i, n := range w.notes {
		fmt.Fprintf(&b, shape, shapesOfBlock+1+i, n.column+1, n.row, n.column+4, n.row+4, n.row, n.column)
	}
	b.WriteString("</xml>")
	return w.parts([]part{{"xl/drawings/vmlDrawing1.vml", b.String()}})
}

// reference returns the name of a cell, such as AB12.
func reference(row, column int) string {
	var letters string
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		letters = string(rune('A'+(n-1)%26)) + letters
	}
	return fmt.Sprintf("%s%d", letters, row+1)
}

// escape writes a text as it stands in XML. Characters that XML does not have are written
// as a workbook does, as _x0007_, and texts that look like that are escaped (22.4.2.4).
func escape(b *bytes.Buffer, s string) error {
	s = strings.ReplaceAll(s, "_x", "_x005F_x")
	if strings.ContainsFunc(s, unwritable) {
		var written strings.Builder
		for _, r := range s {
			if unwritable(r) {
				fmt.Fprintf(&written, "_x%04X_", r)
				continue
			}
			written.WriteRune(r)
		}
		s = written.String()
	}
	return xml.EscapeText(b, []byte(s))
}

// unwritable reports whether r is a character that XML does not have, or the carriage
// return, which it reads as a line feed.
func unwritable(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' || r == 0xfffe || r == 0xffff
}
