package text

import (
	"bytes"
	"errors"
	"io"
)

// ErrLong reports that a parser read more than a Window's limit without
// reaching the end of a row.
var ErrLong = errors.New("row too long")

// Window is the text that a parser reads, and keeps what the parser has not
// finished with: the bytes since the last mark. It returns the raw text of a
// row, bounds the memory that a row takes, and detects bytes that are not text.
type Window struct {
	r       io.Reader
	max     int64
	decoded bool

	buf  []byte
	base int64 // offset of buf[0]
	mark int64 // offset of the row that is being read

	checked int64 // the text is checked up to here
	flaw    int64 // a flaw lies before this offset; 0 if there is none so far
}

// NewWindow returns a Window on the text of r. Its Read fails with [ErrLong]
// once more than limit bytes follow the mark. For decoded see [Flaw].
func NewWindow(r io.Reader, limit int64, decoded bool) *Window {
	return &Window{r: r, max: limit, decoded: decoded}
}

// Read implements io.Reader, for the parser.
func (w *Window) Read(p []byte) (int, error) {
	w.discard()
	if int64(len(w.buf)) > w.max {
		return 0, ErrLong
	}
	n, err := w.r.Read(p)
	w.buf = append(w.buf, p[:n]...)
	w.check(err == io.EOF)
	return n, err
}

// Mark records that the parser is finished with everything before an offset.
func (w *Window) Mark(offset int64) { w.mark = offset }

// Marked returns the offset of the mark.
func (w *Window) Marked() int64 { return w.mark }

// Since returns the text from the mark up to an offset. It is valid until the next Read.
func (w *Window) Since(offset int64) []byte {
	from := max(w.mark, w.base) - w.base
	to := min(max(offset-w.base, from), int64(len(w.buf)))
	return w.buf[from:to]
}

// Rest returns all text from the mark on that was read so far. It is valid until the next Read.
func (w *Window) Rest() []byte { return w.Since(w.base + int64(len(w.buf))) }

// From returns the text from an offset after the mark on: what was read since,
// and what has not been read. The Window is not to be used any more.
func (w *Window) From(offset int64) io.Reader {
	return io.MultiReader(bytes.NewReader(w.buf[offset-w.base:]), w.r)
}

// Suspect reports whether there may be a flaw between the mark and the end of
// what was read so far.
func (w *Window) Suspect() bool { return w.flaw > w.mark }

// discard drops what lies before the mark.
func (w *Window) discard() {
	if n := min(w.mark, w.checked) - w.base; n > 0 {
		w.buf = w.buf[:copy(w.buf, w.buf[n:])]
		w.base += n
	}
}

// check looks for a flaw in what was read since the last check. A character
// that the end of the chunk cuts in two is left for the next check.
func (w *Window) check(last bool) {
	b := w.buf[w.checked-w.base:]
	if !last {
		b = b[:len(b)-CutOff(b)]
	}
	if Flaw(b, w.decoded) >= 0 {
		w.flaw = w.checked + int64(len(b))
	}
	w.checked += int64(len(b))
}
