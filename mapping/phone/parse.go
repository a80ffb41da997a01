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
	var space [maxE164]byte
	number, extension, err := Append(space[:0], raw, region)
	if err != nil {
		return Number{}, err
	}
	return Number{E164(number), extension}, nil
}

// Append reads raw as [Parse] does, and appends the number to b. With an error it gives b as it was.
func Append(b []byte, raw, region string) (number []byte, extension string, err error) {
	if b, ok := appendBare(b, raw, region); ok {
		return b, "", nil
	}
	n, err := parse(raw, region, readText)
	return append(b, n.E164...), n.Extension, err
}

// reader asks the numbering plans about a cleaned text. The number is set where it is valid.
type reader func(text, region string) (Number, finding)

// finding is what the numbering plans say.
type finding struct {
	verdict verdict
	// code is the country calling code that the number was read with, 0 where none was found.
	code uint16
}

type verdict uint8

const (
	notANumber verdict = iota
	valid
	invalid     // a possible length, but no such area or range
	tooShort    // shorter than every number of its country
	tooLong     // longer than every number of its country
	wrongLength // between the lengths that its country has
	localOnly   // can be dialled next door: the area code is missing
	noRegion    // no country code, and no region to supply it
	noSuchPlan  // a country code that nobody has
)

// parse is [Parse] with the numbering plans handed in, so that a test can compare two ways to ask them.
func parse(raw, region string, read reader) (Number, error) {
	text, has := clean(raw)
	if err := damage(text, has, region); err != nil {
		return Number{}, err
	}
	if several(text, has, region, read) {
		return Number{}, problem(Several, region)
	}
	text = oneLine(text, has)
	number, found := read(text, region)
	if found.verdict != valid {
		return Number{}, diagnose(text, has, region, found, read)
	}
	if wordsBeside(text, has, region, number, read) {
		return Number{}, problem(WordsBeside, region)
	}
	return number, nil
}
