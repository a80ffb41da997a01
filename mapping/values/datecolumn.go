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

// lastYear is what was seen of dates like 03/04/2024.
type lastYear struct {
	dayFirst, monthFirst sightings // read in one order only
	either               sightings // read both ways, as different days
	same                 int       // read both ways, as the same day: 04/04/2024
	short                bool      // with years of two digits
}

const separators = "/-."

var (
	dayFirst   = [3]part{dayOfMonth, month, shortYear}
	monthFirst = [3]part{month, dayOfMonth, shortYear}
	yearFirst  = [3]part{year, month, dayOfMonth}
)

// Add shows the column a value. Blank ones, and what is no date, say nothing:
// a broken value is an error of its row, and does not decide.
func (c *DateColumn) Add(file string, line int, value string) {
	s := dateText(value)
	if s == "" {
		return
	}
	t, ok := scanTriple(s)
	if !ok {
		c.addOther(s, file, line)
		return
	}
	sep := separatorIndex(t.separator)
	if t.rest != "" {
		if _, ok := scanClock(t.rest); !ok {
			return
		}
	}
	if d, ok := t.as(yearFirst); ok {
		if d.check() == nil {
			c.yearFirst[sep]++
		}
		return
	}
	c.last[sep].add(t, file, line, value)
}

func separatorIndex(separator byte) int {
	switch separator {
	case '/':
		return 0
	case '-':
		return 1
	}
	return 2
}

func (c *lastYear) add(t numbers, file string, line int, value string) {
	a, asDayFirst := t.as(dayFirst)
	b, asMonthFirst := t.as(monthFirst)
	asDayFirst = asDayFirst && a.check() == nil
	asMonthFirst = asMonthFirst && b.check() == nil
	switch {
	case asDayFirst && asMonthFirst && a == b:
		c.same++
	case asDayFirst && asMonthFirst:
		c.either.add(file, line, value)
	case asDayFirst:
		c.dayFirst.add(file, line, value)
	case asMonthFirst:
		c.monthFirst.add(file, line, value)
	default:
		return
	}
	c.short = c.short || t.width[2] == 2
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
		if _, err := namedFormats[i].read(s, nil); err == nil {
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
// date reads under one of them, and under no two as different days. A column without a date reads as ISO
// dates do.
func (c *DateColumn) Decide() ([]DateFormat, *Undecided) {
	var decided []string
	for i, n := range c.yearFirst {
		if n > 0 {
			decided = append(decided, layoutWith("YYYY/MM/DD", separators[i]))
		}
	}
	for i := range c.last {
		layout, undecided := c.last[i].decide(separators[i])
		if undecided != nil {
			return nil, undecided
		}
		if layout != "" {
			decided = append(decided, layout)
		}
	}
	for i, n := range c.named {
		if n > 0 {
			decided = append(decided, namedLayouts[i])
		}
	}
	if len(decided) == 0 {
		if u := c.decideDigits(); u != nil {
			return nil, u
		}
		decided = []string{isoLayout}
	}
	return mustFormats(decided), nil
}

func (c *lastYear) decide(separator byte) (layout string, u *Undecided) {
	df, mf := layoutWith("DD/MM/YYYY", separator), layoutWith("MM/DD/YYYY", separator)
	if c.short {
		df, mf = layoutWith("DD/MM/YY", separator), layoutWith("MM/DD/YY", separator)
	}
	formats := []string{df, mf}
	switch {
	case c.dayFirst.count > 0 && c.monthFirst.count > 0:
		return "", &Undecided{"date-contradiction",
			fmt.Sprintf("is written in two ways: %d values read only as %s and %d only as %s; make them one, or say which is right, %s (the others are then rejected)",
				c.dayFirst.count, df, c.monthFirst.count, mf, say(formats)),
			oneOfEach(&c.dayFirst, &c.monthFirst), formats}
	case c.dayFirst.count > 0:
		return df, nil
	case c.monthFirst.count > 0:
		return mf, nil
	case c.either.count > 0:
		return "", &Undecided{"date-ambiguous",
			"can be read both ways: say in the mapping " + say(formats), c.either.first, formats}
	case c.same > 0:
		return df, nil // each reads as the same day both ways
	}
	return "", nil
}

// decideDigits asks what the numbers of a column are that has no other dates.
func (c *DateColumn) decideDigits() *Undecided {
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

func layoutWith(slashes string, separator byte) string {
	return strings.ReplaceAll(slashes, "/", string(separator))
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
