package phone

import (
	"regexp"
	"strings"

	"github.com/quo-import/quo-import/mapping/phone/internal/plans"
)

// People write numbers in ways that the numbering plans do not know. A text that is
// no number is read once more as one of these; a text that is one is never changed.

// readAny reads the text, and if it is no number, as rewritten.
func (c *cell) readAny() reading {
	r := c.readOnce(c.text)
	if r.valid() || r.result == ambiguous {
		return r
	}
	for _, other := range c.rewritten() {
		if again := c.readOnce(other); again.valid() || again.result == ambiguous {
			return again
		}
	}
	return r
}

// readOnce reads a text, and finds it ambiguous if it is two numbers.
func (c *cell) readOnce(text string) reading {
	r := c.read(text, c.region)
	if !r.valid() {
		return r
	}
	if rest, ok := dialledAbroad(text); ok {
		if other := c.read("+"+rest, c.region); other.valid() && other.E164 != r.E164 {
			return reading{result: ambiguous}
		}
	}
	return r
}

// rewritten returns the ways in which a text that is no number may be meant.
func (c *cell) rewritten() []string {
	var list []string
	var p plain
	if c.any(letter|odd) && endsInExtension(c.text) && !(p.takeApart(c.text) && p.extension != "") { // else it was read with its extension
		if m := extensionInWords.FindStringSubmatchIndex(c.text); m != nil {
			list = append(list, strings.TrimRight(c.text[:m[0]], " (,;-")+" ext "+c.text[m[2]:m[3]])
		}
	}
	for _, written := range append(list, c.text) { // dialled as 011 here, but written as abroad
		if rest, ok := dialledAbroad(written); ok && c.region != "" {
			list = append(list, "+"+rest)
		}
	}
	if c.any(letter) {
		return list
	}
	return append(list, renumbered(Digits(c.text), startsWithPlus(c.text), c.region)...)
}

// dialledAbroad returns what follows the 00 of a text that begins with it, as most of the
// world dials a country code.
func dialledAbroad(text string) (rest string, ok bool) {
	if text == "" || text[0] != '0' && text[0] != '(' {
		return "", false // as most
	}
	rest, ok = strings.CutPrefix(strings.TrimLeft(text, " ("), "00")
	return rest, ok && rest != "" && rest[0] != '0'
}

// ambiguous is the result of a text that is two numbers: "0049 15…" is one of Germany, but
// where 004 is dialled before a country code it is one of India.
const ambiguous = plans.Result(255)

// endsInExtension reports whether a text has the digits of a number and ends in a digit,
// in brackets or not.
func endsInExtension(text string) bool {
	end := strings.TrimRight(text, ") ")
	return end != "" && classOf[end[len(end)-1]] == digit && countDigits(text) >= minDigits
}

// extensionInWords is an extension at the end of a number, as people write it: "(Ext:
// 12)", "extension 12", "Durchwahl 12".
var extensionInWords = regexp.MustCompile(`(?i)[\s,;(-]*\(?\s*(?:ext(?:ension|n)?|x|ex|extensión|extensão|ramal|anexo|interno|int|poste|durchwahl|dw|apparat|app|toestel|wewn|wew|dahili|доб|вн|anknytning|lokal)\s*[.:#-]?\s*(?:no\.?|nr\.?)?\s*(\d{1,7})\s*\)?$`)

// Digits returns the digits of ASCII in a text.
func Digits(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}

// renumbered returns what became of numbers of old plans that people still have in
// their books, where it is the same for all of them.
func renumbered(digits string, plus bool, region string) []string {
	switch {
	case plus:
		if national, ok := strings.CutPrefix(digits, "521"); ok && len(national) == 10 {
			return []string{"+52" + national} // Mexico, until 2019: 1 before mobile numbers
		}
		if national, ok := strings.CutPrefix(digits, "229"); ok && len(national) == 8 {
			return []string{"+22901" + national} // Benin, until 2024
		}
	case region == "MX":
		for _, prefix := range []string{"044", "045", "01", "1"} {
			if national, ok := strings.CutPrefix(digits, prefix); ok && len(national) == 10 {
				return []string{"+52" + national}
			}
		}
	case region == "BJ" && len(digits) == 8:
		return []string{"+22901" + digits}
	}
	return nil
}
