package phone

import (
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
	"golang.org/x/text/unicode/norm"
)

// Region finds the region that s names, as an ISO 3166 alpha-2 code: by that code or the alpha-3 one in any
// case ("us", "USA", "U.S."), or by the country's name in its own main language, English, Spanish, Portuguese,
// French, German, Italian or Dutch; case, accents and punctuation do not matter. It is false where s is not
// plainly one region ("Congo", "Korea", "EU"), and where it is something else.
//
// A region found need not have phone numbers of its own (Antarctica has not): [Parse] says so.
func Region(s string) (string, bool) {
	if len(s) == 2 && 'A' <= s[0] && s[0] <= 'Z' && 'A' <= s[1] && s[1] <= 'Z' {
		if r, ok := regionByCode(s); ok {
			return r, true
		}
	}
	s = strings.TrimSpace(s)
	if code := strings.ReplaceAll(s, ".", ""); len(code) == 2 || len(code) == 3 {
		if r, ok := regionByCode(strings.ToUpper(code)); ok {
			return r, true
		}
	}
	name := foldName(s)
	if r, ok := commonNames[name]; ok {
		return r, true
	}
	r, ok := regionNames()[name]
	return r, ok
}

// regionByCode finds a region by its alpha-2 or alpha-3 code in upper case. Codes of countries that are no more,
// and numeric ones, are not taken.
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

// notCountries are codes that x/text counts among the countries and that are parts of one, unions, or gone.
const notCountries = "AN CP CQ CS DG EA EZ FQ IC NT PC SU UN YU"

func isCountry(r language.Region) bool {
	return r.IsCountry() && r.Canonicalize() == r && !strings.Contains(notCountries, r.String())
}

// nameLanguages are the languages of the hand-made sheets that the importer reads (issue 2), the first to claim
// a name first.
var nameLanguages = []language.Tag{
	language.English, language.Spanish, language.Portuguese, language.French, language.German, language.Italian, language.Dutch,
}

// regionNames maps the folded names of all regions to their codes. It is built at the first name that is no
// code, which takes about a millisecond. A name that two regions have in one language, or that English does not
// settle, belongs to neither.
var regionNames = sync.OnceValue(func() map[string]string {
	names := make(map[string]string, 1500)
	regions := allRegions()
	for _, tag := range nameLanguages {
		addNames(names, regions, func(r language.Region) string { return display.Regions(tag).Name(r) })
	}
	addNames(names, regions, func(r language.Region) string {
		own, err := language.Compose(language.Und, r)
		if err != nil {
			return ""
		}
		base, confidence := own.Base()
		if confidence == language.No {
			return ""
		}
		namer := display.Regions(language.Make(base.String()))
		if namer == nil {
			return ""
		}
		return namer.Name(r)
	})
	return names
})

// addNames adds one language's names, which do not displace those of the languages before it.
func addNames(names map[string]string, regions []language.Region, nameIn func(language.Region) string) {
	added := make(map[string]string, len(regions))
	for _, r := range regions {
		name := foldName(nameIn(r))
		if len(name) < 3 {
			continue
		}
		if _, twice := added[name]; twice {
			added[name] = ""
			continue
		}
		added[name] = r.String()
	}
	for name, code := range added {
		if _, known := names[name]; !known && code != "" {
			names[name] = code
		}
	}
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

// foldName reduces a name to its letters, lower case, without accents and without a leading "the".
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

// commonNames are names in use that are no language's official short one, folded. England, Scotland, Wales and
// Northern Ireland dial as one region.
var commonNames = map[string]string{
	"america": "US", "unitedstatesofamerica": "US", "usofa": "US", "usa": "US", "eeuu": "US", "eua": "US",
	"estadosunidosdeamerica": "US", "estadosunidosdaamerica": "US",
	"etatsunisdamerique": "US", "vereinigtestaatenvonamerika": "US", "statiunitidamerica": "US",
	"verenigdestatenvanamerika": "US",
	"greatbritain":              "GB", "britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "northernireland": "GB",
	"granbretana": "GB", "grabretanha": "GB", "grandebretagne": "GB", "grossbritannien": "GB", "großbritannien": "GB",
	"granbretagna": "GB", "grootbrittannie": "GB", "inglaterra": "GB", "angleterre": "GB",
	"inghilterra": "GB", "engeland": "GB",
	"holland": "NL", "holanda": "NL", "hollande": "NL", "olanda": "NL",
	"brd": "DE", "bundesrepublikdeutschland": "DE", "federalrepublicofgermany": "DE",
	"republicofireland": "IE", "eire": "IE",
	"czechrepublic": "CZ", "tschechischerepublik": "CZ", "republicacheca": "CZ", "republiquetcheque": "CZ",
	"southkorea": "KR", "republicofkorea": "KR", "koreasouth": "KR", "korearepublicof": "KR",
	"northkorea":        "KP",
	"russianfederation": "RU", "uae": "AE", "emirates": "AE", "turkey": "TR", "turkiye": "TR",
	"ivorycoast": "CI", "capeverde": "CV", "swaziland": "SZ", "burma": "MM", "macedonia": "MK", "easttimor": "TL",
	"hongkong": "HK", "macau": "MO", "macao": "MO", "prc": "CN", "mainlandchina": "CN", "peoplesrepublicofchina": "CN",
	"republicofchina": "TW", "vaticancity": "VA", "palestine": "PS", "drcongo": "CD", "democraticrepublicofthecongo": "CD",
	"republicofthecongo": "CG", "bosnia": "BA",
	"republicofsouthafrica": "ZA", "rsa": "ZA", "trinidad": "TT", "stlucia": "LC", "saintlucia": "LC",
}
