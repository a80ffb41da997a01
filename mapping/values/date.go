package values

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Date reads a date, and the time after it if there is one, in the first of the
// formats that fits, and returns it as the API takes a date (docs/quo-api.md, "The
// contact"). A date without a time is midnight UTC; tz, nil for UTC, is for times
// without an offset. What spreadsheets and databases write for no date (0/0/00,
// 0000-00-00, 0001-01-01) is blank.
func Date(raw string, formats []DateFormat, tz *time.Location) (string, *Error) {
	if formats[0].layout == isoLayout && isISODay(raw) {
		return raw + "T00:00:00.000Z", nil
	}
	t, err := readDate(raw, formats, tz)
	return formatDate(t), err
}

// readDate reads a date as Date does; the zero time is blank.
func readDate(raw string, formats []DateFormat, tz *time.Location) (time.Time, *Error) {
	s := dateText(raw)
	if s == "" {
		return time.Time{}, nil
	}
	worst := errMismatch
	for i := range formats {
		t, err := formats[i].read(s, tz)
		if err == nil {
			return t, nil
		}
		if worst == errMismatch {
			worst = err // "no month 13" is more helpful than "does not read as"
		}
	}
	switch {
	case worst != errMismatch:
		return time.Time{}, worst
	case len(formats) == 1:
		return time.Time{}, formats[0].explain(s)
	}
	names := make([]string, len(formats))
	for i, f := range formats {
		names[i] = f.layout
	}
	return time.Time{}, &Error{kindDateFormat, "does not read as " + strings.Join(names, " or ")}
}

// isISODay reports whether s is a plain day such as 2024-03-12, which is in every
// calendar: the last days of a month are left to readDate.
func isISODay(s string) bool {
	if len(s) != len("2024-03-12") || s[4] != '-' || s[7] != '-' {
		return false
	}
	y, _, okY := readInt(s, 4, 4)
	m, _, okM := readInt(s[5:], 2, 2)
	d, _, okD := readInt(s[8:], 2, 2)
	return okY && okM && okD && y >= 1000 && 1 <= m && m <= 12 && 1 <= d && d <= 28
}

// formatDate returns the canonical form of a date; "" for the zero time.
func formatDate(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.UTC()
	if t.Nanosecond() >= int(time.Millisecond) {
		return t.Format("2006-01-02T15:04:05.000Z")
	}
	b := t.AppendFormat(make([]byte, 0, 24), time.RFC3339) // twice as fast
	return string(append(b[:len(b)-1], ".000Z"...))
}

// errMismatch is the error of a date that is written in another way. explain
// makes the message, once no format fits.
var errMismatch = &Error{Kind: kindDateFormat}

// dateText returns the text of a date, "" if raw has none.
func dateText(raw string) string {
	s := unmark(trim(raw))
	if s == "" || isNoDate(s) {
		return ""
	}
	return s
}

// isNoDate reports whether s is a way to write no date: zeros only, as Outlook
// and MySQL do, or the first day of .NET.
func isNoDate(s string) bool {
	if s[0] <= '0' && strings.Trim(s, "0/-.: TZ") == "" {
		return strings.ContainsAny(s, "/-.")
	}
	return strings.HasPrefix(s, "0001-01-01")
}

// read reads all of s.
func (f *DateFormat) read(s string, tz *time.Location) (time.Time, *Error) {
	if f.count != 0 {
		return f.readCount(s)
	}
	d, rest, ok := f.readDay(s)
	if !ok {
		return time.Time{}, errMismatch
	}
	midnight, err := d.midnight()
	if rest == "" || err != nil {
		return midnight, err
	}
	c, ok := readClock(rest)
	if !ok {
		return time.Time{}, errMismatch
	}
	return c.on(d, tz)
}

// explain reports why s does not read in the format.
func (f *DateFormat) explain(s string) *Error {
	if isDigits(s) && len(s) == 5 {
		return &Error{"date-serial", `is a spreadsheet's count of days, not a date: format the column as a date and export it again, or set format: "serial" in the mapping`}
	}
	layout := strings.NewReplacer("YYYY", "YY", "yyyy", "yy").Replace(f.layout)
	if short, err := ParseDateFormat(layout); err == nil && layout != f.layout {
		if _, _, ok := short.readDay(s); ok {
			return &Error{kindDateFormat, fmt.Sprintf("has a year of two digits: set format: %q in the mapping", layout)}
		}
	}
	return &Error{kindDateFormat, "does not read as " + f.layout}
}

// readCount reads a date that is one number.
func (f *DateFormat) readCount(s string) (time.Time, *Error) {
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(n) {
		return time.Time{}, &Error{kindDateFormat, fmt.Sprintf("does not read as the number of the format %q", f.layout)}
	}
	var t time.Time
	switch f.count {
	case unixSeconds:
		t = inMillis(n * 1000)
	case unixMillis:
		t = inMillis(n)
	case serial1900:
		// Day 60 is 1900-02-29, which did not exist; earlier days are refused too.
		if n >= 61 {
			t = inMillis((n - 25569) * 86_400_000)
		}
	case serial1904:
		if n >= 1 {
			t = inMillis((n - 24107) * 86_400_000)
		}
	}
	if t.Year() < 1000 || t.Year() > 9999 {
		return time.Time{}, &Error{kindDateInvalid, "is not a date: the number is too small or too large"}
	}
	return t, nil
}

// inMillis returns the time that many milliseconds after 1970, the zero time if
// it is out of range. Serials are binary fractions of days: they are rounded.
func inMillis(ms float64) time.Time {
	if math.Abs(ms) > 1e15 {
		return time.Time{}
	}
	return time.UnixMilli(int64(math.Round(ms))).UTC()
}
