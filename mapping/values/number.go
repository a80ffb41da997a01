package values

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// NumberFormat says how numbers are written. The zero value is 1,234.5.
// Spaces and apostrophes between thousands are taken in every format, where
// they stand between thousands.
type NumberFormat struct {
	DecimalComma bool   // 1.234,5
	Unit         string // what may stand before or after the number, and is dropped: "$", "EUR", "%"
}

// ParseNumberFormat reads a format from an example: "1,234.5", "1.234,5",
// "1 234,5", with a unit where there is one: "$1,234.5", "1.234,5 €", "1.5%".
func ParseNumberFormat(example string) (NumberFormat, error) {
	s := trim(example)
	first, last := strings.IndexAny(s, "0123456789"), strings.LastIndexAny(s, "0123456789")
	if first < 0 {
		return NumberFormat{}, fmt.Errorf(`number format %q shows no number: write "1,234.5" or "1.234,5"`, example)
	}
	before, after := trim(s[:first]), trim(s[last+1:])
	if before != "" && after != "" {
		return NumberFormat{}, fmt.Errorf("number format %q has something before and after the number: one unit is taken", example)
	}
	unit := before + after
	point, comma := NumberFormat{Unit: unit}, NumberFormat{Unit: unit, DecimalComma: true}
	a, errPoint := Number(s, point)
	b, errComma := Number(s, comma)
	switch fitsPoint, fitsComma := errPoint == nil, errComma == nil; {
	case !fitsPoint && !fitsComma:
		return NumberFormat{}, fmt.Errorf(`number format %q is not understood: write "1,234.5" or "1.234,5"`, example)
	case !fitsPoint:
		return comma, nil
	case fitsComma && a != b:
		return NumberFormat{}, fmt.Errorf(`number format %q can be read both ways: write "1,234.5" or "1.234,5"`, example)
	}
	return point, nil
}

// String gives an example from which ParseNumberFormat makes the format.
func (f NumberFormat) String() string {
	example := "1,234.5"
	if f.DecimalComma {
		example = "1.234,5"
	}
	if f.Unit == "" {
		return example
	}
	return example + " " + f.Unit
}

// Number reads a number exactly, without rounding, and gives it as a plain
// decimal: "1,234.50" is "1234.5", "1.5E3" is "1500". Refused are currency and
// percent signs that the format does not name, and numbers with more digits
// than the double that a JSON number is to most programs can hold.
func Number(raw string, f NumberFormat) (string, *Error) {
	if plainInteger(raw) {
		return raw, nil
	}
	s := trim(unmark(trim(raw)))
	if s == "" {
		return "", nil
	}
	d, ok := scanNumber(dropUnit(plainSpaces(s), f.Unit), f.DecimalComma)
	if !ok {
		return "", explainNumber(s, f)
	}
	canonical := d.String()
	if len(d.digits) > 15 || len(canonical) > 300 {
		if n, err := strconv.ParseFloat(canonical, 64); err != nil || strconv.FormatFloat(n, 'f', -1, 64) != canonical {
			return "", &Error{"number-precision", "has more digits than a number in Quo keeps exactly (15): a text field keeps them all"}
		}
	}
	return canonical, nil
}

// plainInteger says whether s is a number in its canonical form already, of at
// most 15 digits and without a fraction: what most numbers in a file are.
func plainInteger(s string) bool {
	if s == "" || len(s) > 15 || s[0] == '0' && len(s) > 1 {
		return false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// plainSpaces puts plain characters for the typographic ones of numbers.
func plainSpaces(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '\u00A0', '\u202F', '\u2009':
			return ' '
		case '’':
			return '\''
		case '−':
			return '-'
		}
		return r
	}, s)
}

// dropUnit takes the unit off the front or the end, and leaves the sign.
func dropUnit(s, unit string) string {
	if unit == "" {
		return s
	}
	if rest, ok := strings.CutSuffix(s, unit); ok {
		return strings.TrimRight(rest, " ")
	}
	sign := ""
	if s != "" && (s[0] == '-' || s[0] == '+') {
		sign, s = s[:1], s[1:]
	}
	if rest, ok := strings.CutPrefix(s, unit); ok {
		s = strings.TrimLeft(rest, " ")
	}
	return sign + s
}

func explainNumber(s string, f NumberFormat) *Error {
	switch {
	case !strings.ContainsAny(s, "0123456789"):
		return &Error{"number-invalid", "is not a number"}
	case strings.Contains(s, "%"):
		return &Error{"number-percent", fmt.Sprintf("has a percent sign: say in the mapping that it may be dropped, format: %q", NumberFormat{f.DecimalComma, "%"})}
	case numberUnit(s) != "":
		return &Error{"number-unit", fmt.Sprintf("has a currency or unit beside the number: say in the mapping that it may be dropped, format: %q", NumberFormat{f.DecimalComma, numberUnit(s)})}
	}
	if _, ok := scanNumber(plainSpaces(s), !f.DecimalComma); ok {
		return &Error{"number-format", fmt.Sprintf("does not read as %s: write it that way, or say in the mapping format: %q", f, NumberFormat{!f.DecimalComma, f.Unit})}
	}
	return &Error{"number-invalid", fmt.Sprintf("is not a number as %s is", f)}
}

// numberUnit gives the currency sign, percent sign or word beside a number,
// "" where there is none, or more than one thing.
func numberUnit(s string) string {
	edge := func(r rune) bool { return unicode.IsDigit(r) || strings.ContainsRune(" -+.,'\u00A0\u202F\u2009−", r) }
	unit := strings.TrimFunc(s, edge)
	if unit == "" || len(unit) > 12 || len(unit) == len(s) {
		return ""
	}
	for _, r := range unit {
		if !unicode.IsLetter(r) && !unicode.Is(unicode.Sc, r) && r != '%' {
			return ""
		}
	}
	if strings.HasSuffix(s, unit) || strings.HasPrefix(strings.TrimLeft(s, "+-"), unit) {
		return unit
	}
	return "" // the letter of 1E3
}
