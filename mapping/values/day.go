package values

import (
	"fmt"
	"strings"
	"time"
)

const (
	kindDateFormat  = "date-format"  // written in another way
	kindDateInvalid = "date-invalid" // no such day or time
)

// day is a day of the calendar, as it was written.
type day struct{ year, month, day int }

// midnight returns the beginning of the day in UTC, or an error if no calendar
// has the day.
func (d day) midnight() (time.Time, *Error) {
	t := time.Date(d.year, time.Month(d.month), d.day, 0, 0, 0, 0, time.UTC)
	switch {
	case d.month < 1 || d.month > 12:
		return time.Time{}, &Error{kindDateInvalid, fmt.Sprintf("is not a date: there is no month %d", d.month)}
	case d.year < 1000 || d.year > 9999: // a typing error, in the data of contacts
		return time.Time{}, &Error{kindDateInvalid, fmt.Sprintf("is not a date: the year is %d", d.year)}
	case t.Day() != d.day:
		return time.Time{}, &Error{kindDateInvalid, fmt.Sprintf("is not a date: %s %d has no day %d", time.Month(d.month), d.year, d.day)}
	}
	return t, nil
}

// readDay reads the date at the beginning of s.
func (f *DateFormat) readDay(s string) (d day, rest string, ok bool) {
	// If the month is a word, the parts cannot be confused, so what stands
	// between them does not matter.
	for i := range f.steps {
		if f.named {
			s = skipBetween(s)
		}
		if s, ok = f.steps[i].read(s, f.named, &d); !ok {
			return d, s, false
		}
	}
	if f.named {
		s = skipOrdinal(s)
	}
	// Only a date without signs may run into its time: 20240312091405.
	return d, s, s == "" || !isDigit(s[0]) || f.steps[len(f.steps)-1].exact > 0
}

func (st *step) read(s string, named bool, d *day) (rest string, ok bool) {
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
	case weekday:
		_, rest = cutWord(s)
		return rest, true
	case year:
		d.year, rest, ok = readInt(s, 4, 4)
		return rest, ok
	case shortYear:
		if d.year, rest, ok = readInt(s, 4, 4); ok && st.exact == 0 {
			return rest, true
		}
		d.year, rest, ok = readInt(s, 2, 2)
		d.year = fullYear(d.year)
	case month:
		d.month, rest, ok = readInt(s, least, most)
	case dayOfMonth:
		d.day, rest, ok = readInt(s, least, most)
	case monthName:
		var word string
		word, rest = cutWord(s)
		d.month = monthNumber(word)
		ok = d.month > 0
	}
	// The day of "March 2024" is not 20.
	cutShort := st.exact == 0 && rest != "" && isDigit(rest[0])
	return rest, ok && !cutShort
}

// readInt reads a number of least to most digits.
func readInt(s string, least, most int) (n int, rest string, ok bool) {
	i := 0
	for i < len(s) && i < most && isDigit(s[i]) {
		n = n*10 + int(s[i]-'0')
		i++
	}
	return n, s[i:], i >= least
}

// fullYear returns the year that two digits stand for: 1950 to 2049, as Windows
// reads them. It does not depend on the clock, so that a file means the same
// next year.
func fullYear(twoDigits int) int {
	if twoDigits < 50 {
		return 2000 + twoDigits
	}
	return 1900 + twoDigits
}

// skipBetween skips what people write between the parts of a date with the
// month as a word: signs, "de", "of", "the", and the ordinals after numbers.
func skipBetween(s string) string {
	s = skipOrdinal(s)
	for {
		t := strings.TrimLeft(s, " ,.-/'’\u00A0\u202F\t")
		word, rest := cutWord(t)
		if !isFiller(word) {
			return t
		}
		s = rest
	}
}

func skipOrdinal(s string) string {
	word, rest := cutWord(s)
	switch strings.ToLower(word) {
	case "st", "nd", "rd", "th", "er", "º", "ª", "o", "e":
		return rest
	}
	return strings.TrimPrefix(s, "°")
}

// monthNumber returns the month that a word names in English, Spanish,
// Portuguese, French, German, Italian or Dutch, long or short; 0 for none. No
// word names two months.
func monthNumber(word string) int {
	if len(word) < 3 {
		return 0
	}
	switch NormaliseName(word) {
	case "january", "jan", "enero", "ene", "janeiro", "janvier", "janv", "januar", "janner", "gennaio", "gen", "januari":
		return 1
	case "february", "feb", "febrero", "fevereiro", "fev", "fevrier", "fevr", "februar", "feber", "febbraio", "februari":
		return 2
	case "march", "mar", "marzo", "marco", "mars", "marz", "maerz", "mrz", "maart", "mrt":
		return 3
	case "april", "apr", "abril", "abr", "avril", "avr", "aprile":
		return 4
	case "may", "mayo", "maio", "mai", "maggio", "mag", "mei":
		return 5
	case "june", "jun", "junio", "junho", "juin", "juni", "giugno", "giu":
		return 6
	case "july", "jul", "julio", "julho", "juillet", "juil", "juli", "luglio", "lug":
		return 7
	case "august", "aug", "agosto", "ago", "aout", "augustus":
		return 8
	case "september", "sep", "sept", "septiembre", "setiembre", "set", "setembro", "septembre", "settembre":
		return 9
	case "october", "oct", "octubre", "outubro", "out", "octobre", "oktober", "okt", "ottobre", "ott":
		return 10
	case "november", "nov", "noviembre", "novembro", "novembre":
		return 11
	case "december", "dec", "diciembre", "dic", "dezembro", "dez", "decembre", "dezember", "dicembre":
		return 12
	}
	return 0
}
