package rows

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/wlynxg/chardet"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// charset is how the bytes of a file become text.
type charset struct {
	name    string
	enc     encoding.Encoding // nil for UTF-8
	bom     int               // length of the byte order mark
	guessed bool              // neither a mark nor valid UTF-8 says so
}

var boms = []struct {
	mark string
	name string
	enc  encoding.Encoding
}{
	{"\xef\xbb\xbf", "UTF-8", nil},
	{"\xff\xfe", "UTF-16LE", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)},
	{"\xfe\xff", "UTF-16BE", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)},
}

// findCharset decides from samples of the file, the first of which is its
// beginning: a byte order mark, else zero bytes in every second place (UTF-16),
// else valid UTF-8, else a guess. A name that is given wins over all but the
// length of a mark.
func findCharset(given string, samples [][]byte) (charset, error) {
	head := samples[0]
	var found charset
	for _, b := range boms {
		if bytes.HasPrefix(head, []byte(b.mark)) {
			found = charset{name: b.name, enc: b.enc, bom: len(b.mark)}
			break
		}
	}
	switch {
	case given != "":
		named, err := charsetNamed(given)
		if err == nil && found.bom > 0 && strings.HasPrefix(named.name, found.name[:6]) {
			return found, nil // the mark knows the order of bytes best
		}
		return named, err
	case found.bom > 0:
		return found, nil
	}
	if order, ok := utf16WithoutBOM(head); ok {
		return order, nil
	}
	var t tally
	for _, s := range samples {
		if isVCard(head) {
			s = unfold(s)
		}
		t.count(s)
	}
	if t.utf8 >= t.odd { // a few odd bytes in UTF-8 are the business of their rows: another encoding would break all the others
		return charset{name: "UTF-8"}, nil
	}
	return guess(t.text), nil
}

// tally counts the lines that speak for UTF-8 and those that speak against it.
type tally struct {
	utf8, odd int
	text      []byte // the odd ones
}

func (t *tally) count(sample []byte) {
	for line := range bytes.Lines(sample) {
		switch {
		case !utf8.Valid(line):
			if bytes.HasSuffix(line, []byte("\n")) || !onlyCutOff(line) { // the sample's end may cut a character
				t.odd++
				t.text = append(t.text, line...)
			}
		case slices.ContainsFunc(line, func(b byte) bool { return b >= utf8.RuneSelf }):
			t.utf8++
		}
	}
}

func charsetNamed(name string) (charset, error) {
	enc, err := htmlindex.Get(name) // the web's names: "latin1" is windows-1252, as in every browser
	if err != nil {
		enc, err = ianaindex.IANA.Encoding(name)
	}
	if err != nil || enc == nil {
		return charset{}, &OpenError{Err: ErrOption, Reason: fmt.Sprintf("there is no encoding %q", name), Advice: "usual ones are utf-8, windows-1252 and utf-16"}
	}
	canonical, err := htmlindex.Name(enc)
	if err != nil {
		canonical = name
	}
	switch canonical {
	case "utf-8":
		return charset{name: "UTF-8"}, nil
	case "utf-16le", "utf-16be":
		canonical = strings.ToUpper(canonical)
	}
	return charset{name: canonical, enc: enc}, nil
}

// utf16WithoutBOM looks for the zero bytes that every second place has in the
// delimiters, digits and line ends of any language.
func utf16WithoutBOM(head []byte) (charset, bool) {
	var zeros [2]int
	for i, b := range head {
		if b == 0 {
			zeros[i&1]++
		}
	}
	pairs := len(head) / 2
	switch {
	case zeros[1] > pairs/10 && zeros[1] > 8*zeros[0]:
		return charset{name: "UTF-16LE", enc: boms[1].enc}, true
	case zeros[0] > pairs/10 && zeros[0] > 8*zeros[1]:
		return charset{name: "UTF-16BE", enc: boms[2].enc}, true
	}
	return charset{}, false
}

// onlyCutOff says whether b is valid UTF-8 but for a character that its end cuts in two.
func onlyCutOff(b []byte) bool {
	n := cutOff(b)
	return n > 0 && utf8.Valid(b[:len(b)-n])
}

// guess asks chardet, and takes windows-1252 (what Excel writes in the West)
// where the answer is faint. The ISO names mean the Windows page that contains
// them, as the web's encoding standard has it.
func guess(text []byte) charset {
	c := charset{name: "windows-1252", enc: charmap.Windows1252, guessed: true}
	const faint = 0.4 // right answers on lists of names measured 0.42 and more, wrong ones 0.25
	r := chardet.Detect(text)
	if r.Confidence < faint {
		return c
	}
	name := strings.ToLower(r.Encoding)
	switch name {
	case "iso-8859-1", "windows-1252", "ascii":
		if centralEuropean(text) {
			return charset{name: "windows-1250", enc: charmap.Windows1250, guessed: true}
		}
		return c
	case "iso-8859-9", "windows-1254":
		if !slices.ContainsFunc(text, isTurkish) {
			return c
		}
	case "macroman":
		name = "macintosh"
	case "gb2312":
		name = "gb18030"
	case "utf-8", "utf-8-sig":
		// UTF-8 but for a stray byte: reading it as anything else would break every other row.
		return charset{name: "UTF-8"}
	}
	if named, err := charsetNamed(name); err == nil {
		named.guessed = true
		return named
	}
	return c
}

// centralEuropean tells Polish and its neighbours in windows-1250 from
// windows-1252, which chardet takes both for: letters such as ł, ą and ż stand
// where 1252 has ³, ¹ and ¿, and those do not stand between letters.
func centralEuropean(text []byte) bool {
	for i := 1; i+1 < len(text); i++ {
		switch text[i] {
		case 0xb3, 0xb9, 0xbf, 0xbe, 0x9f:
			if asciiLetter(text[i-1]) && asciiLetter(text[i+1]) {
				return true
			}
		}
	}
	return false
}

// isTurkish: the six letters in which windows-1254 differs from 1252. chardet
// finds Turkish in any short list of names with umlauts.
func isTurkish(b byte) bool { return strings.IndexByte("\xd0\xdd\xde\xf0\xfd\xfe", b) >= 0 }

func asciiLetter(b byte) bool { return 'a' <= b|0x20 && b|0x20 <= 'z' }

// decode gives the text of r as UTF-8, without its byte order mark.
func (c charset) decode(r io.Reader) (io.Reader, error) {
	if _, err := io.CopyN(io.Discard, r, int64(c.bom)); err != nil {
		return nil, err
	}
	if c.enc == nil {
		return r, nil
	}
	return transform.NewReader(r, c.enc.NewDecoder()), nil
}
