package rows

import (
	"bytes"
	"fmt"
	"io"
	"iter"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/wlynxg/chardet"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/japanese"
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

// isISO2022JP reports whether a text is of the Japanese encoding whose bytes are all ASCII.
// Its escape sequence in a text that is none by it is that of a terminal.
func isISO2022JP(head []byte) bool {
	begins := bytes.Contains(head, []byte("\x1b$B")) || bytes.Contains(head, []byte("\x1b$@"))
	if !begins || !bytes.Contains(head, []byte("\x1b(")) { // each line returns to ASCII (RFC 1468)
		return false
	}
	text, err := japanese.ISO2022JP.NewDecoder().Bytes(head)
	text = bytes.TrimSuffix(text, []byte("\uFFFD")) // a character that the end of head cuts
	return err == nil && !bytes.ContainsRune(text, utf8.RuneError)
}

// findCharset detects the charset from the beginning of the file and samples of the
// rest: by a byte order mark, else by zero bytes in every second place (UTF-16), else by
// valid UTF-8, else by statistics and the names of the columns. The name of an encoding
// overrides all but the length of a mark.
func findCharset(opts Options, head []byte, rest iter.Seq2[[]byte, error]) (charset, error) {
	var found charset
	for _, b := range boms {
		if bytes.HasPrefix(head, []byte(b.mark)) {
			found = charset{name: b.name, enc: b.enc, bom: len(b.mark)}
			break
		}
	}
	switch {
	case opts.Encoding != "":
		named, err := charsetNamed(opts.Encoding)
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
	if isISO2022JP(head) {
		return charsetNamed("iso-2022-jp")
	}
	folded := isFolded(head)
	var t tally
	count := func(sample []byte) {
		if folded {
			sample = unfold(sample)
		}
		t.count(sample)
	}
	count(head)
	for sample, err := range rest {
		if err != nil {
			return charset{}, err
		}
		count(sample)
	}
	if t.utf8 >= t.other { // a few other bytes make their rows invalid; another encoding would make all other rows wrong
		return charset{name: "UTF-8"}, nil
	}
	if m := cardCharset.FindSubmatch(t.text); m != nil && folded {
		if named, err := charsetNamed(string(m[1])); err == nil && named.enc != nil {
			return named, nil
		}
	}
	found = guess(t.text)
	if found.enc == nil {
		return found, nil
	}
	return byHeader(head, t.text, found, opts.Score), nil
}

// cardCharset is how a property of vCard 2.1 names the encoding of its value.
var cardCharset = regexp.MustCompile(`(?i);CHARSET="?([-\w]+)[^:\n]*:`)

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
// the West) if its confidence is low, unless the alphabets say otherwise. The ISO
// names stand for the Windows pages that contain them, as in the WHATWG encoding
// standard.
func guess(b []byte) charset {
	western := charset{name: "windows-1252", enc: charmap.Windows1252, guessed: true}
	found := western
	const low = 0.4 // on lists of names, right answers have 0.42 and more, wrong ones 0.25
	if r := chardet.Detect(b); r.Confidence >= low {
		name := strings.ToLower(r.Encoding)
		switch name {
		case "iso-8859-1", "ascii":
			name = western.name
		case "iso-8859-9":
			name = "windows-1254"
		case "macroman":
			name = "macintosh"
		case "gb2312":
			name = "gb18030"
		case "koi8-r":
			if slices.ContainsFunc(b, func(c byte) bool { return strings.IndexByte(ukrainian, c) >= 0 }) {
				name = "koi8-u"
			}
		case "utf-8", "utf-8-sig":
			// UTF-8 except for a few bytes: any other encoding would make all other rows wrong.
			return charset{name: "UTF-8"}
		}
		if named, err := charsetNamed(name); err == nil && named.enc != nil {
			found = named
			found.guessed = true
		}
	}
	found = byAlphabet(b, found)
	if found.isSame(western, b) {
		return western
	}
	return greek(b, found)
}

// ukrainian are the letters that koi8-u has in place of lines for drawing of koi8-r.
const ukrainian = "\xa4\xa6\xa7\xad\xb4\xb6\xb7\xbd"

// greek returns the encoding of a text in which Ά is a letter, if it is Greek by one of the
// two encodings that differ in nothing else.
func greek(b []byte, found charset) charset {
	if found.name != "windows-1253" && found.name != "iso-8859-7" {
		return found
	}
	switch windows, iso := bytes.Count(b, []byte{0xa2}), bytes.Count(b, []byte{0xb6}); {
	case windows > iso:
		return charset{name: "windows-1253", enc: charmap.Windows1253, guessed: true}
	case iso > windows:
		return charset{name: "iso-8859-7", enc: charmap.ISO8859_7, guessed: true}
	}
	return found
}

// isSame reports whether a text is the same in two encodings.
func (c charset) isSame(other charset, b []byte) bool {
	one, err := c.enc.NewDecoder().Bytes(b)
	two, err2 := other.enc.NewDecoder().Bytes(b)
	return err == nil && err2 == nil && bytes.Equal(one, two)
}

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
