package phone

import "strings"

// longestBare is how long a bare number may be: what is longer takes the long way.
const longestBare = 32

// readBare reads what nearly all cells hold, a valid number of digits and punctuation with or without a plus in
// front, in one look at each character. Such a text has nothing to clean, to mend or to split, so that none of it is
// asked for. Ok is false for every other text, and for a number that is not valid: [parse] says what those are.
func readBare(raw, region string) (number Number, ok bool) {
	var space [longestBare]byte
	if len(raw) > len(space) {
		return Number{}, false
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
	case has&^(digit|plus|punctuation|dot) != 0, digits < 3, digits > maxPlainDigits:
		return Number{}, false
	case has&plus != 0 && strings.LastIndexByte(raw, '+') != 0:
		return Number{}, false
	case has&dot != 0 && strings.HasSuffix(strings.TrimRight(raw, "0"), "."):
		return Number{}, false // a quantity, perhaps: see damage
	}
	home := planOf(region)
	if home == nil && (region != "" || has&plus == 0) {
		return Number{}, false
	}
	d := dialling{automata: loadAutomata(), home: home}
	e164, found, ok := d.read(space[:digits], has&plus != 0)
	return Number{E164: e164}, ok && found.verdict == valid
}
