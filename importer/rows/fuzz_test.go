package rows

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// fuzzFile opens the input as standard input and reads it to its end, twice:
// whatever it is, positions grow, rows keep their promises, and the second pass gives what the first gave.
func fuzzFile(t *testing.T, in []byte, opts Options) *File {
	t.Helper()
	opts.Stdin = bytes.NewReader(in)
	opts.MaxRow, opts.MaxCell = 1<<16, 1<<14
	f, err := Open("-", opts)
	if err != nil {
		var open *OpenError
		if !errors.As(err, &open) || open.Err == nil || len(err.Error()) > 1000 {
			t.Fatalf("%T %v", err, err)
		}
		return nil
	}
	t.Cleanup(func() { f.Close() })
	checkPass(t, f)
	if first, second := render(f), render(f); !slices.Equal(first, second) {
		t.Fatalf("two passes differ:\n%q\n%q", first, second)
	}
	return f
}

func checkPass(t *testing.T, f *File) {
	t.Helper()
	last, ended := Position{Line: f.HeaderLine, Index: -1}, false
	for row, err := range f.Rows(context.Background()) {
		var read *ReadError
		switch {
		case ended:
			t.Fatal("a row behind the error that ends the reading")
		case err != nil:
			if ended = true; !errors.As(err, &read) || read.Err == nil {
				t.Fatalf("%T %v", err, err)
			}
			continue
		case row.Pos.Line < last.Line || row.Pos.Line == last.Line && row.Pos.Index <= last.Index:
			t.Fatalf("%+v behind %+v", row.Pos, last)
		case row.Err != nil && (row.Cells != nil || row.JSON != nil || row.Raw == "" || row.Err.Pos != row.Pos):
			t.Fatalf("an error with a row: %+v", row)
		case row.Err == nil && (row.Cells == nil) == (row.JSON == nil):
			t.Fatalf("neither cells nor JSON, or both: %+v", row)
		case row.Cells != nil && len(row.Cells) < len(f.Header):
			t.Fatalf("%d cells under %d names", len(row.Cells), len(f.Header))
		case row.JSON != nil && (row.JSON[0] != '{' || !validJSON(row.JSON)):
			t.Fatalf("not an object: %s", row.JSON)
		}
		last = row.Pos
	}
}

func FuzzCSV(f *testing.F) {
	for _, s := range []string{
		"Name,Phone\nAnn,1\n", "sep=;\nA;B\n1;2\n", "A,B\n\"x\ny\",2\n", "A\r\"x\r\"\"y\"\rz\r", "\xff\xfeA\x00,\x00B\x00\n\x001\x00", "A,B\n5\" x,1\n\"a\"b,2\n",
		"A,B\n1,\"x\n2,y\n", "\ufeff\"A\",B\n\x00,\xff\n", "Title\n\nA;B;C\n1;2;3\n", "A|B\r\n1|2\r\n\r\n,\r\n", "N\nM\xfcller\n", "\x1f\x8b\x08\x00", "\x28\xb5\x2f\xfd\x00",
	} {
		f.Add([]byte(s), "")
	}
	f.Add([]byte("A,B\n1,2\n"), ";")
	f.Fuzz(func(t *testing.T, in []byte, delimiter string) {
		fuzzFile(t, in, Options{Delimiter: delimiter})
	})
}

// FuzzCSVValues writes a table as encoding/csv does: each value comes back as it was.
func FuzzCSVValues(f *testing.F) {
	f.Add("Ann", "5\" pipe", "line\nline", "ü")
	f.Add("", " ", ",", "\"")
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
		opened, err := Open("-", Options{Stdin: &text, Delimiter: ","})
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

func FuzzJSON(f *testing.F) {
	for _, s := range []string{
		`[{"a":1},2]`, `{"a":[{}],"b":1}`, "{\"a\":1}\n{\"b\"\n[3]\n", `{"a":{"b":[{"c":"\u00fc"}]}}`, "{\n}{\n}", `[{}`, `[{}][{}]`, `{"a.b":[],"c":[1]}`, "[\"\xff\",{\"a\":\"\xff\"}]",
	} {
		f.Add([]byte(s), "")
	}
	f.Add([]byte(`{"a.b":[{}],"c":{"d":[{}]}}`), `c.d`)
	f.Fuzz(func(t *testing.T, in []byte, path string) {
		fuzzFile(t, in, Options{JSONPath: path})
	})
}
