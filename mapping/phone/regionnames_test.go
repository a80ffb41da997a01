package phone

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

var update = flag.Bool("update", false, "write regions.txt")

// TestTheNamesOfRegions compares regions.txt with the names that x/text has. The program
// has the list, because the tables of all languages would take memory in every run.
func TestTheNamesOfRegions(t *testing.T) {
	names := namesOfRegions()
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if code := names[name]; code != "" {
			fmt.Fprintf(&b, "%s %s\n", name, code)
		}
	}
	if *update {
		if err := os.WriteFile("regions.txt", []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if b.String() != regionList {
		t.Error("regions.txt has other names than x/text: run go test ./mapping/phone -run TestTheNamesOfRegions -update, and read the difference")
	}
}

// namesOfRegions maps the folded names of all regions to their codes, "" for a name of
// several.
func namesOfRegions() map[string]string {
	names := map[string]string{}
	add := func(name, code string) {
		folded := foldName(name)
		if len(folded) < 3 {
			return
		}
		if other, found := names[folded]; found && other != code {
			code = ""
		}
		names[folded] = code
	}
	for _, r := range allRegions() {
		for _, tag := range nameLanguages {
			add(display.Regions(tag).Name(r), r.String())
		}
		add(ownName(r), r.String())
	}
	for code, common := range commonNames {
		for _, name := range common {
			add(name, code)
		}
	}
	return names
}

// nameLanguages are the languages in which every country's name is known.
var nameLanguages = []language.Tag{
	language.English, language.Spanish, language.Portuguese, language.French, language.German, language.Italian, language.Dutch,
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
