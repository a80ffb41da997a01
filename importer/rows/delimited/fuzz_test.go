package delimited_test

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/importer/rows/formats"
	"github.com/quo-import/quo-import/importer/rows/rowstest"
)

func FuzzCSV(f *testing.F) {
	for _, s := range []string{
		"Name,Phone\nAnn,1\n", "sep=;\nA;B\n1;2\n", "A,B\n\"x\ny\",2\n", "A\r\"x\r\"\"y\"\rz\r", "\xff\xfeA\x00,\x00B\x00\n\x001\x00", "A,B\n5\" x,1\n\"a\"b,2\n",
		"A,B\n1,\"x\n2,y\n", "\ufeff\"A\",B\n\x00,\xff\n", "Title\n\nA;B;C\n1;2;3\n", "A|B\r\n1|2\r\n\r\n,\r\n", "N\nM\xfcller\n", "\x1f\x8b\x08\x00", "\x28\xb5\x2f\xfd\x00",
	} {
		f.Add([]byte(s), "")
	}
	f.Add([]byte("A,B\n1,2\n"), ";")
	f.Fuzz(func(t *testing.T, in []byte, delimiter string) {
		rowstest.Fuzz(t, in, rows.Options{Delimiter: delimiter})
	})
}

// FuzzCSVValues writes a table as encoding/csv does: each value comes back as it was.
func FuzzCSVValues(f *testing.F) {
	f.Add("Ann", "5\" pipe", "line\nline", "ü")
	f.Add("", " ", ",", "\"")
	f.Add("0000\"0\x1b$B", "0", "0", "")
	f.Fuzz(func(t *testing.T, a, b, c, d string) {
		record := []string{"row", a, b, c, d}
		for _, cell := range record {
			if strings.ContainsAny(cell, "\r\x00") || !utf8.ValidString(cell) {
				return
			}
		}
		var text bytes.Buffer
		w := csv.NewWriter(&text)
		w.WriteAll([][]string{{"Key", "Name", "Phone", "Email", "Note"}, record})
		opened, err := formats.Open("-", rows.Options{Stdin: &text, Delimiter: ","})
		if err != nil {
			t.Fatal(err)
		}
		defer opened.Close()
		for row, err := range opened.Rows(t.Context()) {
			if err != nil || row.Err != nil || !slices.Equal(row.Cells, record) {
				t.Fatalf("%q became %q, %v, %v", record, row.Cells, row.Err, err)
			}
		}
	})
}
