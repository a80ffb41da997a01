package values

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// scanDay reads the date at the beginning of s, of which t is what numbers.scan
// makes.
func (f *DateFormat) scanDay(s string, t *numbers, d *day) (rest string, ok bool) {
	if f.separator != 0 {
		if t.separator != f.separator {
			return s, false
		}
		return s[t.end:], t.as(f.order, d)
	}
	// Where the month is a word, what stands between the parts does not
	// matter, since they cannot be confused.
	for _, step := range f.steps {
		if f.named {
			s = skipBetween(s)
		}
		if s, ok = step.scan(s, f.named, d); !ok {
			return s, false
		}
	}
	if f.named {
		s = skipOrdinal(s)
	}
	// Only a date without signs may run into its time: 20240312091405.
	return s, s == "" || !isDigit(s[0]) || f.steps[len(f.steps)-1].exact > 0
}

func (st step) scan(s string, named bool, d *day) (rest string, ok bool) {
	least, most := 1, 2
	if st.exact > 0 {
		least, most = st.exact, st.exact
	}
	switch st.part {
	case literal:
		if named {
			return s, true
		}
		return strings.CutPrefix(s, st.text)
	case year:
		d.year, rest, ok = scanInt(s, 4, 4)
	case shortYear:
		if d.year, rest, ok = scanInt(s, 4, 4); ok && st.exact == 0 {
			return rest, true
		}
		d.year, rest, ok = scanInt(s, 2, 2)
		d.year = fullYear(d.year)
	case month:
		d.month, rest, ok = scanInt(s, least, most)
	case dayOfMonth:
		d.day, rest, ok = scanInt(s, least, most)
	case monthName:
		var word string
		word, rest = cutWord(s)
		d.month = monthNumber(word)
		ok = d.month > 0
	case weekday:
		_, rest = cutWord(s)
		return rest, true
	}
	// The day of "March 2024" is not 20.
	cutShort := st.exact == 0 && rest != "" && isDigit(rest[0]) && st.part != year
	return rest, ok && !cutShort
}

// numbers is a date of three numbers with the same sign between them, in an
// order that is not known yet.
type numbers struct {
	n         [3]int
	width     [3]int // in digits
	separator byte   // 0 where the text is nothing of the kind
	end       int    // of the date in its text
}

// scan reads three numbers of up to four digits. It is what reads nearly every
// date, so it is written out.
func (t *numbers) scan(s string) (ok bool) {
	i := 0
	var separator byte
	for part := range t.n {
		start, n := i, 0
		for i < len(s) && isDigit(s[i]) {
			n = n*10 + int(s[i]-'0')
			i++
			if i-start > 4 {
				return false
			}
		}
		if i == start {
			return false
		}
		t.n[part], t.width[part] = n, i-start
		if part == 2 {
			break
		}
		if i == len(s) || part == 1 && s[i] != separator || !isSeparator(s[i]) {
			return false
		}
		separator = s[i]
		i++
	}
	t.separator, t.end = separator, i
	return true
}

// as reads the numbers in that order.
func (t *numbers) as(order [3]part, d *day) (ok bool) {
	for i, p := range order {
		n, width := t.n[i], t.width[i]
		switch {
		case p == year && width == 4, p == shortYear && width == 4:
			d.year = n
		case p == shortYear && width == 2:
			d.year = fullYear(n)
		case p == month && width <= 2:
			d.month = n
		case p == dayOfMonth && width <= 2:
			d.day = n
		default:
			return false
		}
	}
	return true
}

// skipBetween skips what people write between the parts of a date with the
// month as a word: signs, "de", "of", "the", and the ordinals after numbers.
func skipBetween(s string) string {
	s = skipOrdinal(s)
	for {
		t := strings.TrimLeft(s, " ,.-/'’\u00A0\u202F\t")
		word, rest := cutWord(t)
		if !filler(word) {
			return t
		}
		s = rest
	}
}

// filler says whether a word stands in dates without meaning anything.
func filler(word string) bool {
	switch strings.ToLower(word) {
	case "de", "del", "of", "the", "den", "le", "el":
		return true
	}
	return false
}

func skipOrdinal(s string) string {
	word, rest := cutWord(s)
	switch strings.ToLower(word) {
	case "st", "nd", "rd", "th", "er", "º", "ª", "o", "e":
		return rest
	}
	return strings.TrimPrefix(s, "°")
}

func cutWord(s string) (word, rest string) {
	i := 0
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsLetter(r) && !unicode.IsMark(r) {
			break
		}
		i += n
	}
	return s[:i], s[i:]
}

// explain says why s does not read in the format.
func (f *DateFormat) explain(s string) *Error {
	var t numbers
	ok := t.scan(s)
	switch {
	case allDigits(s) && len(s) == 5:
		return &Error{"date-serial", `is a spreadsheet's count of days, not a date: format the column as a date and export it again, or say in the mapping format: "serial"`}
	case ok && f.separator == t.separator && t.width[2] == 2 && f.order[2] == year:
		return &Error{kindDateFormat, fmt.Sprintf("has a year of two digits: say in the mapping format: %q", strings.Replace(f.layout, "YYYY", "YY", 1))}
	}
	return &Error{kindDateFormat, "does not read as " + f.layout}
}

func allDigits(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return s != ""
}
