package rows

import "fmt"

// Position is where a row is in its file.
type Position struct {
	File  string // as passed to Open; "-" is standard input
	Sheet string // of a workbook
	Line  int    // of the row's first character in the decoded text, from 1; in a sheet the number of the row
	Index int    // of the element in a JSON array, from 0; -1 in other formats
}

// String returns "contacts.csv line 12", "contacts.json item 3" (counted from
// 0, as in JSON paths) or `book.xlsx sheet "Kunden" row 12`.
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

	// Cells has at least one string for each column of the header: a short row
	// is padded with "". It has more if the row is longer and what is beyond is
	// not blank. The slice is reused by the next iteration; the strings are not.
	Cells []string

	// JSON is the element's text, a valid JSON object; reused by the next
	// iteration. A name may occur twice in an object. Which one counts depends
	// on the parser: gjson takes the first, encoding/json the last.
	JSON []byte

	Hidden bool  // XLSX: the row is hidden, by a filter or by hand
	Failed []int // XLSX: the columns, from 1, whose formula has an error such as #N/A; they are "" in Cells
	Unread []int // XLSX: the columns, from 1, whose formula was never calculated; they are "" in Cells

	// Key, if set, is the key of the row whatever its cells say: that of a row whose
	// cells were corrected. Formats leave it blank.
	Key string

	// Raw is the row's decoded text, without its line end; only with Err.
	Raw string

	// Err is why this row could not be read. The iteration continues after it.
	Err *RowError
}
