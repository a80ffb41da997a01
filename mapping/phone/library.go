package phone

import (
	"errors"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// readByLibrary asks the library: the authority that every other way of reading has to agree with.
//
// Valid means IsValidNumber, which looks at the whole calling code: a number of Jersey is fine in a British
// column. IsValidNumberForRegion would refuse it.
func readByLibrary(text, region string) (Number, finding) {
	n, err := phonenumbers.Parse(text, region)
	code := uint16(n.GetCountryCode())
	if err != nil {
		return Number{}, finding{parseVerdict(err, text, region), code}
	}
	if !phonenumbers.IsValidNumber(n) {
		return Number{}, finding{lengthVerdict(phonenumbers.IsPossibleNumberWithReason(n)), code}
	}
	return Number{E164(phonenumbers.Format(n, phonenumbers.E164)), n.GetExtension()}, finding{valid, code}
}

func parseVerdict(err error, text, region string) verdict {
	switch {
	case errors.Is(err, phonenumbers.ErrInvalidCountryCode):
		// One error of the library for two things that a person mends in different ways.
		if !hasPlan(region) && !startsWithPlus(text) {
			return noRegion
		}
		return noSuchPlan
	case errors.Is(err, phonenumbers.ErrTooShortNSN), errors.Is(err, phonenumbers.ErrTooShortAfterIDD):
		return tooShort
	case errors.Is(err, phonenumbers.ErrNumTooLong):
		return tooLong
	default:
		return notANumber
	}
}

func lengthVerdict(r phonenumbers.ValidationResult) verdict {
	switch r {
	case phonenumbers.TOO_SHORT:
		return tooShort
	case phonenumbers.TOO_LONG:
		return tooLong
	case phonenumbers.INVALID_LENGTH:
		return wrongLength
	case phonenumbers.IS_POSSIBLE_LOCAL_ONLY:
		return localOnly
	case phonenumbers.INVALID_COUNTRY_CODE:
		return noSuchPlan
	default:
		return invalid
	}
}

// hasPlan says whether the library knows how numbers are dialled in a region.
func hasPlan(region string) bool {
	return callingCodeOf(region) != 0
}

// startsWithPlus says whether the first character that can begin a number is a plus sign.
func startsWithPlus(text string) bool {
	i := strings.IndexFunc(text, canStart)
	return i >= 0 && (strings.HasPrefix(text[i:], "+") || strings.HasPrefix(text[i:], "＋"))
}

// callingCodeOf gives the country calling code of a region, 0 where it has none.
func callingCodeOf(region string) int {
	return phonenumbers.GetCountryCodeForRegion(region)
}
