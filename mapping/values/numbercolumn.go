package values

import (
	"fmt"
	"strings"
)

// NumberColumn decides how the numbers of a column are written, from all of
// them. The zero value is ready. It keeps a few examples, whatever it is shown.
type NumberColumn struct {
	neutral sightings // read alike in both formats: 12, 1 234
	point   sightings // read only as 1,234.5
	comma   sightings // read only as 1.234,5
	either  sightings // read both ways, as different numbers: 1,234
	units   sightings // a number beside a unit
	unit    string    // the first of the units
	mixed   bool      // there are several
}

// Add shows the column a value. Blank ones, and what is no number, say nothing.
func (c *NumberColumn) Add(file string, line int, value string) {
	if plainInteger(value) {
		c.neutral.count++
		return
	}
	s := plainSpaces(trim(unmark(trim(value))))
	if s == "" {
		return
	}
	if unit := numberUnit(s); unit != "" {
		c.units.add(file, line, value)
		c.mixed = c.mixed || c.unit != "" && c.unit != unit
		if c.unit == "" {
			c.unit = strings.Clone(unit)
		}
		s = dropUnit(s, unit)
	}
	point, asPoint := scanNumber(s, false)
	comma, asComma := scanNumber(s, true)
	switch {
	case asPoint && asComma && point.String() == comma.String():
		c.neutral.count++
	case asPoint && asComma:
		c.either.add(file, line, value)
	case asPoint:
		c.point.add(file, line, value)
	case asComma:
		c.comma.add(file, line, value)
	}
}

// Merge shows the column what another one, of later rows, was shown.
func (c *NumberColumn) Merge(later *NumberColumn) {
	c.neutral.merge(&later.neutral)
	c.point.merge(&later.point)
	c.comma.merge(&later.comma)
	c.either.merge(&later.either)
	c.units.merge(&later.units)
	c.mixed = c.mixed || later.mixed || c.unit != "" && later.unit != "" && c.unit != later.unit
	if c.unit == "" {
		c.unit = later.unit
	}
}

// Decide gives the format in which the column reads; one without anything to
// decide by is 1,234.5. That a unit may be dropped is never decided here: the
// mapping must say it, and is asked to where one value in twenty has the unit.
func (c *NumberColumn) Decide() (NumberFormat, *Undecided) {
	unit := c.commonUnit()
	point, comma := NumberFormat{Unit: unit}, NumberFormat{Unit: unit, DecimalComma: true}
	formats := []string{point.String(), comma.String()}
	switch {
	case c.point.count > 0 && c.comma.count > 0:
		return NumberFormat{}, &Undecided{"number-contradiction",
			fmt.Sprintf("is written in two ways: %d values read only as 1,234.5 and %d only as 1.234,5; make them one, or say which is right, %s (the others are then rejected)",
				c.point.count, c.comma.count, say(formats)),
			oneOfEach(&c.point, &c.comma), formats}
	case c.point.count+c.comma.count == 0 && c.either.count > 0:
		return NumberFormat{}, &Undecided{"number-ambiguous",
			"can be read both ways: say in the mapping " + say(formats), c.either.first, formats}
	}
	decided := point
	if c.comma.count > 0 {
		decided = comma
	}
	if unit != "" {
		formats = []string{decided.String()}
		return NumberFormat{}, &Undecided{"number-unit",
			"has numbers with a unit, which a number in Quo cannot hold: say in the mapping that it may be dropped, " + say(formats),
			c.units.first, formats}
	}
	return decided, nil
}

// commonUnit is the unit of the column: where all that there are is one, and
// it is not on a stray value or two only.
func (c *NumberColumn) commonUnit() string {
	all := c.neutral.count + c.point.count + c.comma.count + c.either.count
	if c.mixed || c.units.count*20 < all {
		return ""
	}
	return c.unit
}
