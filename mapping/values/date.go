package values

import (
	"fmt"
	"strings"
	"time"
)

// Date reads a date in the first of the formats in which it reads. See
// DateFormat.Parse.
func Date(raw string, formats []DateFormat, tz *time.Location) (time.Time, *Error) {
	m, err := readDate(raw, formats, tz)
	return m.time(), err
}

// DateText reads a date as Date does and gives it as FormatDate does. A date
// without a time, which most are, takes half as long so.
func DateText(raw string, formats []DateFormat, tz *time.Location) (string, *Error) {
	m, err := readDate(raw, formats, tz)
	return m.text(), err
}

// moment is what a text of a date says: a day, which is midnight UTC, or a time.
type moment struct {
	day day
	at  time.Time // where there is no day
}

func (m moment) time() time.Time {
	if m.day == (day{}) {
		return m.at
	}
	return time.Date(m.day.year, time.Month(m.day.month), m.day.day, 0, 0, 0, 0, time.UTC)
}

func (m moment) text() string {
	if m.day == (day{}) {
		return FormatDate(m.at)
	}
	b := []byte(midnight)
	m.day.put(b)
	return string(b)
}

func readDate(raw string, formats []DateFormat, tz *time.Location) (moment, *Error) {
	s := dateText(raw)
	if s == "" {
		return moment{}, nil
	}
	worst := mismatch
	for i := range formats {
		m, err := formats[i].read(s, tz)
		if err == nil {
			return m, nil
		}
		if worst == mismatch {
			worst = err // "no month 13" says more than "does not read as"
		}
	}
	switch {
	case worst != mismatch:
		return moment{}, worst
	case len(formats) == 1:
		return moment{}, formats[0].explain(s)
	}
	return moment{}, &Error{kindDateFormat, "does not read as " + layouts(formats, " or ")}
}

func layouts(formats []DateFormat, between string) string {
	names := make([]string, len(formats))
	for i, f := range formats {
		names[i] = f.String()
	}
	return strings.Join(names, between)
}

const (
	kindDateFormat  = "date-format"  // written in another way
	kindDateInvalid = "date-invalid" // no such day or time
)

// mismatch is for a date that is written in another way; explain says more,
// once no other format is left to try.
var mismatch = &Error{Kind: kindDateFormat}

// Parse reads a date and the time after it, if there is one. A date without a
// time is midnight UTC; tz, nil for UTC, is for times without an offset. What
// spreadsheets and databases write for no date (0/0/00, 0000-00-00,
// 0001-01-01) is blank: the zero time.
func (f DateFormat) Parse(raw string, tz *time.Location) (time.Time, *Error) {
	return Date(raw, []DateFormat{f}, tz)
}

// dateText gives the text of a date, "" where there is none.
func dateText(raw string) string {
	s := unmark(trim(raw))
	if s == "" || noDate(s) {
		return ""
	}
	return s
}

func (f *DateFormat) read(s string, tz *time.Location) (moment, *Error) {
	if f.count != 0 {
		t, err := f.parseCount(s)
		return moment{at: t}, err
	}
	d, rest, ok := f.scanDay(s)
	if !ok {
		return moment{}, mismatch
	}
	if err := d.check(); err != nil {
		return moment{}, err
	}
	if rest == "" {
		return moment{day: d}, nil
	}
	clock, ok := scanClock(rest)
	if !ok {
		return moment{}, mismatch
	}
	t, err := clock.on(d, tz)
	return moment{at: t}, err
}

// midnight is the form of a date, to be filled in.
const midnight = "0000-00-00T00:00:00.000Z"

// FormatDate gives the form in which the API takes a date (QUO_API, "The
// contact"); "" for the zero time. It is time.Format with the layout
// "2006-01-02T15:04:05.000Z", written out, which takes half the time.
func FormatDate(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.UTC()
	year, month, dayOfMonth := t.Date()
	hour, minute, second := t.Clock()
	b := []byte(midnight)
	day{year, int(month), dayOfMonth}.put(b)
	putDigits(b[11:13], hour)
	putDigits(b[14:16], minute)
	putDigits(b[17:19], second)
	putDigits(b[20:23], t.Nanosecond()/1_000_000)
	return string(b)
}

func (d day) put(b []byte) {
	putDigits(b[0:4], d.year)
	putDigits(b[5:7], d.month)
	putDigits(b[8:10], d.day)
}

func putDigits(b []byte, n int) {
	for i := len(b) - 1; i >= 0; i-- {
		b[i] = byte('0' + n%10)
		n /= 10
	}
}

// day is a day of the calendar, as it was written.
type day struct{ year, month, day int }

// check refuses what no calendar has.
func (d day) check() *Error {
	switch {
	case d.exists():
		return nil
	case d.month < 1 || d.month > 12:
		return &Error{kindDateInvalid, fmt.Sprintf("is not a date: there is no month %d", d.month)}
	case d.year < 1000 || d.year > 9999: // mistakes of typing, in the data of contacts
		return &Error{kindDateInvalid, fmt.Sprintf("is not a date: the year is %d", d.year)}
	}
	return &Error{kindDateInvalid, fmt.Sprintf("is not a date: %s %d has no day %d", time.Month(d.month), d.year, d.day)}
}

func (d day) exists() bool {
	return d.year >= 1000 && d.year <= 9999 && d.month >= 1 && d.month <= 12 && d.day >= 1 && d.day <= daysIn(d.year, d.month)
}

func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// noDate says whether s is one of the ways to write no date: nothing but
// zeros, as Outlook and MySQL do, or .NET's first day.
func noDate(s string) bool {
	if s[0] > '0' {
		return false
	}
	zeros := true
	for i := range len(s) {
		switch s[i] {
		case '0', '/', '-', '.', ':', ' ', 'T', 'Z':
		default:
			zeros = false
		}
	}
	return zeros && strings.ContainsAny(s, "/-.") || strings.HasPrefix(s, "0001-01-01")
}

// pivot: a year of two digits is of 1950 to 2049, as Windows reads it. The rule
// does not move with the clock: a file means the same next year.
const pivot = 50

func fullYear(twoDigits int) int {
	if twoDigits < pivot {
		return 2000 + twoDigits
	}
	return 1900 + twoDigits
}
