package xlsx_test

import (
	"runtime"
	"strings"
	"testing"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/importer/rows/formats"
	"github.com/quo-import/quo-import/importer/rows/rowstest"
)

// TestHostileWorkbooks: what a workbook makes the reader do is in proportion to its
// size, and what is too much ends in a sentence. The bytes that are allocated stand for
// memory and work alike: what copied a tag at each ">" in it took gigabytes for a megabyte.
func TestHostileWorkbooks(t *testing.T) {
	const (
		head = "<worksheet><sheetData>" + `<row><c t="inlineStr"><is><t>Name</t></is></c><c t="inlineStr"><is><t>Phone</t></is></c></row>`
		row  = `<row><c t="inlineStr"><is><t>Ana</t></is></c><c t="inlineStr"><is><t>415-201-4411</t></is></c></row>`
		many = 1 << 20
	)
	for _, test := range []struct {
		name, sheet, strings string
		rows                 int
		most                 uint64 // MiB allocated
	}{
		{"a comment of many >", head + "<!-- " + strings.Repeat(">", many) + " -->" + row, "", 1, 40},
		{"an attribute of many >", head + `<row x="` + strings.Repeat(">", many) + `"/>` + row, "", 1, 40},
		{"a text of many >", head + "<row><c t=\"inlineStr\"><is><t><![CDATA[" + strings.Repeat(">", many-10) + "]]></t></is></c></row>" + row, "", 2, 40},
		{"a cell of many runs", head + `<row><c t="inlineStr"><is>` + strings.Repeat("<r><t>abcdefgh</t></r>", many/4) + "</is></c></row>" + row, "", 2, 60},
		{"a text that nothing ends", head + `<row><c t="inlineStr"><is><t>` + strings.Repeat("x", 5*many), "", -1, 60},
		{"cells in the last column", head + strings.Repeat(`<row><c t="inlineStr"><is><t>Ana</t></is></c><c r="XFD2" t="inlineStr"><is><t>x</t></is></c></row>`, 1000), "", 1000, 60},
		{"rows without cells", head + strings.Repeat("<row/>", many) + row, "", 1, 40},
		{"many texts", head + `<row><c t="s"><v>0</v></c></row>`, strings.Repeat("<si><t>Ana</t></si>", many/2), 1, 60},
		{"a text that is too long to be kept", head + `<row><c t="s"><v>0</v></c></row>`, "<si>" + strings.Repeat("<r><t>"+strings.Repeat("x", 1000)+"</t></r>", 4000) + "</si>", 1, 60},
	} {
		t.Run(test.name, func(t *testing.T) {
			sheet := test.sheet
			if test.rows >= 0 {
				sheet += "</sheetData></worksheet>"
			}
			path := rowstest.File(t, "book.xlsx", book(t, sheet, test.strings))
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			n := count(t, path)
			runtime.ReadMemStats(&after)
			if n != test.rows {
				t.Errorf("%d rows, want %d", n, test.rows)
			}
			if mib := (after.TotalAlloc - before.TotalAlloc) >> 20; mib > test.most {
				t.Errorf("%d MiB were allocated, want at most %d", mib, test.most)
			}
		})
	}
}

// count returns how many rows a workbook has, -1 if it cannot be read.
func count(t *testing.T, path string) int {
	f, err := formats.Open(path, rows.Options{})
	if err != nil {
		return -1
	}
	defer f.Close()
	n := 0
	for _, err := range f.Rows(t.Context()) {
		if err != nil {
			return -1
		}
		n++
	}
	return n
}
