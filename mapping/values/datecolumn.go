package values

import (
	"fmt"
	"strings"
)

// DateColumn decides how the dates of a column are written, from all of them.
// The zero value is ready. It keeps a few examples, whatever it is shown.
//
// Ways of writing that cannot be confused may stand side by side: dates that
// begin with a year of four digits, dates with the month as a word, and dates
// of which the year comes last. Of these the order of day and month is decided
// for each sign between them by the values that read in one order only.
type DateColumn struct {
	last      [3]lastYear // year last, by separator: / - .
	yearFirst [3]int      // YYYY-MM-DD, by separator
	named     [len(namedLayouts)]int
	digits    [len(digitsAdvice)]sightings
}

// separators are the signs that numbers.scan takes.
const separators = "/-."

func isSeparator(c byte) bool { return c == '/' || c == '-' || c == '.' }

var yearFirst = [3]part{year, month, dayOfMonth}

// Add shows the column a value. Blank ones, and what is no date, say nothing:
// a broken value is an error of its row, and does not decide.
func (c *DateColumn) Add(file string, line int, value string) {
	s := dateText(value)
	if s == "" {
		return
	}
	var t numbers
	if !t.scan(s) {
		c.addOther(s, file, line)
		return
	}
	sep := strings.IndexByte(separators, t.separator)
	if rest := s[t.end:]; rest != "" {
		if _, ok := scanClock(rest); !ok {
			return
		}
	}
	var d day
	if t.as(yearFirst, &d) {
		if d.exists() {
			c.yearFirst[sep]++
		}
		return
	}
	c.last[sep].add(&t, file, line, value)
}

// namedLayouts are the layouts with the month as a word that a column is tried
// with, in this order.
var namedLayouts = [...]string{"D MMM YYYY", "D MMM YY", "MMM D, YYYY", "MMM D, YY", "YYYY MMM D"}

var namedFormats = mustFormats(namedLayouts[:])

// addOther takes what is not three numbers.
func (c *DateColumn) addOther(s, file string, line int) {
	if allDigits(s) {
		if i := digitsIndex(len(s)); i >= 0 {
			c.digits[i].add(file, line, s)
		}
		return
	}
	for i := range namedFormats {
		var m moment
		if err := namedFormats[i].read(s, &numbers{}, nil, &m); err == nil {
			c.named[i]++
			return
		}
	}
}

// digitsAdvice says what dates without any sign may be.
var digitsAdvice = [...]struct {
	width   int
	what    string
	formats []string
}{
	{5, "a spreadsheet's count of days", []string{"serial"}},
	{8, "dates without signs", []string{"YYYYMMDD", "DDMMYYYY", "MMDDYYYY"}},
	{10, "seconds since 1970", []string{"X"}},
	{13, "milliseconds since 1970", []string{"x"}},
}

func digitsIndex(width int) int {
	for i, advice := range digitsAdvice {
		if advice.width == width {
			return i
		}
	}
	return -1
}

// Merge shows the column what another one, of later rows, was shown.
func (c *DateColumn) Merge(later *DateColumn) {
	for i := range c.last {
		a, b := &c.last[i], &later.last[i]
		a.dayFirst.merge(&b.dayFirst)
		a.monthFirst.merge(&b.monthFirst)
		a.either.merge(&b.either)
		a.same += b.same
		a.short = a.short || b.short
		c.yearFirst[i] += later.yearFirst[i]
	}
	for i := range c.named {
		c.named[i] += later.named[i]
	}
	for i := range c.digits {
		c.digits[i].merge(&later.digits[i])
	}
}

// Decide gives the formats under which the column reads: every value that is a
// date reads under one of them, and under no two as different days. A column
// without a date reads as ISO dates do.
func (c *DateColumn) Decide() ([]DateFormat, *Undecided) {
	decided, asked := c.plain(), -1
	for i := range c.last {
		layout, ok := c.last[i].decide(separators[i])
		switch {
		case !ok && asked < 0:
			asked = i
		case layout != "":
			decided = append(decided, layout)
		}
	}
	if asked >= 0 {
		return nil, c.last[asked].ask(separators[asked], decided)
	}
	if len(decided) == 0 {
		if u := c.askDigits(); u != nil {
			return nil, u
		}
		decided = []string{isoLayout}
	}
	return mustFormats(decided), nil
}

// plain gives the layouts that need no decision.
func (c *DateColumn) plain() (layouts []string) {
	for i, n := range c.yearFirst {
		if n > 0 {
			layouts = append(layouts, layoutWith("YYYY/MM/DD", separators[i]))
		}
	}
	for i, n := range c.named {
		if n > 0 {
			layouts = append(layouts, namedLayouts[i])
		}
	}
	return layouts
}

// askDigits asks what the numbers of a column are that has no other dates.
func (c *DateColumn) askDigits() *Undecided {
	for i := range c.digits {
		if c.digits[i].count > 0 {
			advice := digitsAdvice[i]
			return &Undecided{"date-number",
				fmt.Sprintf("holds numbers, perhaps %s: if so, say in the mapping %s", advice.what, say(advice.formats)),
				c.digits[i].first, advice.formats}
		}
	}
	return nil
}

// mustFormats compiles layouts of this file.
func mustFormats(layouts []string) []DateFormat {
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
