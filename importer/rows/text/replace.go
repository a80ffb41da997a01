package text

import (
	"bytes"
	"io"

	"golang.org/x/text/transform"
)

// Replace returns the text of r with each of the old strings replaced by one
// byte. Bytes that are not UTF-8 stay as they are. The old strings begin with
// bytes beyond ASCII and have at most four.
func Replace(r io.Reader, by byte, old ...string) io.Reader {
	return transform.NewReader(r, replacer{by, old})
}

type replacer struct {
	by  byte
	old []string
}

func (replacer) Reset() {}

func (p replacer) Transform(dst, src []byte, atEOF bool) (written, read int, err error) {
	for read < len(src) {
		if written == len(dst) {
			return written, read, transform.ErrShortDst
		}
		b, n := src[read], 1
		if b >= 0x80 {
			if !atEOF && len(src)-read < 4 {
				return written, read, transform.ErrShortSrc
			}
			for _, o := range p.old {
				if bytes.HasPrefix(src[read:], []byte(o)) {
					b, n = p.by, len(o)
				}
			}
		}
		dst[written] = b
		written++
		read += n
	}
	return written, read, nil
}
