package phone

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestPartsAreThoseOfTheExpression: what is split by its signs is split as the expression does.
func TestPartsAreThoseOfTheExpression(t *testing.T) {
	piece := rapid.SampledFrom([]string{"4155550134", "089 1234567", "12", " ", "or", "OR", " or ", "\tund\n", " y ", "x12", "/", ";", ", ", "|", "&", "\n", "é", "\u00a0", "\u2003o\u2003"})
	rapid.Check(t, func(t *rapid.T) {
		text, has := clean(rapid.Custom(func(t *rapid.T) string {
			var s string
			for _, p := range rapid.SliceOfN(piece, 0, 8).Draw(t, "pieces") {
				s += p
			}
			return s
		}).Draw(t, "text"))
		want := slices.DeleteFunc(between.Split(text, -1), func(part string) bool { return countDigits(part) < minDigits })
		if len(want) < 2 { // one part is the whole
			want = nil
		}
		got := partsOf(text, has)
		if len(got) < 2 {
			got = nil
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%q: %q; the expression returns %q", text, got, want)
		}
	})
}
