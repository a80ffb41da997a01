package xlsx

import (
	"strconv"
	"strings"

	"github.com/quo-import/quo-import/importer/rows"
)

// sharedStrings are the texts of a workbook that cells refer to by number. They are kept
// one after another in pieces that never move, so that a workbook of a million contacts
// takes no more memory than its texts.
type sharedStrings struct {
	pieces [][]byte
	ends   [][]uint32 // of the texts: the piece and the place in it
	n      int
}

const (
	// maxStrings limits their size in bytes: a workbook of a million different contacts
	// has about 100 MB.
	maxStrings = 160 << 20

	pieceBits = 21 // of a place in a piece
	pieceSize = 1<<pieceBits - 1
	endsBits  = 14 // of a number in a block of ends
)

// at returns a text, and whether it exists.
func (s *sharedStrings) at(i int) (string, bool) {
	if i < 0 || i >= s.n {
		return "", false
	}
	end, start := s.end(i), uint32(0)
	piece := end >> pieceBits
	if i > 0 {
		if before := s.end(i - 1); before>>pieceBits == piece {
			start = before & pieceSize
		}
	}
	return string(s.pieces[piece][start : end&pieceSize]), true
}

func (s *sharedStrings) end(i int) uint32 { return s.ends[i>>endsBits][i&(1<<endsBits-1)] }

// add adds a text. It reports false if that is too much.
func (s *sharedStrings) add(text []byte) bool {
	last := len(s.pieces) - 1
	if last < 0 || len(s.pieces[last])+len(text) > pieceSize {
		if (last+2)*pieceSize+4*s.n > maxStrings || len(text) > pieceSize {
			return false
		}
		s.pieces = append(s.pieces, make([]byte, 0, max(min(pieceSize, 1<<16<<len(s.pieces)), len(text))))
		last++
	}
	s.pieces[last] = append(s.pieces[last], text...)
	if s.n&(1<<endsBits-1) == 0 {
		if 4*s.n+last*pieceSize > maxStrings {
			return false
		}
		s.ends = append(s.ends, make([]uint32, 0, 1<<endsBits))
	}
	block := len(s.ends) - 1
	s.ends[block] = append(s.ends[block], uint32(last)<<pieceBits|uint32(len(s.pieces[last])))
	s.n++
	return true
}

// readStrings reads the part of shared strings; a workbook may have none.
func readStrings(a *archive, name string) (sharedStrings, error) {
	var s sharedStrings
	if name == "" || a.find(name) == nil {
		return s, nil
	}
	r, err := a.open(name)
	if err != nil {
		return s, err
	}
	defer r.Close()
	x := newXMLScanner(r, a.in.Options.MaxRow)
	var text []byte
	for {
		if err := x.next(); err != nil {
			return s, unexpected(err) // the end is </sst>
		}
		switch {
		case x.kind == xmlEnd && string(x.name) == "sst":
			return s, nil
		case x.kind == xmlStart && string(x.name) == "si":
			if text, err = richText(x, "si", text[:0], a.in.Options.MaxCell); err != nil {
				return s, err
			}
			if !s.add(text) {
				return s, rows.ErrTooBig
			}
		}
	}
}

// richText appends the text of an element to dst: its runs, without phonetic ones. What
// is more than a cell may have is left out, but for so much that it shows.
func richText(x *xmlScanner, element string, dst []byte, limit int64) ([]byte, error) {
	phonetic, inText := false, false
	for {
		if err := x.next(); err != nil {
			return dst, unexpected(err)
		}
		switch {
		case x.kind == xmlText && inText && !phonetic && int64(len(dst)) > limit:
		case x.kind == xmlText && inText && !phonetic:
			dst = append(dst, x.text...)
		case x.kind == xmlText:
		case string(x.name) == "t":
			inText = x.kind == xmlStart
		case string(x.name) == "rPh":
			phonetic = x.kind == xmlStart
		case x.kind == xmlEnd && string(x.name) == element:
			return dst, nil
		}
	}
}

// unescapeText replaces escapes such as _x000D_, with which Excel writes
// characters that XML lacks, and line ends by LF.
func unescapeText(s string) string {
	if strings.Contains(s, "_x") {
		s = replaceEscapes(s)
	}
	return strings.ReplaceAll(s, "\r\n", "\n")
}

func replaceEscapes(s string) string {
	var out strings.Builder
	for {
		i := strings.Index(s, "_x")
		if i < 0 || len(s) < i+len("_x0000_") {
			return out.String() + s
		}
		n, err := strconv.ParseUint(s[i+2:i+6], 16, 16)
		if err != nil || s[i+6] != '_' {
			out.WriteString(s[:i+2])
			s = s[i+2:]
			continue
		}
		out.WriteString(s[:i])
		out.WriteRune(rune(n))
		s = s[i+len("_x0000_"):]
	}
}
