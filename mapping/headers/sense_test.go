package headers

import (
	"slices"
	"strings"
	"testing"

	"github.com/quo-import/quo-import/mapping/headers/words"
)

func TestEverySynonymMeansByItselfWhatItsLineSays(t *testing.T) {
	for phrase, p := range words.All() {
		if len(p.Senses) > 1 {
			continue // by the other headers: TestAWordMeansWhatItsLanguageSays
		}
		s, _ := senseOf(p.Senses[0].Head)
		r := readOne(phrase)
		switch s.part {
		case noun, doubtful:
			if r.decision != named || r.target != s.target || r.doubt != s.doubt {
				t.Errorf("%q (%s) reads as %q, decision %d (%s)", phrase, p.Langs(), r.target, r.decision, r.reason)
			}
		case left, never:
			if r.decision != excluded || r.reason != s.arg {
				t.Errorf("%q (%s) is not excluded as %s", phrase, p.Langs(), s.arg)
			}
		}
	}
}

func TestEveryHeadHasASense(t *testing.T) {
	for _, phrases := range []map[string]words.Phrase{words.All(), words.Wholes()} {
		for phrase, p := range phrases {
			for _, s := range p.Senses {
				if _, err := senseOf(s.Head); err != nil {
					t.Errorf("%s: %q: %v", s.Langs, phrase, err)
				}
			}
		}
	}
}

func TestAHeadThatIsWrongIsNamed(t *testing.T) {
	for _, tc := range []struct{ name, head, want string }{
		{"an unknown kind", "phones", "no kind of word"},
		{"an ordinal that is none", "ordinal two", "invalid syntax"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if _, err := senseOf(tc.head); err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("%q: %v, want %q", tc.head, err, tc.want)
			}
		})
	}
}

func TestEveryKindOfValueIsUsed(t *testing.T) {
	used := []string{"account role", "and", "and of a last name", "company form", "company word", "flag", "particle", "salutation", "staff role", "suffix"}
	if kinds := words.Kinds(); !slices.Equal(kinds, used) {
		t.Errorf("the files have the kinds of value %q; used are %q", kinds, used)
	}
}
