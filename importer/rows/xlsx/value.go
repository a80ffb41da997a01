package xlsx

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// numberText returns a stored number as its style means it.
func numberText(stored string, s style, date1904 bool) string {
	n, err := strconv.ParseFloat(stored, 64)
	if err != nil {
		return stored
	}
	switch s.kind {
	case styleDate, styleTime:
		if t, ok := dateText(n, s.kind == styleTime, date1904); ok {
			return t
		}
	case styleMask:
		if digits := plainNumber(stored, n); strings.Trim(digits, "0123456789") == "" {
			return fill(s.mask, digits)
		}
	}
	return plainNumber(stored, n)
}

// plainNumber returns a number without an exponent. One of more than 15 digits
// has lost the rest, and is returned as it is stored, so that it does not pass
// for a phone number.
func plainNumber(stored string, n float64) string {
	const exact = 1e15
	if math.Abs(n) >= exact || !strings.ContainsAny(stored, ".eE") {
		return stored
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}

// dateText returns a serial number in ISO 8601: the day, and the time if it has
// one. If the format shows only times, a number below 1 is a time; 0, which a
// formula that finds nothing returns, is otherwise blank.
func dateText(serial float64, timeOnly, date1904 bool) (string, bool) {
	const lastDay = 2958466 // after 9999-12-31
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
	case date1904:
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

// isoDate shortens a date that is stored as text (type d) to the day if it has no time.
func isoDate(s string) string {
	s = strings.TrimSuffix(strings.TrimSuffix(s, "Z"), ".000")
	return strings.TrimSuffix(s, "T00:00:00")
}
