package propose

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/nyaruka/phonenumbers"

	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/headers"
	"github.com/quo-import/quo-import/mapping/phone"
	"github.com/quo-import/quo-import/mapping/phrase"
)

// Surroundings are what a file shows beside its numbers about their country.
type Surroundings struct {
	Columns   mapping.Columns
	First     []mapping.Row // the first rows
	Delimiter rune          // of CSV; 0 for other formats
	Encoding  string        // of a text; "" for other formats
}

// Country is a country that numbers without a country code may be of.
type Country struct {
	Region   string
	Valid    int      // how many of the numbers are valid in it
	Evidence []string // what else shows it, for a person: "are written as there"
	weight   int
	firm     bool // some of the evidence is by itself enough to propose it
	exact    int  // numbers that are written exactly as there
}

// countExact counts the numbers that are written exactly as in the country.
func (c *Country) countExact(numbers []string) {
	for _, number := range numbers {
		if n, err := phone.Parse(number, c.Region); err == nil && isWrittenAs(number, n.E164, c.Region) {
			c.exact++
		}
	}
}

// Countries returns the countries in which at least four in five of these numbers,
// which have no country code, are valid: those with evidence first, the strongest
// evidence first. It is for a question to a person, never to be used unasked: a
// number may be valid in several countries, and means another person in each. That
// it is valid in one is therefore no evidence.
func Countries(numbers []string, s Surroundings) []Country { return countries(numbers, s, 80) }

// Possible returns the countries in which at least half of the numbers are valid: to
// choose from where Countries returns none.
func Possible(numbers []string, s Surroundings) []Country { return countries(numbers, s, 50) }

// countries returns the countries in which a share of the numbers, in percent, is valid.
func countries(numbers []string, s Surroundings, percent int) []Country {
	if len(numbers) == 0 {
		return nil
	}
	var list []Country
	for _, region := range mainRegions() {
		c := Country{Region: region}
		for i, number := range numbers {
			if (c.Valid+len(numbers)-i)*100 < len(numbers)*percent {
				break // too few can be valid
			}
			if phone.Valid(number, region) {
				c.Valid++
			}
		}
		if c.Valid*100 >= len(numbers)*percent {
			c.countExact(numbers)
			list = append(list, c)
		}
	}
	if c, ok := international(numbers); ok {
		list = append(list, c)
	}
	if len(list) == 0 {
		return nil
	}
	found := newEvidence(s)
	shaped := 0
	for _, number := range numbers {
		if isShaped(strings.TrimSpace(number)) {
			shaped++
		}
	}
	for i := range list {
		list[i].add(found, shaped)
	}
	slices.SortStableFunc(list, func(a, b Country) int { return cmp.Compare(b.weight, a.weight) })
	return list
}

// international returns what numbers are that begin with the codes of several countries,
// without a +, as programs write them: nothing but digits, too many for an area and a line,
// and hardly any other digits are valid so.
func international(numbers []string) (c Country, ok bool) {
	c.Region = phone.International
	codes := map[int]bool{}
	for _, number := range numbers {
		n, err := phone.Parse(number, c.Region)
		if err != nil || len(n.E164) < len("+12345678901") || string(n.E164) != "+"+strings.TrimSpace(number) {
			continue
		}
		c.Valid++
		if parsed, err := phonenumbers.Parse(string(n.E164), ""); err == nil {
			codes[int(parsed.GetCountryCode())] = true
		}
	}
	if len(codes) < 2 || c.Valid*20 < len(numbers)*19 {
		return c, false
	}
	c.weight, c.firm = 4, true
	c.Evidence = []string{fmt.Sprintf("they begin with the codes of %d countries", len(codes))}
	return c, true
}

// WrittenAs reports whether most of the numbers are written exactly as in a country.
func WrittenAs(numbers []string, region string) bool {
	c := Country{Region: region}
	c.countExact(numbers)
	return 2*c.exact > len(numbers)
}

// SameCode reports whether two regions share a calling code: numbers without one are read
// alike in them.
func SameCode(a, b string) bool { return mainOf(a) == mainOf(b) }

// Plain returns the country that has more evidence than any other; it is not ok if
// there is none, or only such as other countries share: a separator, an encoding, one
// number of somebody abroad.
func Plain(list []Country) (c Country, ok bool) {
	switch {
	case len(list) == 0 || !list[0].firm:
		return c, false
	case len(list) > 1 && list[1].weight == list[0].weight:
		return c, false
	}
	return list[0], true
}

// Strong reports whether there is more evidence for the country than the way in which
// the numbers are written.
func (c Country) Strong() bool { return c.weight >= 2 }

// As returns the first numbers as they would be written in the country.
func (c Country) As(numbers []string, most int) []string {
	var list []string
	for _, number := range numbers {
		if n, err := phone.Parse(number, c.Region); err == nil && len(list) < most {
			list = append(list, phrase.Quote(number)+" → "+string(n.E164))
		}
	}
	return list
}

// add adds the evidence for the country. shaped is how many of the numbers show by their
// separators how they are written.
func (c *Country) add(found *evidence, shaped int) {
	weigh := func(weight int, what string) {
		c.weight += weight
		c.firm = c.firm || weight > 1
		c.Evidence = append(c.Evidence, what)
	}
	switch {
	case c.exact == 0:
	case c.exact == 1: // which shows no habit
		weigh(1, "one is written as there")
	case c.exact == c.Valid:
		weigh(3, "they are written as there")
	case c.exact*5 >= shaped*4:
		weigh(2, "most with separators are written as there")
	}
	for _, f := range found.list {
		if slices.Contains(f.regions, c.Region) {
			weigh(f.weight, f.what)
			c.firm = c.firm || f.firm
		}
	}
}

// isWrittenAs reports whether a number is written exactly as people of the region
// write it: "(415) 555-0134", "020 7946 0018". Bare digits show nothing.
func isWrittenAs(number string, e164 phone.E164, region string) bool {
	number = strings.TrimSpace(number)
	if !isShaped(number) {
		return false
	}
	if region == "US" && isNANPShape(number) {
		return true
	}
	n, err := phonenumbers.Parse(string(e164), region)
	return err == nil && phonenumbers.Format(n, phonenumbers.NATIONAL) == number
}

// isShaped reports whether a number has separators, and no extension, which is no part of
// a national format.
func isShaped(number string) bool {
	return strings.Trim(number, "0123456789") != "" && !strings.ContainsAny(number, "xX") && !threeThreeFour.MatchString(number)
}

// threeThreeFour is how numbers of ten digits are written in many countries: it shows none.
var threeThreeFour = regexp.MustCompile(`^\d{3} \d{3} \d{4}$`)

// isNANPShape reports whether a number is grouped as in North America: three, three
// and four digits.
func isNANPShape(number string) bool {
	shape := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return '9'
		}
		return r
	}, number)
	switch shape {
	case "(999) 999-9999", "(999)999-9999", "999-999-9999", "999.999.9999", "1-999-999-9999", "1 (999) 999-9999", "(999)-999-9999", "(999) 999 9999", "1.999.999.9999":
		return true
	}
	return false
}

// evidence is what shows the country of a file's numbers.
type evidence struct{ list []finding }

type finding struct {
	regions []string
	weight  int
	firm    bool // light, but enough by itself
	what    string
}

func (e *evidence) find(weight int, what string, regions ...string) {
	if len(regions) == 0 {
		return
	}
	main := make([]string, len(regions))
	for i, region := range regions {
		main[i] = mainOf(region)
	}
	e.list = append(e.list, finding{regions: main, weight: weight, what: what})
}

// mainOf returns the main region of those that share a calling code: numbers of the
// others are read alike in it.
func mainOf(region string) string {
	return phonenumbers.GetRegionCodeForCountryCode(phonenumbers.GetCountryCodeForRegion(region))
}

// newEvidence looks at everything but the numbers themselves.
func newEvidence(s Surroundings) *evidence {
	e := &evidence{}
	samples := samplesOf(s.Columns, s.First)
	columns := make([][]string, len(s.Columns.Names))
	for i := range columns {
		for _, cell := range filled(samples, i) {
			columns[i] = append(columns[i], strings.TrimSpace(cell))
		}
	}
	for _, match := range headers.Recognise(humanised(s.Columns), samples, "") {
		if match.Target == headers.Left || match.Target == headers.Region { // "Ben" is a name, and Benin
			e.column(columns[match.Column])
		}
	}
	e.numbers(columns)
	e.mail(columns)
	if langs := headers.Languages(humanised(s.Columns)); len(langs) == 1 {
		if e.find(1, "the column names are in its language", speaking[langs[0]]...); len(e.list) > 0 {
			e.list[len(e.list)-1].firm = true
		}
	}
	e.find(1, "the encoding is "+s.Encoding, encodedIn[strings.ToLower(s.Encoding)]...)
	if s.Delimiter == ';' {
		e.find(1, "semicolons separate the columns, as there", semicolonCountries...)
	}
	return e
}

// mostlyOf returns what at least three in four of the values are, by a function that
// returns "" for other values.
func mostlyOf(list []string, is func(string) string) string {
	counts := map[string]int{}
	for _, v := range list {
		counts[is(v)]++
	}
	for what, n := range counts {
		if what != "" && n*4 >= len(list)*3 {
			return what
		}
	}
	return ""
}

// maxCode is the length of the codes of countries and states.
const maxCode = 3

// column looks for countries, states and postal codes in a column.
func (e *evidence) column(list []string) {
	if len(list) == 1 && len(list[0]) <= maxCode { // "ok" is no Oklahoma
		return
	}
	if list = slices.DeleteFunc(list, headers.IsWord); len(list) == 0 { // "No", "Mr", "Ms"
		return
	}
	country := mostlyOf(list, func(v string) string { code, _ := phone.Region(v); return code })
	state := mostlyOf(list, stateOf)
	switch several := slices.ContainsFunc(list, func(v string) bool { return v != list[0] }); {
	case country != "" && state == "":
		e.find(3, "a column says "+country, country)
		return
	case state != "" && (country == "" || several): // DE alone is Delaware or Germany
		e.find(3, "a column holds states of "+state, state)
		return
	case state != "":
		return
	}
	codes := make([]string, len(list)) // what may be one, in capitals
	for i, v := range list {
		if len(v) <= maxPostalCode && strings.ContainsAny(v, "0123456789") {
			codes[i] = strings.ToUpper(v)
		}
	}
	for _, p := range postalCodes {
		if all := mostlyOf(codes, func(code string) string {
			if code != "" && p.shape.MatchString(code) {
				return "yes"
			}
			return ""
		}); all != "" {
			e.find(2, "a column holds postal codes as there", p.region)
		}
	}
}

// numbers looks at the numbers that have a country code.
func (e *evidence) numbers(columns [][]string) {
	regions := map[string]int{}
	total := 0
	for _, list := range columns {
		for _, v := range list {
			if !strings.HasPrefix(v, "+") {
				continue
			}
			if n, err := phone.Parse(v, ""); err == nil {
				total++
				parsed, _ := phonenumbers.Parse(string(n.E164), "")
				regions[phonenumbers.GetRegionCodeForCountryCode(int(parsed.GetCountryCode()))]++
			}
		}
	}
	weight := 2
	if total == 1 {
		weight = 1
	}
	for region, n := range regions {
		if n*4 >= total*3 {
			e.find(weight, coded(n, total), region)
		}
	}
}

// coded returns how many of the numbers with a country code are of a country.
func coded(n, total int) string {
	switch {
	case total == 1:
		return "the only number with a country code is of it"
	case n == total:
		return fmt.Sprintf("all %d numbers with a country code are of it", n)
	}
	return fmt.Sprintf("%d of the %d numbers with a country code are of it", n, total)
}

// mail looks at the ends of mail addresses.
func (e *evidence) mail(columns [][]string) {
	regions := map[string]int{}
	total := 0
	for _, list := range columns {
		for _, v := range list {
			at := strings.LastIndexByte(v, '@')
			if at < 0 || strings.ContainsAny(v, " \t") {
				continue
			}
			total++
			if code := countryOfDomain(v[at+1:]); code != "" {
				regions[code]++
			}
		}
	}
	for _, region := range slices.Sorted(maps.Keys(regions)) {
		if n := regions[region]; n*3 >= total {
			e.find(2, fmt.Sprintf("%d of the %d email addresses end as there", n, total), region)
		}
	}
}

// countryOfDomain returns the country of a domain's end, "" for those that everybody
// uses.
func countryOfDomain(domain string) string {
	end := strings.ToUpper(domain[strings.LastIndexByte(domain, '.')+1:])
	if len(end) != 2 || slices.Contains([]string{"AI", "CC", "CO", "FM", "GG", "IO", "LY", "ME", "SO", "TO", "TV", "WS", "EU"}, end) {
		return ""
	}
	code, _ := phone.Region(end)
	return code
}

// likelyRegions come first among countries without evidence: those with most of Quo's
// users, then those whose numbers have few shapes; in Germany, Austria and Italy
// nearly anything is a number, so they come last.
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
