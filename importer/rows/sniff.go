package rows

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/tidwall/gjson"
)

// foreign is what people try first and what cannot be read: how its bytes begin, and the way out.
var foreign = []struct{ magic, what, advice string }{
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook (.xls) or one with a password", "open it in Excel and save it as .xlsx, without a password, or as CSV UTF-8"},
	{"%PDF", "a PDF", "export the table as CSV or .xlsx from where it was made"},
	{"BZh", "packed with bzip2", "unpack it first: bunzip2 FILE"},
	{"\xfd7zXZ\x00", "packed with xz", "unpack it first: xz -d FILE"},
	{"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "unpack it first"},
	{"Rar!", "a RAR archive", "unpack it first"},
	{"\x1f\x8b", "packed twice", "unpack it once: gunzip FILE"},
	{"\x28\xb5\x2f\xfd", "packed twice", "unpack it once: zstd -d FILE"},
	{"SQLite format 3\x00", "a database (SQLite)", "export the table as CSV: sqlite3 -header -csv FILE 'select * from …'"},
	{"PAR1", "a Parquet file", "write it as CSV or JSON lines first"},
	{"bplist00", "a binary property list", "export it as CSV or vCard from the app that wrote it"},
	{"{\\rtf", "a rich-text document", "save it as plain text, or put the table into a spreadsheet"},
}

// refuseForeign names the kinds of file that Open does not read.
func refuseForeign(head []byte) *OpenError {
	for _, f := range foreign {
		if bytes.HasPrefix(head, []byte(f.magic)) {
			return &OpenError{Reason: "this is " + f.what, Advice: f.advice, Err: ErrUnsupported}
		}
	}
	return nil
}

func isZip(head []byte) bool { return bytes.HasPrefix(head, []byte("PK\x03\x04")) }

// refuseMarkup names web pages and XML, which often call themselves .xls.
func refuseMarkup(head []byte) *OpenError {
	start := strings.ToLower(string(bytes.TrimSpace(head[:min(len(head), 512)])))
	var what string
	switch {
	case strings.HasPrefix(start, "<!doctype html"), strings.HasPrefix(start, "<html"),
		strings.HasPrefix(start, "<table"), strings.HasPrefix(start, "<head"), strings.HasPrefix(start, "<meta"):
		what = "a web page, whatever its name says"
	case strings.HasPrefix(start, "<?xml"):
		what = "XML"
	default:
		return nil
	}
	return &OpenError{Reason: "this is " + what, Advice: "open it in a spreadsheet and save it as .xlsx or CSV UTF-8; if you downloaded it, check that you were signed in", Err: ErrUnsupported}
}

// textFormat decides what a text is: by its content, and by the name only where the content leaves it open.
func textFormat(name string, head []byte) Format {
	start := bytes.TrimLeft(head, " \t\r\n")
	ext := extension(name)
	switch {
	case isVCard(start):
		return VCard
	case isObjectPerLine(start):
		return JSONL
	case ext == ".jsonl" || ext == ".ndjson":
		if spreadsOverLines(start) {
			return JSON
		}
		return JSONL
	case looksLikeJSON(start), ext == ".json":
		return JSON
	}
	return CSV
}

// spreadsOverLines: the first line opens an array, or an object that goes on in the next line.
func spreadsOverLines(start []byte) bool {
	first, _, _ := bytes.Cut(start, []byte("\n"))
	return len(start) > 0 && start[0] == '[' && !gjson.ValidBytes(first) || string(bytes.TrimSpace(first)) == "{"
}

// extension is the last one that does not name a packing, in lower case.
func extension(name string) string {
	name = strings.ToLower(name)
	for _, packed := range []string{".gz", ".zst", ".gzip", ".zstd"} {
		name = strings.TrimSuffix(name, packed)
	}
	return filepath.Ext(name)
}

// isObjectPerLine: the first line is a whole object, and more follows.
func isObjectPerLine(start []byte) bool {
	first, rest, more := bytes.Cut(start, []byte("\n"))
	return more && len(bytes.TrimSpace(rest)) > 0 && isObject(first)
}

func isObject(b []byte) bool {
	b = bytes.TrimLeft(b, " \t\r\n")
	return len(b) > 0 && b[0] == '{' && gjson.ValidBytes(b)
}

// looksLikeJSON looks at what follows the bracket, because a CSV header may begin with one: [id],name.
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

// refuseBinary catches what is neither text nor a kind that has a name above.
func refuseBinary(head []byte) *OpenError {
	zeros := bytes.Count(head, []byte{0})
	if zeros*20 <= len(head) {
		return nil // a few are the business of their rows
	}
	return &OpenError{Reason: fmt.Sprintf("this is not text: %d of its first %d bytes are zero", zeros, len(head)),
		Advice: "export it as CSV, .xlsx, JSON or vCard", Err: ErrUnsupported}
}
