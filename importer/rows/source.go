package rows

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// source is the bytes of a file, to be read from the start as often as wanted.
type source struct {
	name string
	file *os.File
	size int64 // at Open: later passes read no more and no less
	pack packing
	max  int64 // Options.MaxExpand

	reading *exact // the last that was opened
}

type packing string

const (
	plain      packing = ""
	gzipped    packing = "gzip"
	zstandard  packing = "zstd"
	zstdWindow         = 128 << 20 // what zstd --ultra -22 asks for
)

// openSource opens a path. What cannot be read twice (standard input, a pipe)
// is copied to a temporary file that nobody else can open.
func openSource(path string, opts Options) (*source, error) {
	if path == "-" {
		if opts.Stdin == nil {
			return nil, errors.New("there is no standard input")
		}
		return spool(path, opts.Stdin, opts)
	}
	file, err := os.Open(path)
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
		return spool(path, file, opts)
	}
	if err != nil {
		_ = file.Close()
		return nil, err
	}
	return newSource(path, file, info.Size(), opts)
}

func newSource(name string, file *os.File, size int64, opts Options) (*source, error) {
	s := &source{name: name, file: file, size: size, max: opts.MaxExpand}
	magic := make([]byte, 4)
	n, err := file.ReadAt(magic, 0)
	if err != nil && err != io.EOF {
		_ = file.Close()
		return nil, err
	}
	s.pack = packingOf(magic[:n])
	return s, nil
}

// spool copies r to a temporary file: 0600 (os.CreateTemp) and unlinked at
// once, so that people's contacts do not stay on the disk whatever happens.
func spool(name string, r io.Reader, opts Options) (*source, error) {
	file, err := os.CreateTemp("", "quo-import-*")
	if err != nil {
		return nil, fmt.Errorf("copying the input to a temporary file: %w", err)
	}
	// Windows cannot remove an open file; there the system's own clean-up has to do.
	_ = os.Remove(file.Name())
	size, err := io.Copy(file, r)
	if err != nil {
		_ = file.Close()
		return nil, fmt.Errorf("copying the input to a temporary file: %w", err)
	}
	return newSource(name, file, size, opts)
}

func packingOf(head []byte) packing {
	switch {
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		return gzipped
	case bytes.HasPrefix(head, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		return zstandard
	}
	return plain
}

// open gives the unpacked bytes from the start.
func (s *source) open() (io.ReadCloser, error) {
	packed := &exact{r: io.NewSectionReader(s.file, 0, s.size), want: s.size}
	s.reading = packed
	switch s.pack {
	case gzipped:
		z, err := gzip.NewReader(packed)
		if err != nil {
			return nil, unpackError(err)
		}
		return &unpacked{r: z, packed: packed, max: s.max, close: z.Close}, nil
	case zstandard:
		z, err := zstd.NewReader(packed, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
			zstd.WithDecoderMaxWindow(zstdWindow))
		if err != nil {
			return nil, unpackError(err)
		}
		return &unpacked{r: z, packed: packed, max: s.max, close: func() error { z.Close(); return nil }}, nil
	}
	return io.NopCloser(packed), nil
}

// exact reads as many bytes as the file had when it was opened; fewer are an
// error, because a file that shrinks while it is read looks like a shorter one.
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

// unpacked guards a decompressor: errors become ours, and output that is out
// of all proportion to the input ends the reading.
type unpacked struct {
	r      io.Reader
	packed *exact
	n      int64
	max    int64
	close  func() error
}

func (u *unpacked) Read(p []byte) (int, error) {
	n, err := u.r.Read(p)
	u.n += int64(n)
	if err != nil && err != io.EOF {
		return n, unpackError(err)
	}
	if u.n > judgedAfter && u.n/u.max > u.packed.n {
		return 0, fmt.Errorf("%w: it unpacks to more than %d times its size", ErrTooBig, u.max)
	}
	return n, err
}

func (u *unpacked) Close() error { return u.close() }

func unpackError(err error) error {
	switch {
	case errors.Is(err, ErrTruncated):
		return err
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return fmt.Errorf("%w: the packed data is cut off", ErrTruncated)
	case errors.Is(err, zstd.ErrWindowSizeExceeded), errors.Is(err, zstd.ErrDecoderSizeExceeded):
		return fmt.Errorf("%w: it needs more than %d MiB to unpack", ErrTooBig, zstdWindow>>20)
	}
	return fmt.Errorf("%w: the packed data is damaged (%w)", ErrSyntax, err)
}
