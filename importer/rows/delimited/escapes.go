package delimited

import (
	"bytes"
	"strings"

	"golang.org/x/text/transform"
)

// Some programs (MySQL, R, many scripts) write a backslash before a quote or a delimiter
// within a cell: "Acme \"West\"", Acme\, Inc. The reader of RFC 4180 gets a control
// character in place of both, and the cell what it stands for.
const (
	escapedQuote     = '\x1e'
	escapedDelimiter = '\x1d'
	escapedBackslash = '\x1c'
)

// escapes is a transformer that replaces what a backslash makes part of a cell. Of a
// text whose delimiter is not known any may be one.
type escapes struct{ among string }

// Reset implements transform.Transformer.
func (escapes) Reset() {}

// Transform implements transform.Transformer.
func (e escapes) Transform(dst, src []byte, atEOF bool) (written, read int, err error) {
	for read < len(src) {
		if written == len(dst) {
			return written, read, transform.ErrShortDst
		}
		if src[read] != '\\' {
			dst[written] = src[read]
			written, read = written+1, read+1
			continue
		}
		if read+1 == len(src) && !atEOF {
			return written, read, transform.ErrShortSrc
		}
		by, n := byte('\\'), 1
		if read+1 < len(src) {
			switch next := src[read+1]; {
			case next == '"':
				by, n = escapedQuote, 2
			case next == '\\':
				by, n = escapedBackslash, 2
			case strings.IndexByte(e.among, next) >= 0:
				by, n = escapedDelimiter, 2
			}
		}
		dst[written] = by
		written, read = written+1, read+n
	}
	return written, read, nil
}

// hasEscapes reports whether a text may have a backslash before a quote or a delimiter.
func hasEscapes(start []byte) bool {
	for {
		i := bytes.IndexByte(start, '\\')
		if i < 0 || i+1 == len(start) {
			return false
		}
		if c := start[i+1]; c == '"' || strings.IndexByte(delimiters, c) >= 0 {
			return true
		}
		start = start[i+1:]
	}
}

// unescape returns a cell with what its escapes stand for.
func unescape(cell string, delimiter rune) string {
	if !strings.ContainsAny(cell, "\x1c\x1d\x1e") {
		return cell
	}
	return strings.NewReplacer(string(escapedQuote), `"`, string(escapedDelimiter), string(delimiter), string(escapedBackslash), `\`).Replace(cell)
}

// escape returns a text with its escapes as the file has them.
func escape(text string, delimiter rune) string {
	return strings.NewReplacer(string(escapedQuote), `\"`, string(escapedDelimiter), `\`+string(delimiter), string(escapedBackslash), `\\`).Replace(text)
}
