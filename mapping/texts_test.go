package mapping

import (
	"fmt"
	"strings"
	"testing"
)

// TestTextsStayWhatTheyWere: a string does not change with those that are made after it, in its block or in another.
func TestTextsStayWhatTheyWere(t *testing.T) {
	var texts texts
	var made, want []string
	var b []byte
	for i := range 5000 {
		b = fmt.Append(b[:0], i, strings.Repeat("x", i%7))
		if i%1000 == 999 {
			b = append(b, make([]byte, 2*textBlock)...)
		}
		made, want = append(made, texts.of(b)), append(want, string(b))
	}
	for i := range made {
		if made[i] != want[i] {
			t.Fatalf("text %d is %.40q; it was made of %.40q", i, made[i], want[i])
		}
	}
}
