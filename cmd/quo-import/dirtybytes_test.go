package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"

	"github.com/quo-import/quo-import/importer/report/workbook"
)

// writeFile writes the sheet in a format: mostly as delimited text.
func (g *dirtyMaker) writeFile(t testing.TB) {
	switch n := g.r.IntN(20); {
	case n < 13:
		g.writeDelimited()
	case n < 15:
		g.writeJSON()
	case n < 16:
		g.writeJSONLines()
	case n < 19:
		g.writeWorkbook(t)
	default:
		g.writeTypedWorkbook(t)
	}
}

// table returns the header and the rows, with what stands above and below them.
func (g *dirtyMaker) table() (lines [][]string, header int) {
	names := make([]string, len(g.columns))
	for i, c := range g.columns {
		names[i] = c.header
	}
	switch g.r.IntN(8) {
	case 0:
		lines = append(lines, []string{"Contacts, exported on 12 March"}, nil)
	case 1:
		lines = append(lines, []string{"Acme customer list"}, []string{"as of", "2024-03-12"}, nil)
	}
	if len(names) < 4 { // where a title is as wide as the table
		lines = nil
	}
	header = len(lines)
	lines = append(lines, names)
	for _, p := range g.people {
		lines = append(lines, p.cells)
		if g.one(40) {
			lines = append(lines, make([]string, len(names)))
		}
	}
	if len(names) >= 3 && g.one(15) {
		sum := make([]string, len(names))
		sum[0], sum[2] = "Total", fmt.Sprint(len(g.people))
		lines = append(lines, sum)
	}
	for range g.r.IntN(3) {
		if g.one(3) {
			lines = append(lines, make([]string, len(names)))
		}
	}
	return lines, header
}

// writeDelimited writes a text in one of the dialects.
func (g *dirtyMaker) writeDelimited() {
	delimiter := pick(g.r, []string{",", ",", ",", ";", ";", "\t", "|"})
	end := pick(g.r, []string{"\n", "\n", "\r\n", "\r\n", "\r"})
	mixed := end != "\r" && g.one(8)
	quoting := pick(g.r, []string{"as needed", "as needed", "all", "some"})
	ragged := g.one(8)
	lines, _ := g.table()
	var b strings.Builder
	if delimiter == ";" && g.one(6) {
		b.WriteString("sep=;" + end)
	}
	for i, cells := range lines {
		if ragged {
			for len(cells) > 2 && cells[len(cells)-1] == "" {
				cells = cells[:len(cells)-1]
			}
		}
		for k, cell := range cells {
			if k > 0 {
				b.WriteString(delimiter)
			}
			cell = strings.ReplaceAll(cell, "\n", pick(g.r, []string{"\n", end}))
			needed := strings.ContainsAny(cell, "\"\r\n"+delimiter) || strings.HasPrefix(cell, " ") && g.one(2)
			if strings.HasPrefix(cell, `="`) && !strings.ContainsAny(cell[2:len(cell)-1], "\"\r\n"+delimiter) && quoting != "all" {
				needed = false // as Excel reads it
			}
			if needed || quoting == "all" || quoting == "some" && g.one(3) && cell != "" {
				cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
			}
			b.WriteString(cell)
		}
		last := i == len(lines)-1
		switch {
		case last && g.one(3):
		case mixed && g.one(3):
			b.WriteString(map[string]string{"\n": "\r\n", "\r\n": "\n"}[end])
		default:
			b.WriteString(end)
		}
	}
	g.name = "dirty.csv"
	if delimiter == "\t" && g.one(2) {
		g.name = "dirty.tsv"
	}
	g.encode(b.String())
	g.about = fmt.Sprintf("delimiter %q, line ends %q (mixed: %v), quoted %s, %s", delimiter, end, mixed, quoting, g.about)
}

// encode encodes a text.
func (g *dirtyMaker) encode(text string) {
	g.data, g.about = []byte(text), "UTF-8"
	with := func(name string, e encoding.Encoding) bool {
		data, err := e.NewEncoder().String(text)
		if err != nil {
			return false
		}
		g.data, g.about = []byte(data), name
		return true
	}
	switch g.r.IntN(10) {
	case 0:
		g.data, g.about = append([]byte("\ufeff"), text...), "UTF-8 with a mark"
	case 1:
		with("UTF-16LE", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM))
	case 2:
		with("UTF-16BE", unicode.UTF16(unicode.BigEndian, unicode.UseBOM))
	case 3, 4:
		name := "windows-1252"
		if fits := map[string]string{"PL": "windows-1250", "RU": "windows-1251", "JP": "shift_jis", "CN": "gb18030", "GR": "windows-1253", "TR": "windows-1254", "IL": "windows-1255"}[g.home]; fits != "" {
			name = fits
		} else if g.one(4) {
			name = "iso-8859-1"
		}
		e, err := htmlindex.Get(name)
		if err != nil {
			panic(err)
		}
		if with(name, e) && name != "windows-1252" && name != "iso-8859-1" {
			g.encoding = name
		}
	}
}

// objects returns the rows as objects, with the members in the columns' order.
func (g *dirtyMaker) objects() []string {
	blanks := pick(g.r, []string{"left out", "null", "as they are"})
	list := make([]string, len(g.people))
	for i, p := range g.people {
		var members []string
		for k, c := range g.columns {
			if p.cells[k] == "" && blanks == "left out" && i > 0 {
				continue
			}
			value, err := json.Marshal(p.cells[k])
			if err != nil {
				panic(err)
			}
			if p.cells[k] == "" && blanks == "null" {
				value = []byte("null")
			}
			name, err := json.Marshal(c.header)
			if err != nil {
				panic(err)
			}
			members = append(members, string(name)+": "+string(value))
		}
		list[i] = "{" + strings.Join(members, ", ") + "}"
	}
	return list
}

func (g *dirtyMaker) plainHeaders() {
	for i := range g.columns {
		g.columns[i].header = strings.Trim(g.columns[i].header, " \u00a0")
	}
}

func (g *dirtyMaker) writeJSON() {
	g.plainHeaders()
	list := g.objects()
	wrapped := pick(g.r, []string{"", "", "data", "properties"})
	if wrapped == "properties" {
		for i := range list {
			list[i] = fmt.Sprintf(`{"id": %d, "properties": %s}`, i+1, list[i])
		}
	}
	text := "[" + strings.Join(list, ",\n ") + "]"
	if wrapped == "data" {
		text = `{"count": 3, "data": ` + text + `}`
	}
	g.name, g.data, g.about = "dirty.json", []byte(text), "JSON in "+wrapped
}

func (g *dirtyMaker) writeJSONLines() {
	g.plainHeaders()
	g.name, g.data, g.about = "dirty.jsonl", []byte(strings.Join(g.objects(), "\n")+"\n"), "JSON lines"
}

func (g *dirtyMaker) writeWorkbook(t testing.TB) {
	var b bytes.Buffer
	w := workbook.New(&b)
	lines, _ := g.table()
	for _, cells := range lines {
		row := make([]workbook.Cell, len(cells))
		for i, cell := range cells {
			row[i] = workbook.Cell{Text: cell}
		}
		if err := w.Write(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	g.name, g.data, g.about = "dirty.xlsx", b.Bytes(), "a workbook of texts"
}

// writeTypedWorkbook writes a workbook in which digits alone are quantities, as Excel makes
// of what is typed.
func (g *dirtyMaker) writeTypedWorkbook(t testing.TB) {
	book := excelize.NewFile()
	lines, header := g.table()
	for i, cells := range lines {
		row := make([]any, len(cells))
		for k, cell := range cells {
			row[k] = cell
			if i > header && len(cell) > 3 && len(cell) < 15 && cell[0] != '0' && strings.Trim(cell, "0123456789") == "" {
				n := 0
				if _, err := fmt.Sscan(cell, &n); err != nil {
					t.Fatal(err)
				}
				row[k] = n
			}
		}
		if err := book.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := book.Write(&b); err != nil {
		t.Fatal(err)
	}
	g.name, g.data, g.about = "dirty.xlsx", slices.Clone(b.Bytes()), "a workbook with quantities"
}
