package xlsx_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/importer/rows/rowstest"
	"github.com/quo-import/quo-import/mapping/headers"
)

// written saves a workbook that excelize made, to test the reader against another writer.
func written(t *testing.T, build func(x *excelize.File)) string {
	t.Helper()
	x := excelize.NewFile()
	defer x.Close()
	build(x)
	path := filepath.Join(t.TempDir(), "book.xlsx")
	if err := x.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// setRows writes rows of cells from A1 on.
func setRows(t *testing.T, x *excelize.File, sheet string, rows ...[]any) {
	t.Helper()
	for i, row := range rows {
		must(t, x.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &row))
	}
}

func TestXLSX(t *testing.T) {
	t.Run("texts, numbers and what a format makes of them", func(t *testing.T) {
		at := time.Date(2024, 3, 12, 9, 14, 0, 0, time.UTC)
		path := written(t, func(x *excelize.File) {
			setRows(t, x, "Sheet1", []any{"Name", "Value"},
				[]any{"a text", "Ann"}, []any{"a phone number", 4155550134}, []any{"one of 15 digits", 448123456789012}, []any{"a fraction", 0.1}, []any{"true", true},
				[]any{"a day", at.Truncate(24 * time.Hour)}, []any{"a time of a day", at}, []any{"zeros", 2134}, []any{"a French number", 612345678}, []any{"a plus", 14155550134},
				[]any{"thousands", 1234567.5}, []any{"a share", 0.25}, []any{"an American number", 4155550134}, []any{"a price", 5.5},
				[]any{"a line", "one\r\ntwo"}, []any{"a sign", "🤝"}, []any{"signs", `<&>"'`}, []any{"a clock", 0.385})
			for cell, code := range map[string]string{"B7": "dd/mm/yyyy", "B8": "d. mmm yyyy hh:mm", "B9": "00000", "B10": `0#" "##" "##" "##" "##`, "B11": `"+"0`,
				"B12": "#,##0.00", "B13": "0%", "B14": "[<=9999999]###-####;(###) ###-####", "B15": "0.00E+00", "B19": "h:mm"} {
				style, err := x.NewStyle(&excelize.Style{CustomNumFmt: &code})
				must(t, err)
				must(t, x.SetCellStyle("Sheet1", cell, cell, style))
			}
		})
		rowstest.Want(t, "rows", rowstest.Render(rowstest.Open(t, path, rows.Options{})), []string{"2: a text|Ann", "3: a phone number|4155550134", "4: one of 15 digits|448123456789012", "5: a fraction|0.1", "6: true|true",
			"7: a day|2024-03-12", "8: a time of a day|2024-03-12T09:14:00", "9: zeros|02134", "10: a French number|06 12 34 56 78", "11: a plus|+14155550134",
			"12: thousands|1234567.5", "13: a share|0.25", "14: an American number|4155550134", "15: a price|5.5",
			"16: a line|one\ntwo", "17: a sign|🤝", "18: signs|<&>\"'", "19: a clock|09:14:24"})
	})
	t.Run("a header below titles, blank rows and what is far beyond", func(t *testing.T) {
		path := written(t, func(x *excelize.File) {
			setRows(t, x, "Sheet1", []any{"Customers of the north"}, []any{}, []any{"Name", "Phone", "Company"}, []any{"Ann", "1", "X"}, []any{}, []any{"Ben", "2"})
			must(t, x.MergeCell("Sheet1", "A1", "C1"))
			style, err := x.NewStyle(&excelize.Style{Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FF0000"}}})
			must(t, err)
			must(t, x.SetCellStyle("Sheet1", "A7", "ZZ90", style))
			must(t, x.SetRowVisible("Sheet1", 6, false))
		})
		f := rowstest.Open(t, path, rows.Options{Score: headers.Score})
		rowstest.Want(t, "header", f.Header, []string{"Name", "Phone", "Company"})
		rowstest.Want(t, "warnings", f.Warnings, []string{"the column names were found in row 3, below a title"})
		rowstest.Want(t, "rows", rowstest.Render(f), []string{"4: Ann|1|X", "6: Ben|2|"})
		for row := range f.Rows(t.Context()) {
			if row.Hidden != (row.Pos.Line == 6) || row.Pos.String() != fmt.Sprintf(`%s sheet "Sheet1" row %d`, path, row.Pos.Line) {
				t.Errorf("%v hidden: %v", row.Pos, row.Hidden)
			}
		}
	})
	t.Run("the sheet with a header of contacts is read, or the one that is named", func(t *testing.T) {
		path := written(t, func(x *excelize.File) {
			setRows(t, x, "Sheet1", []any{"How to use this file"}, []any{"Fill in the next sheet"})
			for _, name := range []string{"Old", "Kunden", "Sums"} {
				_, err := x.NewSheet(name)
				must(t, err)
			}
			setRows(t, x, "Old", []any{"Vorname", "Telefon"}, []any{"Zoë", "0"})
			setRows(t, x, "Kunden", []any{"Vorname", "Telefon"}, []any{"Ann", "1"})
			setRows(t, x, "Sums", []any{"Month", "Sum"}, []any{"May", 7})
			must(t, x.SetSheetVisible("Old", false))
		})
		f := rowstest.Open(t, path, rows.Options{})
		rowstest.Want(t, "sheets", f.Sheets, []string{"Sheet1", "Old", "Kunden", "Sums"})
		rowstest.Want(t, "warnings", f.Warnings, []string{`the sheet "Kunden" was read, of 4; choose another with --sheet`})
		rowstest.Want(t, "rows", rowstest.Render(f), []string{"2: Ann|1"})
		rowstest.Want(t, "rows of another", rowstest.Render(rowstest.Open(t, path, rows.Options{Sheet: "sums"})), []string{"2: May|7"})
		got := rowstest.OpenError(t, path, rows.Options{Sheet: "None"}, rows.ErrOption)
		if got != `FILE: there is no sheet "None"; there are: Sheet1, Old, Kunden, Sums` {
			t.Error(got)
		}
	})
	t.Run("dates since 1904", func(t *testing.T) {
		yes := true
		path := written(t, func(x *excelize.File) {
			must(t, x.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}))
			setRows(t, x, "Sheet1", []any{"Name", "Born"}, []any{"Ann", 43902})
			code := "yyyy-mm-dd"
			style, err := x.NewStyle(&excelize.Style{CustomNumFmt: &code})
			must(t, err)
			must(t, x.SetCellStyle("Sheet1", "B2", "B2", style))
		})
		rowstest.Want(t, "rows", rowstest.Render(rowstest.Open(t, path, rows.Options{})), []string{"2: Ann|2024-03-13"})
	})
	t.Run("compressed, and from standard input", func(t *testing.T) {
		path := written(t, func(x *excelize.File) { setRows(t, x, "Sheet1", []any{"Name", "Phone"}, []any{"Ann", "1"}) })
		content, err := os.ReadFile(path)
		must(t, err)
		var packed bytes.Buffer
		z := gzip.NewWriter(&packed)
		_, err = z.Write(content)
		must(t, err)
		must(t, z.Close())
		rowstest.Want(t, "rows", rowstest.Render(rowstest.Open(t, rowstest.File(t, "x.xlsx.gz", packed.String()), rows.Options{})), []string{"2: Ann|1"})
		rowstest.Want(t, "rows", rowstest.Render(rowstest.Open(t, "-", rows.Options{Stdin: bytes.NewReader(content)})), []string{"2: Ann|1"})
		if got := rowstest.OpenError(t, rowstest.File(t, "x.xlsx", string(content[:len(content)-50])), rows.Options{}, rows.ErrTruncated); got != "FILE: this is a zip archive that is damaged or cut off; get it again" {
			t.Error(got)
		}
	})
}

// book is a workbook with one sheet of the given rows and shared strings, as XML.
func book(t testing.TB, sheetData, shared string) string {
	t.Helper()
	const rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range map[string]string{
		"[Content_Types].xml": "<Types/>",
		"_rels/.rels":         `<Relationships><Relationship Id="rId1" Type="` + rel + `/officeDocument" Target="/xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":     `<workbook xmlns:r="` + rel + `"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Type="` + rel + `/worksheet" Target="worksheets/a.xml"/>` +
			`<Relationship Id="rId2" Type="` + rel + `/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
		"xl/worksheets/a.xml":  sheetData,
		"xl/sharedStrings.xml": "<sst>" + shared + "</sst>",
	} {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

const sheetHead = `<?xml version="1.0"?><worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c><c r="B1" t="str"><v>Phone</v></c></row>`

func TestSheetXML(t *testing.T) {
	const tail = `</sheetData></worksheet>`
	for name, c := range map[string]struct {
		rows, shared string
		want         []string
	}{
		"shared texts, with runs and without phonetic ones": {`<row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2" t="s"><v>0</v></c></row>`,
			`<si><t>1</t></si><si><r><t>An</t></r><r><t xml:space="preserve">n </t></r><rPh sb="0" eb="1"><t>x</t></rPh></si>`, []string{"2: Ann |1"}},
		"cells and rows without a reference":                   {`<row><c t="str"><v>Ann</v></c><c><v>1</v></c></row><row/><row><c t="str"><v>Ben</v></c></row>`, "", []string{"2: Ann|1", "4: Ben|"}},
		"a prefix before every name":                           {`<x:row r="2"><x:c r="B2"><x:v>1</x:v></x:c></x:row>`, "", []string{"2: |1"}},
		"a formula's value is read, not the formula":           {`<row r="2"><c r="A2" t="str"><f>A1&amp;"x"</f><v>Namex</v></c><c r="B2"><f>1+1</f><v>2</v></c></row>`, "", []string{"2: Namex|2"}},
		"a formula that failed is blank":                       {`<row r="2"><c r="A2" t="str"><v>Ann</v></c><c r="B2" t="e"><f>NA()</f><v>#N/A</v></c></row>`, "", []string{"2: Ann|"}},
		"an exponent is written out":                           {`<row r="2"><c r="B2"><v>4.155550134E9</v></c></row>`, "", []string{"2: |4155550134"}},
		"digits that are lost stay an exponent":                {`<row r="2"><c r="B2"><v>1.23456789012346E+17</v></c></row>`, "", []string{"2: |1.23456789012346E+17"}},
		"a date as text":                                       {`<row r="2"><c r="A2" t="d"><v>2024-03-12T00:00:00</v></c><c r="B2" t="b"><v>0</v></c></row>`, "", []string{"2: 2024-03-12|false"}},
		"entities, sections and line ends":                     {"<row r=\"2\"><c r=\"A2\" t=\"str\"><v>a&#10;b&amp;\r\n<![CDATA[<c>]]></v></c></row><!-- > -->", "", []string{"2: a\nb&\n<c>|"}},
		"an escaped carriage return":                           {`<row r="2"><c r="A2" t="str"><v>a_x000D_` + "\n" + `b_x_c</v></c></row>`, "", []string{"2: a\nb_x_c|"}},
		"an escaped escape":                                    {`<row r="2"><c r="A2" t="str"><v>_x005F_x0041_</v></c></row>`, "", []string{"2: _x0041_|"}},
		"cells beyond the header":                              {`<row r="2"><c r="A2" t="str"><v>a</v></c><c r="D2"><v>4</v></c></row>`, "", []string{"2: a|||4"}},
		"a text that is not there costs its row":               {`<row r="2"><c r="A2" t="str"><v>a</v></c><c r="B2" t="s"><v>7</v></c></row><row r="3"><c r="A3"><v>1</v></c></row>`, "", []string{"2! syntax: a", "3: 1|"}},
		"a row with nothing else in it has its number as text": {`<row r="2"><c r="A2" t="s"><v>7</v></c></row>`, "", []string{"2! syntax: (row 2)"}},
		"a column far beyond costs its row":                    {`<row r="2"><c r="A2" t="str"><v>a</v></c><c r="XFE2"><v>7</v></c></row>`, "", []string{"2! too big: a"}},
		"XML that breaks off ends the reading, with its place": {`<row r="2"><c r="A2"><v>1</v></c></row><row r="3"><c r="A3"><v>`, "", []string{"2: 1|", `end: FILE sheet "S" row 3: this workbook is damaged (`}},
		"a document type ends the reading":                     {`<!DOCTYPE x [<!ENTITY a "b">]>`, "", []string{`end: FILE sheet "S" row 1: this workbook is damaged (not well-formed XML: it defines a document type)`}},
	} {
		t.Run(name, func(t *testing.T) {
			f := rowstest.Open(t, rowstest.File(t, "x.xlsx", book(t, sheetHead+c.rows+tail, c.shared)), rows.Options{})
			got := rowstest.Render(f)
			if n := len(got) - 1; n >= 0 && n == len(c.want)-1 && strings.HasPrefix(got[n], "end") && strings.HasPrefix(got[n], c.want[n]) {
				got[n] = c.want[n]
			}
			rowstest.Want(t, "rows", got, c.want)
		})
	}
	t.Run("the row has the columns of formulas that failed", func(t *testing.T) {
		f := rowstest.Open(t, rowstest.File(t, "x.xlsx", book(t, sheetHead+`<row r="2"><c r="A2" t="str"><v>Ann</v></c><c r="B2" t="e"><v>#REF!</v></c></row>`+tail, "")), rows.Options{})
		for row := range f.Rows(t.Context()) {
			if len(row.Failed) != 1 || row.Failed[0] != 2 {
				t.Error(row.Failed)
			}
		}
	})
	t.Run("the row has the columns of formulas without a result", func(t *testing.T) {
		row := `<row r="2"><c r="A2" t="str"><f>"A"</f><v></v></c><c r="B2"><f>CONCATENATE("415","201")</f></c><c r="C2"><f/></c></row>`
		f := rowstest.Open(t, rowstest.File(t, "x.xlsx", book(t, sheetHead+row+tail, "")), rows.Options{})
		n := 0
		for row := range f.Rows(t.Context()) {
			if n++; !slices.Equal(row.Unread, []int{2, 3}) {
				t.Error(row.Unread)
			}
		}
		if n != 1 {
			t.Errorf("%d rows", n)
		}
	})
	t.Run("many blank rows are passed over, and a bomb of them is not", func(t *testing.T) {
		blank := strings.Repeat(`<row><c s="1"/></row>`, 50_000)
		f := rowstest.Open(t, rowstest.File(t, "x.xlsx", book(t, sheetHead+blank+tail, "")), rows.Options{})
		rowstest.Want(t, "rows", rowstest.Render(f), nil)
		f = rowstest.Open(t, rowstest.File(t, "x.xlsx", book(t, sheetHead+strings.Repeat("<row/>", 12<<20)+tail, "")), rows.Options{})
		got := rowstest.Render(f)
		if len(got) != 1 || !strings.HasSuffix(got[0], "a part of this workbook is larger than in any real one; save the sheet as CSV") {
			t.Errorf("%q", got)
		}
	})
}

func TestArchivesThatDoNotOpen(t *testing.T) {
	for name, c := range map[string]struct{ part, message string }{
		"OpenDocument":      {"content.xml", "this is an OpenDocument file; save it as .xlsx or as CSV"},
		"Numbers":           {"Index/Document.iwa", "this is a Numbers file; export it from Numbers as CSV or Excel"},
		"a binary workbook": {"xl/workbook.bin", "this is a binary Excel workbook (.xlsb); save it as .xlsx or as CSV UTF-8"},
		"any other archive": {"contacts.csv", "this is a zip archive; unpack it and pass the files that are in it"},
	} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			z := zip.NewWriter(&b)
			_, err := z.Create(c.part)
			must(t, err)
			must(t, z.Close())
			if got := rowstest.OpenError(t, rowstest.File(t, "x.zip", b.String()), rows.Options{}, rows.ErrUnsupported); got != "FILE: "+c.message {
				t.Error(got)
			}
		})
	}
}

func FuzzXLSX(f *testing.F) {
	f.Add([]byte(`<row r="2" hidden="1"><c r="A2" t="s"><v>0</v></c><c r="B2" s="3"><v>1.5E3</v></c></row></sheetData></worksheet>`), "<si><t>x</t></si>")
	f.Add([]byte(`<row><c t="inlineStr"><is><r><t>&#x41;_x000D_</t></r></is></c><c t='d'><v><![CDATA[>]]></v></c></row><!-- --><?x?></x:sheetData>`), "<si/>")
	f.Fuzz(func(t *testing.T, data []byte, shared string) {
		rowstest.Fuzz(t, []byte(book(t, sheetHead+string(data), shared)), rows.Options{})
	})
}
