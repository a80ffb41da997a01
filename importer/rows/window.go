package rows

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"unicode/utf8"
)

// window holds the text that a parser has not finished with: the bytes since
// the last mark. It gives a broken row its raw text, an offset its line,
// bounds the memory of a row, and notices bytes that are not text.
//
// It checks what comes, a chunk at a time, at the speed of utf8.Valid; a row
// costs nothing but setting the mark.
type window struct {
	r    io.Reader
	buf  []byte
	base int64 // offset of buf[0]
	mark int64 // nothing before it is needed any more
	max  int64 // bytes behind the mark before errLong

	decoded bool  // not UTF-8 by birth: U+FFFD stands for a byte that could not be decoded
	checked int64 // validity is known up to here
	suspect int64 // a fault lies before this offset; 0: none so far
	err     error // of r, when it gave the last of buf
}

// errLong says that more than max bytes came without the parser's end of row.
var errLong = errors.New("row too long")

// fill gets more text, or says why there is none: io.EOF at its end.
func (w *window) fill() error {
	w.forget()
	switch {
	case w.err != nil:
		return w.err
	case int64(len(w.buf)) > w.max:
		return errLong
	}
	w.buf = slices.Grow(w.buf, bufferSize)
	n, err := w.r.Read(w.buf[len(w.buf) : len(w.buf)+bufferSize])
	w.buf = w.buf[:len(w.buf)+n]
	w.check(err == io.EOF)
	if w.err = err; n > 0 {
		return nil // the error is for the next time
	}
	return err
}

// from is the text that is there from an offset on; valid until the next fill.
func (w *window) from(offset int64) []byte { return w.buf[offset-w.base:] }

// tail is what a window has from an offset on, and all that follows.
type tail struct {
	window *window
	offset int64
}

func (t *tail) Read(p []byte) (int, error) {
	for {
		if b := t.window.from(t.offset); len(b) > 0 {
			n := copy(p, b)
			t.offset += int64(n)
			return n, nil
		}
		if err := t.window.fill(); err != nil {
			return 0, err
		}
	}
}

// forget drops what lies before the mark.
func (w *window) forget() {
	if n := min(w.mark-w.base, w.checked-w.base); n > 0 {
		w.buf = w.buf[:copy(w.buf, w.buf[n:])]
		w.base += n
	}
}

// check looks at what came since the last check. A character at the very end
// may be cut in two by the chunk and waits for the next one.
func (w *window) check(last bool) {
	b := w.buf[w.checked-w.base:]
	if !last {
		b = b[:len(b)-cutOff(b)]
	}
	if !w.plain(b) {
		w.suspect = w.checked + int64(len(b))
	}
	w.checked += int64(len(b))
}

// plain says whether b is text without a fault.
func (w *window) plain(b []byte) bool {
	if bytes.IndexByte(b, 0) >= 0 {
		return false
	}
	if w.decoded {
		return !bytes.Contains(b, []byte("\uFFFD"))
	}
	return utf8.Valid(b)
}

// cutOff is the length of an unfinished character at the end of b.
func cutOff(b []byte) int {
	for i := 1; i < utf8.UTFMax && i <= len(b); i++ {
		if c := b[len(b)-i]; utf8.RuneStart(c) {
			if utf8.FullRune(b[len(b)-i:]) {
				return 0
			}
			return i
		}
	}
	return 0
}

// since is the text from the mark up to the offset; valid until the next fill.
func (w *window) since(offset int64) []byte {
	from := max(w.mark, w.base) - w.base
	to := min(max(offset-w.base, from), int64(len(w.buf)))
	return w.buf[from:to]
}

// findFault finds the first byte of b that is no text: what it is and where.
func findFault(b []byte, decoded bool) (Fault, int, bool) {
	if i := bytes.IndexByte(b, 0); i >= 0 {
		return FaultNUL, i, true
	}
	if decoded {
		i := bytes.Index(b, []byte("\uFFFD"))
		return FaultEncoding, i, i >= 0
	}
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			return FaultEncoding, i, true
		}
		i += n
	}
	return "", 0, false
}
