package bolt

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"

	"go.etcd.io/bbolt"
)

// A copy that was made while a run wrote has pages of different moments. bbolt
// follows them wherever they lead, in a circle until memory runs out, and a list
// of free pages of another moment makes it overwrite pages in use. So the pages
// of a file are checked before it is used: each must be what the page above it
// takes it for, and in use once. What the values are is not looked at.
//
// This is bbolt's format: a page begins with its number (8 bytes), flags (2),
// count of elements (2) and number of further pages that it covers (4). An
// element of a branch is the place of its key, counted from the element (4), the
// length of the key (4) and the number of a page (8). One of a leaf is flags (4),
// the place of the key (4), the length of the key (4) and that of the value
// behind it (4).
const (
	pageHeader   = 16
	pageIsBranch = 0x01
	pageIsLeaf   = 0x02
	pageIsMeta   = 0x04
	pageIsFree   = 0x10
	element      = 16
	isBucket     = 0x01            // flag of a leaf's element: the value is a bucket
	deepest      = 64              // levels: a million records have four
	noFreePages  = 1<<64 - 1       // of a file without a list of them
	magic        = 0xED0CDAED      // of a meta page, behind its header
	metaRoot     = pageHeader + 16 // places in a meta page
	metaFree     = pageHeader + 32
	metaTx       = pageHeader + 48
	metaSize     = pageHeader + 64
)

// pages is the file of a transaction, and what is known of its pages.
type pages struct {
	file   io.ReaderAt
	size   int    // of a page
	used   []bool // by number
	buffer []byte // of the page that was read last
}

// checkPages returns an error if the pages of a file do not fit together. The
// file has as many as the transaction says. A place beyond the end of a page
// panics: callers are within guard.
func checkPages(file io.ReaderAt, tx *bbolt.Tx) error {
	p := pages{file: file, size: tx.DB().Info().PageSize}
	p.used = make([]bool, tx.Size()/int64(p.size))
	meta, err := p.meta(uint64(tx.ID()))
	if err != nil {
		return err
	}
	if err := p.tree(u64(meta[metaRoot:]), nil, nil, deepest); err != nil {
		return err
	}
	return p.free(u64(meta[metaFree:]))
}

// meta returns the meta page of a transaction.
func (p *pages) meta(tx uint64) ([]byte, error) {
	b := make([]byte, metaSize)
	for at := range int64(2) {
		if _, err := p.file.ReadAt(b, at*int64(p.size)); err != nil {
			return nil, err
		}
		if u32(b[pageHeader:]) == magic && u64(b[metaTx:]) == tx {
			return b, nil
		}
	}
	return nil, fmt.Errorf("no meta page of transaction %d", tx)
}

// read returns a page with those that it covers, and notes that they are used.
// It is valid until the next call.
func (p *pages) read(number uint64) ([]byte, error) {
	if number < 2 || number >= uint64(len(p.used)) {
		return nil, fmt.Errorf("page %d of %d", number, len(p.used))
	}
	page, err := p.bytes(number, 1)
	if err != nil {
		return nil, err
	}
	more := uint64(u32(page[12:]))
	if found := u64(page); found != number || more >= uint64(len(p.used))-number {
		return nil, fmt.Errorf("page %d is page %d and covers %d more", number, found, more)
	}
	for n := number; n <= number+more; n++ {
		if p.used[n] {
			return nil, fmt.Errorf("page %d is used twice", n)
		}
		p.used[n] = true
	}
	if more > 0 {
		return p.bytes(number, int(more)+1)
	}
	return page, nil
}

func (p *pages) bytes(number uint64, count int) ([]byte, error) {
	p.buffer = slices.Grow(p.buffer[:0], count*p.size)[:count*p.size]
	_, err := p.file.ReadAt(p.buffer, int64(number)*int64(p.size))
	if errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("page %d is beyond the end", number)
	}
	return p.buffer, err
}

// tree checks the pages below one. Its keys are not before from, and before to;
// nil is no limit.
func (p *pages) tree(number uint64, from, to []byte, levels int) error {
	page, err := p.read(number)
	if err != nil {
		return err
	}
	count := int(u16(page[10:]))
	switch flags := u16(page[8:]); {
	case levels == 0:
		return fmt.Errorf("page %d is too deep", number)
	case flags == pageIsLeaf:
		buckets, err := leaf(page, count, from, to)
		if err != nil {
			return fmt.Errorf("page %d: %w", number, err)
		}
		for _, root := range buckets {
			if err := p.tree(root, nil, nil, levels-1); err != nil {
				return err
			}
		}
		return nil
	case flags == pageIsBranch && count > 0:
		return p.branch(bytes.Clone(page), count, from, to, levels)
	default:
		return fmt.Errorf("page %d has flags %x", number, flags)
	}
}

func (p *pages) branch(page []byte, count int, from, to []byte, levels int) error {
	key := func(i int) []byte {
		e := page[pageHeader+i*element:]
		return e[u32(e):][:u32(e[4:])]
	}
	for i := range count {
		first, last := key(i), to
		if i+1 < count {
			last = key(i + 1)
		}
		if !within(first, from, last) {
			return fmt.Errorf("page %d: its keys are not in order", u64(page))
		}
		if err := p.tree(u64(page[pageHeader+i*element+8:]), first, last, levels-1); err != nil {
			return err
		}
	}
	return nil
}

// leaf checks the elements of a leaf page, and returns the root pages of the
// buckets in it.
func leaf(page []byte, count int, from, to []byte) (buckets []uint64, err error) {
	for i := range count {
		e := page[pageHeader+i*element:]
		at, keySize, size := u32(e[4:]), u32(e[8:]), u32(e[12:])
		key, value := e[at:][:keySize], e[at+keySize:][:size]
		if !within(key, from, to) || i > 0 && bytes.Equal(key, from) {
			return nil, errors.New("its keys are not in order")
		}
		from = key
		if u32(e)&isBucket == 0 {
			continue
		}
		if root := u64(value); root != 0 {
			buckets = append(buckets, root)
		} else if inline := value[16:]; u16(inline[8:]) != pageIsLeaf {
			return nil, errors.New("a bucket in it is not a page")
		} else if _, err := leaf(inline, int(u16(inline[10:])), nil, nil); err != nil {
			return nil, err
		}
	}
	return buckets, nil
}

func within(key, from, to []byte) bool {
	return bytes.Compare(key, from) >= 0 && (to == nil || bytes.Compare(key, to) < 0)
}

// free checks the list of free pages: they are in order, and none is used.
func (p *pages) free(number uint64) error {
	if number == noFreePages {
		return nil
	}
	page, err := p.read(number)
	if err != nil {
		return err
	}
	if flags := u16(page[8:]); flags != pageIsFree {
		return fmt.Errorf("page %d has flags %x and not the free pages", number, flags)
	}
	count, list := uint64(u16(page[10:])), page[pageHeader:]
	if count == 1<<16-1 { // and more: the count is the first number
		count, list = u64(list), list[8:]
	}
	if count > uint64(len(list)/8) {
		return fmt.Errorf("page %d: %d free pages", number, count)
	}
	last := uint64(1)
	for i := range count {
		free := u64(list[i*8:])
		if free <= last || free >= uint64(len(p.used)) || p.used[free] {
			return fmt.Errorf("page %d: page %d is not free", number, free)
		}
		last = free
	}
	return nil
}

func u16(b []byte) uint16 { return binary.NativeEndian.Uint16(b) }
func u32(b []byte) uint32 { return binary.NativeEndian.Uint32(b) }
func u64(b []byte) uint64 { return binary.NativeEndian.Uint64(b) }
