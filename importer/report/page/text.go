package page

import (
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"

	"github.com/quo-import/quo-import/importer/rows"
)

// How much of a text is kept, in characters. A page of clipped texts stays
// small, and a cell of a megabyte does not push everything else out of sight.
const (
	maxName    = 80
	maxValue   = 120
	maxMessage = 400
)

// shown returns a text of a file or a server as it is displayed: clipped to most
// characters, with the invisible ones written out, so that a value is what it looks
// like. The template escapes it for HTML.
func shown(s string, most int) string {
	var b strings.Builder
	n := 0
	for _, r := range s {
		if n == most {
			b.WriteRune('…')
			break
		}
		n++
		switch {
		case r == '\n':
			b.WriteRune('↵')
		case r == '\t':
			b.WriteRune('⇥')
		case invisible(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// invisible reports whether r is a control character, changes the direction of a
// text or has no width. The joiners of emoji and of some scripts are not.
func invisible(r rune) bool {
	const joiner, nonJoiner = '\u200d', '\u200c'
	return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp) && r != joiner && r != nonJoiner
}

// placeWords returns where a row is, with its file if there are several.
func placeWords(p rows.Position, several bool) string {
	if !several {
		p.File = ""
	} else if p.File != "-" {
		p.File = filepath.Base(p.File)
	}
	words := shown(strings.TrimSpace(p.String()), maxName)
	if at := strings.LastIndexByte(words, ' '); at >= 0 {
		words = words[:at] + "\u00a0" + words[at+1:] // "line 12" stays on one line
	}
	return words
}

// share returns n of a whole in percent, with as many digits as it needs not to
// be 0; "" if the whole is not known.
func share(n, of int) string {
	if of <= 0 || n > of {
		return ""
	}
	p := 100 * float64(n) / float64(of)
	switch {
	case n == of:
		return "100%"
	case p < 0.1:
		return "<0.1%"
	case p < 10:
		return strconv.FormatFloat(p, 'f', 1, 64) + "%"
	}
	return strconv.FormatFloat(min(p, 99), 'f', 0, 64) + "%"
}
