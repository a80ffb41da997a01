package formats

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/quo-import/quo-import/importer/rows"
)

// unsupported are kinds of file that cannot be read, by how their bytes begin.
var unsupported = []struct{ magic, what, advice string }{
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook (.xls) or one with a password", "open it in Excel and save it as .xlsx, without a password, or as CSV UTF-8"},
	{"%PDF", "a PDF", "export the table as CSV or .xlsx from where it was made"},
	{"BZh", "compressed with bzip2", "unpack it first: bunzip2 FILE"},
	{"\xfd7zXZ\x00", "compressed with xz", "unpack it first: xz -d FILE"},
	{"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "unpack it first"},
	{"Rar!", "a RAR archive", "unpack it first"},
	{"\x1f\x8b", "compressed twice", "unpack it once: gunzip FILE"},
	{"\x28\xb5\x2f\xfd", "compressed twice", "unpack it once: zstd -d FILE"},
	{"SQLite format 3\x00", "a database (SQLite)", "export the table as CSV: sqlite3 -header -csv FILE 'select * from …'"},
	{"PAR1", "a Parquet file", "write it as CSV or JSON lines first"},
	{"bplist00", "a binary property list", "export it as CSV or vCard from the application that wrote it"},
	{"{\\rtf", "a rich-text document", "save it as plain text, or put the table into a spreadsheet"},
}

// refuseBytes returns the error of a file that is empty or of an unsupported kind.
func refuseBytes(head []byte) error {
	if len(head) == 0 {
		return rows.ErrEmpty
	}
	for _, u := range unsupported {
		if bytes.HasPrefix(head, []byte(u.magic)) {
			return &rows.Error{Reason: "this is " + u.what, Advice: u.advice, Err: rows.ErrUnsupported}
		}
	}
	return nil
}

// refuseText returns the error of a text that is markup, or not text at all.
func refuseText(head []byte) error {
	if what := markup(head); what != "" {
		return &rows.Error{Reason: "this is " + what, Advice: "open it in a spreadsheet and save it as .xlsx or CSV UTF-8; if you downloaded it, check that you were signed in", Err: rows.ErrUnsupported}
	}
	if zeros := bytes.Count(head, []byte{0}); zeros*20 > len(head) { // fewer make only their rows invalid
		return &rows.Error{Reason: fmt.Sprintf("this is not text: %d of its first %d bytes are zero", zeros, len(head)),
			Advice: "export it as one of " + strings.Join(Names(), ", "), Err: rows.ErrUnsupported}
	}
	return nil
}

// markup returns what a text is if it is a web page (which often has the
// extension .xls) or XML, else "".
func markup(head []byte) string {
	start := strings.ToLower(string(bytes.TrimSpace(head[:min(len(head), 512)])))
	for _, tag := range []string{"<!doctype html", "<html", "<table", "<head", "<meta"} {
		if strings.HasPrefix(start, tag) {
			return "a web page, whatever its name is"
		}
	}
	if strings.HasPrefix(start, "<?xml") {
		return "XML"
	}
	return ""
}
