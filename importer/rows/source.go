package rows

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"github.com/quo-import/quo-import/importer/tempfile"
)

// source is the bytes of a file. It can be read from the start any number of times.
type source struct {
	file        stored
	size        int64 // when opened: later passes read exactly as much
	opened      fs.FileInfo
	compression compression
	maxExpand   int64 // Options.MaxExpand
	maxUnpack   int64 // Options.MaxUnpack
}

// stored is a file on the disk.
type stored interface {
	io.ReaderAt
	io.Closer
	Stat() (fs.FileInfo, error)
}

type compression int

const (
	uncompressed compression = iota
	gzipped
	zstandard
)

const (
	zstdWindow       = 128 << 20 // needed by zstd --ultra -22
	maxExpandApplies = 64 << 20  // uncompressed bytes from which MaxExpand applies: small files of repeated rows compress very well
)

// openSource opens a path. What cannot be read twice (standard input, a pipe)
// is copied to a temporary file that nobody else can open.
func openSource(path string, opts Options) (*source, error) {
	if path == "-" {
		if opts.Stdin == nil {
			return nil, errors.New("there is no standard input")
		}
		return spool(opts.Stdin, opts)
	}
	file, err := openFile(path)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	switch {
	case err != nil:
	case info.IsDir():
		err = errors.New("this is a folder, not a file")
	case !info.Mode().IsRegular():
		defer file.Close()
		in, err := waitForWriter(file, info)
		if errors.Is(err, errNoWriter) {
			return nil, fmt.Errorf("%w, or pass the input on standard input, as -", err)
		}
		if err != nil {
			return nil, err
		}
		return spool(in, opts)
	}
	if err != nil {
		_ = file.Close()
		return nil, err
	}
	src, err := newSource(file, info.Size(), opts)
	if src != nil {
		src.opened = info
	}
	return src, err
}

// changed reports whether the file was written to since it was opened.
func (s *source) changed() bool {
	if s.opened == nil {
		return false // a copy of our own
	}
	now, err := s.file.Stat()
	return err == nil && (now.Size() != s.opened.Size() || !now.ModTime().Equal(s.opened.ModTime()))
}

// trimZeros leaves out the zero bytes at the end of an uncompressed file, and
// returns their number.
func (s *source) trimZeros() (int64, error) {
	if s.compression != uncompressed {
		return 0, nil
	}
	all := s.size
	for s.size > 0 {
		piece := make([]byte, min(s.size, sampleSize))
		if _, err := s.file.ReadAt(piece, s.size-int64(len(piece))); err != nil {
			return 0, err
		}
		kept := len(bytes.TrimRight(piece, "\x00"))
		s.size -= int64(len(piece) - kept)
		if kept > 0 {
			break
		}
	}
	return all - s.size, nil
}

func newSource(file stored, size int64, opts Options) (*source, error) {
	magic := make([]byte, 4)
	n, err := file.ReadAt(magic, 0)
	if err != nil && err != io.EOF {
		_ = file.Close()
		return nil, err
	}
	return &source{file: file, size: size, maxExpand: opts.MaxExpand, maxUnpack: opts.MaxUnpack, compression: compressionOf(magic[:n])}, nil
}

// spool copies r to a temporary file.
func spool(r io.Reader, opts Options) (*source, error) {
	file, err := tempfile.New()
	if err != nil {
		return nil, fmt.Errorf("copying the input to a temporary file: %w", err)
	}
	size, err := copyInput(file, r)
	if err != nil {
		_ = file.Close()
		return nil, fmt.Errorf("copying the input to a temporary file: %w", err)
	}
	return newSource(file, size, opts)
}

// maxSpool is the most bytes of an input that is copied: a device may have no end.
const maxSpool = 4 << 30

// copyInput copies an input that can be read once. One that begins with zeros alone is a
// device, not a file of contacts.
func copyInput(file io.Writer, r io.Reader) (int64, error) {
	head, err := readUpTo(r, sampleSize)
	if err != nil {
		return 0, err
	}
	if len(head) == sampleSize && len(bytes.TrimLeft(head, "\x00")) == 0 {
		return 0, fmt.Errorf("%w: it begins with %d zero bytes, and is no text", ErrUnsupported, len(head))
	}
	if _, err := file.Write(head); err != nil {
		return 0, err
	}
	n, err := io.Copy(file, io.LimitReader(r, maxSpool))
	if err == nil && n == maxSpool {
		return 0, fmt.Errorf("%w: it has more than %d GiB", ErrTooBig, maxSpool>>30)
	}
	return n + int64(len(head)), err
}

func compressionOf(head []byte) compression {
	switch {
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		return gzipped
	case bytes.HasPrefix(head, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		return zstandard
	}
	return uncompressed
}

// open returns the uncompressed bytes from the start, and the reader below
// them, which counts the bytes of the file.
func (s *source) open() (io.ReadCloser, *exact, error) {
	file := &exact{r: io.NewSectionReader(s.file, 0, s.size), want: s.size}
	switch s.compression {
	case gzipped:
		z, err := gzip.NewReader(file)
		if err != nil {
			return nil, nil, expandError(err)
		}
		return &expanded{r: z, file: file, max: s.maxExpand, most: s.maxUnpack, instead: unpackIt, close: z.Close}, file, nil
	case zstandard:
		z, err := zstd.NewReader(file, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
			zstd.WithDecoderMaxWindow(zstdWindow))
		if err != nil {
			return nil, nil, expandError(err)
		}
		return &expanded{r: z, file: file, max: s.maxExpand, most: s.maxUnpack, instead: unpackIt, close: func() error { z.Close(); return nil }}, file, nil
	}
	return io.NopCloser(file), file, nil
}

const unpackIt = "if that is right, unpack it and import what comes out"

// exact reads as many bytes as the file had when it was opened. Fewer are an
// error: a file that shrinks during a run must not pass for a shorter one.
type exact struct {
	r    io.Reader
	n    int64
	want int64
}

func (e *exact) Read(p []byte) (int, error) {
	n, err := e.r.Read(p)
	e.n += int64(n)
	if err == io.EOF && e.n < e.want {
		err = fmt.Errorf("%w: it became shorter while it was read", ErrTruncated)
	}
	return n, err
}

// expanded reads from a decompressor. It translates errors, and fails where
// the output is out of proportion to the input, or more than a list of contacts is.
type expanded struct {
	r    io.Reader
	file *exact
	n    int64
	max  int64 // times the size of the input
	most int64 // bytes
	// instead is what to do about a file that is larger.
	instead string
	close   func() error
}

func (x *expanded) Read(p []byte) (int, error) {
	n, err := x.r.Read(p)
	x.n += int64(n)
	if err != nil && err != io.EOF {
		return n, expandError(err)
	}
	if x.n > maxExpandApplies && x.n/x.max > x.file.n {
		return 0, fmt.Errorf("%w: it unpacks to more than %d times its size", ErrTooBig, x.max)
	}
	if x.n > x.most {
		return 0, fmt.Errorf("%w: it unpacks to more than %s: %s", ErrTooBig, size(x.most), x.instead)
	}
	return n, err
}

// size returns a number of bytes in words.
func size(n int64) string {
	if n >= 1<<30 {
		return fmt.Sprintf("%d GiB", n>>30)
	}
	return fmt.Sprintf("%d MiB", n>>20)
}

func (x *expanded) Close() error { return x.close() }

func expandError(err error) error {
	switch {
	case errors.Is(err, ErrTruncated):
		return err
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return fmt.Errorf("%w: the compressed data is cut off", ErrTruncated)
	case errors.Is(err, zstd.ErrWindowSizeExceeded), errors.Is(err, zstd.ErrDecoderSizeExceeded):
		return fmt.Errorf("%w: it needs more than %d MiB to unpack", ErrTooBig, zstdWindow>>20)
	}
	return fmt.Errorf("%w: the compressed data is damaged (%w)", ErrSyntax, err)
}
