package phone

import (
	"errors"

	"github.com/nyaruka/phonenumbers"

	"github.com/quo-import/quo-import/mapping/phone/internal/plans"
)

// reader reads a cleaned text by the numbering plans.
type reader func(text, region string) reading

// reading is what the numbering plans find out about a text.
type reading struct {
	Number // if the result is plans.Valid
	result plans.Result
	code   int // the country calling code, 0 if none was found
}

func (r reading) valid() bool { return r.result == plans.Valid }

// readByLibrary asks the library, with which every other reader has to agree.
//
// Valid means IsValidNumber, which covers the whole calling code: a number of
// Jersey is fine in a British column. IsValidNumberForRegion would refuse it.
func readByLibrary(text, region string) reading {
	n, err := phonenumbers.Parse(text, region)
	code := int(n.GetCountryCode())
	if err != nil {
		return reading{result: parseResult(err, text, region), code: code}
	}
	if !phonenumbers.IsValidNumber(n) {
		return reading{result: lengthResult(phonenumbers.IsPossibleNumberWithReason(n)), code: code}
	}
	return reading{Number{E164(phonenumbers.Format(n, phonenumbers.E164)), n.GetExtension()}, plans.Valid, code}
}

func parseResult(err error, text, region string) plans.Result {
	switch {
	case errors.Is(err, phonenumbers.ErrInvalidCountryCode):
		// The library has one error for two problems that are fixed differently.
		if plans.CallingCode(region) == 0 && !startsWithPlus(text) {
			return plans.NoRegion
		}
		return plans.NoSuchCode
	case errors.Is(err, phonenumbers.ErrTooShortNSN), errors.Is(err, phonenumbers.ErrTooShortAfterIDD):
		return plans.TooShort
	case errors.Is(err, phonenumbers.ErrNumTooLong):
		return plans.TooLong
	default:
		return plans.NotANumber
	}
}

func lengthResult(r phonenumbers.ValidationResult) plans.Result {
	switch r {
	case phonenumbers.TOO_SHORT:
		return plans.TooShort
	case phonenumbers.TOO_LONG:
		return plans.TooLong
	case phonenumbers.INVALID_LENGTH:
		return plans.WrongLength
	case phonenumbers.IS_POSSIBLE_LOCAL_ONLY:
		return plans.LocalOnly
	case phonenumbers.INVALID_COUNTRY_CODE:
		return plans.NoSuchCode
	default:
		return plans.Invalid
	}
}
