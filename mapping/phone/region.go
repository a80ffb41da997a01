package phone

import (
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
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
	names := regionNames()
	region := names[s]
	if region == "" {
		region = names[foldName(s)]
	}
	return region, region != ""
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

// nameLanguages are the languages in which every country's name is known.
var nameLanguages = []language.Tag{
	language.English, language.Spanish, language.Portuguese, language.French, language.German, language.Italian, language.Dutch,
}

// regionNames maps the names of all regions to their codes, as they are usually
// written and folded. Building it takes a few milliseconds.
var regionNames = sync.OnceValue(func() map[string]string {
	names := make(map[string]string, 2500)
	for _, r := range allRegions() {
		for _, tag := range nameLanguages {
			addName(names, display.Regions(tag).Name(r), r.String())
		}
		addName(names, ownName(r), r.String())
	}
	for code, common := range commonNames {
		for _, name := range common {
			addName(names, name, code)
		}
	}
	return names
})

// addName adds a name of a region. A name of two regions is a name of neither.
func addName(names map[string]string, name, code string) {
	folded := foldName(name)
	if len(folded) < 3 {
		return
	}
	for _, n := range [...]string{name, folded} {
		if other, found := names[n]; found && other != code {
			names[n] = ""
			continue
		}
		names[n] = code
	}
}

// ownName returns the name of a region in the language that most of its people
// speak, if x/text has it.
func ownName(r language.Region) string {
	local, err := language.Compose(language.Und, r)
	if err != nil {
		return ""
	}
	base, confidence := local.Base()
	if confidence == language.No {
		return ""
	}
	namer := display.Regions(language.Make(base.String()))
	if namer == nil {
		return ""
	}
	return namer.Name(r)
}

func allRegions() []language.Region {
	var regions []language.Region
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			if r, err := language.ParseRegion(string([]rune{a, b})); err == nil && isCountry(r) {
				regions = append(regions, r)
			}
		}
	}
	return regions
}

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

// commonNames are names in use that are not the official short name in a language.
// England, Scotland, Wales and Northern Ireland dial as one region.
var commonNames = map[string][]string{
	"AE": {"UAE", "Emirates"},
	"BA": {"Bosnia"},
	"CD": {"DR Congo", "Democratic Republic of the Congo"},
	"CG": {"Republic of the Congo"},
	"CI": {"Ivory Coast"},
	"CN": {"PRC", "Mainland China", "People's Republic of China"},
	"CZ": {"Czech Republic", "República Checa", "République tchèque", "Tschechische Republik"},
	"DE": {"BRD", "Bundesrepublik Deutschland", "Federal Republic of Germany"},
	"GB": {
		"Great Britain", "Britain", "Gran Bretaña", "Grã-Bretanha", "Grande-Bretagne", "Großbritannien",
		"Grossbritannien", "Gran Bretagna", "Groot-Brittannië", "Scotland", "Wales", "Northern Ireland",
		"England", "Inglaterra", "Angleterre", "Inghilterra", "Engeland",
	},
	"HK": {"Hong Kong"},
	"IE": {"Republic of Ireland", "Éire"},
	"KR": {"Republic of Korea", "Korea, Republic of", "Korea, South"},
	"MM": {"Burma"},
	"MO": {"Macau", "Macao"},
	"NL": {"Holland", "Hollande", "Olanda"},
	"PS": {"Palestine"},
	"RU": {"Russian Federation"},
	"TL": {"East Timor"},
	"TT": {"Trinidad"},
	"TW": {"Republic of China"},
	"US": {
		"America", "U.S. of A.", "United States of America", "EE. UU.", "E.U.A.", "Estados Unidos de América",
		"Estados Unidos da América", "États-Unis d'Amérique", "Vereinigte Staaten von Amerika",
		"Stati Uniti d'America", "Verenigde Staten van Amerika",
	},
	"ZA": {"Republic of South Africa", "RSA"},
}
