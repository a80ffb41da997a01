package quo

import (
	"regexp"
	"strconv"
	"strings"
)

// number is JSON's grammar of numbers, extended by a plus sign and leading zeros.
var number = regexp.MustCompile(`^([+-]?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]{1,4}))?$`)

// maxExponent bounds the length of a number that is written out.
const maxExponent = 400

// plainNumber formats a number as plain decimal digits: "42.0" and "4.2e1" are
// "42", "0.10" is "0.1", "-0" is "0". It works on the text, because a float64
// loses digits of big integers and cannot represent 0.1.
func plainNumber(s string) (string, bool) {
	m := number.FindStringSubmatch(s)
	if m == nil || m[2]+m[3] == "" {
		return "", false
	}
	exponent := 0
	if m[4] != "" {
		exponent, _ = strconv.Atoi(m[4]) // four digits at most
	}
	if exponent > maxExponent || exponent < -maxExponent {
		return "", false
	}
	whole, fraction := shift(m[2], m[3], exponent)
	whole, fraction = strings.TrimLeft(whole, "0"), strings.TrimRight(fraction, "0")
	if whole == "" {
		whole = "0"
	}
	plain := whole
	if fraction != "" {
		plain += "." + fraction
	}
	if m[1] == "-" && plain != "0" {
		plain = "-" + plain
	}
	return plain, true
}

// shift moves the decimal point between whole and fraction by n digits to the
// right, or to the left if n is negative.
func shift(whole, fraction string, n int) (string, string) {
	if n >= 0 {
		fraction += strings.Repeat("0", max(0, n-len(fraction)))
		return whole + fraction[:n], fraction[n:]
	}
	whole = strings.Repeat("0", max(0, -n-len(whole))) + whole
	cut := len(whole) + n
	return whole[:cut], whole[cut:] + fraction
}
