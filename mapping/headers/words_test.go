package headers

import (
	"strings"
	"testing"
)

func TestTheWordFilesAreSound(t *testing.T) {
	if _, err := loadWords(); err != nil {
		t.Fatal(err)
	}
}

func TestEverySynonymMeansByItselfWhatItsLineSays(t *testing.T) {
	for phrase, s := range words().phrases {
		r := words().read(phrase)
		switch s.part {
		case noun, doubtful:
			if r.verdict != says || r.target != s.target || r.doubt != s.doubt {
				t.Errorf("%q (%s) reads as %q, verdict %d (%s)", phrase, s.lang, r.target, r.verdict, r.reason)
			}
		case left:
			if r.verdict != rulesOut || r.reason != s.arg {
				t.Errorf("%q (%s) is not ruled out as %s", phrase, s.lang, s.arg)
			}
		}
	}
}

func TestALineThatIsWrongIsNamed(t *testing.T) {
	for _, tc := range []struct{ name, line, want string }{
		{"no equals sign", "phone tel", "no ="},
		{"an unknown kind", "phones = tel", "no kind of word"},
		{"an unknown kind of value", "value colour = red", "no kind of value"},
		{"a word without letters", "phone = tel, ---", "no word"},
		{"an ordinal that is none", "ordinal two = second", "invalid syntax"},
		{"a word that means something else", "email = phone", "already means something else in en"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			v := newVocabulary()
			if err := v.addLine("en", "phone = phone"); err != nil {
				t.Fatal(err)
			}
			if err := v.addLine("xx", tc.line); err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("%q: %v, want %q", tc.line, err, tc.want)
			}
		})
	}
}
