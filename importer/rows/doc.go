// Package rows streams the rows of contact files in constant memory, with the
// file and the line of each.
//
// To read a file, start at formats.Open, which detects what it is (its format,
// compression, encoding, delimiter and header row) and returns a [File] that
// describes it. [File.Rows] yields one [Row] after another, as often as it is
// called.
//
// To add a format, write a package with a value of type [Format] and add it to
// the list of package formats. A format reads an [Input]: its decoded text, or
// its bytes. Packages text and table hold what several formats share.
//
// Promises:
//
//   - No row disappears. A row that cannot be read is a Row with Err and its
//     raw text; what makes the rest of a file unreadable ends the iteration
//     with an error that names file and line. Only blank lines are skipped.
//   - No character changes silently. A byte that is not of the file's encoding
//     makes its row an error; it never becomes U+FFFD.
//   - Memory is bounded by [Options].MaxRow, whatever the size of the file,
//     compressed or not. Only XLSX keeps more: the workbook's shared strings.
//   - Every pass reads the same bytes: the file stays open, so replacing it
//     has no effect, and one that shrinks is an error.
//   - Messages hold positions and kinds, never values of the file: they may be logged.
//
// The package does not know what a column means, and accepts rows with too many or
// too few cells (a short one is padded). The names of columns are told from titles
// and values by a vocabulary that the caller passes ([Options].Score).
package rows
