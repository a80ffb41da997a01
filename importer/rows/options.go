package rows

import (
	"cmp"
	"io"
)

// Options overrides what Open would find out by itself. The zero value is right for most files.
type Options struct {
	Encoding  string // an IANA or WHATWG name such as "windows-1252"; "" is found out
	Delimiter string // "," ";" "tab" "|" or any other single character; "" is found out
	HeaderRow int    // the line (a sheet's row) of the header, from 1; 0 is found out
	Sheet     string // XLSX: by name, whatever the case; "" is found out
	JSONPath  string // the array in an object, as "data.items"; a dot in a name is written \.

	Stdin io.Reader // what "-" reads; os.Stdin is never touched

	// Limits, in bytes, against files that are broken or hostile. Zero is the default.
	MaxCell    int64 // a CSV or XLSX cell; 1 MiB
	MaxRow     int64 // a row, JSON element or card; 4 MiB
	MaxColumns int   // 16,384, as many as a sheet of Excel has
	MaxExpand  int64 // how many times larger than packed a file may become, judged once 64 MiB were unpacked; 250
}

// judgedAfter is how much is unpacked before MaxExpand is looked at: small
// files of repeated rows pack very well and harm nobody.
const judgedAfter = 64 << 20

func (o Options) withDefaults() Options {
	o.MaxCell = cmp.Or(o.MaxCell, 1<<20)
	o.MaxRow = cmp.Or(o.MaxRow, 4<<20)
	o.MaxColumns = cmp.Or(o.MaxColumns, 16384)
	o.MaxExpand = cmp.Or(o.MaxExpand, 250)
	return o
}
