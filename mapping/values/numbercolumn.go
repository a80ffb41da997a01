package values

import "strings"

// NumberColumn decides how the numbers of a column are written, from all of
// them. The zero value is ready to use. It keeps a few examples only.
type NumberColumn struct {
	neutral int      // the same number in both formats: 12, 1 234
	point   examples // read only as 1,234.5
	comma   examples // read only as 1.234,5
	either  examples // a different number in each format: 1,234
	units   examples // a number beside a unit
	unit    string   // the first of the units
	mixed   bool     // there are several units
}

// Add adds a value of the column. Blank values and what is no number are
// ignored.
func (c *NumberColumn) Add(file string, line int, value string) {
	if isPlainInteger(value) {
		c.neutral++
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
	point, asPoint := parseNumber(s, false)
	comma, asComma := parseNumber(s, true)
	switch {
	case asPoint && asComma && point == comma:
		c.neutral++
	case asPoint && asComma:
		c.either.add(file, line, value)
	case asPoint:
		c.point.add(file, line, value)
	case asComma:
		c.comma.add(file, line, value)
	}
}

// Decide returns the format of the column; 1,234.5 if no value decides. It
// never decides that a unit may be dropped: if one value in twenty has the
// unit, the mapping has to name it.
func (c *NumberColumn) Decide() (NumberFormat, *Undecided) {
	unit := c.commonUnit()
	point, comma := NumberFormat{Unit: unit}, NumberFormat{Unit: unit, DecimalComma: true}
	formats := [][]string{{point.String()}, {comma.String()}}
	switch {
	case c.point.count > 0 && c.comma.count > 0:
		return NumberFormat{}, contradictory("number-contradiction", c.point, c.comma, "1,234.5", "1.234,5", formats)
	case c.point.count+c.comma.count == 0 && c.either.count > 0:
		return NumberFormat{}, ambiguous("number-ambiguous", c.either, formats)
	}
	decided := point
	if c.comma.count > 0 {
		decided = comma
	}
	if unit != "" {
		return NumberFormat{}, &Undecided{"number-unit", "has numbers with a unit, which a number in Quo cannot hold",
			c.units.first, [][]string{{decided.String()}}}
	}
	return decided, nil
}

// commonUnit returns the unit of the column, "" if there are several or only a
// stray value has one.
func (c *NumberColumn) commonUnit() string {
	all := c.neutral + c.point.count + c.comma.count + c.either.count
	if c.mixed || c.units.count*20 < all {
		return ""
	}
	return c.unit
}
