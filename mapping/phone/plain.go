package phone

import "strings"

// This file and dial.go follow the library's Parse step by step, over the automata instead of its regular
// expressions, for the shapes that nearly all numbers have: ASCII digits with the usual punctuation, a plus in
// front, an extension behind. Whatever else there is in a text sends it to the library, and so does everything
// that the automata do not know. A number costs a tenth of a microsecond this way instead of seventeen.

// readText answers as [readByLibrary] does, in every case, and mostly without asking it.
func readText(text, region string) (Number, finding) {
	if number, found, ok := readPlain(text, region); ok {
		return number, found
	}
	return readByLibrary(text, region)
}

// maxPlainDigits is more than the longest number with every prefix (the library stops at 17 after the country
// code). What is longer is left to the library.
const maxPlainDigits = 24

// maxPlainText is how long a text may be, whatever is in it: the library calls a longer one too long.
const maxPlainText = 250

// plain is a text of a plain shape, taken apart.
type plain struct {
	plus      bool
	digits    int // how many
	extension string
}

// readPlain answers where the text is of a plain shape; ok is false where the library has to.
func readPlain(text, region string) (number Number, found finding, ok bool) {
	var space [maxPlainDigits]byte
	p, ok := takeApart(text, &space)
	if !ok {
		return Number{}, finding{}, false
	}
	if p.digits == 0 {
		return Number{}, finding{verdict: notANumber}, true
	}
	home := planOf(region)
	if home == nil {
		if region != "" {
			return Number{}, finding{}, false
		}
		if !p.plus {
			return Number{}, finding{verdict: noRegion}, true
		}
	}
	d := dialling{automata: loadAutomata(), home: home}
	national, found, ok := d.read(space[:p.digits], p.plus)
	if found.verdict != valid {
		return Number{}, found, ok
	}
	return Number{E164(appendE164(nil, found.code, national)), p.extension}, found, ok
}

// takeApart finds the parts of a plain text, and puts the values of its digits, 0 to 9, into space. There are no
// digits where there is nothing that could be a number.
func takeApart(text string, space *[maxPlainDigits]byte) (p plain, ok bool) {
	if len(text) > maxPlainText {
		return p, false
	}
	i := 0
	for i < len(text) && classOf[text[i]]&(digit|plus) == 0 {
		if classOf[text[i]]&(odd|separator) != 0 {
			return p, false
		}
		i++
	}
	if i == len(text) {
		return p, true
	}
	if text[i] == '+' {
		p.plus = true
		i++
	}
	for ; i < len(text) && classOf[text[i]]&(digit|punctuation|dot|slash) != 0; i++ {
		if c := text[i]; classOf[c]&digit != 0 {
			if p.digits == len(space) {
				return p, false
			}
			space[p.digits] = c - '0'
			p.digits++
		}
	}
	if p.digits < 3 { // the library has rules of its own for one and two digits
		return p, false
	}
	if i < len(text) {
		p.extension, ok = extensionOf(text[:i], text[i:])
		return p, ok
	}
	return p, true
}

// longestPlainExtension is below every limit that the library has, which differ from label to label.
const longestPlainExtension = 7

// extensionOf reads the extension in tail, which begins with the first character that is no part of a number.
func extensionOf(head, tail string) (extension string, ok bool) {
	if strings.HasSuffix(strings.TrimRight(head, " "), "/") {
		return "", false // the library takes "/x" for the start of a second number
	}
	tail = strings.TrimLeft(tail, " ,")
	n := labelLength(tail)
	if n == 0 {
		return "", false
	}
	tail = tail[n:]
	if tail != "" && (tail[0] == '.' || tail[0] == ':') {
		tail = tail[1:]
	}
	tail = strings.TrimLeft(tail, " ,-")
	if tail == "" || len(tail) > longestPlainExtension || strings.Trim(tail, "0123456789") != "" {
		return "", false
	}
	return tail, true
}

// labelLength gives the length of the label of an extension at the start of s, 0 where there is none.
func labelLength(s string) int {
	if strings.HasPrefix(s, "#") {
		return 1
	}
	n := 0
	for n < len(s) && classOf[s[n]]&letter != 0 {
		n++
	}
	for _, label := range [...]string{"x", "ext", "extn", "extension"} {
		if strings.EqualFold(s[:n], label) {
			return n
		}
	}
	return 0
}
