package fullname

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestSplit(t *testing.T) {
	for _, tc := range []struct{ name, full, first, last string }{
		{"two words are first and last", "Maya Okafor", "Maya", "Okafor"},
		{"spaces do not matter", "  Maya \t Okafor ", "Maya", "Okafor"},
		{"one word is a first name", "Madonna", "Madonna", ""},
		{"nothing is nothing", " ", "", ""},
		{"a middle name stays with the first", "Mary Ann Smith", "Mary Ann", "Smith"},
		{"an initial is no particle", "Sean O. Brien", "Sean O.", "Brien"},
		{"a double last name with a hyphen is one", "Anna Müller-Lüdenscheidt", "Anna", "Müller-Lüdenscheidt"},

		{"a comma turns the name round", "Okafor, Maya", "Maya", "Okafor"},
		{"a comma without a space does too", "Okafor,Maya", "Maya", "Okafor"},
		{"two last names before a comma", "García López, José Luis", "José Luis", "García López"},
		{"particles before a comma", "van der Berg, Jan", "Jan", "van der Berg"},
		{"particles after it, as the Dutch sort", "Berg, Jan van der", "Jan", "van der Berg"},
		{"a suffix after a comma is no first name", "John Smith, Jr.", "John", "Smith Jr."},
		{"degrees after commas", "Jane Q. Doe, MD, PhD", "Jane Q.", "Doe MD PhD"},
		{"a suffix after both", "Smith, John, III", "John", "Smith III"},
		{"a trailing comma says nothing", "Maya Okafor,", "Maya", "Okafor"},
		{"a list is kept whole", "Maya Okafor, Ben Li, Jo Roe", "Maya Okafor, Ben Li, Jo Roe", ""},

		{"Dutch particles", "Piet van der Berg", "Piet", "van der Berg"},
		{"German particles", "Otto von Bismarck", "Otto", "von Bismarck"},
		{"Spanish particles", "Luis de la Cruz", "Luis", "de la Cruz"},
		{"Portuguese particles", "Ana da Silva Santos", "Ana", "da Silva Santos"},
		{"Italian particles with a capital", "Luigi De Luca", "Luigi", "De Luca"},
		{"French particles", "Jean de La Fontaine", "Jean", "de La Fontaine"},
		{"Arabic particles", "Ahmed bin Rashid Al Maktoum", "Ahmed", "bin Rashid Al Maktoum"},
		{"a particle with a hyphen", "Omar al-Bashir", "Omar", "al-Bashir"},
		{"Mc with a space", "Sean Mc Donald", "Sean", "Mc Donald"},
		{"O' with a space", "Sean O' Brien", "Sean", "O' Brien"},
		{"O' without", "Sean O'Brien", "Sean", "O'Brien"},
		{"a first name that is like a particle", "Ben Li", "Ben", "Li"},
		{"Van as a first name", "Van Morrison", "Van", "Morrison"},
		{"a last name alone, with particles", "van der Berg", "", "van der Berg"},
		{"a particle at the end is a last name", "Giulia Di", "Giulia", "Di"},
		{"María del Carmen", "María del Carmen García", "María del Carmen", "García"},
		{"María de los Ángeles", "María de los Ángeles López Ruiz", "María de los Ángeles López", "Ruiz"},
		{"a last name with y", "José Ortega y Gasset", "José", "Ortega y Gasset"},
		{"a last name with e", "Ana Costa e Silva", "Ana", "Costa e Silva"},

		{"a suffix stays with the last name", "John Smith Jr.", "John", "Smith Jr."},
		{"a number of a king", "John Smith III", "John", "Smith III"},
		{"a degree", "Jane Doe PhD", "Jane", "Doe PhD"},
		{"Ma is a last name", "Jack Ma", "Jack", "Ma"},
		{"a suffix needs a name before it", "Neymar Jr", "Neymar", "Jr"},
		{"a salutation stays with the first name", "Dr. Maya Okafor", "Dr. Maya", "Okafor"},
		{"a salutation and a last name", "Mr. Okafor", "Mr.", "Okafor"},
		{"several salutations", "Prof. Dr. Anna von Stein", "Prof. Dr. Anna", "von Stein"},
		{"a salutation and particles", "Frau von der Leyen", "Frau", "von der Leyen"},
		{"an aside stays behind the last name", "Maya Okafor (Acme)", "Maya", "Okafor (Acme)"},

		{"the French capitals", "DUPONT Marie", "Marie", "DUPONT"},
		{"the French capitals, two words", "DE LA TOUR Jean-Paul", "Jean-Paul", "DE LA TOUR"},
		{"capitals at the end", "Marie DUPONT", "Marie", "DUPONT"},
		{"all in capitals says nothing", "MARIE DUPONT", "MARIE", "DUPONT"},
		{"initials in capitals are first names", "JP Morgan", "JP", "Morgan"},

		{"a couple shares the last name", "Anna und Paul Meier", "Anna und Paul", "Meier"},
		{"a couple with &", "John & Mary Smith", "John & Mary", "Smith"},
		{"two people are kept whole", "John Smith and Mary Jones", "John Smith and Mary Jones", ""},
		{"two people with a slash", "John Smith / Mary Jones", "John Smith / Mary Jones", ""},
		{"a company is kept whole", "Okafor Plumbing", "Okafor Plumbing", ""},
		{"a legal form", "Meier Söhne GmbH", "Meier Söhne GmbH", ""},
		{"a legal form with dots", "Fontanería López S.L.", "Fontanería López S.L.", ""},
		{"a legal form after a comma", "Roe Motors, Inc.", "Roe Motors, Inc.", ""},
		{"a last name like a form", "Maria Sa", "Maria", "Sa"},
		{"a number is no name", "Apartment 12", "Apartment 12", ""},
		{"a place is no first name", "Front Desk, Hotel Lux", "Front Desk, Hotel Lux", ""},
		{"Han", "王 小明", "王 小明", ""},
		{"kana", "やまだ たろう", "やまだ たろう", ""},
		{"hangul", "김 철수", "김 철수", ""},
		{"Cyrillic splits as Latin does", "Мария Иванова", "Мария", "Иванова"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if first, last := Split(tc.full); first != tc.first || last != tc.last {
				t.Errorf("Split(%q) = %q, %q, want %q, %q", tc.full, first, last, tc.first, tc.last)
			}
		})
	}
}

func TestSplitLastFirst(t *testing.T) {
	for _, tc := range []struct{ name, full, first, last string }{
		{"the first word is the last name", "Rossi Mario", "Mario", "Rossi"},
		{"more words are first names", "Rossi Mario Giuseppe", "Mario Giuseppe", "Rossi"},
		{"particles go with the last name", "De Luca Mario", "Mario", "De Luca"},
		{"several particles", "van der Berg Jan", "Jan", "van der Berg"},
		{"a comma says it better", "García López, José", "José", "García López"},
		{"capitals say it better", "GARCÍA LÓPEZ José", "José", "GARCÍA LÓPEZ"},
		{"a salutation is a first name's", "Dott. Rossi Mario", "Dott. Mario", "Rossi"},
		{"one word", "Rossi", "Rossi", ""},
		{"a company is kept whole", "Rossi Mario Srl", "Rossi Mario Srl", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if first, last := SplitLastFirst(tc.full); first != tc.first || last != tc.last {
				t.Errorf("SplitLastFirst(%q) = %q, %q, want %q, %q", tc.full, first, last, tc.first, tc.last)
			}
		})
	}
}

// hardWords are what names are made of, and what is hard about them.
var hardWords = []string{
	"Maya", "Okafor", "José", "DUPONT", "van", "der", "De", "la", "O'", "al-Din", "y", "e", "und", "&", "Jr.", "III", "PhD", "Dr.",
	"Frau", "Maria", "del", "GmbH", "(Acme)", "J.", "-", "/", "王", "ben", "Ma", "12", "\"Bob\"", "Li,", ",", "MD,",
}

func TestSplittingANameLosesNoWordAndAddsNone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		full := strings.Join(rapid.SliceOfN(rapid.SampledFrom(hardWords), 0, 7).Draw(t, "words"), " ")
		for _, split := range []func(string) (string, string){Split, SplitLastFirst} {
			first, last := split(full)
			requireSameWords(t, full, first, last)
		}
	})
}

type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

// requireSameWords fails unless the parts hold the words of full, commas aside.
func requireSameWords(t failer, full, first, last string) {
	t.Helper()
	words := func(s string) []string {
		return slices.Sorted(strings.FieldsSeq(strings.ReplaceAll(s, ",", " ")))
	}
	if got, want := words(first+" "+last), words(full); !slices.Equal(got, want) {
		t.Fatalf("%q became %q and %q", full, first, last)
	}
	if first != strings.Join(strings.Fields(first), " ") || last != strings.Join(strings.Fields(last), " ") {
		t.Fatalf("%q: spaces in %q or %q", full, first, last)
	}
	if first == "" && last == "" && len(words(full)) > 0 {
		t.Fatalf("%q is gone", full)
	}
}

func FuzzSplit(f *testing.F) {
	for _, s := range []string{"Maya Okafor", "Okafor, Maya", "van der Berg", "Frau von der Leyen, Dr.", "DUPONT Marie", ", ,", "A und B C", "王 小明", "Maria de la"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, full string) {
		first, last := Split(full)
		requireSameWords(t, full, first, last)
		first, last = SplitLastFirst(full)
		requireSameWords(t, full, first, last)
	})
}
