package rows

import (
	"cmp"
	"io"
)

// Options overrides what Open would detect. The zero value is right for most files.
type Options struct {
	Encoding  string // an IANA or WHATWG name such as "windows-1252"; "" is detected
	Delimiter string // "," ";" "tab" "|" or any other single character; "" is detected
	HeaderRow int    // the line (in a sheet the row) of the header, from 1; 0 is detected
	NoHeader  bool   // there is no header: the columns are "column 1", "column 2" …
	Sheet     string // XLSX: by name, ignoring case; "" is detected
	JSONPath  string // the array in an object, as "data.items"; a dot in a name is written \.

	// Score returns how many of some cells are names of columns of a contact, by
	// a vocabulary, as headers.Score of package mapping/headers does. It is what a
	// header row is found by, above all; nil knows no name.
	Score func(cells []string) float64

	Stdin io.Reader // what "-" reads; os.Stdin is never used
	Name  string    // what messages and reports call the input; "" for its path

	// Limits in bytes, against files that are broken or hostile. Zero is the default.
	MaxCell    int64 // a CSV or XLSX cell; 1 MiB
	MaxRow     int64 // a row, JSON element or card; 4 MiB
	MaxColumns int   // 16,384, the columns of an Excel sheet
	MaxExpand  int64 // ratio of uncompressed to compressed size, checked from 64 MiB on; 250
	MaxUnpack  int64 // bytes that a compressed file, or a part of a workbook, unpacks to; 1 GiB
}

func (o Options) withDefaults() Options {
	o.MaxCell = cmp.Or(o.MaxCell, 1<<20)
	o.MaxRow = cmp.Or(o.MaxRow, 4<<20)
	o.MaxColumns = cmp.Or(o.MaxColumns, 16384)
	o.MaxExpand = cmp.Or(o.MaxExpand, 250)
	o.MaxUnpack = cmp.Or(o.MaxUnpack, 1<<30)
	if o.Score == nil {
		o.Score = func([]string) float64 { return 0 }
	}
	return o
}
