package xlsx

import (
	"strconv"
	"strings"

	"github.com/quo-import/quo-import/importer/rows"
)

// sharedStrings are the texts of a workbook that cells refer to by number, one
// after another in one string, so that each is a slice of it.
type sharedStrings struct {
	text string
	ends []int
}

// maxStrings limits their size in bytes: a workbook of a million different contacts has about 100 MB.
const maxStrings = 512 << 20

// at returns a text, and whether it exists.
func (s *sharedStrings) at(i int) (string, bool) {
	if i < 0 || i >= len(s.ends) {
		return "", false
	}
	start := 0
	if i > 0 {
		start = s.ends[i-1]
	}
	return s.text[start:s.ends[i]], true
}

// readStrings reads the part of shared strings; a workbook may have none.
func readStrings(a *archive, name string) (sharedStrings, error) {
	var s sharedStrings
	if name == "" || a.find(name) == nil {
		return s, nil
	}
	r, err := a.open(name)
	if err != nil {
		return s, err
	}
	defer r.Close()
	x := newXMLScanner(r, a.in.Options.MaxRow)
	var text []byte
	for {
		if err := x.next(); err != nil {
			return s, unexpected(err) // the end is </sst>
		}
		switch {
		case x.kind == xmlEnd && string(x.name) == "sst":
			s.text = string(text)
			return s, nil
		case x.kind == xmlStart && string(x.name) == "si":
			if text, err = richText(x, "si", text); err != nil {
				return s, err
			}
			if len(text) > maxStrings {
				return s, rows.ErrTooBig
			}
			s.ends = append(s.ends, len(text))
		}
	}
}

// richText appends the text of an element to dst: its runs, without phonetic ones.
func richText(x *xmlScanner, element string, dst []byte) ([]byte, error) {
	phonetic, inText := false, false
	for {
		if err := x.next(); err != nil {
			return dst, unexpected(err)
		}
		switch {
		case x.kind == xmlText && inText && !phonetic:
			dst = append(dst, x.text...)
		case x.kind == xmlText:
		case string(x.name) == "t":
			inText = x.kind == xmlStart
		case string(x.name) == "rPh":
			phonetic = x.kind == xmlStart
		case x.kind == xmlEnd && string(x.name) == element:
			return dst, nil
		}
	}
}

// unescapeText replaces escapes such as _x000D_, with which Excel writes
// characters that XML lacks, and line ends by LF.
func unescapeText(s string) string {
	if strings.Contains(s, "_x") {
		s = replaceEscapes(s)
	}
	return strings.ReplaceAll(s, "\r\n", "\n")
}

func replaceEscapes(s string) string {
	var out strings.Builder
	for {
		i := strings.Index(s, "_x")
		if i < 0 || len(s) < i+len("_x0000_") {
			return out.String() + s
		}
		n, err := strconv.ParseUint(s[i+2:i+6], 16, 16)
		if err != nil || s[i+6] != '_' {
			out.WriteString(s[:i+2])
			s = s[i+2:]
			continue
		}
		out.WriteString(s[:i])
		out.WriteRune(rune(n))
		s = s[i+len("_x0000_"):]
	}
}
