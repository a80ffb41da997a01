package phone

import (
	"regexp"
	"testing"
)

var alpha2 = regexp.MustCompile(`^[A-Z]{2}$`)

func TestRegionKnowsCodesAndNames(t *testing.T) {
	for want, names := range map[string][]string{
		"US": {"US", "us", "USA", "U.S.", "U.S.A.", "United States", "the United States of America", "America",
			"Estados Unidos", "EE.UU.", "États-Unis", "Vereinigte Staaten", "Stati Uniti", "Verenigde Staten"},
		"GB": {"GB", "UK", "U.K.", "GBR", "United Kingdom", "Great Britain", "England", "Reino Unido", "Royaume-Uni",
			"Vereinigtes Königreich", "Grossbritannien", "Großbritannien", "Regno Unito", "Verenigd Koninkrijk"},
		"DE": {"de", "DEU", "Germany", "Deutschland", "Alemania", "Alemanha", "Allemagne", "Germania", "Duitsland", " deutschland "},
		"ES": {"España", "ESPANA", "Espagne", "Spanien", "Spagna", "Spanje", "Espanha"},
		"BR": {"Brasil", "Brazil", "Brésil", "Brasilien", "Brazilië"},
		"NL": {"The Netherlands", "Holland", "Nederland", "Países Bajos", "Pays-Bas", "Niederlande", "Paesi Bassi"},
		"CH": {"Schweiz", "Suisse", "Svizzera", "Switzerland", "Zwitserland", "Suiza", "Suíça"},
		"CI": {"Côte d’Ivoire", "Cote d'Ivoire", "Ivory Coast"},
		"TT": {"Trinidad & Tobago", "Trinidad and Tobago"},
		"CZ": {"Czechia", "Czech Republic", "Česko"},
		"KR": {"South Korea", "Republic of Korea", "대한민국"},
		"JP": {"Japan", "日本", "Japón", "Japon", "Giappone"},
		"RU": {"Россия", "Russia", "Russian Federation"},
		"GR": {"Ελλάδα", "ΕΛΛΑΔΑ", "Greece"},
		"XK": {"XK", "Kosovo"},
		"AQ": {"Antarctica"},
		"NA": {"NA", "Namibia"},
	} {
		for _, name := range names {
			if got, ok := Region(name); got != want || !ok {
				t.Errorf("Region(%q) = %q, %v; want %s", name, got, ok, want)
			}
		}
	}
}

// FuzzRegion: what is found is a code, and the code finds itself.
func FuzzRegion(f *testing.F) {
	for _, s := range []string{"us", "U.K.", "Côte d’Ivoire", "the", "N/A", "", "大韓民國"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		region, ok := Region(s)
		if ok != alpha2.MatchString(region) {
			t.Fatalf("Region(%q) = %q, %v", s, region, ok)
		}
		if again, _ := Region(region); again != region {
			t.Errorf("Region(%q) = %q, but Region(%q) = %q", s, region, region, again)
		}
	})
}

func TestRegionDoesNotGuess(t *testing.T) {
	for _, s := range []string{"", " ", "x", "N/A", "n/a", "-", "EU", "Europe", "Congo", "Korea", "World", "840", "001", "ZZ", "XX", "SU",
		"Soviet Union", "California", "Germny", "US;CA", "+1", "\xff\xff", "é"} {
		if got, ok := Region(s); ok || got != "" {
			t.Errorf("Region(%q) = %q, %v; want none", s, got, ok)
		}
	}
}
