package values

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// DateFormat is the order in which a date is written, and what stands between
// its parts. [ParseDateFormat] makes one. A time after the date is read whether
// the layout shows one or not.
type DateFormat struct {
	layout string
	steps  []step
	named  bool // the month is a word
	count  counting
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
	weekday         // ddd, dddd: skipped
)

// step is one thing to read.
type step struct {
	part  part
	text  string // of a literal
	exact int    // the number of digits where no sign stands between numbers; else 0
}

// counting is a way to write a date as one number.
type counting uint8

const (
	unixSeconds counting = iota + 1
	unixMillis
	serial1900
	serial1904
)

const isoLayout = "YYYY-MM-DD"

// ParseDateFormat reads a layout as it is written in a mapping file:
//
//	YYYY-MM-DD  DD/MM/YYYY  M/D/YY  DD.MM.YYYY HH:mm  D MMMM YYYY  MMM D, YYYY
//	ISO      ISO 8601, RFC 3339: as YYYY-MM-DD
//	X, x     seconds, milliseconds since 1970
//	serial   the days that a spreadsheet counts (serial1904: from 1904, as old Macs did)
//
// DD and D both read one digit or two. Letters may have either case where only
// one meaning is possible, as in yyyy-mm-dd. The time follows the date; its
// layout is checked, but a time is read in whatever form it is written.
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
	return f, nil
}

// mustFormats parses layouts of this package.
func mustFormats(layouts ...string) []DateFormat {
	formats := make([]DateFormat, len(layouts))
	for i, layout := range layouts {
		f, err := ParseDateFormat(layout)
		if err != nil {
			panic(err)
		}
		formats[i] = f
	}
	return formats
}

// String returns the layout.
func (f DateFormat) String() string { return f.layout }

// compileLayout returns the steps of a layout up to the time, which it checks.
func compileLayout(s string) ([]step, error) {
	var steps []step
	add := func(text string) {
		if n := len(steps); n > 0 && steps[n-1].part == literal {
			steps[n-1].text += text
		} else {
			steps = append(steps, step{part: literal, text: text})
		}
	}
	if strings.ContainsAny(s, "%|") || strings.Contains(s, "2006") {
		return nil, errors.New("is not understood: write it with YYYY, MM and DD, as DD/MM/YYYY")
	}
	for s != "" {
		if s[0] == '[' { // [de] is "de"
			if text, rest, ok := strings.Cut(s[1:], "]"); ok {
				add(text)
				s = rest
				continue
			}
		}
		if !isLetter(s[0]) {
			add(s[:1])
			s = s[1:]
			continue
		}
		if word, rest := cutWord(s); isFiller(word) {
			add(word)
			s = rest
			continue
		}
		run := letterRun(s)
		if strings.IndexByte("THhkK", run[0]) >= 0 { // the time begins
			if err := checkClock(s); err != nil {
				return nil, err
			}
			break
		}
		p, err := datePart(run)
		if err != nil {
			return nil, err
		}
		s = s[len(run):]
		if p == dayOfMonth {
			s = strings.TrimPrefix(s, "o") // Do: 1st
		}
		steps = append(steps, step{part: p})
	}
	if n := len(steps); n > 0 && steps[n-1].part == literal { // between date and time
		if steps[n-1].text = strings.TrimRight(steps[n-1].text, " ,"); steps[n-1].text == "" {
			steps = steps[:n-1]
		}
	}
	setWidths(steps)
	return steps, checkParts(steps)
}

func letterRun(s string) string {
	n := 1
	for n < len(s) && s[n] == s[0] {
		n++
	}
	return s[:n]
}

func datePart(run string) (part, error) {
	switch run {
	case "YYYY", "yyyy":
		return year, nil
	case "YY", "yy":
		return shortYear, nil
	case "MM", "M", "mm", "m": // before the time, m cannot be minutes
		return month, nil
	case "MMM", "MMMM", "mmm", "mmmm":
		return monthName, nil
	case "DD", "D", "dd", "d":
		return dayOfMonth, nil
	case "ddd", "dddd", "EEE", "EEEE":
		return weekday, nil
	}
	return literal, fmt.Errorf("is not understood at %q: write it with YYYY or YY, MM or MMM, and DD, as DD/MM/YYYY", run)
}

// checkClock checks the layout of the time. Nothing of it is kept, because a
// time can be read in one way only.
func checkClock(s string) error {
	for s != "" {
		if !isLetter(s[0]) {
			s = s[1:]
			continue
		}
		run := letterRun(s)
		if strings.IndexByte("THhkKmMsSAaZXx", run[0]) < 0 {
			return fmt.Errorf("is not understood at %q: a time comes last and is written HH:mm:ss, h:mm A, or with Z", run)
		}
		s = s[len(run):]
	}
	return nil
}

// checkParts requires year, month and day, each once.
func checkParts(steps []step) error {
	count := map[part]int{}
	for _, s := range steps {
		count[s.part]++
	}
	for _, p := range []struct {
		n    int
		name string
	}{
		{count[year] + count[shortYear], "year (YYYY)"},
		{count[month] + count[monthName], "month (MM)"},
		{count[dayOfMonth], "day (DD)"},
	} {
		if p.n != 1 {
			return fmt.Errorf("must name the %s once: as DD/MM/YYYY does", p.name)
		}
	}
	return nil
}

// setWidths sets the width of numbers without anything between them.
func setWidths(steps []step) {
	number := func(i int) bool {
		return i >= 0 && i < len(steps) && steps[i].part != literal && steps[i].part != monthName && steps[i].part != weekday
	}
	for i := range steps {
		if !number(i) || !number(i-1) && !number(i+1) {
			continue
		}
		steps[i].exact = 2
		if steps[i].part == year {
			steps[i].exact = 4
		}
	}
}

// cutWord cuts s after its first word, which may be "".
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

// isFiller reports whether a word stands in dates without a meaning.
func isFiller(word string) bool {
	switch strings.ToLower(word) {
	case "de", "del", "of", "the", "den", "le", "el":
		return true
	}
	return false
}
