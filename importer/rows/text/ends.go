package text

import "io"

// LineEnds returns the text of r in which every line ends in LF, whether it
// ended in CRLF, CR or LF.
func LineEnds(r io.Reader) io.Reader { return &lineEnds{r: r} }

type lineEnds struct {
	r  io.Reader
	cr bool // the byte before was CR
}

func (l *lineEnds) Read(p []byte) (int, error) {
	for {
		n, err := l.r.Read(p)
		kept := 0
		for _, b := range p[:n] {
			if b == '\n' && l.cr {
				l.cr = false // the rest of CRLF
				continue
			}
			if l.cr = b == '\r'; l.cr {
				b = '\n'
			}
			p[kept] = b
			kept++
		}
		if kept > 0 || err != nil || len(p) == 0 {
			return kept, err
		}
	}
}
