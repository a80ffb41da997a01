package rows

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// sharedStrings are the texts of a workbook that cells refer to by number,
// one after another in one string: a slice of it costs nothing.
type sharedStrings struct {
	text string
	ends []int
}

// maxStrings bounds what is held of them: a workbook of a million different contacts has about 100 MB.
const maxStrings = 512 << 20

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

func (w *workbook) readStrings(name string) error {
	if name == "" || part(w.zip, name) == nil {
		return nil
	}
	r, err := w.part(name)
	if err != nil {
		return err
	}
	defer r.Close()
	x := newXMLScanner(r, w.opts.MaxRow)
	var text []byte
	for {
		if err := x.next(); err != nil {
			return unexpected(err) // the end is </sst>
		}
		switch {
		case x.kind == xmlEnd && string(x.name) == "sst":
			w.strings.text = string(text)
			return nil
		case x.kind == xmlStart && string(x.name) == "si":
			if text, err = richText(x, "si", text); err != nil {
				return err
			}
			if len(text) > maxStrings {
				return ErrTooBig
			}
			w.strings.ends = append(w.strings.ends, len(text))
		}
	}
}

// richText appends the text of an element: of its runs, without phonetic ones.
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

// unescapeText replaces _x000D_ and its like, with which Excel writes
// characters that XML has not, and makes every line end LF.
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

// number reads a stored number as its style says.
func (w *workbook) number(stored string, styleID int) string {
	var s style
	if 0 <= styleID && styleID < len(w.styles) {
		s = w.styles[styleID]
	}
	n, err := strconv.ParseFloat(stored, 64)
	if err != nil {
		return stored
	}
	switch s.kind {
	case styleDate, styleTime:
		if t, ok := w.date(n, s.kind == styleTime); ok {
			return t
		}
	case styleMask:
		if digits := plainNumber(stored, n); strings.Trim(digits, "0123456789") == "" {
			return fill(s.mask, digits)
		}
	}
	return plainNumber(stored, n)
}

// plainNumber writes a number without an exponent. One of more than 15 digits
// has lost the rest, and stays as it is stored, for whoever reads a phone number to see that.
func plainNumber(stored string, n float64) string {
	const exact = 1e15
	if math.Abs(n) >= exact || !strings.ContainsAny(stored, ".eE") {
		return stored
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}

// date reads a serial number as ISO 8601: the day, with the time where there
// is one; a format of times and no day gives the time alone. 0, which stands where a formula found nothing, is blank.
func (w *workbook) date(serial float64, timeOnly bool) (string, bool) {
	const lastDay = 2958466 // behind 9999-12-31
	if serial < 0 || serial >= lastDay {
		return "", false
	}
	seconds := int64(math.Round(serial * 86400))
	days, clock := seconds/86400, time.Duration(seconds%86400)*time.Second
	switch {
	case timeOnly && days == 0:
		return time.Time{}.Add(clock).Format("15:04:05"), true
	case seconds == 0:
		return "", true
	}
	begin := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case w.date1904:
		begin = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case days < 60:
		days++ // Excel counts a 29 February 1900, as Lotus did
	}
	t := begin.AddDate(0, 0, int(days)).Add(clock)
	if clock == 0 {
		return t.Format(time.DateOnly), true
	}
	return t.Format("2006-01-02T15:04:05"), true
}

// isoDate shortens a date that is stored as text (type d) to the day where it has no time.
func isoDate(s string) string {
	s = strings.TrimSuffix(strings.TrimSuffix(s, "Z"), ".000")
	return strings.TrimSuffix(s, "T00:00:00")
}
