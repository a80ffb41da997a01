// Package formats knows all formats of contact files. [Open] is where reading a
// file starts.
package formats

import (
	"slices"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/importer/rows/delimited"
	"github.com/quo-import/quo-import/importer/rows/jsonrows"
	"github.com/quo-import/quo-import/importer/rows/vcard"
	"github.com/quo-import/quo-import/importer/rows/xlsx"
)

// all are the formats in the order in which they are asked whether a file is theirs. The
// help names them from the last to the first.
var all = []rows.Format{
	xlsx.Format,
	vcard.Format,
	jsonrows.Lines,
	jsonrows.Document,
	delimited.Format, // accepts any text
}

// Names returns the names of all formats, the most common first, for help and
// advice.
func Names() []string {
	var names []string
	for _, f := range slices.Backward(all) {
		names = append(names, f.Name)
	}
	return names
}

// IsNamed reports whether a file has the name of one with contacts, by its extension;
// it may be compressed.
func IsNamed(name string) bool {
	extension := rows.Extension(name)
	return slices.ContainsFunc(all, func(f rows.Format) bool { return slices.Contains(f.Extensions, extension) })
}

// Open opens a file of any format, and detects its encoding and header. See [rows.Open].
func Open(path string, opts rows.Options) (*rows.File, error) {
	return rows.Open(path, opts, detect)
}

// detect returns the format of a file: by its bytes, else by its text.
func detect(in *rows.Input) (rows.Format, error) {
	if err := refuseBytes(in.Head); err != nil {
		return rows.Format{}, err
	}
	for _, f := range all {
		if f.Binary && f.Detect(in) {
			return f, nil
		}
	}
	if err := in.Decode(); err != nil {
		return rows.Format{}, err
	}
	if err := refuseText(in.Head); err != nil {
		return rows.Format{}, err
	}
	for _, f := range all {
		if !f.Binary && f.Detect(in) {
			return f, nil
		}
	}
	return rows.Format{}, rows.ErrUnsupported
}
