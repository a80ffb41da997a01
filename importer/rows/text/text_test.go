package text_test

import (
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/quo-import/quo-import/importer/rows/text"
)

// readers are a text whole, byte by byte, and in halves: what is read must not
// depend on it.
func readers(s string) map[string]io.Reader {
	return map[string]io.Reader{"whole": strings.NewReader(s), "bytes": iotest.OneByteReader(strings.NewReader(s)), "halves": iotest.HalfReader(strings.NewReader(s))}
}

func TestLineEnds(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"LF stays":                       {"a\nb\n", "a\nb\n"},
		"CRLF is one end":                {"a\r\nb\r\n", "a\nb\n"},
		"CR is one end":                  {"a\rb\r", "a\nb\n"},
		"blank lines are kept":           {"a\r\r\n\n\rb", "a\n\n\n\nb"},
		"the last line may lack its end": {"a\r\nb", "a\nb"},
		"nothing":                        {"", ""},
	} {
		for how, r := range readers(c.in) {
			if got, err := io.ReadAll(text.LineEnds(r)); err != nil || string(got) != c.want {
				t.Errorf("%s, %s: %q, %v", name, how, got, err)
			}
		}
	}
}
