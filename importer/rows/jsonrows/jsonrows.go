// Package jsonrows reads JSON: an array of objects, an object around one,
// objects one after another, and JSON lines, which have one object a line.
package jsonrows

import (
	"bytes"
	"strings"

	"github.com/tidwall/gjson"

	"github.com/quo-import/quo-import/importer/rows"
)

// Lines reads one object a line. It must be asked before Document.
var Lines = rows.Format{
	Name:       "JSON lines",
	Extensions: []string{".jsonl", ".ndjson"},
	Detect:     func(in *rows.Input) bool { return isLines(bytes.TrimLeft(in.Head, " \t\r\n"), in.Extension()) },
	Open: func(in *rows.Input, _ *rows.File) (func() (rows.Reader, error), error) {
		return func() (rows.Reader, error) { return newLineReader(in) }, nil
	},
}

// Document reads an array of objects, an object around one, or objects one
// after another.
var Document = rows.Format{
	Name:       "JSON",
	Extensions: []string{".json"},
	Detect: func(in *rows.Input) bool {
		return looksLikeJSON(bytes.TrimLeft(in.Head, " \t\r\n")) || isNamedJSON(in.Extension())
	},
	Open: openDocument,
}

func isLines(start []byte, extension string) bool {
	if isObjectPerLine(start) {
		return true
	}
	return isNamedJSON(extension) && extension != ".json" && !spansLines(start)
}

func isNamedJSON(extension string) bool {
	return extension == ".json" || extension == ".jsonl" || extension == ".ndjson"
}

// isObjectPerLine reports whether the first line is an object, and more follows.
func isObjectPerLine(start []byte) bool {
	first, rest, _ := bytes.Cut(start, []byte("\n"))
	return len(bytes.TrimSpace(rest)) > 0 && first[0] == '{' && gjson.ValidBytes(first)
}

// spansLines reports whether the first line opens an array, or an object that
// goes on in the next line.
func spansLines(start []byte) bool {
	first, _, _ := bytes.Cut(start, []byte("\n"))
	return len(start) > 0 && start[0] == '[' && !gjson.ValidBytes(first) || string(bytes.TrimSpace(first)) == "{"
}

// looksLikeJSON checks what follows the bracket, too: the header of a CSV may
// begin with one, as in [id],name.
func looksLikeJSON(start []byte) bool {
	if len(start) == 0 {
		return false
	}
	next := bytes.TrimLeft(start[1:], " \t\r\n")
	switch start[0] {
	case '{':
		return len(next) == 0 || next[0] == '"' || next[0] == '}'
	case '[':
		return len(next) == 0 || strings.IndexByte(`{[]"-0123456789`, next[0]) >= 0 ||
			bytes.HasPrefix(next, []byte("null")) || bytes.HasPrefix(next, []byte("true")) || bytes.HasPrefix(next, []byte("false"))
	}
	return false
}
