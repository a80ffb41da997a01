package values

import (
	"fmt"
	"strings"
	"time"
)

// Date reads a date in the first of the formats in which it reads. See
// DateFormat.Parse.
func Date(raw string, formats []DateFormat, tz *time.Location) (time.Time, *Error) {
	var m moment
	err := m.read(raw, formats, tz)
	return m.time(), err
}

// AppendDate reads a date as Date does and appends it as FormatDate gives it, or
// nothing for none. A date without a time, which most are, takes half as long so.
func AppendDate(b []byte, raw string, formats []DateFormat, tz *time.Location) ([]byte, *Error) {
	var m moment
	if err := m.read(raw, formats, tz); err != nil {
		return b, err
	}
	return m.append(b), nil
}

// moment is what a text of a date says: a day, which is midnight UTC, or a time.
type moment struct {
	day day
	at  time.Time // where there is no day
}

func (m *moment) time() time.Time {
	if m.day == (day{}) {
		return m.at
	}
	return time.Date(m.day.year, time.Month(m.day.month), m.day.day, 0, 0, 0, 0, time.UTC)
}

func (m *moment) append(b []byte) []byte {
	if m.day == (day{}) {
		return appendDate(b, m.at)
	}
	at := len(b)
	b = append(b, midnight...)
	m.day.put(b[at:])
	return b
}

// read reads a date in the first of the formats in which it reads. What is
// read is put where it is to be, here and below: copied from call to call it
// took longer than the reading.
func (m *moment) read(raw string, formats []DateFormat, tz *time.Location) *Error {
	s := dateText(raw)
	if s == "" {
		return nil
	}
	worst := mismatch
	var t numbers
	t.scan(s)
	for i := range formats {
		err := formats[i].read(s, &t, tz, m)
		if err == nil {
			return nil
		}
		if worst == mismatch {
			worst = err // "no month 13" says more than "does not read as"
		}
	}
	*m = moment{}
	switch {
	case worst != mismatch:
		return worst
	case len(formats) == 1:
		return formats[0].explain(s)
	}
	return &Error{kindDateFormat, "does not read as " + layouts(formats, " or ")}
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

// read reads a text into m; t is what numbers.scan makes of the text.
func (f *DateFormat) read(s string, t *numbers, tz *time.Location, m *moment) (err *Error) {
	if f.count != 0 {
		m.at, err = f.parseCount(s)
		return err
	}
	var d day
	rest, ok := f.scanDay(s, t, &d)
	if !ok {
		return mismatch
	}
	if err := d.check(); err != nil {
		return err
	}
	if rest == "" {
		m.day = d
		return nil
	}
	clock, ok := scanClock(rest)
	if !ok {
		return mismatch
	}
	m.at, err = clock.on(d, tz)
	return err
}

// midnight is the form of a date, to be filled in.
const midnight = "0000-00-00T00:00:00.000Z"

// FormatDate gives the form in which the API takes a date (QUO_API, "The
// contact"); "" for the zero time. It is time.Format with the layout
// "2006-01-02T15:04:05.000Z", written out, which takes half the time.
func FormatDate(t time.Time) string { return string(appendDate(nil, t)) }

func appendDate(b []byte, t time.Time) []byte {
	if t.IsZero() {
		return b
	}
	t = t.UTC()
	year, month, dayOfMonth := t.Date()
	hour, minute, second := t.Clock()
	at := len(b)
	b = append(b, midnight...)
	date := b[at:]
	(&day{year, int(month), dayOfMonth}).put(date)
	putTwo(date[11:13], hour)
	putTwo(date[14:16], minute)
	putTwo(date[17:19], second)
	millis := t.Nanosecond() / 1_000_000
	date[20] = byte('0' + millis/100)
	putTwo(date[21:23], millis%100)
	return b
}

func (d *day) put(b []byte) {
	putTwo(b[0:2], d.year/100)
	putTwo(b[2:4], d.year%100)
	putTwo(b[5:7], d.month)
	putTwo(b[8:10], d.day)
}

func putTwo(b []byte, n int) {
	b[0], b[1] = byte('0'+n/10), byte('0'+n%10)
}

// day is a day of the calendar, as it was written.
type day struct{ year, month, day int }

// check refuses what no calendar has.
func (d *day) check() *Error {
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

func (d *day) exists() bool {
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
	for i := range len(s) {
		switch s[i] {
		case '0', '/', '-', '.', ':', ' ', 'T', 'Z':
		default:
			return strings.HasPrefix(s, "0001-01-01")
		}
	}
	return strings.ContainsAny(s, "/-.")
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
