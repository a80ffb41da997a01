package rows

import (
	"bytes"
	"fmt"
	"io"
	"iter"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/quo-import/quo-import/importer/rows/text"
)

// HeadSize is how many bytes Input.Head and Input.Start have at most.
const HeadSize = 64 << 10

const (
	sampleSize = 64 << 10
	maxSamples = 16 // of a file, 1 MiB in all
)

// Input is an opened file as a [Format] reads it. Its methods may be called
// concurrently once the format has opened it.
type Input struct {
	Name    string
	Options Options // with defaults

	// Head is the beginning of the file, for Detect and Open: bytes, and after
	// Decode the decoded text in which every CR is an LF: a CRLF shows as a blank
	// line.
	Head []byte

	// Start is the beginning of what Text reads, with its line ends; nil before Decode.
	Start []byte

	Encoding string // of the text; "" before Decode
	BOM      bool   // the text begins with a byte order mark

	src      *source
	charset  charset
	crOnly   bool // lines end in CR alone, as on old Macs
	warnings []string
	reading  atomic.Pointer[exact] // the file below the last Text
}

func newInput(path, name string, opts Options) (*Input, error) {
	in := &Input{Name: name, Options: opts.withDefaults()}
	var err error
	if in.src, err = openSource(path, in.Options); err != nil {
		return nil, err
	}
	if in.Head, err = in.src.head(); err != nil {
		_ = in.src.file.Close()
		return nil, err
	}
	return in, nil
}

// Decode detects the encoding of the text and decodes Head. A blank text is ErrEmpty.
func (in *Input) Decode() error {
	var err error
	if in.charset, err = findCharset(in.Options, in.Head, in.src.samples()); err != nil {
		return err
	}
	if err := in.trimZeros(); err != nil {
		return err
	}
	in.Encoding, in.BOM = in.charset.name, in.charset.bom > 0
	if in.charset.guessed {
		in.warnings = append(in.warnings, fmt.Sprintf("the file does not declare its encoding and was read as %s: if letters look wrong, pass --encoding", in.Encoding))
	}
	r, err := in.Text()
	if err != nil {
		return err
	}
	defer r.Close()
	head, err := readUpTo(r, HeadSize)
	switch {
	case err != nil:
		return err
	case len(bytes.TrimSpace(head)) == 0 && len(head) < HeadSize:
		return ErrEmpty
	}
	in.Start = head
	in.Head = bytes.ReplaceAll(head, []byte("\r"), []byte("\n"))
	if in.crOnly = hasOnlyCR(head); in.crOnly {
		in.Start = in.Head
	}
	return nil
}

// trimZeros leaves out zero bytes at the end, as a crash of the program or the
// disk that wrote the file leaves them.
func (in *Input) trimZeros() error {
	if strings.HasPrefix(in.charset.name, "UTF-16") {
		return nil
	}
	n, err := in.src.trimZeros()
	if n > 0 {
		in.warnings = append(in.warnings, fmt.Sprintf("the file ends in %d zero bytes, which were left out: was it copied completely?", n))
	}
	return err
}

// LastLine returns the last line of the text if it has no line end, as far as
// that can be told: of a file that is not compressed, and of a line that is not long.
func (in *Input) LastLine() (string, error) {
	if in.src.compression != uncompressed {
		return "", nil
	}
	const most = 64 << 10
	tail := make([]byte, min(in.src.size, most)&^1)
	if _, err := in.src.file.ReadAt(tail, in.src.size-int64(len(tail))); err != nil {
		return "", err
	}
	if in.charset.enc != nil {
		var err error
		if tail, err = in.charset.enc.NewDecoder().Bytes(tail); err != nil {
			return "", err
		}
	}
	i := bytes.LastIndexAny(tail, "\r\n")
	if i < 0 {
		return "", nil
	}
	return string(tail[i+1:]), nil
}

// Written reports whether the file was written to within a time before it was opened.
func (in *Input) Written(within time.Duration) bool {
	return in.src.opened != nil && time.Since(in.src.opened.ModTime()) < within
}

// Extension returns the extension of the file's name, see [Extension].
func (in *Input) Extension() string { return Extension(in.Name) }

// Extension returns the extension of a file's name in lower case, such as ".json",
// ignoring those of compression.
func Extension(name string) string {
	name = strings.ToLower(name)
	for _, compressed := range []string{".gz", ".zst", ".gzip", ".zstd"} {
		name = strings.TrimSuffix(name, compressed)
	}
	return filepath.Ext(name)
}

// Text returns the decoded text from its first character.
func (in *Input) Text() (io.ReadCloser, error) {
	file, counted, err := in.src.open()
	if err != nil {
		return nil, err
	}
	in.reading.Store(counted)
	r, err := in.charset.decode(file)
	if err != nil {
		_ = file.Close()
		return nil, err
	}
	if in.crOnly {
		r = text.LineEnds(r)
	}
	return struct {
		io.Reader
		io.Closer
	}{r, file}, nil
}

// Window returns r, the text, as a Window of at most MaxRow.
func (in *Input) Window(r io.Reader) *text.Window {
	return text.NewWindow(r, in.Options.MaxRow, in.charset.enc != nil)
}

// Lines returns the lines of r, the text, each of at most MaxRow.
func (in *Input) Lines(r io.Reader) *text.Lines { return text.NewLines(r, in.Options.MaxRow) }

// Bytes returns the uncompressed bytes for reading at any offset, and their
// number. It copies a compressed file to a temporary one.
func (in *Input) Bytes() (io.ReaderAt, int64, error) {
	if in.src.compression != uncompressed {
		r, _, err := in.src.open()
		if err != nil {
			return nil, 0, err
		}
		defer r.Close()
		src, err := spool(r, in.Options)
		if err != nil {
			return nil, 0, err
		}
		_ = in.src.file.Close()
		in.src = src
	}
	return in.src.file, in.src.size, nil
}

// Guard returns r, which decompresses size bytes of a workbook, with the limits
// Options.MaxExpand and MaxUnpack.
func (in *Input) Guard(r io.ReadCloser, size int64) io.ReadCloser {
	return &expanded{r: r, file: &exact{n: size}, max: in.Options.MaxExpand, most: in.Options.MaxUnpack, instead: "save the sheet as CSV, in pieces", close: r.Close}
}

// At returns the position of a line.
func (in *Input) At(line int) Position { return Position{File: in.Name, Line: line, Index: -1} }

// Flaw returns the index of the first byte of raw that is not text, -1 if there is none.
func (in *Input) Flaw(raw []byte) int { return text.Flaw(raw, in.charset.enc != nil) }

// CheckText returns the error of the row at pos if its raw text has a byte
// that is not text, else nil.
func (in *Input) CheckText(pos Position, raw []byte) *RowError {
	i := in.Flaw(raw)
	if i < 0 {
		return nil
	}
	return in.FlawError(pos, raw[i], pos.Line+bytes.Count(raw[:i], []byte("\n")))
}

// FlawError returns the error of the row at pos for a byte in a line that is not text.
func (in *Input) FlawError(pos Position, b byte, line int) *RowError {
	e := &RowError{Pos: pos, Fault: FaultEncoding,
		Advice: "pass the file's encoding with --encoding (windows-1252 is common), or save it as UTF-8"}
	switch {
	case b == 0:
		e.Fault = FaultNUL
		e.Reason = fmt.Sprintf("there is a zero byte in line %d", line)
		e.Advice = "the file is damaged, or is not text: export it again"
	case in.charset.enc != nil:
		e.Reason = fmt.Sprintf("a character in line %d cannot be read as %s", line, in.Encoding)
	default:
		e.Reason = fmt.Sprintf("byte 0x%02X in line %d is not %s", b, line, in.Encoding)
	}
	return e
}

// head returns the beginning of the uncompressed bytes: more of a compressed file, which
// has no samples.
func (s *source) head() ([]byte, error) {
	r, _, err := s.open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	if s.compression != uncompressed {
		return readUpTo(r, maxSamples*sampleSize)
	}
	return readUpTo(r, HeadSize)
}

// samples yields pieces of the file behind its head: its first letter beyond ASCII may
// come late. Each is valid until the next.
func (s *source) samples() iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		if s.compression != uncompressed {
			return
		}
		step := max((s.size-HeadSize)/(maxSamples-1), sampleSize)
		buffer := make([]byte, sampleSize)
		for at := int64(HeadSize); at < s.size; at += step {
			n, err := s.file.ReadAt(buffer[:min(sampleSize, s.size-at)], at)
			if err != nil && err != io.EOF {
				yield(nil, err)
				return
			}
			_, lines, _ := bytes.Cut(buffer[:n], []byte("\n")) // begin at a line, not within a character
			if !yield(lines, nil) {
				return
			}
		}
	}
}

// readUpTo reads n bytes, or to the end of r if that comes first.
func readUpTo(r io.Reader, n int) ([]byte, error) {
	b := bytes.NewBuffer(make([]byte, 0, n+bytes.MinRead)) // never grows
	_, err := b.ReadFrom(io.LimitReader(r, int64(n)))
	return b.Bytes(), err
}

func hasOnlyCR(head []byte) bool {
	head = bytes.TrimSuffix(head, []byte("\r")) // the first half of a CRLF that is cut in two
	return bytes.IndexByte(head, '\r') >= 0 && bytes.IndexByte(head, '\n') < 0
}
