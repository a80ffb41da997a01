package formats_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/importer/rows/formats"
	"github.com/quo-import/quo-import/importer/rows/rowstest"
)

const two = "Name,Phone\nAnn,1\nBen,2\n"

// both are the rows of two.
var both = []string{"2: Ann|1", "3: Ben|2"}

func gz(t testing.TB, parts ...string) string {
	t.Helper()
	var b bytes.Buffer
	for _, p := range parts {
		z := gzip.NewWriter(&b)
		if _, err := z.Write([]byte(p)); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

func zst(t testing.TB, s string) string {
	t.Helper()
	z, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	return string(z.EncodeAll([]byte(s), nil))
}

func TestPacked(t *testing.T) {
	for name, c := range map[string]struct {
		file, in string
		rows     []string
	}{
		"gzip":                               {"x.csv.gz", gz(t, two), both},
		"gzip without the extension":         {"x.csv", gz(t, two), both},
		"gzip of several members":            {"x.csv.gz", gz(t, "Name,Ph", "one\nAnn,1\n", "Ben,2\n"), both},
		"zstd":                               {"x.csv.zst", zst(t, two), both},
		"zstd of several frames":             {"x.csv.zst", zst(t, "Name,Phone\nAnn,1\n") + zst(t, "Ben,2\n"), both},
		"JSON lines in gzip":                 {"x.ndjson.gz", gz(t, `{"a":[{}]}`), []string{`1: {"a":[{}]}`}},
		"a plain file called .gz":            {"x.csv.gz", two, both},
		"UTF-16 in gzip":                     {"x.csv.gz", gz(t, "\xff\xfe"+encode(t, utf16le, two)), both},
		"a gzip that is cut off is an error": {"x.csv.gz", cut(gz(t, "Name,Phone\nAnn,1\n"+noise(1<<20))), nil},
		"a zstd that is cut off is an error": {"x.csv.zst", cut(zst(t, "Name,Phone\nAnn,1\n"+noise(1<<20))), nil},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := formats.Open(rowstest.File(t, c.file, c.in), rows.Options{})
			if c.rows != nil {
				if err != nil {
					t.Fatal(err)
				}
				defer f.Close()
				rowstest.Want(t, "rows", rowstest.Render(f), c.rows)
				return
			}
			if err == nil { // Open saw the beginning only
				defer f.Close()
				for _, e := range f.Rows(t.Context()) {
					err = e
				}
			}
			if !errors.Is(err, rows.ErrTruncated) {
				t.Errorf("%v is not rows.ErrTruncated", err)
			}
		})
	}
}

func cut(s string) string { return s[:len(s)-len(s)/4] }

// noise is n bytes of cells that hardly pack.
func noise(n int) string {
	var b strings.Builder
	for x := uint64(88172645463325252); b.Len() < n; {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
		b.WriteByte("abcdefghijklmnopqrstuvwxyz012345"[x>>59])
		if b.Len()%40 == 0 {
			b.WriteString(",1\n")
		}
	}
	return b.String()
}

func TestBombs(t *testing.T) {
	t.Run("a file that unpacks to hundreds of times its size ends", func(t *testing.T) {
		f := rowstest.Open(t, rowstest.File(t, "x.csv.zst", zst(t, two+strings.Repeat("Ann,1\n", 100<<20/6))), rows.Options{})
		var err error
		for _, e := range f.Rows(t.Context()) {
			err = e
		}
		if !errors.Is(err, rows.ErrTooBig) || !strings.HasSuffix(err.Error(), "it unpacks to more than 250 times its size") {
			t.Error(err)
		}
	})
	t.Run("a file that unpacks to more than a list of contacts is ends", func(t *testing.T) {
		for name, file := range map[string]string{"x.csv.gz": gz(t, two+strings.Repeat("Ann,1\n", 1<<20)), "x.csv.zst": zst(t, two+strings.Repeat("Ann,1\n", 1<<20))} {
			f := rowstest.Open(t, rowstest.File(t, name, file), rows.Options{MaxUnpack: 1 << 20})
			var err error
			for _, e := range f.Rows(t.Context()) {
				err = e
			}
			if !errors.Is(err, rows.ErrTooBig) || !strings.HasSuffix(err.Error(), "it unpacks to more than 1 MiB: if that is right, unpack it and import what comes out") {
				t.Error(err)
			}
		}
	})
	t.Run("a cell of ten megabytes ends the reading, in quotes", func(t *testing.T) {
		long := gz(t, "Name,Note\nAnn,1\nBen,\""+strings.Repeat("x\n", 5<<20)+"\"\n")
		got := rowstest.Render(rowstest.Open(t, rowstest.File(t, "x.csv.gz", long), rows.Options{MaxExpand: 10_000}))
		rowstest.Want(t, "rows", got, []string{"2: Ann|1", `end: FILE line 3: a quote (") opens a cell in this line and is not closed within 4194304 bytes; close it, or remove it`})
	})
	t.Run("a cell of ten megabytes ends the reading, without quotes", func(t *testing.T) {
		long := gz(t, "Name,Note\nAnn,1\nBen,"+strings.Repeat("xx", 5<<20)+"\n")
		got := rowstest.Render(rowstest.Open(t, rowstest.File(t, "x.csv.gz", long), rows.Options{MaxExpand: 10_000}))
		rowstest.Want(t, "rows", got, []string{"2: Ann|1", "end: FILE line 3: the row is longer than 4194304 bytes; is this file a table of contacts?"})
	})
	t.Run("a JSON string of ten megabytes ends the reading", func(t *testing.T) {
		long := gz(t, "[{},\n{\"a\":\""+strings.Repeat("xx", 5<<20)+"\"}]")
		got := rowstest.Render(rowstest.Open(t, rowstest.File(t, "x.json.gz", long), rows.Options{MaxExpand: 10_000}))
		rowstest.Want(t, "rows", got, []string{"1[0]: {}", "end: FILE line 2: an element is longer than 4194304 bytes; is this file a list of contacts?"})
	})
	t.Run("a header of a hundred thousand columns does not open", func(t *testing.T) {
		got := rowstest.OpenError(t, rowstest.File(t, "x.csv", strings.Repeat("a,", 100_000)+"b\n1,2\n"), rows.Options{}, rows.ErrSyntax)
		if got != "FILE line 1: the header: the row has 100001 cells; at most 16384 are read; is the delimiter right (--delimiter)?" {
			t.Error(got)
		}
	})
}

func TestFilesThatDoNotOpen(t *testing.T) {
	for name, c := range map[string]struct {
		file, in string
		opts     rows.Options
		err      error
		message  string // the beginning of the message after the file's name
	}{
		"no bytes":                        {in: "", err: rows.ErrEmpty, message: "the file is empty"},
		"blanks only":                     {in: " \n\r\n\t\n", err: rows.ErrEmpty, message: "the file is empty"},
		"a byte order mark only":          {in: "\ufeff", err: rows.ErrEmpty, message: "the file is empty"},
		"delimiters only":                 {in: ",,\n,,\n", err: rows.ErrEmpty, message: "the file is empty"},
		"an empty gzip":                   {in: gz(t, ""), err: rows.ErrEmpty, message: "the file is empty"},
		"an old Excel workbook":           {file: "x.xls", in: "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00", err: rows.ErrUnsupported, message: "this is an old Excel workbook (.xls) or one with a password; open it in Excel"},
		"a web page called .xls":          {file: "x.xls", in: "\ufeff<html xmlns:x=\"…\"><table>", err: rows.ErrUnsupported, message: "this is a web page, whatever its name is; open it in a spreadsheet"},
		"a PDF":                           {in: "%PDF-1.7 …", err: rows.ErrUnsupported, message: "this is a PDF; export the table"},
		"gzip in gzip":                    {in: gz(t, gz(t, two)), err: rows.ErrUnsupported, message: "this is compressed twice"},
		"bytes that are not text":         {in: strings.Repeat("\x01\x00\x00\x07", 100), err: rows.ErrUnsupported, message: "this is not text: 200 of its first 400 bytes are zero"},
		"an encoding that does not exist": {in: two, opts: rows.Options{Encoding: "klingon"}, err: rows.ErrOption, message: `there is no encoding "klingon"`},
		"a delimiter of two characters":   {in: two, opts: rows.Options{Delimiter: ",,"}, err: rows.ErrOption, message: `a delimiter is one character`},
		"a header row that is not there":  {in: two, opts: rows.Options{HeaderRow: 9}, err: rows.ErrOption, message: "there is nothing in line 9, or it is in the middle of a cell; pass --header-row"},
		"a header with open quotes":       {in: "\"Name,Phone\nAnn,1\n", err: rows.ErrQuote, message: `a quote (") opens a cell in this line and is never closed`},
	} {
		t.Run(name, func(t *testing.T) {
			if c.file == "" {
				c.file = "x.csv"
			}
			got := rowstest.OpenError(t, rowstest.File(t, c.file, c.in), c.opts, c.err)
			if _, message, _ := strings.Cut(got, ": "); !strings.HasPrefix(message, c.message) {
				t.Errorf("got  %s\nwant %s", got, c.message)
			}
		})
	}
	t.Run("no file", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "gone.csv")
		if got := rowstest.OpenError(t, path, rows.Options{}, os.ErrNotExist); got != "FILE: no such file or directory; check the name and the folder" {
			t.Error(got)
		}
	})
	t.Run("a folder", func(t *testing.T) {
		if _, err := formats.Open(t.TempDir(), rows.Options{}); err == nil || !strings.Contains(err.Error(), "this is a folder") {
			t.Error(err)
		}
	})
}

func TestTheFileThatWasOpenedIsRead(t *testing.T) {
	t.Run("when another one replaces it", func(t *testing.T) {
		path := rowstest.File(t, "x.csv", two)
		f := rowstest.Open(t, path, rows.Options{})
		other := rowstest.File(t, "y.csv", "Other,Header\nC,3\n")
		if err := os.Rename(other, path); err != nil {
			t.Fatal(err)
		}
		rowstest.Want(t, "rows", rowstest.Render(f), both)
	})
	t.Run("without what is appended meanwhile", func(t *testing.T) {
		path := rowstest.File(t, "x.csv", two)
		f := rowstest.Open(t, path, rows.Options{})
		if err := os.WriteFile(path, []byte(two+"Cid,3\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		rowstest.Want(t, "rows", rowstest.Render(f), both)
	})
	t.Run("but it is known to have changed", func(t *testing.T) {
		path := rowstest.File(t, "x.csv", two)
		f := rowstest.Open(t, path, rows.Options{})
		if f.Changed() {
			t.Error("changed before it was")
		}
		if err := os.WriteFile(path, []byte(two+"Cid,3\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if !f.Changed() {
			t.Error("not changed")
		}
	})
	t.Run("also when its size is the same", func(t *testing.T) {
		path := rowstest.File(t, "x.csv", two)
		f := rowstest.Open(t, path, rows.Options{})
		if err := os.Chtimes(path, time.Time{}, time.Unix(1, 0)); err != nil {
			t.Fatal(err)
		}
		if !f.Changed() {
			t.Error("not changed")
		}
	})
	t.Run("or the reading ends when it shrinks", func(t *testing.T) {
		path := rowstest.File(t, "x.csv", two)
		f := rowstest.Open(t, path, rows.Options{})
		if err := os.Truncate(path, int64(len("Name,Phone\nAnn,1\n"))); err != nil {
			t.Fatal(err)
		}
		got := rowstest.Render(f)
		if len(got) == 0 || !strings.Contains(got[len(got)-1], "it became shorter while it was read") {
			t.Errorf("%q", got)
		}
	})
	t.Run("and the error has the line of the row that is cut off", func(t *testing.T) {
		path := rowstest.File(t, "x.csv", two)
		f := rowstest.Open(t, path, rows.Options{})
		if err := os.Truncate(path, int64(len("Name,Phone\nAnn,1\nBe"))); err != nil {
			t.Fatal(err)
		}
		rowstest.Want(t, "rows", rowstest.Render(f), []string{"2: Ann|1", "end: FILE line 3: the file ends too early: it became shorter while it was read; it was not written or copied completely: get it again"})
	})
	t.Run("zero bytes at its end are not text of it", func(t *testing.T) {
		f := rowstest.Open(t, rowstest.File(t, "x.csv", two+strings.Repeat("\x00", 100_000)), rows.Options{})
		rowstest.Want(t, "rows", rowstest.Render(f), both)
		rowstest.Want(t, "warnings", f.Warnings, []string{"the file ends in 100000 zero bytes, which were left out: was it copied completely?"})
	})
	t.Run("zero bytes at the end of UTF-16 are part of it", func(t *testing.T) {
		f := rowstest.Open(t, rowstest.File(t, "x.csv", "\xff\xfe"+encode(t, utf16le, two)), rows.Options{})
		rowstest.Want(t, "rows", rowstest.Render(f), both)
		rowstest.Want(t, "warnings", f.Warnings, nil)
	})
	t.Run("from standard input, twice", func(t *testing.T) {
		f := rowstest.Open(t, "-", rows.Options{Stdin: strings.NewReader(two)})
		rowstest.Want(t, "rows", rowstest.Render(f), both)
		rowstest.Want(t, "rows of a second pass", rowstest.Render(f), both)
		if got := (rows.Position{File: f.Name, Line: 3, Index: -1}).String(); got != "standard input line 3" {
			t.Error(got)
		}
	})
	t.Run("from compressed standard input", func(t *testing.T) {
		rowstest.Want(t, "rows", rowstest.Render(rowstest.Open(t, "-", rows.Options{Stdin: strings.NewReader(gz(t, two))})), both)
	})
	t.Run("by two iterations at once", func(t *testing.T) {
		f := rowstest.Open(t, rowstest.File(t, "x.csv", two), rows.Options{})
		for range f.Rows(t.Context()) {
			rowstest.Want(t, "rows", rowstest.Render(f), both)
		}
	})
}
