package quo

import (
	"math/big"
	"regexp"
	"strconv"
)

// number is JSON's grammar of numbers, extended by a plus sign and leading zeros.
var number = regexp.MustCompile(`^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE]([+-]?[0-9]{1,4}))?$`)

// maxExponent bounds the length of a number that is written out.
const maxExponent = 400

// plainNumber formats a number as plain decimal digits: "42.0" and "4.2e1" are
// "42", "0.10" is "0.1", "-0" is "0". It is exact, which a float64 is not: that
// loses digits of big integers and cannot represent 0.1.
func plainNumber(s string) (string, bool) {
	m := number.FindStringSubmatch(s)
	if m == nil {
		return "", false
	}
	exponent, _ := strconv.Atoi(m[1]) // four digits at most; 0 if there are none
	if exponent > maxExponent || exponent < -maxExponent {
		return "", false
	}
	n, ok := new(big.Rat).SetString(s)
	if !ok {
		return "", false
	}
	digits, _ := n.FloatPrec()
	return n.FloatString(digits), true
}
