package words

import (
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestNormalise(t *testing.T) {
	for _, tc := range []struct{ name, in, want string }{
		{"case", "E-MAIL", "e mail"},
		{"accents", "Téléphone", "telephone"},
		{"decomposed accents", "Te\u0301le\u0301phone", "telephone"},
		{"sharp s", "Straße", "strasse"},
		{"an i without a dot", "SOYADI soyadı", "soyadi soyadi"},
		{"a final sigma", "ΕΡΓΑΣΙΑΣ εργασίας", "εργασιασ εργασιασ"},
		{"punctuation", " Phone (work): ", "phone work"},
		{"snake case", "phone_number_1", "phone number 1"},
		{"camel case", "firstName", "first name"},
		{"camel case with an abbreviation", "CRMContactID", "crm contact id"},
		{"a plural abbreviation", "Company IDs", "company ids"},
		{"capitals", "FIRST NAME", "first name"},
		{"digits apart", "Phone1", "phone 1"},
		{"the number sign", "Phone #", "phone number"},
		{"the numero sign", "№ client", "no client"},
		{"a masculine ordinal", "Nº cliente", "no cliente"},
		{"a degree sign", "N° client", "n client"},
		{"full-width letters", "Ｅｍａｉｌ", "email"},
		{"a possessive", "Assistant's Phone", "assistant phone"},
		{"a typographic possessive", "Manager’s Name", "manager name"},
		{"an elision", "Nom de l'entreprise", "nom de l entreprise"},
		{"a byte order mark", "\ufeffFirst Name", "first name"},
		{"a no-break space", "First\u00a0Name", "first name"},
		{"a soft hyphen", "Tele\u00adphone", "telephone"},
		{"nothing", " -- ", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := Normalise(tc.in); got != tc.want {
				t.Errorf("Normalise(%q) = %q, want %q", tc.in, got, tc.want)
			}
		})
	}
}

func TestALetterThatIsNormalIsNeverChanged(t *testing.T) {
	for r := range unicode.MaxRune {
		if s := "a" + string(r) + "b"; isNormalLetter(r) && normalise(s) != s {
			t.Errorf("%q became %q", s, normalise(s))
		}
	}
}

func TestNormalisingTwiceIsNormalisingOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.String().Draw(t, "header")
		once := Normalise(in)
		if twice := Normalise(once); twice != once {
			t.Fatalf("%q became %q and then %q", in, once, twice)
		}
		if !utf8.ValidString(once) {
			t.Fatalf("%q became %q", in, once)
		}
	})
}

func FuzzNormalise(f *testing.F) {
	for _, s := range []string{"Téléphone", "firstName", "Phone #2", "№ 1", "ﬁrst"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if once := Normalise(s); Normalise(once) != once {
			t.Fatalf("%q became %q and then %q", s, once, Normalise(once))
		}
	})
}
