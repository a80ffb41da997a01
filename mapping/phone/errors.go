package phone

import (
	"strconv"
	"strings"
)

// Kind names what is wrong with a number. The values are stable: reports group by them.
type Kind string

// What can be wrong with a number.
const (
	NoRegion    Kind = "phone-no-region"    // no country code, and no region given
	TooShort    Kind = "phone-too-short"    // fewer digits than any number of its country
	TooLong     Kind = "phone-too-long"     // more digits than any number of its country
	NoAreaCode  Kind = "phone-no-area-code" // can be dialled next door only
	Invalid     Kind = "phone-invalid"      // a likely length, but no such number
	NoSuchCode  Kind = "phone-country-code" // a country code that does not exist
	NotANumber  Kind = "phone-not-a-number" // something else: "N/A", "call me"
	Damaged     Kind = "phone-damaged"      // ruined by a spreadsheet
	Several     Kind = "phone-several"      // more than one number in the cell
	WordsBeside Kind = "phone-words-beside" // a number and words
)

// Error says why a text is not accepted as a phone number.
type Error struct {
	Kind Kind
	// Message is for a person: what is wrong and the way out. It holds neither the value nor its place,
	// which the caller puts in front: `line 12, Mobile: "415-555" ` + Message.
	Message string
	// Region is the one that [Parse] was given.
	Region string
}

// Error gives the message; like it, it does not quote the value.
func (e *Error) Error() string { return e.Message }

// diagnose explains a finding that is not valid. It looks for causes that a person can mend before it falls
// back on what the numbering plan says.
func diagnose(text string, has shape, region string, found finding, read reader) *Error {
	if found.verdict == noRegion {
		return problem(NoRegion, region)
	}
	if len(partsOf(text, has)) > 1 || severalBySpace(text, has, region, read) {
		return problem(Several, region)
	}
	if wordsBeside(text, has, region, Number{}, read) {
		return problem(WordsBeside, region)
	}
	if lostPlus(text, region, found, read) {
		return damaged(region, "looks as if it lost its +: with one it is a valid number, without one it is no "+
			region+" number; put the + back, or format the column as text and export it again")
	}
	return byPlan(region, found)
}

// byPlan says what the numbering plan has against a number.
func byPlan(region string, found finding) *Error {
	e := &Error{Region: region}
	who := nameOf(region, int(found.code))
	switch found.verdict {
	case tooShort:
		e.Kind, e.Message = TooShort, "is too short for "+article(who)+" number"
	case tooLong:
		e.Kind, e.Message = TooLong, "is too long for "+article(who)+" number"
	case wrongLength:
		e.Kind, e.Message = Invalid, "has a number of digits that no "+who+" number has"
	case localOnly:
		e.Kind, e.Message = NoAreaCode, "has no area code: write the number as it is dialled from another town"
	case noSuchPlan:
		e.Kind, e.Message = NoSuchCode, "starts with a country code that does not exist"
	case invalid:
		e.Kind, e.Message = Invalid, "is not a valid "+who+" number: check its digits and the country"
	default:
		e.Kind, e.Message = NotANumber, "is not a phone number"
	}
	return e
}

func problem(kind Kind, region string) *Error {
	e := &Error{Kind: kind, Region: region}
	switch kind {
	case Several:
		e.Message = "holds more than one number: give the column a split in the mapping, or a column to each number"
	case WordsBeside:
		e.Message = "has words beside the number: leave only the number in the cell"
	case NoRegion:
		e.Message = "has no country code: write it with + and the country code, or say which region it is of"
		if region != "" {
			e.Message = "has no country code, and " + region + " has no phone numbers of its own: write it with + and the country code"
		}
	}
	return e
}

// nameOf says whose number it is: the region's, or, by its country code, another country's.
func nameOf(region string, callingCode int) string {
	if region != "" && (callingCode == 0 || callingCode == callingCodeOf(region)) {
		return region
	}
	if callingCode != 0 {
		return "+" + strconv.Itoa(callingCode)
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
