package phone

// E164 is a valid phone number with its country code, a plus sign and digits only: "+14155550134".
// Only [Parse] makes one, so whoever holds one need not check it again.
type E164 string

// Number is a phone number as it was read from a cell.
type Number struct {
	E164 E164
	// Extension holds the digits to dial after the call is answered ("x12", "ext. 12", "доб. 12"), leading
	// zeros kept; empty where there is none. E.164 has no place for it.
	Extension string
}

// Parse reads the one phone number that raw holds. Region is where numbers without a country code belong, as
// an ISO 3166 alpha-2 code in upper case ("US"; see [Region]), or empty when that is not known: then only
// numbers that start with + are accepted.
//
// Letters are read as on a telephone's keypad, as the library does (1-800-FLOWERS), unless the digits in front
// of them are a number by themselves: "030 123456 home" is then a number with a word beside it, and refused.
//
// The error is always an [*Error].
func Parse(raw, region string) (Number, error) {
	return parse(raw, region, read)
}

// reader answers what the numbering plans say about a cleaned text.
type reader func(text, region string) reading

// reading is an answer of the numbering plans.
type reading struct {
	verdict verdict
	// callingCode is the country calling code that the number was read with, 0 where none was found.
	callingCode int
	// number is set where the verdict is valid.
	number Number
}

type verdict uint8

const (
	notANumber verdict = iota
	valid
	invalid      // a possible length, but no such area or range
	tooShort     // shorter than every number of its country
	tooLong      // longer than every number of its country
	wrongLength  // between the lengths that its country has
	localOnly    // can be dialled next door: the area code is missing
	noRegion     // no country code, and no region to supply it
	noSuchPlan   // a country code that nobody has
	tooLongInput // more characters than the library looks at
)

// parse is [Parse] with the numbering plans handed in, so that a test can compare two ways to ask them.
func parse(raw, region string, read reader) (Number, error) {
	text, has := clean(raw)
	if has.of(letter | mark | dot | separator | odd) {
		if err := damage(text, region); err != nil {
			return Number{}, err
		}
	}
	if several(text, has, region, read) {
		return Number{}, problem(Several, region)
	}
	text = oneLine(text, has)
	got := read(text, region)
	if got.verdict != valid {
		return Number{}, diagnose(text, has, region, got, read)
	}
	if wordsBeside(text, has, region, got, read) {
		return Number{}, problem(WordsBeside, region)
	}
	return got.number, nil
}
