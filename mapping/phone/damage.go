package phone

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/quo-import/quo-import/mapping/phone/internal/plans"
)

// What a spreadsheet makes of a number that it reads as a quantity. The library
// must not see these: it reads "4.1555E9" and "301234567.0" as other numbers.
var (
	scientific = regexp.MustCompile(`^\+?\d+(?:[.,]\d+)?[eE]\+?\d{1,3}$`)
	decimal    = regexp.MustCompile(`^\+?\d{5,}[.,]0+$`)
	thousands  = regexp.MustCompile(`^\+?\d{1,3}(?:,\d{3}){2,}(?:\.0+)?$`)
)

// notInQuantities are characters that no quantity is written with.
const notInQuantities = punctuation | slash | letter | mark

const exportAgain = "in the original, format the column as text and export it again"

// damage reports how a spreadsheet has changed a number, "" if it has not.
func (c *cell) damage() (message string) {
	switch {
	case c.any(letter) && !c.any(punctuation|slash|mark) && scientific.MatchString(c.text):
		return "was turned into a rounded quantity by a spreadsheet, and digits are lost: " + exportAgain
	case c.any(dot|separator) && !c.any(notInQuantities) && strings.HasSuffix(c.text, "0") && decimal.MatchString(c.text):
		return "was turned into a decimal by a spreadsheet (it ends in .0): " + exportAgain
	case c.any(separator) && !c.any(notInQuantities) && thousands.MatchString(c.text):
		return "was given thousands separators by a spreadsheet: " + exportAgain
	case c.any(mark) && strings.HasPrefix(c.text, "#") && !strings.ContainsFunc(c.text, unicode.IsDigit):
		return "is what a spreadsheet shows instead of a value (an error, or a column too narrow): " +
			"fix the cell in the original and export it again"
	}
	return ""
}

// lostPlus reports whether the text, which is no number of its region, is one with a
// plus in front. A number with its country code has about eleven digits or more;
// shorter ones fit somewhere by chance (a plus makes "683-1234" a number of Niue).
func (c *cell) lostPlus(result plans.Result) bool {
	if startsWithPlus(c.text) || plans.CallingCode(c.region) == 0 {
		return false
	}
	if countDigits(c.text) < 11 && result != plans.TooLong {
		return false
	}
	i := strings.IndexFunc(c.text, unicode.IsDigit)
	return i >= 0 && c.read("+"+c.text[i:], c.region).valid()
}
