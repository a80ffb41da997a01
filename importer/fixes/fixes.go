// Package fixes corrects cells of an input without changing the file: a fix names a row,
// a column, the value that the file has there and the one to use instead. Fixes are kept
// in a file, and every run that is passed it replays them after reading and before
// mapping.
//
// Start with Read, which returns the fixes of a file, and New, whose Set applies them to
// rows. Save writes a file.
//
// A row is named by its key, as the file has it before any fix. A row without a key of its
// own (the key is derived, or its cell is blank) is named by a hash of its mapped cells:
// if any of these changes, the fixes of the row are not applied any more.
//
// It promises:
//   - a fix is applied only where the cell holds the old value, byte for byte but for the
//     form of line ends; where it does not, Set reports it;
//   - values are taken literally: nothing is trimmed, unwrapped or parsed;
//   - a fix does not move a contact to another key unless it is one of the key's own
//     column: a row with a derived key that would be imported without its fixes keeps the
//     key that it has without them;
//   - memory grows with the number of fixes, not of rows.
package fixes

import (
	"strings"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/store"
)

// KeepFirst as the new value of a fix without a column decides about the rows with one
// key: the first of them is imported, the others are skipped.
const KeepFirst = "keep first"

// Fix corrects one cell, or decides about the rows with a key (KeepFirst).
type Fix struct {
	Row      Row
	Line     int // of the row in the input when the fix was made, for people; 0 if unknown
	Column   string
	Old, New string
	At       int // its line in the file of fixes; 0 if it comes from none
}

// Row names a row of an input. Exactly one of the fields is set.
type Row struct {
	Key  string // as the file has it
	Hash uint64 // of the mapped cells of a row without a key of its own
}

// NameOf returns the name of the row that w has loaded, before it is fixed.
func NameOf(m *mapping.Mapper, w *mapping.Worker) Row {
	if !m.KeyDerived() {
		if key, err := w.Key(); err == nil {
			return Row{Key: key}
		}
	}
	return HashOf(w)
}

// HashOf returns the name of a row that its key does not name, because it has none or
// shares it with others.
func HashOf(w *mapping.Worker) Row { return Row{Hash: store.UnkeyedRow(w.Cells()...)} }

// KeepsFirst reports whether the fix decides about the rows with its key.
func (f *Fix) KeepsFirst() bool { return f.Column == "" }

// matches reports whether a cell holds the old value.
func (f *Fix) matches(cell string) bool { return Same(cell, f.Old) }

func (f *Fix) done(cell string) bool { return Same(cell, f.New) }

// Same reports whether two values are the same but for the form of their line ends, of
// which CSV has one.
func Same(a, b string) bool { return a == b || plainEnds(a) == plainEnds(b) }

func plainEnds(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }
