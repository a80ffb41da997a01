package plans

import "math/bits"

// Result is what the numbering plans find out about a number.
type Result uint8

// The results.
const (
	NotANumber  Result = iota
	Valid              // an assigned number
	Invalid            // a possible length, but no such area or range
	TooShort           // shorter than every number of its country
	TooLong            // longer than every number of its country
	WrongLength        // between the lengths of its country
	LocalOnly          // can be dialled locally: the area code is missing
	NoRegion           // no country code, and no region to supply it
	NoSuchCode         // a country code that is not assigned
)

// plan is how numbers are dialled in one region, or under one calling code that
// belongs to no region.
type plan struct {
	region string // "001" if it is no region's
	code   int
	// The library's internationalPrefix, nationalPrefixForParsing and generalDesc.
	idd, national, general state
	// transforms reports that the plan has a nationalPrefixTransformRule: if the
	// last group of national takes part, digits are replaced, not only dropped.
	transforms bool
	// lengths and localLengths have bit n set if numbers of n digits are possible.
	lengths, localLengths uint32
}

// callingCode is a country calling code.
type callingCode struct {
	code  int
	main  int   // index of the plan by which its numbers are read
	valid state // matches the valid national numbers
}

// length is the library's testNumberLength.
func (p *plan) length(n int) Result {
	switch {
	case p.localLengths>>n&1 != 0:
		return LocalOnly
	case p.lengths>>n&1 != 0:
		return Valid
	case n < bits.TrailingZeros32(p.lengths):
		return TooShort
	case n >= bits.Len32(p.lengths):
		return TooLong
	default:
		return WrongLength
	}
}

// planOf returns the plan of a region, nil if it has none.
func (t *tables) planOf(region string) *plan {
	if len(region) != 2 || region[0] > 'Z' || region[1] > 'Z' {
		return nil
	}
	return t.byRegion[region[0]][region[1]]
}

// CallingCode returns the country calling code of a region, 0 if it has no plan.
func CallingCode(region string) int {
	if p := load().planOf(region); p != nil {
		return p.code
	}
	return 0
}
