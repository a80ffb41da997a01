package rows

import "fmt"

// Format is the kind of a file, as found in its content.
type Format string

// The formats that Open reads.
const (
	CSV   Format = "CSV"
	JSON  Format = "JSON"       // an array of objects, an object around one, or objects one after another
	JSONL Format = "JSON lines" // one object a line
	XLSX  Format = "XLSX"
	VCard Format = "vCard" // 3.0 and 4.0
)

// Position says where a row stands, the way a person would look for it.
type Position struct {
	File  string // as given to Open; "-" is standard input
	Sheet string // XLSX only
	Line  int    // of the row's first character in the decoded text, from 1; the row's number in a sheet
	Index int    // of the element in a JSON array, from 0; -1 for every other format
}

// String gives "contacts.csv line 12", "contacts.json item 3" (counted from 0, as
// JSON paths count) or `book.xlsx sheet "Kunden" row 12`.
func (p Position) String() string {
	file := p.File
	if file == "-" {
		file = "standard input"
	}
	switch {
	case p.Sheet != "":
		return fmt.Sprintf("%s sheet %q row %d", file, p.Sheet, p.Line)
	case p.Index >= 0:
		return fmt.Sprintf("%s item %d", file, p.Index)
	case p.Line > 0:
		return fmt.Sprintf("%s line %d", file, p.Line)
	}
	return file
}

// Row is one record of a file. Exactly one of Cells, JSON and Err is set.
type Row struct {
	Pos Position

	// Cells holds one string for each column of the header at least (a short row
	// is padded with ""); more than that where the row is longer and what is
	// beyond is not blank. The slice is reused by the next iteration; the
	// strings may be kept.
	Cells []string

	// JSON is the element's text, a valid JSON object; reused by the next
	// iteration. A name that stands twice in an object is not an error here, and
	// which one counts is up to the reader of these bytes: gjson takes the
	// first, encoding/json the last.
	JSON []byte

	Hidden bool  // XLSX: the row is hidden, by a filter or by hand; it is a row all the same
	Failed []int // XLSX: the columns, from 1, whose formula gives an error such as #N/A; they are "" in Cells

	// Raw is the row's text as it came (decoded), without its line end; only with Err.
	Raw string

	// Err says why this row could not be read. The iteration goes on behind it.
	Err *RowError
}
