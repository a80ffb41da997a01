// Package table holds what tables of delimited text and sheets of workbooks
// have in common: [First] and [SetHeader] find the header below titles, [Fit]
// makes a row as wide as the header, [IsBlank] detects rows to skip.
package table

import (
	"strings"

	"github.com/quo-import/quo-import/importer/rows"
)

// TotalError is the error of a row that IsTotal.
func TotalError(pos rows.Position) *rows.RowError {
	return &rows.RowError{Pos: pos, Fault: rows.FaultObject, Reason: "this is a total, not a contact", Advice: "remove it"}
}

// Fit returns cells as wide as the header: a short row is padded, and blank
// cells beyond the header are dropped. A width of 0 is unknown.
func Fit(cells []string, width int) []string {
	for len(cells) > width && width > 0 && strings.TrimSpace(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1]
	}
	for len(cells) < width {
		cells = append(cells, "")
	}
	return cells
}

// IsBlank reports whether all cells are blank.
func IsBlank(cells []string) bool {
	for _, c := range cells {
		if len(c) > 0 && (c[0] > ' ' || strings.Trim(c, " \t\r\n\u00a0\x1a") != "") {
			return false
		}
	}
	return true
}
