package values

import (
	"slices"
	"strings"
)

// DateColumn decides how the dates of a column are written, from all of them.
// The zero value is ready to use. It keeps a few examples only.
//
// Formats that cannot be confused may stand side by side: dates that begin with
// a year of four digits, dates with the month as a word, and dates with the year
// last. Of the latter the order of day and month is decided, for each separator
// by itself, by the values that can be read in one order only.
type DateColumn struct {
	yearFirst [3]int // by separator
	yearLast  [3]yearLast
	named     [5]int // by namedFormats
	digits    [4]examples
	compact   [3]int // of the dates without separators: those that are in the calendar, by compactFormats
}

// compactFormats are the formats of dates without separators.
var compactFormats = mustFormats("YYYYMMDD", "DDMMYYYY", "MMDDYYYY")

// compactDigits is the index of dates without separators in digitsAdvice, and the
// years between which they are taken for dates.
const (
	compactDigits = 1
	firstYear     = 1900
	lastYear      = 2099
)

const separators = "/-."

// numericFormats are the formats of three numbers, by separator.
var numericFormats = [3][]DateFormat{
	mustFormats("YYYY/MM/DD", "DD/MM/YY", "MM/DD/YY"),
	mustFormats("YYYY-MM-DD", "DD-MM-YY", "MM-DD-YY"),
	mustFormats("YYYY.MM.DD", "DD.MM.YY", "MM.DD.YY"),
}

// namedFormats are the formats with the month as a word, in the order in which
// they are tried.
var namedFormats = mustFormats("D MMM YYYY", "D MMM YY", "MMM D, YYYY", "MMM D, YY", "YYYY MMM D")

// Add adds a value of the column. Blank values and what is no date are ignored:
// a broken value is an error of its row and decides nothing.
func (c *DateColumn) Add(file string, line int, value string) {
	s := dateText(value)
	if s == "" {
		return
	}
	if isDigits(s) {
		for i := range digitsAdvice {
			if digitsAdvice[i].width == len(s) {
				c.digits[i].add(file, line, s)
			}
		}
		c.addCompact(s)
		return
	}
	if i := strings.IndexAny(s, separators); i >= 0 && c.addNumeric(strings.IndexByte(separators, s[i]), s, file, line, value) {
		return
	}
	for i := range namedFormats {
		if _, err := namedFormats[i].read(s, nil); err == nil {
			c.named[i]++
			return
		}
	}
}

// addCompact counts the formats in which digits without separators are a date.
func (c *DateColumn) addCompact(s string) {
	if len(s) != digitsAdvice[compactDigits].width {
		return
	}
	for i := range compactFormats {
		if d, rest, ok := compactFormats[i].existingDay(s); ok && rest == "" && d.year >= firstYear && d.year <= lastYear {
			c.compact[i]++
		}
	}
}

// onlyCompact returns the one format in which all values are dates without separators.
func (c *DateColumn) onlyCompact() (layout string, ok bool) {
	n := c.digits[compactDigits].count
	for i := range c.digits {
		if i != compactDigits && c.digits[i].count > 0 {
			return "", false
		}
	}
	for i, fitting := range c.compact {
		switch {
		case n == 0 || fitting < n:
		case ok:
			return "", false
		default:
			layout, ok = compactFormats[i].layout, true
		}
	}
	return layout, ok
}

// addNumeric adds a date of three numbers, and reports false for anything else.
func (c *DateColumn) addNumeric(sep int, s, file string, line int, value string) bool {
	f := numericFormats[sep]
	if _, _, ok := f[0].existingDay(s); ok {
		c.yearFirst[sep]++
		return true
	}
	a, rest, asDayFirst := f[1].existingDay(s)
	b, restOther, asMonthFirst := f[2].existingDay(s)
	if !asDayFirst {
		rest = restOther
	}
	last := &c.yearLast[sep]
	switch {
	case !asDayFirst && !asMonthFirst:
		return false
	case asDayFirst && asMonthFirst && a == b:
		last.same++
	case asDayFirst && asMonthFirst:
		last.either.add(file, line, value)
	case asDayFirst:
		last.dayFirst.add(file, line, value)
	default:
		last.monthFirst.add(file, line, value)
	}
	date := strings.TrimSuffix(s, rest)
	last.short = last.short || date[len(date)-3] == separators[sep]
	return true
}

// existingDay reads the date at the beginning of s if it is in the calendar and
// nothing but a time follows.
func (f *DateFormat) existingDay(s string) (d day, rest string, ok bool) {
	if d, rest, ok = f.readDay(s); !ok {
		return d, rest, false
	}
	if _, err := d.midnight(); err != nil {
		return d, rest, false
	}
	if rest != "" {
		_, ok = readClock(rest)
	}
	return d, rest, ok
}

// Decide returns the formats of the column: every value that is a date reads in
// one of them, and in no two as different days. The format of a column without
// dates is ISO.
func (c *DateColumn) Decide() ([]DateFormat, *Undecided) {
	var decided []string
	for i, n := range c.yearFirst {
		if n > 0 {
			decided = append(decided, numericFormats[i][0].layout)
		}
	}
	for i, n := range c.named {
		if n > 0 {
			decided = append(decided, namedFormats[i].layout)
		}
	}
	undecided := -1
	for i := range c.yearLast {
		layout, ok := c.yearLast[i].decide(separators[i])
		switch {
		case !ok && undecided < 0:
			undecided = i
		case layout != "":
			decided = append(decided, layout)
		}
	}
	if undecided >= 0 {
		return nil, c.yearLast[undecided].undecided(separators[undecided], decided)
	}
	if layout, ok := c.onlyCompact(); ok && len(decided) == 0 {
		decided = append(decided, layout)
	}
	if len(decided) == 0 {
		if u := c.undecidedDigits(); u != nil {
			return nil, u
		}
		decided = []string{isoLayout}
	}
	return mustFormats(decided...), nil
}

// digitsAdvice is what dates of digits only may be.
var digitsAdvice = [4]struct {
	width   int
	what    string
	formats [][]string
}{
	{5, "a spreadsheet's count of days", [][]string{{"serial"}}},
	{8, "dates without separators", [][]string{{"YYYYMMDD"}, {"DDMMYYYY"}, {"MMDDYYYY"}}},
	{10, "seconds since 1970", [][]string{{"X"}}},
	{13, "milliseconds since 1970", [][]string{{"x"}}},
}

// undecidedDigits reports that a column without other dates holds numbers.
func (c *DateColumn) undecidedDigits() *Undecided {
	for i := range c.digits {
		if c.digits[i].count > 0 {
			return &Undecided{"date-number", "holds numbers, perhaps " + digitsAdvice[i].what, c.digits[i].first, digitsAdvice[i].formats}
		}
	}
	return nil
}

// yearLast counts dates like 03/04/2024.
type yearLast struct {
	dayFirst, monthFirst examples // can be read in one order only
	either               examples // read as different days
	same                 int      // read as the same day: 04/04/2024
	short                bool     // some years have two digits
}

// layouts returns the two ways to read the values.
func (c *yearLast) layouts(separator byte) (dayFirst, monthFirst string) {
	dayFirst, monthFirst = "DD/MM/YYYY", "MM/DD/YYYY"
	if c.short {
		dayFirst, monthFirst = "DD/MM/YY", "MM/DD/YY"
	}
	sep := string(separator)
	return strings.ReplaceAll(dayFirst, "/", sep), strings.ReplaceAll(monthFirst, "/", sep)
}

// decide returns the layout, "" if there are no values. It reports false if the
// order is undecided.
func (c *yearLast) decide(separator byte) (layout string, ok bool) {
	dayFirst, monthFirst := c.layouts(separator)
	switch {
	case c.dayFirst.count > 0 && c.monthFirst.count > 0:
		return "", false
	case c.dayFirst.count > 0:
		return dayFirst, true
	case c.monthFirst.count > 0:
		return monthFirst, true
	case c.either.count > 0:
		return "", false
	case c.same > 0:
		return dayFirst, true
	}
	return "", true
}

// undecided reports why the order is undecided. Each choice includes the formats
// of the other dates of the column.
func (c *yearLast) undecided(separator byte, others []string) *Undecided {
	dayFirst, monthFirst := c.layouts(separator)
	formats := [][]string{
		append(slices.Clip(others), dayFirst),
		append(slices.Clip(others), monthFirst),
	}
	if c.dayFirst.count == 0 || c.monthFirst.count == 0 {
		return ambiguous("date-ambiguous", c.either, formats)
	}
	return contradictory("date-contradiction", c.dayFirst, c.monthFirst, dayFirst, monthFirst, formats)
}
