package rows

import (
	"bytes"
	"io"
)

const (
	headSize   = 64 << 10
	sampleSize = 64 << 10
	sampleMost = 16 // samples of a file: 1 MiB is looked at, 0.5 ms
)

// samples gives the beginning of the unpacked bytes and, where the file can be
// read anywhere, pieces of the rest: a million rows may well begin with a
// thousand that are plain ASCII.
func (s *source) samples() ([][]byte, error) {
	r, err := s.open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	if s.pack != plain {
		head, err := readUpTo(r, sampleMost*sampleSize)
		return [][]byte{head}, err
	}
	head, err := readUpTo(r, headSize)
	samples := [][]byte{head}
	if rest := s.size - headSize; err == nil && rest > 0 {
		step := max(rest/(sampleMost-1), sampleSize)
		for at := int64(headSize); at < s.size; at += step {
			piece, err := readUpTo(io.NewSectionReader(s.file, at, min(sampleSize, s.size-at)), sampleSize)
			if err != nil {
				return nil, err
			}
			if i := bytes.IndexByte(piece, '\n'); i >= 0 { // from a line's begin, not from the middle of a character
				samples = append(samples, piece[i+1:])
			}
		}
	}
	return samples, err
}

// readUpTo reads n bytes or to the end of r, whichever comes first.
func readUpTo(r io.Reader, n int) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, int64(n)))
	return b, err
}

// text is the decoded text of a source.
type text struct {
	src     *source
	charset charset
	crOnly  bool // lines end in CR alone, as old Macs wrote them
}

// open gives the text from its first character, with LF where lines end.
func (t text) open() (io.ReadCloser, error) {
	packed, err := t.src.open()
	if err != nil {
		return nil, err
	}
	r, err := t.charset.decode(packed)
	if err != nil {
		_ = packed.Close()
		return nil, err
	}
	if t.crOnly {
		r = crReader{r}
	}
	return struct {
		io.Reader
		io.Closer
	}{r, packed}, nil
}

// head is the beginning of the text.
func (t text) head() ([]byte, error) {
	r, err := t.open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return readUpTo(r, headSize)
}

// crReader turns CR into LF.
type crReader struct{ r io.Reader }

func (c crReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	for i, b := range p[:n] {
		if b == '\r' {
			p[i] = '\n'
		}
	}
	return n, err
}

func hasOnlyCR(head []byte) bool {
	head = bytes.TrimSuffix(head, []byte("\r")) // the other half of a CRLF may be cut off
	return bytes.IndexByte(head, '\r') >= 0 && bytes.IndexByte(head, '\n') < 0
}
