package propose

import (
	"maps"
	"slices"
	"sync"

	"github.com/nyaruka/phonenumbers"

	"github.com/quo-import/quo-import/mapping/phone"
)

// Region returns the region in which most of these numbers, which have no
// country code, are valid, and how many are; "" if it is fewer than half of
// them. It is for a suggestion to a person, never to be used unasked: a number
// may be valid in several countries, and means another person in each.
func Region(numbers []string) (region string, valid int) {
	best := (len(numbers) - 1) / 2 // fewer than half
	for _, candidate := range mainRegions() {
		n := 0
		for i, number := range numbers {
			if n+len(numbers)-i <= best {
				break // it cannot be the best any more
			}
			if phone.Valid(number, candidate) {
				n++
			}
		}
		if n > best {
			region, best = candidate, n
		}
	}
	if region == "" {
		return "", 0
	}
	return region, best
}

// likelyRegions are tried first, so that they win if numbers fit another country
// as well: first those with most of Quo's users, then those whose numbers have
// few shapes; in Germany, Austria and Italy nearly anything is a number, so they
// come last.
var likelyRegions = []string{
	"US", "GB", "AU", "NZ", "IE", "FR", "ES", "PT", "NL", "BE", "CH", "DK", "NO", "SE", "PL", "MX", "BR", "IN", "ZA", "SG", "IL", "DE", "AT", "IT",
}

// mainRegions are the likely regions, then the others that have a calling code
// of their own or are the main one of those that share it.
var mainRegions = sync.OnceValue(func() []string {
	regions := slices.Clone(likelyRegions)
	for _, code := range slices.Sorted(maps.Keys(phonenumbers.GetSupportedCallingCodes())) {
		region := phonenumbers.GetRegionCodeForCountryCode(code)
		if len(region) == 2 && !slices.Contains(regions, region) {
			regions = append(regions, region)
		}
	}
	return regions
})
