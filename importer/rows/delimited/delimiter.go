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
