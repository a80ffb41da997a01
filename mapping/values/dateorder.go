package values

import (
	"fmt"
	"strings"
)

// lastYear is what was seen of dates like 03/04/2024.
type lastYear struct {
	dayFirst, monthFirst sightings // read in one order only
	either               sightings // read both ways, as different days
	same                 int       // read both ways, as the same day: 04/04/2024
	short                bool      // with years of two digits
}

var (
	dayFirst   = [3]part{dayOfMonth, month, shortYear}
	monthFirst = [3]part{month, dayOfMonth, shortYear}
)

func (c *lastYear) add(t *numbers, file string, line int, value string) {
	var a, b day
	asDayFirst := t.as(dayFirst, &a) && a.exists()
	asMonthFirst := t.as(monthFirst, &b) && b.exists()
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

// layouts gives the two ways to read the values.
func (c *lastYear) layouts(separator byte) (dayFirst, monthFirst string) {
	if c.short {
		return layoutWith("DD/MM/YY", separator), layoutWith("MM/DD/YY", separator)
	}
	return layoutWith("DD/MM/YYYY", separator), layoutWith("MM/DD/YYYY", separator)
}

// decide gives the layout, "" where nothing was seen, or says that the order
// is undecided.
func (c *lastYear) decide(separator byte) (layout string, ok bool) {
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
		return dayFirst, true // each reads as the same day both ways
	}
	return "", true
}

// ask says why the order is undecided. The formats to choose from read the
// other dates of the column too, so that choosing one loses none.
func (c *lastYear) ask(separator byte, others []string) *Undecided {
	dayFirst, monthFirst := c.layouts(separator)
	formats := []string{
		strings.Join(append(others[:len(others):len(others)], dayFirst), alternative),
		strings.Join(append(others[:len(others):len(others)], monthFirst), alternative),
	}
	if c.dayFirst.count == 0 || c.monthFirst.count == 0 {
		return &Undecided{"date-ambiguous",
			"can be read both ways: say in the mapping " + say(formats), c.either.first, formats}
	}
	return &Undecided{"date-contradiction",
		fmt.Sprintf("is written in two ways: %d values read only as %s and %d only as %s; make them one, or say which is right, %s (the others are then rejected)",
			c.dayFirst.count, dayFirst, c.monthFirst.count, monthFirst, say(formats)),
		oneOfEach(&c.dayFirst, &c.monthFirst), formats}
}

func layoutWith(slashes string, separator byte) string {
	return strings.ReplaceAll(slashes, "/", string(separator))
}
