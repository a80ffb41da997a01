package rows

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// candidate is an encoding that a file without a mark may have, with the
// letters beyond ASCII of the languages that are written in it.
type candidate struct {
	name    string
	enc     encoding.Encoding
	letters []string            // Latin: of each language
	script  *unicode.RangeTable // not Latin
	common  func(lead byte) bool
}

const (
	german, french, spanish, portuguese, italian = "äöüß", "àâæçéèêëîïôœùûüÿ", "áéíñóúü", "àáâãçéêíóôõúü", "àèéìîòù"
	dutch, swedish, danish, icelandic, catalan   = "áéèëïóöü", "åäöé", "æøåé", "áðéíóúýþæö", "àçéèíïóòúü"
	polish, czech, slovak, hungarian, romanian   = "ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîşţ"
	croatian, turkish, lithuanian, latvian       = "čćđšž", "çğıöşüâîûİ", "ąčęėįšųūž", "āčēģīķļņšūž"
	estonian                                     = "äõöüšž"
)

var (
	western = []string{german, french, spanish, portuguese, italian, dutch, swedish, danish, icelandic, catalan}
	central = []string{polish, czech, slovak, hungarian, romanian, croatian, german}
)

// candidates are the encodings that alphabets tell apart.
var candidates = []candidate{
	{name: "windows-1252", enc: charmap.Windows1252, letters: western},
	{name: "windows-1250", enc: charmap.Windows1250, letters: central},
	{name: "iso-8859-2", enc: charmap.ISO8859_2, letters: central},
	{name: "windows-1254", enc: charmap.Windows1254, letters: []string{turkish}},
	{name: "windows-1257", enc: charmap.Windows1257, letters: []string{lithuanian, latvian, estonian}},
	{name: "macintosh", enc: charmap.Macintosh, letters: western},
	{name: "ibm850", enc: charmap.CodePage850, letters: western},
	{name: "ibm852", enc: charmap.CodePage852, letters: central},
	{name: "windows-1251", enc: charmap.Windows1251, script: unicode.Cyrillic},
	{name: "koi8-u", enc: charmap.KOI8U, script: unicode.Cyrillic},
	{name: "ibm866", enc: charmap.CodePage866, script: unicode.Cyrillic},
	{name: "iso-8859-5", enc: charmap.ISO8859_5, script: unicode.Cyrillic},
	{name: "windows-1253", enc: charmap.Windows1253, script: unicode.Greek},
	{name: "shift_jis", enc: japanese.ShiftJIS, common: func(b byte) bool { return 0x82 <= b && b <= 0x83 || 0x88 <= b && b <= 0x97 }},
	{name: "euc-jp", enc: japanese.EUCJP, common: func(b byte) bool { return 0xa4 <= b && b <= 0xa5 || 0xb0 <= b && b <= 0xcf }},
	{name: "gb18030", enc: simplifiedchinese.GB18030, common: func(b byte) bool { return 0xb0 <= b && b <= 0xd7 }},
	{name: "big5", enc: traditionalchinese.Big5, common: func(b byte) bool { return 0xa4 <= b && b <= 0xc6 }},
	{name: "euc-kr", enc: korean.EUCKR, common: func(b byte) bool { return 0xb0 <= b && b <= 0xc8 }},
	{name: "windows-1255", enc: charmap.Windows1255, script: unicode.Hebrew},
	{name: "windows-1256", enc: charmap.Windows1256, script: unicode.Arabic},
	{name: "windows-874", enc: charmap.Windows874, script: unicode.Thai},
}

// byAlphabet returns the encoding in which most letters beyond ASCII of a text
// are those of one language: the guess, unless the share of such letters is
// plainly larger in another one.
func byAlphabet(b []byte, guess charset) charset {
	const plainly, most = 0.15, 16 << 10
	b = b[:min(len(b), most)]
	if isPadded(b) {
		return charset{name: "windows-1252", enc: charmap.Windows1252, guessed: true}
	}
	best, share := guess, shareOf(guess, b)+plainly
	for _, c := range candidates {
		needed := 2
		switch {
		case c.enc == charmap.Windows1252:
			needed = 0 // nothing but spaces and signs, as Excel writes them
		case c.letters != nil && strings.HasPrefix(c.name, "windows"):
			needed = 1
		}
		if s, n := c.share(b); s >= share && n >= needed {
			best, share = charset{name: c.name, enc: c.enc, guessed: true}, s+1e-9
		}
	}
	return best
}

// byHeader returns the found encoding, or another one in which more columns have names of
// a contact, and at least half of the letters of b are those of one language. A few letters
// beyond ASCII alone do not tell windows-1254 from windows-1252.
func byHeader(head, b []byte, found charset, score func(cells []string) float64) charset {
	if score == nil {
		return found
	}
	const half = 0.5
	best, names := found, namesIn(head, found.enc, score)+0.5
	for _, c := range candidates {
		if s, _ := c.share(b); s < half {
			continue
		}
		if n := namesIn(head, c.enc, score); n > names {
			best, names = charset{name: c.name, enc: c.enc, guessed: true}, n
		}
	}
	return best
}

// namesIn returns the score of the best of the first lines, one of which is the header.
func namesIn(head []byte, enc encoding.Encoding, score func(cells []string) float64) float64 {
	const lines = 5
	most, n := 0.0, 0
	for line := range bytes.Lines(head) {
		if n++; n > lines {
			break
		}
		decoded, err := enc.NewDecoder().String(string(line))
		if err != nil {
			return 0
		}
		cells := strings.FieldsFunc(decoded, func(r rune) bool { return strings.ContainsRune(",;\t|\"\r\n", r) })
		most = max(most, score(cells))
	}
	return most
}

// noBreakSpace is one at the beginning of a cell, in windows-1252. On DOS the byte is an á,
// with which hardly a word begins.
var noBreakSpace = regexp.MustCompile(`(?:^|[\n\r\t,;|"'=])\x{a0}`)

// isPadded reports whether a text has no-break spaces around its cells, and but for signs
// nothing else beyond ASCII, if it is windows-1252.
func isPadded(b []byte) bool {
	decoded, err := charmap.Windows1252.NewDecoder().String(string(b))
	if err != nil || !noBreakSpace.MatchString(decoded) {
		return false
	}
	_, total := lettersOf(decoded)
	return total == 0
}

// shareOf returns the share of a guess. One that is no candidate is compared
// with the languages of all.
func shareOf(guess charset, b []byte) float64 {
	share := 0.0
	for _, c := range candidates {
		switch {
		case c.name == guess.name:
			share, _ = c.share(b)
			return share
		case c.common == nil:
			c.enc = guess.enc
			s, _ := c.share(b)
			share = max(share, s)
		}
	}
	return share
}

// share returns the fraction of the letters and signs beyond ASCII in a text
// that are letters of one language, and the number of those. It is 1 if there are
// none.
func (c candidate) share(b []byte) (float64, int) {
	decoded, err := c.enc.NewDecoder().Bytes(b)
	switch {
	case err != nil:
		return 0, 0
	case c.common != nil:
		return c.shareOfCommon(b, decoded)
	}
	counts, total := lettersOf(string(decoded))
	best := 0
	for _, alphabet := range c.letters {
		n := 0
		for _, letter := range alphabet {
			n += counts[letter]
		}
		best = max(best, n)
	}
	if c.script != nil {
		for letter, n := range counts {
			if unicode.Is(c.script, letter) {
				best += n
			}
		}
	}
	if total == 0 {
		return 1, 0
	}
	return float64(best) / float64(total), best
}

// lettersOf counts the letters beyond ASCII, in lower case, and all characters
// beyond ASCII but punctuation and signs that stand by themselves. No letters
// are a capital one behind a small one, a small one that begins a word before a capital one, a mark without a letter before it, a letter
// of another script beside a Latin one, and a letter beside a digit ("á2024-03-12").
// Punctuation within a word is none ("Se·n").
func lettersOf(s string) (counts map[rune]int, total int) {
	counts = map[rune]int{}
	before := ' '
	for i, r := range s {
		if r < utf8.RuneSelf {
			before = r
			continue
		}
		after, _ := utf8.DecodeRuneInString(s[i+utf8.RuneLen(r):])
		mark := unicode.IsMark(r)
		switch {
		case (unicode.IsLetter(r) || mark && isWord(before)) && !(unicode.IsUpper(r) && unicode.IsLower(before)) &&
			!(unicode.IsDigit(before) || unicode.IsDigit(after)) &&
			!(unicode.IsLower(r) && !isWord(before) && unicode.IsUpper(after)) &&
			(unicode.Is(unicode.Latin, r) || !isLatin(before) && !isLatin(after)):
			small := unicode.ToLower(r)
			if small < utf8.RuneSelf { // of the Turkish İ
				small = r
			}
			counts[small]++
			total++
		case mark, isWord(r), unicode.IsControl(r), r == utf8.RuneError, !isPunctuation(r) && (isWord(before) || isWord(after)),
			unicode.IsPunct(r) && isWord(before) && isWord(after) && !joinsWords(r, before):
			total++
		}
		before = r
	}
	return counts, total
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) }

func isPunctuation(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsPunct(r) && r != '¿' && r != '¡' || strings.ContainsRune("®™©´¨€", r)
}

// joinsWords reports whether people write a sign between two letters: an apostrophe, a dash,
// a middle dot in Catalan and in Japanese.
func joinsWords(r, before rune) bool {
	return unicode.Is(unicode.Pd, r) || strings.ContainsRune("’‘‚‛“”„‟‹›«»…", r) || !isLatin(before) || unicode.ToLower(before) == 'l'
}

func isLatin(r rune) bool { return unicode.Is(unicode.Latin, r) }

// shareOfCommon returns the fraction of the characters of two bytes that are
// among the common ones of an encoding.
func (c candidate) shareOfCommon(b, decoded []byte) (share float64, common int) {
	if bytes.ContainsRune(decoded, utf8.RuneError) {
		return 0, 0
	}
	n := 0
	for i := 0; i+1 < len(b); i++ {
		if b[i] < 0x80 || c.enc == japanese.ShiftJIS && 0xa1 <= b[i] && b[i] <= 0xdf {
			continue
		}
		if n++; c.common(b[i]) && (b[i+1] >= 0xa1 || c.enc == japanese.ShiftJIS || c.enc == traditionalchinese.Big5) {
			common++
		}
		i++
	}
	return float64(common) / float64(max(n, 1)), common
}
