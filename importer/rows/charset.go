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

	"github.com/quo-import/quo-import/importer/rows/text"
)

// charset is how the bytes of a file become text.
type charset struct {
	name    string
	enc     encoding.Encoding // nil for UTF-8
	bom     int               // length of the byte order mark
	guessed bool              // it has neither a mark nor is it valid UTF-8
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

// findCharset detects the charset from samples of the file, the first of which
// is its beginning: by a byte order mark, else by zero bytes in every second
// place (UTF-16), else by valid UTF-8, else by statistics. The name of an
// encoding overrides all but the length of a mark.
func findCharset(option string, samples [][]byte) (charset, error) {
	head := samples[0]
	var found charset
	for _, b := range boms {
		if bytes.HasPrefix(head, []byte(b.mark)) {
			found = charset{name: b.name, enc: b.enc, bom: len(b.mark)}
			break
		}
	}
	switch {
	case option != "":
		named, err := charsetNamed(option)
		if err == nil && found.bom > 0 && strings.HasPrefix(named.name, strings.TrimRight(found.name, "LBE")) {
			return found, nil // the byte order of the mark is right
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
		if isFolded(head) {
			s = unfold(s)
		}
		t.count(s)
	}
	if t.utf8 >= t.other { // a few other bytes make their rows invalid; another encoding would make all other rows wrong
		return charset{name: "UTF-8"}, nil
	}
	return guess(t.text), nil
}

// isFolded reports whether a file is a vCard, whose lines may be folded within a character.
func isFolded(head []byte) bool {
	head = bytes.TrimLeft(head, " \t\r\n")
	return len(head) >= 11 && strings.EqualFold(string(head[:11]), "BEGIN:VCARD")
}

// unfold joins folded lines (RFC 6350, 3.2).
func unfold(b []byte) []byte {
	b = bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n"))
	b = bytes.ReplaceAll(b, []byte("\n "), nil)
	return bytes.ReplaceAll(b, []byte("\n\t"), nil)
}

// tally counts lines that are UTF-8 beyond ASCII, and lines that are not UTF-8.
type tally struct {
	utf8, other int
	text        []byte // the lines that are not UTF-8
}

func (t *tally) count(sample []byte) {
	for line := range bytes.Lines(sample) {
		switch {
		case !utf8.Valid(line):
			if bytes.HasSuffix(line, []byte("\n")) || !onlyCutOff(line) { // the sample's end may cut a character
				t.other++
				t.text = append(t.text, line...)
			}
		case slices.ContainsFunc(line, func(b byte) bool { return b >= utf8.RuneSelf }):
			t.utf8++
		}
	}
}

func charsetNamed(name string) (charset, error) {
	enc, err := htmlindex.Get(name) // WHATWG names: "latin1" is windows-1252
	if err != nil {
		enc, err = ianaindex.IANA.Encoding(name)
	}
	if err != nil || enc == nil {
		return charset{}, &Error{Err: ErrOption, Reason: fmt.Sprintf("there is no encoding %q", name), Advice: "common ones are utf-8, windows-1252 and utf-16"}
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

// utf16WithoutBOM looks for zero bytes in every second place: delimiters,
// digits and line ends have them in any language.
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

// onlyCutOff reports whether b is valid UTF-8 except for a character that its end cuts in two.
func onlyCutOff(b []byte) bool {
	n := text.CutOff(b)
	return n > 0 && utf8.Valid(b[:len(b)-n])
}

// guess returns the charset that chardet detects, or windows-1252 (Excel's in
// the West) if its confidence is low. The ISO names stand for the Windows pages
// that contain them, as in the WHATWG encoding standard.
func guess(b []byte) charset {
	c := charset{name: "windows-1252", enc: charmap.Windows1252, guessed: true}
	const low = 0.4 // on lists of names, right answers have 0.42 and more, wrong ones 0.25
	r := chardet.Detect(b)
	if r.Confidence < low {
		return c
	}
	name := strings.ToLower(r.Encoding)
	switch name {
	case "iso-8859-1", "windows-1252", "ascii":
		if centralEuropean(b) {
			return charset{name: "windows-1250", enc: charmap.Windows1250, guessed: true}
		}
		return c
	case "iso-8859-9", "windows-1254":
		if !slices.ContainsFunc(b, isTurkish) {
			return c
		}
	case "macroman":
		name = "macintosh"
	case "gb2312":
		name = "gb18030"
	case "utf-8", "utf-8-sig":
		// UTF-8 except for a few bytes: any other encoding would make all other rows wrong.
		return charset{name: "UTF-8"}
	}
	if named, err := charsetNamed(name); err == nil {
		named.guessed = true
		return named
	}
	return c
}

// centralEuropean reports whether text that chardet takes for windows-1252 is
// windows-1250, as Polish is: the bytes of ł, ą and ż are ³, ¹ and ¿ in
// windows-1252, which do not occur between letters.
func centralEuropean(b []byte) bool {
	for i := 1; i+1 < len(b); i++ {
		switch b[i] {
		case 0xb3, 0xb9, 0xbf, 0xbe, 0x9f:
			if asciiLetter(b[i-1]) && asciiLetter(b[i+1]) {
				return true
			}
		}
	}
	return false
}

// isTurkish reports whether b is one of the six letters in which windows-1254
// differs from 1252: chardet detects Turkish in any short list of names with umlauts.
func isTurkish(b byte) bool { return strings.IndexByte("\xd0\xdd\xde\xf0\xfd\xfe", b) >= 0 }

func asciiLetter(b byte) bool { return 'a' <= b|0x20 && b|0x20 <= 'z' }

// decode returns the text of r as UTF-8, without its byte order mark.
func (c charset) decode(r io.Reader) (io.Reader, error) {
	if _, err := io.CopyN(io.Discard, r, int64(c.bom)); err != nil {
		return nil, err
	}
	if c.enc == nil {
		return r, nil
	}
	return transform.NewReader(r, c.enc.NewDecoder()), nil
}
