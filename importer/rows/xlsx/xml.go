package xlsx

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"unicode/utf8"

	"github.com/quo-import/quo-import/importer/rows"
)

// xmlScanner reads XML token by token: the subset of it that workbooks use. A
// large sheet has hundreds of megabytes of it, for which encoding/xml takes ten
// times as long. Names are without their namespace. Only the five entities of
// XML itself are known, so that nothing expands.
type xmlScanner struct {
	r     *bufio.Reader
	max   int  // bytes of one token
	limit int  // bytes of all, 0 for no limit
	n     int  // bytes so far
	inTag bool // "<" was read

	kind  xmlKind
	name  []byte // of a tag; like attr and text valid until the next call
	attr  []byte
	text  []byte
	close bool // the tag is self-closing: its end is the next token

	long   []byte // a token that is longer than the buffer
	joined []byte // a tag with ">" in it
}

type xmlKind byte

const (
	xmlStart xmlKind = iota
	xmlEnd
	xmlText
)

var errXML = errors.New("not well-formed XML")

func newXMLScanner(r io.Reader, limit int64) *xmlScanner {
	return &xmlScanner{r: bufio.NewReaderSize(r, 64<<10), max: int(limit)}
}

// next reads the next token. It returns io.EOF at the end of the document.
func (x *xmlScanner) next() error {
	if x.close {
		x.close, x.kind = false, xmlEnd
		return nil
	}
	for {
		if !x.inTag {
			text, err := x.upTo('<')
			x.inTag = err == nil
			if len(text) > 0 && err == nil {
				x.kind, x.text = xmlText, text
				return unescapeXML(&x.text)
			}
			if err != nil {
				return err
			}
		}
		x.inTag = false
		tag, err := x.upTo('>')
		if err != nil {
			return unexpected(err)
		}
		token, err := x.tag(tag)
		if token || err != nil {
			return err
		}
	}
}

// tag reads what is between < and >. It reports whether that is a token.
func (x *xmlScanner) tag(tag []byte) (token bool, err error) {
	switch {
	case len(tag) == 0:
		return false, errXML
	case tag[0] == '?':
		return false, nil
	case bytes.HasPrefix(tag, []byte("!--")):
		_, err = x.extend(tag, func(b []byte, _ int) bool { return len(b) >= len("!----") && bytes.HasSuffix(b, []byte("--")) })
		return false, err
	case bytes.HasPrefix(tag, []byte("![CDATA[")):
		tag, err = x.extend(tag, func(b []byte, _ int) bool { return bytes.HasSuffix(b, []byte("]]")) })
		if err == nil {
			x.kind, x.text = xmlText, tag[len("![CDATA["):len(tag)-len("]]")]
		}
		return true, err
	case tag[0] == '!':
		return false, fmt.Errorf("%w: it defines a document type", errXML)
	case tag[0] == '/':
		x.kind, x.name = xmlEnd, localName(bytes.TrimSpace(tag[1:]))
		return true, nil
	}
	if bytes.IndexByte(tag, '"') >= 0 || bytes.IndexByte(tag, '\'') >= 0 {
		tag, err = x.extend(tag, pairing())
	}
	if err != nil {
		return false, err
	}
	if x.close = tag[len(tag)-1] == '/'; x.close {
		tag = tag[:len(tag)-1]
	}
	end := bytes.IndexAny(tag, " \t\r\n")
	if end < 0 {
		end = len(tag)
	}
	x.kind, x.name, x.attr = xmlStart, localName(tag[:end]), tag[end:]
	return true, nil
}

// extend reads up to further ">" until a tag is whole, which is asked with the tag so far
// and where what is new begins.
func (x *xmlScanner) extend(tag []byte, whole func(tag []byte, from int) bool) ([]byte, error) {
	if whole(tag, 0) {
		return tag, nil
	}
	x.joined = append(x.joined[:0], tag...)
	for from := 0; from == 0 || !whole(x.joined, from); {
		from = len(x.joined)
		more, err := x.upTo('>')
		if err != nil {
			return nil, unexpected(err)
		}
		if x.joined = append(append(x.joined, '>'), more...); len(x.joined) > x.max {
			return nil, rows.ErrTooBig
		}
	}
	return x.joined, nil
}

// pairing returns a function that reports whether the quotes of a tag pair: a ">" within
// quotes does not end it.
func pairing() func(tag []byte, from int) bool {
	double, single := 0, 0
	return func(tag []byte, from int) bool {
		double += bytes.Count(tag[from:], []byte{'"'})
		single += bytes.Count(tag[from:], []byte{'\''})
		if double > 0 {
			return double%2 == 0
		}
		return single%2 == 0
	}
}

// upTo reads up to a byte and returns what is before it.
func (x *xmlScanner) upTo(delim byte) ([]byte, error) {
	b, err := x.r.ReadSlice(delim)
	if errors.Is(err, bufio.ErrBufferFull) {
		x.long = x.long[:0]
		for errors.Is(err, bufio.ErrBufferFull) {
			if x.long = append(x.long, b...); len(x.long) > x.max {
				return nil, rows.ErrTooBig
			}
			b, err = x.r.ReadSlice(delim)
		}
		x.long = append(x.long, b...)
		b = x.long
	}
	if err != nil {
		return b, err
	}
	if x.n += len(b); x.limit > 0 && x.n > x.limit {
		return nil, rows.ErrTooBig
	}
	return b[:len(b)-1], nil
}

// attrs yields the attributes of a start tag, without namespaces, with their raw values.
func (x *xmlScanner) attrs() iter.Seq2[[]byte, []byte] {
	return func(yield func(name, value []byte) bool) {
		rest := x.attr
		for {
			eq := bytes.IndexByte(rest, '=')
			if eq < 0 {
				return
			}
			name := localName(bytes.TrimSpace(rest[:eq]))
			rest = bytes.TrimLeft(rest[eq+1:], " \t\r\n")
			if len(rest) == 0 {
				return
			}
			end := bytes.IndexByte(rest[1:], rest[0])
			if end < 0 || !yield(name, rest[1:1+end]) {
				return
			}
			rest = rest[end+2:]
		}
	}
}

func localName(name []byte) []byte {
	if i := bytes.IndexByte(name, ':'); i >= 0 {
		return name[i+1:]
	}
	return name
}

// unexpected returns io.ErrUnexpectedEOF for io.EOF, and other errors unchanged.
func unexpected(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// unescapeXML replaces entities in place (none is shorter than its character),
// and line ends by LF.
func unescapeXML(text *[]byte) error {
	b := *text
	if bytes.IndexByte(b, '&') < 0 && bytes.IndexByte(b, '\r') < 0 {
		return nil
	}
	out := b[:0]
	for i := 0; i < len(b); i++ {
		switch {
		case b[i] == '\r' && i+1 < len(b) && b[i+1] == '\n':
		case b[i] == '\r':
			out = append(out, '\n')
		case b[i] == '&':
			end := bytes.IndexByte(b[i:], ';')
			r, ok := entity(b[i+1 : i+max(end, 1)])
			if !ok {
				return fmt.Errorf("%w: an entity is unknown", errXML)
			}
			out = utf8.AppendRune(out, r)
			i += end
		default:
			out = append(out, b[i])
		}
	}
	*text = out
	return nil
}

func entity(name []byte) (rune, bool) {
	switch string(name) {
	case "amp":
		return '&', true
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	if len(name) < 2 || name[0] != '#' {
		return 0, false
	}
	digits, base := name[1:], 10
	if digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseInt(string(digits), base, 32)
	return rune(n), err == nil && n > 0 && utf8.ValidRune(rune(n))
}
