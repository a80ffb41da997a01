package phone

import (
	"strconv"
	"strings"

	"github.com/quo-import/quo-import/mapping/phone/internal/plans"
)

// Parse reads the one phone number that raw holds. Region is where numbers
// without a country code belong, as an ISO 3166 alpha-2 code in upper case ("US";
// see [Region]), [International] if they all have one, or "" if that is not known:
// then only numbers that start with + are accepted.
//
// Letters are read as on a telephone's keypad, as the library does
// (1-800-FLOWERS), unless the digits before them are a number by themselves:
// "030 123456 home" is a number with a word beside it, and refused.
func Parse(raw, region string) (Number, *Error) {
	return parse(raw, region, readText)
}

// Valid reports whether [Parse] accepts raw. It is for many tries, because it spares
// the search for the reason where Parse does not.
func Valid(raw, region string) bool {
	text, has, region := cleanFor(raw, region)
	c := cell{text, has, region, readText}
	if c.damage() != "" || c.several() {
		return false
	}
	c.unfold()
	r := c.readAny()
	return r.valid() && !c.wordsBeside(r.E164) && !c.extendedTooFar(r)
}

// parse is [Parse] with a given reader, so that a test can compare two of them.
func parse(raw, region string, read reader) (Number, *Error) {
	text, has, region := cleanFor(raw, region)
	if _, abroad := dialledAbroad(text); !abroad && !has.any(beyondDigits) {
		if r := read(text, region); r.valid() {
			return r.Number, nil // as most
		}
	}
	c := cell{text, has, region, read}
	return c.number()
}

// cleanFor cleans a text of a region. It puts the + before a number of [International],
// whose region is none.
func cleanFor(raw, region string) (text string, has shape, home string) {
	text, has = clean(raw)
	if region != International {
		return text, has, region
	}
	text = strings.TrimPrefix(text, "00")
	if number := strings.TrimPrefix(text, "("); number != "" && '1' <= number[0] && number[0] <= '9' {
		text, has = clean("+" + text)
	}
	return text, has, ""
}

// cell is a cleaned text and how it is read.
type cell struct {
	text string
	shape
	region string
	read   reader
}

// number returns the one number of the cell.
func (c *cell) number() (Number, *Error) {
	if message := c.damage(); message != "" {
		return Number{}, &Error{Damaged, message}
	}
	if c.several() {
		return Number{}, errSeveral
	}
	c.unfold()
	r := c.readAny()
	switch {
	case !r.valid():
		return Number{}, c.explain(r)
	case c.wordsBeside(r.E164):
		return Number{}, ErrWordsBeside
	case c.extendedTooFar(r):
		return Number{}, errSeveral
	}
	return r.Number, nil
}

// beyondDigits are the characters without which a valid number has nothing that damage,
// several and wordsBeside look for: most numbers have none of them.
const beyondDigits = dot | slash | separator | letter | mark | odd

// unfold joins the lines of a number that was wrapped in its cell.
func (c *cell) unfold() {
	if c.any(separator) {
		c.text = strings.ReplaceAll(c.text, "\n", " ")
	}
}

// explain reports why a text is no valid number. It looks for causes that a person
// can fix before it reports the result of the numbering plan.
func (c *cell) explain(r reading) *Error {
	switch {
	case r.result == plans.NoRegion:
		return explainResult(c.region, r)
	case r.result == ambiguous:
		return &Error{Ambiguous, "begins with 00 and is a valid number of two countries: write it with + and the country code"}
	case len(partsOf(c.text, c.shape)) > 1 || c.severalBySpace():
		return errSeveral
	case c.wordsBeside(""):
		return ErrWordsBeside
	case c.lostPlus(r.result):
		return &Error{Damaged, "looks as if it lost its +: with one it is a valid number, without one it is no " +
			c.region + " number; put the + back, or format the column as text and export it again"}
	}
	return explainResult(c.region, r)
}

func explainResult(region string, r reading) *Error {
	who := owner(region, r.code)
	switch r.result {
	case plans.TooShort:
		return &Error{TooShort, "is too short for " + article(who) + " number"}
	case plans.TooLong:
		return &Error{TooLong, "is too long for " + article(who) + " number"}
	case plans.WrongLength:
		return &Error{Invalid, "has a number of digits that no " + who + " number has"}
	case plans.LocalOnly:
		return &Error{NoAreaCode, "has no area code: write the number with its area code"}
	case plans.NoSuchCode:
		return &Error{NoSuchCode, "starts with a country code that does not exist"}
	case plans.Invalid:
		return &Error{Invalid, "is not a valid " + who + " number: check its digits and the country"}
	case plans.NoRegion:
		if region != "" {
			return &Error{NoRegion, "has no country code, and " + region + " has no phone numbers of its own: write it with + and the country code"}
		}
		return &Error{NoRegion, "has no country code: write it with + and the country code, or set the region"}
	default:
		return &Error{NotANumber, "is not a phone number"}
	}
}

// owner returns the region of a number, or its country code if that is another
// country's.
func owner(region string, code int) string {
	if region != "" && (code == 0 || code == plans.CallingCode(region)) {
		return region
	}
	if code != 0 {
		return "+" + strconv.Itoa(code)
	}
	return "phone"
}

// article puts "a" or "an" before a name as it is spoken: an AU, a US, a +49.
func article(name string) string {
	if strings.IndexByte("AEFHILMNORSX", name[0]) >= 0 {
		return "an " + name
	}
	return "a " + name
}
