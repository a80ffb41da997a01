package vcard

import (
	"bytes"
	"strings"

	"github.com/emersion/go-vcard"
)

func hasPrefixFold(b []byte, prefix string) bool {
	return len(b) >= len(prefix) && strings.EqualFold(string(b[:len(prefix)]), prefix)
}

// isLine reports whether a line is want, ignoring case and blanks after it.
func isLine(line []byte, want string) bool {
	return hasPrefixFold(line, want) && len(bytes.TrimSpace(line[len(want):])) == 0
}

// isPicture reports whether a line begins a property that holds a file.
func isPicture(line []byte) bool {
	for _, name := range []string{"PHOTO", "LOGO", "SOUND", "KEY"} {
		if hasPrefixFold(line, name) && len(line) > len(name) && (line[len(name)] == ':' || line[len(name)] == ';') {
			return true
		}
	}
	return false
}

// withNamedTypes rewrites TEL;CELL:1 as TEL;TYPE=CELL:1. The short form is from
// vCard 2.1 but occurs in many cards of 3.0, and go-vcard loses its value. It
// reports false if the line is not a property: go-vcard skips such lines.
func withNamedTypes(line []byte) ([]byte, bool) {
	colon, quoted, bare := -1, false, false
	start := -1 // of the parameter that is being read
	for i, b := range line {
		if b == '"' {
			quoted = !quoted
		}
		if quoted || b != ';' && b != ':' {
			continue
		}
		bare = bare || start >= 0 && i > start && bytes.IndexByte(line[start:i], '=') < 0
		start = i + 1
		if b == ':' {
			colon = i
			break
		}
	}
	if colon <= 0 {
		return nil, false
	}
	if !bare {
		return line, true
	}
	parts := strings.Split(string(line[:colon]), ";")
	for i, p := range parts {
		if i > 0 && p != "" && !strings.Contains(p, "=") {
			parts[i] = "TYPE=" + p
		}
	}
	return append([]byte(strings.Join(parts, ";")), line[colon:]...), true
}

// hasQuotedPrintable reports whether a value is encoded as in vCard 2.1.
func hasQuotedPrintable(card vcard.Card) bool {
	for _, fields := range card {
		for _, f := range fields {
			if strings.EqualFold(f.Params.Get("ENCODING"), "QUOTED-PRINTABLE") || f.Params.HasType("QUOTED-PRINTABLE") {
				return true
			}
		}
	}
	return false
}

// count returns the number of properties of a card.
func count(card vcard.Card) int {
	n := 0
	for _, fields := range card {
		n += len(fields)
	}
	return n
}

// isGroup reports whether a card is a group of contacts (RFC 6350, 6.1.4, or Apple's).
func isGroup(card vcard.Card) bool {
	return strings.EqualFold(card.Value(vcard.FieldKind), "group") ||
		strings.EqualFold(card.Value("X-ADDRESSBOOKSERVER-KIND"), "group")
}

// components splits a structured value, such as N, at semicolons that have no backslash before them.
func components(value string) []string {
	var parts []string
	start := 0
	for i := 0; i < len(value); i++ {
		switch value[i] {
		case '\\':
			i++
		case ';':
			parts = append(parts, unescape(value[start:i]))
			start = i + 1
		}
	}
	return append(parts, unescape(value[start:]))
}

// unescape replaces the escapes of RFC 2426, 4, and of Apple's, that go-vcard leaves.
func unescape(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return strings.TrimSpace(s)
	}
	return strings.TrimSpace(strings.NewReplacer(`\;`, ";", `\N`, "\n", `\:`, ":").Replace(s))
}
