package report

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
)

// workbook is the file of rejects of a workbook: one sheet, every cell a text by
// type and format, so that a spreadsheet program does not turn phone numbers into
// quantities again. Rows are written as they come. The parts and their names are
// those of ECMA-376, part 1 and part 2.
type workbook struct {
	zip   *zip.Writer
	sheet *bufio.Writer
}

// workbookParts come before the sheet. The second format of cells has the
// number format 49, "@": text (18.8.30).
var workbookParts = []struct{ name, text string }{
	{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` +
		`<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>` +
		`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>` +
		`</Types>`},
	{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>` +
		`</Relationships>`},
	{"xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">` +
		`<sheets><sheet name="rejected" sheetId="1" r:id="rId1"/></sheets></workbook>`},
	{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>` +
		`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>` +
		`</Relationships>`},
	{"xl/styles.xml", `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
		`<fonts count="1"><font/></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
		`<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
		`<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`},
}

const (
	sheetBegin = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`
	sheetEnd   = `</sheetData></worksheet>`
)

func newWorkbook(out *os.File) (*workbook, error) {
	w := &workbook{zip: zip.NewWriter(out)}
	for _, part := range workbookParts {
		f, err := w.zip.Create(part.name)
		if err != nil {
			return nil, err
		}
		if _, err := io.WriteString(f, xml.Header+part.text); err != nil {
			return nil, err
		}
	}
	f, err := w.zip.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		return nil, err
	}
	w.sheet = bufio.NewWriter(f)
	_, err = w.sheet.WriteString(xml.Header + sheetBegin)
	return w, err
}

// write writes a row. Cells without a reference follow one another.
func (w *workbook) write(cells []string) error {
	var row bytes.Buffer
	row.WriteString("<row>")
	for _, cell := range cells {
		row.WriteString(`<c t="inlineStr" s="1"><is><t xml:space="preserve">`)
		if err := xml.EscapeText(&row, []byte(escapeControls(cell))); err != nil {
			return err
		}
		row.WriteString(`</t></is></c>`)
	}
	row.WriteString("</row>")
	_, err := w.sheet.Write(row.Bytes())
	return err
}

func (w *workbook) close() error {
	_, err := w.sheet.WriteString(sheetEnd)
	return errors.Join(err, w.sheet.Flush(), w.zip.Close())
}

// unwritable matches the characters that XML does not have, and the carriage
// return, which it reads as a line feed.
var unwritable = regexp.MustCompile(`[\x00-\x08\x0b-\x1f\x{fffe}\x{ffff}]`)

// escapeControls writes such characters as a workbook does, as _x0007_, and
// escapes texts that look like that (22.4.2.4).
func escapeControls(s string) string {
	s = strings.ReplaceAll(s, "_x", "_x005F_x")
	return unwritable.ReplaceAllStringFunc(s, func(found string) string {
		return fmt.Sprintf("_x%04X_", []rune(found)[0])
	})
}
