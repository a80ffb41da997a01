package words

import (
	"strings"
	"testing"
)

func TestTheWordFilesAreSound(t *testing.T) {
	if _, err := load(); err != nil {
		t.Fatal(err)
	}
}

func TestALineThatIsWrongIsNamed(t *testing.T) {
	for _, tc := range []struct{ name, line, want string }{
		{"no equals sign", "phone tel", "no ="},
		{"a word without letters", "phone = tel, ---", "no word"},
		{"a word that means something else in the same language", "email = phone", "already means something else in en"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			v := newVocabulary()
			if err := v.addLine(English, "phone = phone"); err != nil {
				t.Fatal(err)
			}
			if err := v.addLine(English, tc.line); err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("%q: %v, want %q", tc.line, err, tc.want)
			}
		})
	}
}
