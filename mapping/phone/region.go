package phone

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// International stands for no region: numbers begin with their country code, of any
// country, with or without a + before it, as WhatsApp and telephone systems export them.
const International = "international"

// Region returns the region that s names, as an ISO 3166 alpha-2 code: by that code
// or the alpha-3 one in any case ("us", "USA", "U.S."), or by the country's name in
// its own main language, English, Spanish, Portuguese, French, German, Italian or
// Dutch; case, accents and punctuation do not matter. It reports false if s is not
// plainly one region ("Congo", "Korea", "EU").
//
// The word "international" stands for itself, see [International].
//
// A region need not have phone numbers of its own (Antarctica has none): [Parse]
// reports that.
func Region(s string) (string, bool) {
	s = strings.TrimSpace(s)
	if strings.EqualFold(s, International) {
		return International, true
	}
	if code := strings.ReplaceAll(s, ".", ""); len(code) == 2 || len(code) == 3 {
		if r, ok := regionByCode(strings.ToUpper(code)); ok {
			return r, true
		}
	}
	region, known := regionNames()[foldName(s)]
	return region, known
}

// regionByCode returns the region of an alpha-2 or alpha-3 code in upper case. Codes
// of former countries and numeric codes are refused.
func regionByCode(code string) (string, bool) {
	if code == "UK" {
		return "GB", true
	}
	if code[0] < 'A' {
		return "", false
	}
	r, err := language.ParseRegion(code)
	if err != nil || !isCountry(r) {
		return "", false
	}
	return r.String(), true
}

// notCountries are codes that x/text counts as countries and that are parts of one,
// unions, or former countries.
const notCountries = "AN CP CQ CS DG EA EZ FQ IC NT PC SU UN YU"

func isCountry(r language.Region) bool {
	return r.IsCountry() && r.Canonicalize() == r && !strings.Contains(notCountries, r.String())
}

// regionList has a line for each name of a region, as foldName returns it, with its code.
// The names are those of x/text and a few more: go test ./mapping/phone -run
// TestTheNamesOfRegions -update writes it.
//
//go:embed regions.txt
var regionList string

var regionNames = sync.OnceValue(func() map[string]string {
	names := make(map[string]string, strings.Count(regionList, "\n"))
	for line := range strings.Lines(regionList) {
		name, code, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		names[name] = code
	}
	return names
})

// foldName reduces a name to its letters, in lower case, without accents and
// without a leading "the".
func foldName(name string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ReplaceAll(name, "&", " and ")) {
		if unicode.IsLetter(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	folded := b.String()
	if lower := strings.ToLower(name); strings.HasPrefix(lower, "the ") {
		folded = strings.TrimPrefix(folded, "the")
	}
	return folded
}
