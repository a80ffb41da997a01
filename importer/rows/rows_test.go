package rows

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// file writes content under a name into the test's own folder.
func file(t testing.TB, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func open(t testing.TB, path string, opts Options) *File {
	t.Helper()
	f, err := Open(path, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// render writes a pass over a file as one line a row: "3: Ann|Li", "4! quotes:
// raw text", and last the error that ended it.
func render(f *File) []string {
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

// openError opens what must not open and gives the sentence.
func openError(t testing.TB, path string, opts Options, want error) string {
	t.Helper()
	f, err := Open(path, opts)
	if err == nil {
		f.Close()
		t.Fatal("opened without an error")
	}
	var open *OpenError
	if !errors.As(err, &open) || !errors.Is(err, want) {
		t.Fatalf("%T %v is not an *OpenError of %v", err, err, want)
	}
	return strings.ReplaceAll(err.Error(), path, "FILE")
}

func want(t testing.TB, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n got %q\nwant %q", what, got, want)
	}
}
