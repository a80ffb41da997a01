package delimited

import (
	"bytes"
	"unicode/utf8"

	"github.com/quo-import/quo-import/importer/rows"
)

const (
	delimiters  = ",;\t|"
	sniffedRows = 50
)

// declaredDelimiter returns the delimiter that the options or the first line
// name, 0 for none, and the number of lines that only declare it.
func declaredDelimiter(head []byte, option string) (delimiter rune, skip int, err error) {
	delimiter, found := sepLine(head)
	if found {
		skip = 1
	}
	if option != "" {
		delimiter, err = delimiterNamed(option)
	}
	return delimiter, skip, err
}

// among returns the delimiters that a text may have: the one that is known, or any.
func among(delimiter rune) string {
	if delimiter == 0 {
		return delimiters
	}
	return string(delimiter)
}

// delimiterNamed returns the delimiter of an option: a character, or "tab".
func delimiterNamed(name string) (rune, error) {
	switch name {
	case "tab", "TAB", `\t`:
		return '\t', nil
	}
	r, n := utf8.DecodeRuneInString(name)
	if n != len(name) || r == '"' || r == '\n' || r == '\r' || r == 0 || r == utf8.RuneError {
		return 0, &rows.Error{Err: rows.ErrOption, Reason: "a delimiter is one character", Advice: `pass "," ";" "|" or "tab"`}
	}
	return r, nil
}

// sepLine returns the delimiter of a first line such as "sep=;", which is for Excel.
func sepLine(head []byte) (rune, bool) {
	line, _, _ := bytes.Cut(head, []byte("\n"))
	line = bytes.Trim(bytes.TrimSpace(line), `"`)
	if len(line) < 4 || !bytes.EqualFold(line[:4], []byte("sep=")) {
		return 0, false
	}
	if len(line) == 4 {
		return '\t', true // which TrimSpace removed
	}
	r, n := utf8.DecodeRune(line[4:])
	if n != len(line)-4 || r == '"' || r == 0 || r == utf8.RuneError {
		return 0, false
	}
	return r, true
}

// sniffDelimiter returns the candidate that occurs equally often in most of
// the first rows, else the most frequent one of the first row, else the comma,
// as for a file of one column.
func sniffDelimiter(head []byte) rune {
	best, bestShare, bestMode := ',', 0.0, 0
	first, firstCount := ',', 0
	for _, d := range delimiters {
		counts := countPerRow(head, byte(d))
		if len(counts) > 0 && counts[0] > firstCount {
			first, firstCount = d, counts[0]
		}
		share, mode := consistency(counts)
		if share > bestShare || share == bestShare && mode > bestMode {
			best, bestShare, bestMode = d, share, mode
		}
	}
	if bestShare == 0 {
		return first
	}
	return best
}

// consistency returns the share of rows with the most frequent count, and that
// count; 0 if most rows have none, as with a comma in a few cells of a list of
// companies.
func consistency(counts []int) (share float64, mode int) {
	seen := map[int]int{}
	for _, n := range counts {
		seen[n]++
		if seen[n] > seen[mode] || seen[n] == seen[mode] && n > mode {
			mode = n
		}
	}
	if len(counts) == 0 || mode == 0 {
		return 0, 0
	}
	return float64(seen[mode]) / float64(len(counts)), mode
}

// countPerRow counts d outside quotes in each row that is not blank. The last
// row is left out if its line does not end, unless it is the only one.
func countPerRow(head []byte, d byte) []int {
	var counts []int
	var count int
	var quoted, blank, cellStart = false, true, true
	for i := 0; i < len(head) && len(counts) < sniffedRows; i++ {
		c := head[i]
		switch {
		case quoted:
			if c != '"' {
				break
			}
			if i+1 < len(head) && head[i+1] == '"' {
				i++
			} else {
				quoted = false
			}
		case c == '"' && cellStart:
			quoted, blank, cellStart = true, false, false
		case c == d:
			count++
			blank, cellStart = false, true
		case c == '\n':
			if !blank {
				counts = append(counts, count)
			}
			count, blank, cellStart = 0, true, true
		case c != '\r':
			blank, cellStart = false, false
		}
	}
	if !blank && len(counts) == 0 {
		counts = append(counts, count)
	}
	return counts
}
