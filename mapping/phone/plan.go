package phone

import "math/bits"

// plan is how numbers are dialled in one region, or under one calling code that is no region's.
type plan struct {
	region string
	code   int
	// The library's internationalPrefix, nationalPrefixForParsing and generalDesc.
	idd, national, general state
	// transforms says that the plan has a nationalPrefixTransformRule: where the last group of national takes
	// part, digits are not only dropped but replaced, which is left to the library.
	transforms bool
	// lengths and localLengths have bit n set where numbers of n digits are possible.
	lengths, localLengths uint32
}

// callingCode is a country calling code: whose plan its numbers are read by, and which are valid.
type callingCode struct {
	code  int
	main  int // in plans
	valid state
}

// length says what the plan has against a number of n digits, or valid (the library's testNumberLength).
func (p *plan) length(n int) verdict {
	switch {
	case p.localLengths>>n&1 != 0:
		return localOnly
	case p.lengths>>n&1 != 0:
		return valid
	case n < bits.TrailingZeros32(p.lengths):
		return tooShort
	case n >= bits.Len32(p.lengths):
		return tooLong
	default:
		return wrongLength
	}
}

// planByRegion and codeByNumber find plans and callingCodes: index + 1, or 0 for none.
var (
	planByRegion = indexPlans()
	codeByNumber = indexCodes()
)

func indexPlans() (index [26 * 26]uint16) {
	for i, p := range plans {
		if isAlpha2(p.region) {
			index[alpha2(p.region)] = uint16(i + 1)
		}
	}
	return index
}

func indexCodes() (index [1000]uint16) {
	for i, c := range callingCodes {
		index[c.code] = uint16(i + 1)
	}
	return index
}

func isAlpha2(region string) bool {
	return len(region) == 2 && 'A' <= region[0] && region[0] <= 'Z' && 'A' <= region[1] && region[1] <= 'Z'
}

func alpha2(region string) int { return int(region[0]-'A')*26 + int(region[1]-'A') }

// planOf gives the plan of a region, nil where it has none.
func planOf(region string) *plan {
	if !isAlpha2(region) {
		return nil
	}
	if i := planByRegion[alpha2(region)]; i != 0 {
		return &plans[i-1]
	}
	return nil
}
