package bolt

import (
	"bytes"
	"encoding/binary"
	"io"
	"os"
	"regexp"
)

// A state that lost pages is to be called damaged and not another program's
// file. The functions here recognise it by what is left of it.

const (
	smallest    = 4096      // bytes of a page
	largest     = 64 << 10  // bytes of a page
	mostScanned = 256 << 20 // bytes of a file: its signs are everywhere
)

// wasBolt reports whether a file that bbolt cannot open could have been one of
// bbolt: it begins as one does, or has a page that is at its place.
func wasBolt(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	return hasMeta(f) || hasPage(f, func([]byte) bool { return true })
}

// signs matches what only pages of a state hold: the name of this program, where
// a key and its value are side by side, a run, or a source.
var signs = regexp.MustCompile(`appquo-import|\{"ID":"\d{8}T\d{6}Z-[^"]*",("Seq":\d+,)?"Kind":"|\{"KeyDefinition":"`)

// wasState reports whether a file of bbolt has a page of a state.
func wasState(f io.ReaderAt) bool { return hasPage(f, signs.Match) }

// hasMeta reports whether one of the two meta pages begins as bbolt writes it,
// or a file that is too short for that begins like it.
func hasMeta(f io.ReaderAt) bool {
	want := binary.NativeEndian.AppendUint64(nil, 0) // number of the page
	want = binary.NativeEndian.AppendUint16(want, pageIsMeta)
	want = append(want, make([]byte, pageHeader-len(want))...)
	want = binary.NativeEndian.AppendUint32(want, magic)
	got := make([]byte, len(want))
	if n, _ := f.ReadAt(got, 0); n > 0 && bytes.HasPrefix(want, got[:n]) {
		return true
	}
	for at := int64(0); at <= largest; at = max(2*at, smallest) { // the second is as far away as pages are long
		if n, _ := f.ReadAt(got, at); n == len(got) && bytes.Equal(got[pageHeader:], want[pageHeader:]) {
			return true
		}
	}
	return false
}

// hasPage reports whether the file has a leaf page at its place that is found.
func hasPage(f io.ReaderAt, found func(page []byte) bool) bool {
	page := make([]byte, largest)
	for at := int64(smallest); at < mostScanned; at += smallest {
		n, err := f.ReadAt(page[:smallest], at)
		if size := leafSize(page[:n], at); size > 0 {
			n, _ = f.ReadAt(page[:size], at)
			if found(page[:n]) {
				return true
			}
		}
		if err != nil {
			return false
		}
	}
	return false
}

// leafSize returns the size of the file's pages if there is a leaf page at its
// place, otherwise 0.
func leafSize(page []byte, at int64) int64 {
	if len(page) < pageHeader || u16(page[8:]) != pageIsLeaf {
		return 0
	}
	for size := int64(smallest); size <= largest; size *= 2 {
		if at%size == 0 && u64(page) == uint64(at/size) {
			return size
		}
	}
	return 0
}

// firstPages is the number of pages that a file has after its first commit.
const firstPages = 6

// hasContent reports whether a file holds anything but zeros from an offset on.
func hasContent(f io.ReaderAt, from int64) bool {
	page := make([]byte, smallest)
	for at := from; ; at += smallest {
		n, err := f.ReadAt(page, at)
		if len(bytes.Trim(page[:n], "\x00")) > 0 {
			return true
		}
		if err != nil {
			return false
		}
	}
}
