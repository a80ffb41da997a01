package phone

import (
	"strconv"
	"strings"

	"github.com/quo-import/quo-import/mapping/phone/internal/plans"
)

// readText returns what [readByLibrary] returns, and rarely asks the library.
func readText(text, region string) reading {
	if r, ok := readPlain(text, region); ok {
		return r
	}
	return readByLibrary(text, region)
}

// readPlain reads a text of the usual shape: ASCII digits with punctuation, a
// plus in front, an extension behind. It reports false for any other text.
func readPlain(text, region string) (r reading, ok bool) {
	var p plain
	if !p.takeApart(text) {
		return reading{}, false
	}
	if p.n == 0 {
		return reading{result: plans.NotANumber}, true
	}
	n, ok := plans.Read(p.digits[:p.n], p.plus, region)
	r = reading{result: n.Result, code: n.Code}
	if ok && r.valid() {
		var e164 [1 + 3 + maxDigits]byte
		b := append(strconv.AppendInt(append(e164[:0], '+'), int64(n.Code), 10), n.National...)
		r.Number = Number{E164(b), p.extension}
	}
	return r, ok
}

const (
	// maxDigits is more than the longest number with every prefix: the library
	// accepts 17 digits after the country code.
	maxDigits = 24
	// maxText is the length from which the library calls any text too long.
	maxText = 250
	// maxExtension is below the library's limits, which differ by label.
	maxExtension = 7
)

// plain is the parts of a plain text.
type plain struct {
	plus      bool
	digits    [maxDigits]byte
	n         int // of the digits
	extension string
}

// takeApart finds the parts of a plain text. There are no digits if nothing in
// the text can be a number.
func (p *plain) takeApart(text string) bool {
	if len(text) > maxText {
		return false
	}
	i := 0
	for i < len(text) && classOf[text[i]]&(digit|plus) == 0 {
		if classOf[text[i]]&(odd|separator) != 0 {
			return false
		}
		i++
	}
	if i == len(text) {
		return true
	}
	if text[i] == '+' {
		p.plus = true
		i++
	}
	for ; i < len(text) && classOf[text[i]]&(digit|punctuation|dot|slash) != 0; i++ {
		if classOf[text[i]] == digit {
			if p.n == maxDigits {
				return false
			}
			p.digits[p.n] = text[i]
			p.n++
		}
	}
	if p.n < 3 { // the library has special rules for one and two digits
		return false
	}
	if i == len(text) {
		return true
	}
	var ok bool
	p.extension, ok = extensionOf(text[:i], text[i:])
	return ok
}

// extensionOf reads the extension in tail, which begins with the first character
// that is no part of a number.
func extensionOf(head, tail string) (extension string, ok bool) {
	if strings.HasSuffix(strings.TrimRight(head, " "), "/") {
		return "", false // the library reads "/x" as the start of a second number
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
	if tail == "" || len(tail) > maxExtension || strings.Trim(tail, "0123456789") != "" {
		return "", false
	}
	return tail, true
}

// labelLength returns the length of the label of an extension at the start of s,
// 0 if there is none.
func labelLength(s string) int {
	if strings.HasPrefix(s, "#") {
		return 1
	}
	n := 0
	for n < len(s) && classOf[s[n]] == letter {
		n++
	}
	switch strings.ToLower(s[:n]) {
	case "x", "ext", "extn", "extension":
		return n
	}
	return 0
}
