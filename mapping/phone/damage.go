package phone

import (
	"regexp"
	"strings"
	"unicode"
)

// What a spreadsheet does to a number that it takes for a quantity. The library must not see these: it
// reads "4.1555E9" and "301234567.0" as numbers with other digits.
var (
	scientific = regexp.MustCompile(`^\+?\d+(?:[.,]\d+)?[eE]\+?\d{1,3}$`)
	decimal    = regexp.MustCompile(`^\+?\d{5,}[.,]0+$`)
	thousands  = regexp.MustCompile(`^\+?\d{1,3}(?:,\d{3}){2,}(?:\.0+)?$`)
)

// notOfQuantities are characters that a quantity is never written with.
const notOfQuantities = punctuation | slash | letter | mark

// damage recognises a number that a spreadsheet has ruined, and says how. Shape spares most numbers the look.
func damage(text string, has shape, region string) *Error {
	switch {
	case has.of(letter) && !has.of(punctuation|slash|mark) && scientific.MatchString(text):
		return damaged(region, "was turned into a rounded quantity by a spreadsheet, and digits are lost: "+
			"in the original, format the column as text and export it again")
	case has.of(dot|separator) && !has.of(notOfQuantities) && strings.HasSuffix(text, "0") && decimal.MatchString(text):
		return damaged(region, "was turned into a decimal by a spreadsheet (it ends in .0): "+
			"in the original, format the column as text and export it again")
	case has.of(separator) && !has.of(notOfQuantities) && thousands.MatchString(text):
		return damaged(region, "was given thousands separators by a spreadsheet: "+
			"in the original, format the column as text and export it again")
	case has.of(mark) && strings.HasPrefix(text, "#") && !strings.ContainsFunc(text, unicode.IsDigit):
		return damaged(region, "is what a spreadsheet shows in place of a value (an error, or a column too narrow): "+
			"mend the cell in the original and export it again")
	}
	return nil
}

// lostPlus says whether text, which is no number of its region, is one when a plus is put in front.
// A number with its country code has about eleven digits or more; shorter ones fit somewhere by chance
// (a plus makes "683-1234" a number of Niue).
func lostPlus(text, region string, found finding, read reader) bool {
	if startsWithPlus(text) || !hasPlan(region) {
		return false
	}
	if countDigits(text) < 11 && found.verdict != tooLong {
		return false
	}
	i := strings.IndexFunc(text, unicode.IsDigit)
	return i >= 0 && isValid("+"+text[i:], region, read)
}

func damaged(region, message string) *Error {
	return &Error{Kind: Damaged, Message: message, Region: region}
}
