package values

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// NumberFormat is how numbers are written. The zero value is 1,234.5. Every
// format accepts spaces and apostrophes between thousands.
type NumberFormat struct {
	DecimalComma bool   // 1.234,5
	Unit         string // may stand before or after the number and is dropped: "$", "EUR", "%"
}

// ParseNumberFormat reads a format from an example: "1,234.5", "1.234,5",
// "1 234,5", or one with a unit: "$1,234.5", "1.234,5 €", "1.5%".
func ParseNumberFormat(example string) (NumberFormat, error) {
	s := trim(example)
	first, last := strings.IndexAny(s, "0123456789"), strings.LastIndexAny(s, "0123456789")
	if first < 0 {
		return NumberFormat{}, fmt.Errorf(`number format %q shows no number: write "1,234.5" or "1.234,5"`, example)
	}
	before, after := trim(s[:first]), trim(s[last+1:])
	if before != "" && after != "" {
		return NumberFormat{}, fmt.Errorf("number format %q has something before and after the number: one unit is allowed", example)
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
		return NumberFormat{}, fmt.Errorf(`number format %q can be read in two ways: write "1,234.5" or "1.234,5"`, example)
	}
	return point, nil
}

// String returns an example that ParseNumberFormat reads as the format.
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

// Number reads a number exactly, without rounding, and returns it as a plain
// decimal: "1,234.50" is "1234.5", "1.5E3" is "1500". It refuses currency and
// percent signs that the format does not name, and numbers with more digits
// than a double holds, as which most programs read a JSON number.
func Number(raw string, f NumberFormat) (string, *Error) {
	if isPlainInteger(raw) {
		return raw, nil
	}
	s := trim(unmark(trim(raw)))
	if s == "" {
		return "", nil
	}
	number, ok := parseNumber(dropUnit(plainSpaces(s), f.Unit), f.DecimalComma)
	if !ok {
		return "", explainNumber(s, f)
	}
	n, err := strconv.ParseFloat(number, 64)
	canonical := strconv.FormatFloat(n, 'f', -1, 64)
	if err != nil || significant(canonical) != significant(number) {
		return "", &Error{"number-precision", "has more digits than a number in Quo keeps exactly (15): a text field keeps them all"}
	}
	if n == 0 {
		return "0", nil // not -0
	}
	return canonical, nil
}

// isPlainInteger reports whether s is the canonical form of an integer.
func isPlainInteger(s string) bool {
	return len(s) <= 15 && isDigits(s) && (s[0] != '0' || len(s) == 1)
}

// significant returns the digits of a number in Go's syntax, without zeros at
// either end. A number and the double nearest to it are equal if these are.
func significant(number string) string {
	number, _, _ = strings.Cut(number, "e")
	return strings.Trim(strings.Replace(number, ".", "", 1), "-0")
}

// maxExponent bounds the length of "1E400" written out; a double ends at 1e308.
const maxExponent = 400

// parseNumber reads a number, in ASCII, and returns it in Go's syntax.
func parseNumber(s string, decimalComma bool) (number string, ok bool) {
	thousands, point := ",", "."
	if decimalComma {
		thousands, point = point, thousands
	}
	sign := ""
	if s != "" && (s[0] == '-' || s[0] == '+') {
		sign, s = strings.Trim(s[:1], "+"), s[1:]
	}
	exponent := ""
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		n := strings.TrimLeft(s[i+1:], "+-")
		if size, err := strconv.Atoi(s[i+1:]); err != nil || len(n) > 3 || size < -maxExponent || size > maxExponent {
			return "", false
		}
		exponent, s = "e"+s[i+1:], s[:i]
	}
	whole, fraction, _ := strings.Cut(s, point)
	whole, ok = joinThousands(whole, thousands)
	if !ok || !isDigits(whole+fraction) {
		return "", false
	}
	return sign + whole + "." + fraction + exponent, true
}

// joinThousands drops the separators of a whole number. All are the same, a
// thousands sign, a space or an apostrophe, and the groups are of three digits;
// or, as in India, of two and a last one of three.
func joinThousands(whole, thousands string) (digits string, ok bool) {
	i := strings.IndexAny(whole, thousands+" '")
	if i < 0 {
		return whole, true
	}
	separator := whole[i : i+1]
	groups := strings.Split(whole, separator)
	first, middle, last := groups[0], groups[1:len(groups)-1], groups[len(groups)-1]
	if first == "" || len(first) > 3 || first[0] == '0' || len(last) != 3 {
		return "", false
	}
	width := 3
	if len(middle) > 0 && len(middle[0]) == 2 && separator == thousands {
		width = 2
	}
	for _, group := range middle {
		if len(group) != width {
			return "", false
		}
	}
	return strings.Join(groups, ""), true
}

// plainSpaces replaces the typographic characters of numbers by ASCII.
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

// dropUnit drops the unit before or after the number, and keeps the sign.
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
	switch unit := numberUnit(s); {
	case !strings.ContainsAny(s, "0123456789"):
		return &Error{"number-invalid", "is not a number"}
	case strings.Contains(s, "%"):
		return &Error{"number-percent", fmt.Sprintf("has a percent sign: to drop it, set format: %q in the mapping", NumberFormat{f.DecimalComma, "%"})}
	case unit != "":
		return &Error{"number-unit", fmt.Sprintf("has a currency or unit beside the number: to drop it, set format: %q in the mapping", NumberFormat{f.DecimalComma, unit})}
	}
	if _, ok := parseNumber(plainSpaces(s), !f.DecimalComma); ok {
		return &Error{"number-format", fmt.Sprintf("does not read as %s: write it that way, or set format: %q in the mapping", f, NumberFormat{!f.DecimalComma, f.Unit})}
	}
	return &Error{"number-invalid", fmt.Sprintf("is not a number written as %s", f)}
}

// numberUnit returns the currency sign, percent sign or word beside a number,
// "" if there is none or more than one.
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
