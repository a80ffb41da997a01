package phone

import "strings"

// longestBare is how long a bare number may be: what is longer takes the long way.
const longestBare = 32

// appendBare reads what nearly all cells hold, a valid number of digits and punctuation with or without a plus in
// front, in one look at each character, and appends its E.164. Such a text has nothing to clean, to mend or to split,
// so that none of it is asked for. Ok is false for every other text, and for a number that is not valid: [parse] says
// what those are.
func appendBare(b []byte, raw, region string) (_ []byte, ok bool) {
	var space [longestBare]byte
	if len(raw) > len(space) {
		return b, false
	}
	var has kinds
	digits := 0
	for i := range len(raw) {
		// Without a branch: what is no digit is overwritten by the next one that is.
		space[digits&(longestBare-1)] = raw[i] - '0'
		k := classOf[raw[i]]
		has |= k
		digits += int(k & digit)
	}
	switch {
	case has&^(digit|plus|punctuation|dot) != 0:
		return b, false
	case has&plus != 0 && strings.LastIndexByte(raw, '+') != 0:
		return b, false
	case has&dot != 0 && strings.HasSuffix(strings.TrimRight(raw, "0"), "."):
		return b, false // a quantity, perhaps: see damage
	}
	d := dialling{automata: loadAutomata(), home: planOf(region)}
	national, found, ok := d.read(space[:digits], has&plus != 0)
	if !ok || found.verdict != valid {
		return b, false
	}
	return appendE164(b, found.code, national), true
}
