// Package rows streams the rows of people's files in constant memory, knowing
// the file and the true line of each.
//
// Start at [Open]: it finds out what a file is (CSV, JSON, JSON lines, XLSX or
// vCard; packed or not; in which encoding; with which delimiter and header row) and says so in
// the [File] it returns. [File.Rows] then yields one [Row] after another, as
// often as it is asked to.
//
// Promises:
//
//   - No row disappears. What cannot be read comes as a Row with Err and the
//     text as it stood in the file; what makes the rest of a file unreadable
//     ends the iteration with an error that names file and line. Only blank lines are skipped.
//   - No letter changes silently. A byte that is not of the file's encoding
//     makes its row an error; it never becomes U+FFFD.
//   - Memory is bounded by [Options].MaxRow, whatever the size of the file,
//     packed or not. Only XLSX keeps more: the workbook's shared strings.
//   - Every pass reads the same bytes: the descriptor stays open, so a file
//     that is replaced meanwhile does not matter, and one that shrinks is an error.
//   - Messages hold positions and kinds, never values of the file: they may go to a log.
//
// What it does not do: it does not know what a column means, does not judge a
// row with too many or too few cells (a short one is padded), and does not
// drop footers such as "Total: 12".
package rows
