package values

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// DateFormat says in which order a date is written, and with what between its
// parts. Make one with ParseDateFormat. A time after the date is read whether
// the layout has one or not.
type DateFormat struct {
	layout string
	steps  []step
	named  bool // the month is a word
	count  counting

	// Of a layout of three numbers with the same sign between them, which
	// nearly all are, the order and the sign: numbers.scan reads those.
	order     [3]part
	separator byte
}

// part is a part of a date.
type part uint8

const (
	literal    part = iota
	year            // YYYY: four digits
	shortYear       // YY: two digits, or four
	month           // MM, M
	monthName       // MMM, MMMM: in any of seven languages, short or long
	dayOfMonth      // DD, D
	weekday         // ddd, dddd: read over
)

// step is one thing to read.
type step struct {
	part  part
	text  string // of a literal
	exact int    // digits to read where nothing stands between numbers; else 0
}

// counting is a way to write a date as one number.
type counting uint8

const (
	unixSeconds counting = iota + 1
	unixMillis
	serial1900
	serial1904
)

// ParseDateFormat reads a layout as it is written in a mapping file:
//
//	YYYY-MM-DD  DD/MM/YYYY  M/D/YY  DD.MM.YYYY HH:mm  D MMMM YYYY  MMM D, YYYY
//	ISO      ISO 8601, RFC 3339: as YYYY-MM-DD
//	X, x     seconds, milliseconds since 1970
//	serial   the days that a spreadsheet counts (serial1904: from 1904, as old Macs did)
//
// DD and D both read one digit or two. Letters in either case are understood
// where they can mean only one thing, so yyyy-mm-dd is. The time comes after
// the date; its layout is checked, but a time is read however it is written.
func ParseDateFormat(layout string) (DateFormat, error) {
	s := strings.TrimSpace(layout)
	f := DateFormat{layout: s}
	switch strings.ToLower(s) {
	case "iso", "iso 8601", "iso8601", "iso-8601", "rfc 3339", "rfc3339", "rfc-3339":
		s, f.layout = isoLayout, isoLayout
	case "x":
		f.count = unixSeconds
		if s == "x" {
			f.count = unixMillis
		}
		return f, nil
	case "serial", "serial1900":
		f.count = serial1900
		return f, nil
	case "serial1904":
		f.count = serial1904
		return f, nil
	}
	steps, err := compileLayout(s)
	if err != nil {
		return DateFormat{}, fmt.Errorf("date format %q %w", layout, err)
	}
	f.steps = steps
	f.named = slices.ContainsFunc(steps, func(s step) bool { return s.part == monthName })
	f.order, f.separator = triple(steps)
	return f, nil
}

// alternative separates the layouts of a column that mixes formats.
const alternative = " | "

// ParseDateFormats reads one layout or several, separated by "|", as
// "YYYY-MM-DD | MM/DD/YYYY". It is what `format:` of a mapping file says, what
// Undecided offers, and what FormatLayouts writes.
func ParseDateFormats(layouts string) ([]DateFormat, error) {
	var formats []DateFormat
	for layout := range strings.SplitSeq(layouts, "|") {
		f, err := ParseDateFormat(layout)
		if err != nil {
			return nil, err
		}
		formats = append(formats, f)
	}
	return formats, nil
}

// FormatLayouts writes formats, as DateColumn decided them, for a mapping file.
func FormatLayouts(formats []DateFormat) string { return layouts(formats, alternative) }

const isoLayout = "YYYY-MM-DD"

// String gives the layout.
func (f DateFormat) String() string { return f.layout }

// triple recognises a layout of three numbers with one sign between them.
func triple(steps []step) (order [3]part, separator byte) {
	if len(steps) != 5 || steps[1].text != steps[3].text || len(steps[1].text) != 1 {
		return order, 0
	}
	for i, s := range []step{steps[0], steps[2], steps[4]} {
		if s.part != year && s.part != shortYear && s.part != month && s.part != dayOfMonth {
			return order, 0
		}
		order[i] = s.part
	}
	return order, steps[1].text[0]
}

// parseCount reads a date that is one number.
func (f *DateFormat) parseCount(s string) (time.Time, *Error) {
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(n) {
		return time.Time{}, &Error{kindDateFormat, fmt.Sprintf("does not read as the number that %q says", f.layout)}
	}
	var t time.Time
	switch f.count {
	case unixSeconds:
		t = inMillis(n * 1000)
	case unixMillis:
		t = inMillis(n)
	case serial1900:
		// Day 60 is 1900-02-29, which there was not; what is before it is
		// nobody's date.
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

// inMillis gives the moment so many milliseconds after 1970, the zero time if
// it is out of reach. Serials are binary fractions of days: they are rounded.
func inMillis(ms float64) time.Time {
	if math.Abs(ms) > 1e15 {
		return time.Time{}
	}
	return time.UnixMilli(int64(math.Round(ms))).UTC()
}
