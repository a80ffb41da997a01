package plans

import (
	"bytes"
	"strconv"
)

// Number is a number with its country code set apart. Code is 0 and National
// empty as far as they are not known.
type Number struct {
	Code     int
	National []byte // digits; part of the digits that were read
	Result   Result
}

// Read reads the ASCII digits of a number, as they are dialled in a region; plus
// reports whether a plus sign precedes them. It does what the library's
// parseHelper, IsValidNumber and IsPossibleNumberWithReason do. It reports false
// if the library has to be asked.
func Read(digits []byte, plus bool, region string) (n Number, ok bool) {
	t := load()
	home := t.planOf(region)
	if home == nil {
		if region != "" {
			return n, false
		}
		if !plus {
			return Number{Result: NoRegion}, true
		}
	}
	d := dialling{t, home}
	code, national, problem, ok := d.countryCode(digits, plus)
	if !ok || problem != Valid {
		return Number{Result: problem}, ok
	}
	by := home
	if code != nil {
		by = &t.plans[code.main]
	} else {
		code = t.byNumber[by.code]
	}
	stripped, ok := d.stripNationalPrefix(national, by)
	if !ok {
		return n, false
	}
	// What remains has to be possible: otherwise the prefix was no prefix.
	if r := by.length(len(stripped)); r == Valid || r == TooLong {
		national = stripped
	}
	return Number{code.code, national, d.check(code, national)}, true
}

// dialling reads digits as the telephones of one region do.
type dialling struct {
	*tables
	home *plan // nil without a region
}

// check reports whether a national number is valid, or what is wrong with its
// length.
func (d *dialling) check(code *callingCode, national []byte) Result {
	switch {
	case len(national) < 2:
		return TooShort
	case len(national) > 17:
		return TooLong
	case d.matches(code.valid, national):
		return Valid
	}
	if r := d.plans[code.main].length(len(national)); r != Valid {
		return r
	}
	return Invalid
}

// countryCode is the library's maybeExtractCountryCode, with the second attempt
// of its caller. Code is nil if the digits have no country code; a problem other
// than Valid ends the reading.
func (d *dialling) countryCode(digits []byte, plus bool) (code *callingCode, national []byte, problem Result, ok bool) {
	if plus {
		if code, national = d.leadingCode(digits); code != nil {
			return code, national, Valid, true
		}
	}
	if d.home == nil {
		return nil, nil, NoSuchCode, true
	}
	code, national, problem, ok = d.withoutPlus(digits)
	if plus && ok && problem == Valid && code == nil {
		problem = NoSuchCode
	}
	return code, national, problem, ok
}

// withoutPlus looks for a country code after the international prefix, and for
// the region's own.
func (d *dialling) withoutPlus(digits []byte) (code *callingCode, national []byte, problem Result, ok bool) {
	// A country code does not begin with 0, so before a 0 it was no prefix.
	if end, _ := d.prefix(d.home.idd, digits); end >= 0 && (end == len(digits) || digits[end] != '0') {
		if len(digits)-end <= 2 {
			return nil, nil, TooShort, true
		}
		if code, national = d.leadingCode(digits[end:]); code == nil {
			return nil, nil, NoSuchCode, true
		}
		return code, national, Valid, true
	}
	var own [3]byte
	rest, found := bytes.CutPrefix(digits, strconv.AppendInt(own[:0], int64(d.home.code), 10))
	if !found {
		return nil, digits, Valid, true
	}
	rest, ok = d.stripNationalPrefix(rest, d.home)
	if !ok {
		return nil, nil, Valid, false
	}
	// It is a country code if the number is possible only without it, or too long
	// with it.
	better := !d.matches(d.home.general, digits) && d.matches(d.home.general, rest)
	if better || d.home.length(len(digits)) == TooLong {
		return d.byNumber[d.home.code], rest, Valid, true
	}
	return nil, digits, Valid, true
}

// stripNationalPrefix is the library's maybeStripNationalPrefixAndCarrierCode. It
// reports false if the plan would change digits, not only drop them.
func (d *dialling) stripNationalPrefix(digits []byte, p *plan) (rest []byte, ok bool) {
	if p.national == dead || len(digits) == 0 {
		return digits, true
	}
	end, group := d.prefix(p.national, digits)
	if end < 0 {
		return digits, true
	}
	if p.transforms && group {
		return nil, false
	}
	// A number that is one with the prefix and none without it has no prefix.
	if d.matches(p.general, digits) && !d.matches(p.general, digits[end:]) {
		return digits, true
	}
	return digits[end:], true
}

// leadingCode returns the country code at the start of digits, nil if there is
// none. No code is the start of another.
func (t *tables) leadingCode(digits []byte) (*callingCode, []byte) {
	number := 0
	for i := 0; i < 3 && i < len(digits) && digits[0] != '0'; i++ {
		number = 10*number + int(digits[i]-'0')
		if code := t.byNumber[number]; code != nil {
			return code, digits[i+1:]
		}
	}
	return nil, nil
}
