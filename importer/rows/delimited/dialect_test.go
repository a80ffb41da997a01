package delimited

import (
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"
)

// What is read as a quote does not depend on where buffers end, and bytes that are not
// UTF-8 stay.
func TestQuotesAreReplacedWhereverBuffersEnd(t *testing.T) {
	d := dialect{delimiter: ',', deviations: deviations{typographic: true}}
	piece := rapid.SampledFrom([]string{"a", "“", "”", "«", "’", "\xe2", "\xe2\x80", "\xff", "é", "\n"})
	rapid.Check(t, func(t *rapid.T) {
		in := strings.Join(rapid.SliceOfN(piece, 0, 40).Draw(t, "pieces"), "")
		want := strings.NewReplacer("“", `"`, "”", `"`, "«", `"`).Replace(in)
		for _, r := range []io.Reader{strings.NewReader(in), iotest.OneByteReader(strings.NewReader(in)), iotest.HalfReader(strings.NewReader(in))} {
			if got, err := io.ReadAll(d.standard(r)); err != nil || string(got) != want {
				t.Fatalf("%q: %q, %v", in, got, err)
			}
		}
	})
}
