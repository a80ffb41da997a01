package phone

// dialling reads digits as the telephones of one region do.
type dialling struct {
	automata *automata
	home     *plan // nil where no region is given
}

// read is the library's parseHelper, IsValidNumber and IsPossibleNumberWithReason. It gives the digits behind the
// country code. Ok is false where the library has to be asked.
func (d *dialling) read(digits []byte, plus bool) (national []byte, found finding, ok bool) {
	code, national, problem, ok := d.countryCode(digits, plus)
	if !ok || problem != valid {
		return nil, finding{verdict: problem}, ok
	}
	by := d.home
	if code != nil {
		by = &plans[code.main]
	} else {
		code = codeOf(by.code)
	}
	found.code = uint16(code.code)
	stripped, ok := d.stripNationalPrefix(national, by)
	if !ok {
		return nil, found, false
	}
	// What is left has to be possible: otherwise the prefix was no prefix.
	if v := by.length(len(stripped)); v == valid || v == tooLong {
		national = stripped
	}
	found.verdict = d.judge(code, national)
	return national, found, true
}

// judge says whether a national number is valid, or what its length has against it.
func (d *dialling) judge(code *callingCode, national []byte) verdict {
	switch {
	case len(national) < 2:
		return tooShort
	case len(national) > 17:
		return tooLong
	case d.automata.matches(code.valid, national):
		return valid
	}
	if v := plans[code.main].length(len(national)); v != valid {
		return v
	}
	return invalid
}

// countryCode is the library's maybeExtractCountryCode, with the second try that its caller makes. Code is nil
// where the digits have no country code; a problem other than valid ends the reading.
func (d *dialling) countryCode(digits []byte, plus bool) (code *callingCode, national []byte, problem verdict, ok bool) {
	if plus {
		if code, national = leadingCode(digits); code != nil {
			return code, national, valid, true
		}
	}
	if d.home == nil {
		return nil, nil, noSuchPlan, true
	}
	code, national, problem, ok = d.withoutPlus(digits)
	if plus && ok && problem == valid && code == nil {
		problem = noSuchPlan
	}
	return code, national, problem, ok
}

// withoutPlus looks for a country code behind the prefix that leads abroad, and for the region's own.
func (d *dialling) withoutPlus(digits []byte) (code *callingCode, national []byte, problem verdict, ok bool) {
	// A country code does not begin with 0, so before a 0 it was no prefix.
	if end, _ := d.automata.prefix(d.home.idd, digits); end >= 0 && (end == len(digits) || digits[end] != 0) {
		if len(digits)-end <= 2 {
			return nil, nil, tooShort, true
		}
		if code, national = leadingCode(digits[end:]); code == nil {
			return nil, nil, noSuchPlan, true
		}
		return code, national, valid, true
	}
	rest, found := cutCode(digits, d.home.code)
	if !found {
		return nil, digits, valid, true
	}
	rest, ok = d.stripNationalPrefix(rest, d.home)
	if !ok {
		return nil, nil, valid, false
	}
	// The country code is one if the number is none with it and one without it, or is too long with it.
	better := !d.automata.matches(d.home.general, digits) && d.automata.matches(d.home.general, rest)
	if better || d.home.length(len(digits)) == tooLong {
		return codeOf(d.home.code), rest, valid, true
	}
	return nil, digits, valid, true
}

// stripNationalPrefix is the library's maybeStripNationalPrefixAndCarrierCode. Ok is false where the plan would
// not only drop digits but change them.
func (d *dialling) stripNationalPrefix(digits []byte, p *plan) (rest []byte, ok bool) {
	if p.national == dead || len(digits) == 0 {
		return digits, true
	}
	end, group := d.automata.prefix(p.national, digits)
	if end < 0 {
		return digits, true
	}
	if p.transforms && group {
		return nil, false
	}
	// A number that is one with the prefix and none without it has no prefix.
	if d.automata.matches(p.general, digits) && !d.automata.matches(p.general, digits[end:]) {
		return digits, true
	}
	return digits[end:], true
}

// leadingCode finds the country code at the start of digits. No code is the start of another.
func leadingCode(digits []byte) (*callingCode, []byte) {
	if len(digits) == 0 || digits[0] == 0 {
		return nil, nil
	}
	number := 0
	for i := 0; i < 3 && i < len(digits); i++ {
		number = 10*number + int(digits[i])
		if code := codeOf(number); code != nil {
			return code, digits[i+1:]
		}
	}
	return nil, nil
}

// codeOf gives the calling code with a number, nil where there is none.
func codeOf(number int) *callingCode {
	if i := codeByNumber[number]; i != 0 {
		return &callingCodes[i-1]
	}
	return nil
}

// cutCode takes a calling code from the start of digits.
func cutCode(digits []byte, code int) (rest []byte, found bool) {
	var text [3]byte
	n := writeCode(text[:0], code)
	if len(digits) < len(n) {
		return nil, false
	}
	for i, c := range n {
		if digits[i] != c-'0' {
			return nil, false
		}
	}
	return digits[len(n):], true
}

func writeCode(b []byte, code int) []byte {
	if code >= 100 {
		b = append(b, byte('0'+code/100))
	}
	if code >= 10 {
		b = append(b, byte('0'+code/10%10))
	}
	return append(b, byte('0'+code%10))
}

// maxE164 is how long an E.164 may be that [dialling.judge] lets pass: a plus, a country code and 17 digits.
const maxE164 = 1 + 3 + 17

// appendE164 appends a number whose digits are given by their values.
func appendE164(b []byte, code uint16, national []byte) []byte {
	b = writeCode(append(b, '+'), int(code))
	at := len(b)
	b = append(b, national...)
	for i := range b[at:] {
		b[at+i] += '0'
	}
	return b
}
