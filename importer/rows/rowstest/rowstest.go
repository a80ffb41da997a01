// Package rowstest has what tests of formats share: [Open] a file, [Render] its
// rows, and [Fuzz] a format.
package rowstest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tidwall/gjson"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/importer/rows/formats"
)

// File writes content to a file in the test's own folder, and returns its path.
func File(t testing.TB, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	long := time.Now().Add(-time.Hour) // nobody is writing it any more
	if err := os.Chtimes(path, long, long); err != nil {
		t.Fatal(err)
	}
	return path
}

// Open opens a file until the end of the test.
func Open(t testing.TB, path string, opts rows.Options) *rows.File {
	t.Helper()
	f, err := formats.Open(path, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// OpenError opens a file that cannot be opened. It returns the message, with
// FILE for the path.
func OpenError(t testing.TB, path string, opts rows.Options, want error) string {
	t.Helper()
	f, err := formats.Open(path, opts)
	if err == nil {
		_ = f.Close()
		t.Fatal("opened without an error")
	}
	var open *rows.Error
	if !errors.As(err, &open) || !errors.Is(err, want) {
		t.Fatalf("%T %v is not an *Error of %v", err, err, want)
	}
	return strings.ReplaceAll(err.Error(), path, "FILE")
}

// Render returns a pass over a file with one line a row: "3: Ann|Li", "4!
// quotes: raw text", and last the error that ended it.
func Render(f *rows.File) []string {
	var out []string
	for row, err := range f.Rows(context.Background()) {
		at := fmt.Sprint(row.Pos.Line)
		if row.Pos.Index >= 0 {
			at += fmt.Sprintf("[%d]", row.Pos.Index)
		}
		switch {
		case err != nil:
			out = append(out, "end: "+strings.ReplaceAll(err.Error(), f.Name, "FILE"))
		case row.Err != nil:
			out = append(out, fmt.Sprintf("%s! %s: %s", at, row.Err.Fault, row.Raw))
		case row.JSON != nil:
			out = append(out, at+": "+string(row.JSON))
		default:
			out = append(out, at+": "+strings.Join(row.Cells, "|"))
		}
	}
	return out
}

// Count reads a file to its end, and returns the number of its rows. None may have an error.
func Count(t testing.TB, f *rows.File) int {
	t.Helper()
	n := 0
	for row, err := range f.Rows(context.Background()) {
		if err != nil || row.Err != nil {
			t.Fatal(err, row.Err)
		}
		n++
	}
	return n
}

// Want compares lists.
func Want(t testing.TB, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n got %q\nwant %q", what, got, want)
	}
}

// Fuzz opens content as standard input and reads it to its end, twice.
// Whatever it is, positions grow, rows are as documented, and both passes are the same.
func Fuzz(t *testing.T, content []byte, opts rows.Options) {
	t.Helper()
	opts.Stdin = bytes.NewReader(content)
	opts.MaxRow, opts.MaxCell = 1<<16, 1<<14
	f, err := formats.Open("-", opts)
	if err != nil {
		var open *rows.Error
		if !errors.As(err, &open) || open.Err == nil || len(err.Error()) > 1000 {
			t.Fatalf("%T %v", err, err)
		}
		return
	}
	t.Cleanup(func() { _ = f.Close() })
	check(t, f)
	if first, second := Render(f), Render(f); !slices.Equal(first, second) {
		t.Fatalf("two passes differ:\n%q\n%q", first, second)
	}
}

func check(t *testing.T, f *rows.File) {
	t.Helper()
	last, ended := rows.Position{Line: f.HeaderLine, Index: -1}, false
	for row, err := range f.Rows(context.Background()) {
		var read *rows.Error
		switch {
		case ended:
			t.Fatal("a row after the error that ends the reading")
		case err != nil:
			if ended = true; !errors.As(err, &read) || read.Err == nil {
				t.Fatalf("%T %v", err, err)
			}
			continue
		case row.Pos.Line < last.Line || row.Pos.Line == last.Line && row.Pos.Index <= last.Index:
			t.Fatalf("%+v after %+v", row.Pos, last)
		case row.Err != nil && (row.Cells != nil || row.JSON != nil || row.Raw == "" || row.Err.Pos != row.Pos):
			t.Fatalf("an error with a row: %+v", row)
		case row.Err == nil && (row.Cells == nil) == (row.JSON == nil):
			t.Fatalf("neither cells nor JSON, or both: %+v", row)
		case row.Cells != nil && len(row.Cells) < len(f.Header):
			t.Fatalf("%d cells under %d names", len(row.Cells), len(f.Header))
		case row.JSON != nil && (row.JSON[0] != '{' || !gjson.ValidBytes(row.JSON)):
			t.Fatalf("not an object: %s", row.JSON)
		}
		last = row.Pos
	}
}
