package vcard

import (
	"bytes"
	"io"
	"mime/quotedprintable"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/emersion/go-vcard"
	"golang.org/x/text/encoding/htmlindex"
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

// property is a line of a card: NAME;PARAM=value;TYPE:value.
type property struct {
	name   string   // with its group
	params []string // each NAME=value
	value  []byte
}

// parse reads a line as a property. It names the parameters that have no name:
// TEL;CELL:1 is TEL;TYPE=CELL:1. The short form is from vCard 2.1 but occurs in many
// cards of 3.0, and go-vcard loses its value. It reports false if the line is not
// a property: go-vcard skips such lines.
func parse(line []byte) (property, bool) {
	quoted, start := false, 0
	var parts []string
	for i, b := range line {
		if b == '"' {
			quoted = !quoted
		}
		if quoted || b != ';' && b != ':' {
			continue
		}
		parts = append(parts, string(line[start:i]))
		start = i + 1
		if b == ':' {
			break
		}
	}
	if len(parts) == 0 && hasPrefixFold(line, "X-") { // X-MS-OL-DEFAULT-CARD of Outlook
		return property{name: string(bytes.TrimSpace(line))}, true
	}
	if start < 2 || line[start-1] != ':' {
		return property{}, false
	}
	p := property{name: parts[0], value: bytes.TrimSpace(line[start:])}
	for _, param := range parts[1:] {
		switch strings.ToUpper(param) {
		case "":
			continue
		case "QUOTED-PRINTABLE", "BASE64", "7BIT", "8BIT":
			param = "ENCODING=" + param
		}
		if !strings.Contains(param, "=") {
			param = "TYPE=" + param
		}
		p.params = append(p.params, param)
	}
	return p, true
}

// is reports whether the property has a name, without its group.
func (p property) is(name string) bool {
	return strings.EqualFold(p.name[strings.IndexByte(p.name, '.')+1:], name)
}

// param returns the value of a parameter, "" if there is none.
func (p property) param(name string) string {
	for _, param := range p.params {
		if n, value, _ := strings.Cut(param, "="); strings.EqualFold(n, name) {
			return strings.Trim(value, `"`)
		}
	}
	return ""
}

// isQuotedPrintable reports whether the value is encoded, as it may be in vCard 2.1.
func (p property) isQuotedPrintable() bool {
	return strings.EqualFold(p.param("ENCODING"), "QUOTED-PRINTABLE")
}

// isEncoded reports whether a line is a property in quoted-printable.
func isEncoded(line []byte) bool {
	p, ok := parse(line)
	return ok && p.isQuotedPrintable()
}

// decoded returns the property with its value as vCard 3.0 has it. It is not ok
// if the value is not in the charset that the property names.
func (p property) decoded() (property, bool) {
	if p.isQuotedPrintable() {
		text, ok := p.text()
		if !ok {
			return p, false
		}
		p.value = []byte(strings.NewReplacer("\r\n", `\n`, "\r", `\n`, "\n", `\n`).Replace(text))
	}
	encoded := p.isQuotedPrintable()
	p.params = slices.DeleteFunc(p.params, func(param string) bool {
		name, _, _ := strings.Cut(param, "=")
		return strings.EqualFold(name, "CHARSET") || encoded && strings.EqualFold(name, "ENCODING")
	})
	if p.is(vcard.FieldName) {
		p.value = withoutLists(p.value)
	}
	return p, true
}

// text returns the value of a property in quoted-printable.
func (p property) text() (string, bool) {
	value := bytes.ReplaceAll(bytes.ReplaceAll(p.value, []byte("=3b"), []byte("=3B")), []byte("=3B"), []byte(`\;`)) // it does not separate
	raw, err := io.ReadAll(quotedprintable.NewReader(bytes.NewReader(value)))
	if err != nil {
		return "", false
	}
	charset := p.param("CHARSET")
	if charset == "" && !utf8.Valid(raw) {
		charset = "windows-1252"
	}
	if charset != "" {
		enc, err := htmlindex.Get(charset)
		if err != nil {
			return "", false
		}
		if raw, err = enc.NewDecoder().Bytes(raw); err != nil {
			return "", false
		}
	}
	return string(raw), !bytes.ContainsRune(raw, utf8.RuneError) && !bytes.ContainsRune(raw, 0)
}

// withoutLists returns the value of N with a space in place of each comma that
// separates names of one kind.
func withoutLists(value []byte) []byte {
	out := make([]byte, 0, len(value))
	for i, b := range value {
		if b == ',' && (i == 0 || value[i-1] != '\\') {
			b = ' '
		}
		out = append(out, b)
	}
	return out
}

// line returns the property as a line.
func (p property) line() []byte {
	return append([]byte(strings.Join(append([]string{p.name}, p.params...), ";")+":"), p.value...)
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

// isForeign reports whether a card has values, but none under a name that cards
// have: something else between BEGIN and END.
func isForeign(card vcard.Card) bool {
	foreign := false
	for name, fields := range card {
		known := slices.Contains(known, name) || strings.HasPrefix(name, "X-")
		for _, f := range fields {
			value := strings.Trim(f.Value, " ;") != ""
			if known && value && !slices.Contains(technical, name) {
				return false
			}
			foreign = foreign || value && !known
		}
	}
	return foreign
}

// known are the properties of vCard 2.1, 3.0 and 4.0, and technical those that
// say nothing about the person.
var (
	technical = strings.Fields("VERSION PRODID REV UID SOURCE KIND CLASS MAILER PROFILE CLIENTPIDMAP XML")
	known     = append(strings.Fields("FN N NICKNAME PHOTO BDAY ANNIVERSARY GENDER ADR LABEL TEL EMAIL IMPP LANG TZ GEO TITLE ROLE LOGO AGENT ORG MEMBER RELATED CATEGORIES NOTE SORT-STRING SOUND URL KEY FBURL CALADRURI CALURI NAME"), technical...)
)

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
