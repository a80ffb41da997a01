package values

import "strings"

// decimal is a number as digits × 10^exp, exactly.
type decimal struct {
	negative bool
	digits   []byte // without zeros at either end; none is zero
	exp      int
}

// maxExponent bounds what "1E9999" may unfold to; a double ends at 1e308.
const maxExponent = 400

// scanNumber reads a number that is written with plain ASCII characters.
func scanNumber(s string, decimalComma bool) (d decimal, ok bool) {
	thousands, point := byte(','), byte('.')
	if decimalComma {
		thousands, point = point, thousands
	}
	if s != "" && (s[0] == '-' || s[0] == '+') {
		d.negative, s = s[0] == '-', s[1:]
	}
	d.digits = make([]byte, 0, 24)
	whole, rest, ok := scanWhole(s, thousands, d.digits)
	if !ok {
		return decimal{}, false
	}
	d.digits = whole
	before := len(d.digits)
	if rest != "" && rest[0] == point {
		rest = rest[1:]
		for rest != "" && isDigit(rest[0]) {
			d.digits = append(d.digits, rest[0])
			d.exp--
			rest = rest[1:]
		}
		if before == 0 && d.exp == 0 {
			return decimal{}, false // "." alone
		}
	} else if before == 0 {
		return decimal{}, false
	}
	exp, ok := scanExponent(rest)
	if !ok {
		return decimal{}, false
	}
	d.exp += exp
	return d.normal(), true
}

// scanWhole reads the digits before the decimal sign, in groups of three if in
// groups; or, as in India, in groups of two and a last one of three. All
// separators of a number are the same.
func scanWhole(s string, thousands byte, digits []byte) (_ []byte, rest string, ok bool) {
	var separator byte
	group, twos, threes := 0, false, false
	i := 0
	for ; i < len(s); i++ {
		c := s[i]
		if isDigit(c) {
			digits = append(digits, c)
			group++
			continue
		}
		if c != thousands && c != ' ' && c != '\'' {
			break
		}
		switch {
		case separator == 0:
			if group == 0 || group > 3 || digits[0] == '0' {
				return nil, "", false
			}
			separator = c
		case c != separator:
			return nil, "", false
		case group == 3:
			threes = true
		case group == 2:
			twos = true
		default:
			return nil, "", false
		}
		group = 0
	}
	if separator != 0 && group != 3 || twos && (threes || separator != thousands) {
		return nil, "", false
	}
	return digits, s[i:], true
}

func scanExponent(s string) (exp int, ok bool) {
	if s == "" {
		return 0, true
	}
	if s[0] != 'e' && s[0] != 'E' {
		return 0, false
	}
	s = s[1:]
	negative := false
	if s != "" && (s[0] == '-' || s[0] == '+') {
		negative, s = s[0] == '-', s[1:]
	}
	if s == "" || len(s) > 3 {
		return 0, false
	}
	for i := range len(s) {
		if !isDigit(s[i]) {
			return 0, false
		}
		exp = exp*10 + int(s[i]-'0')
	}
	if exp > maxExponent {
		return 0, false
	}
	if negative {
		exp = -exp
	}
	return exp, true
}

// normal takes the zeros off both ends.
func (d decimal) normal() decimal {
	for len(d.digits) > 0 && d.digits[0] == '0' {
		d.digits = d.digits[1:]
	}
	for n := len(d.digits); n > 0 && d.digits[n-1] == '0'; n-- {
		d.digits = d.digits[:n-1]
		d.exp++
	}
	if len(d.digits) == 0 {
		return decimal{}
	}
	return d
}

// String gives the plain decimal: no exponent, no zeros that say nothing.
func (d decimal) String() string {
	if len(d.digits) == 0 {
		return "0"
	}
	var b strings.Builder
	b.Grow(len(d.digits) + 4)
	if d.negative {
		b.WriteByte('-')
	}
	whole := len(d.digits) + d.exp // how many digits stand before the point
	switch {
	case d.exp >= 0:
		b.Write(d.digits)
		for range d.exp {
			b.WriteByte('0')
		}
	case whole > 0:
		b.Write(d.digits[:whole])
		b.WriteByte('.')
		b.Write(d.digits[whole:])
	default:
		b.WriteString("0.")
		for range -whole {
			b.WriteByte('0')
		}
		b.Write(d.digits)
	}
	return b.String()
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
