package values

import "fmt"

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
		// 1E3 has no unit: digits stand around its letter.
		c.units.add(file, line, value)
		c.mixed = c.mixed || c.unit != "" && c.unit != unit
		if c.unit == "" {
			c.unit = string([]byte(unit))
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

// Decide gives the format in which the column reads. A column without anything
// to decide by is 1,234.5. Units are no part of the decision: where a value in
// twenty or more has one, the mapping must say that it may be dropped.
func (c *NumberColumn) Decide() (NumberFormat, *Undecided) {
	decided := NumberFormat{DecimalComma: c.comma.count > 0}
	formats := []string{NumberFormat{}.String(), NumberFormat{DecimalComma: true}.String()}
	switch {
	case c.point.count > 0 && c.comma.count > 0:
		return NumberFormat{}, &Undecided{"number-contradiction",
			fmt.Sprintf("is written in two ways: %d values read only as 1,234.5 and %d only as 1.234,5; make them one, or say which is right, %s (the others are then rejected)",
				c.point.count, c.comma.count, say(formats)),
			oneOfEach(&c.point, &c.comma), formats}
	case c.point.count == 0 && c.comma.count == 0 && c.either.count > 0:
		return NumberFormat{}, &Undecided{"number-ambiguous",
			"can be read both ways: say in the mapping " + say(formats), c.either.first, formats}
	case c.units.count*20 > c.readable() && !c.mixed:
		decided.Unit = c.unit
		formats = []string{decided.String()}
		return NumberFormat{}, &Undecided{"number-unit",
			"has numbers with a unit, which a number in Quo cannot hold: say in the mapping that it may be dropped, " + say(formats),
			c.units.first, formats}
	}
	return decided, nil
}

func (c *NumberColumn) readable() int {
	return c.neutral.count + c.point.count + c.comma.count + c.either.count
}
