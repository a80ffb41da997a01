package bolt

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"github.com/quo-import/quo-import/store"
)

// pageImage is a file, to be damaged.
type pageImage struct {
	bytes []byte
	size  int
	free  int // number of the page of free pages
}

func (p pageImage) page(number int) []byte { return p.bytes[number*p.size:][:p.size] }

// find returns the first page in use with the flags and at least that many elements.
func (p pageImage) find(t *testing.T, used []bool, flags uint16, count int) int {
	t.Helper()
	for n := 2; n < len(used); n++ {
		if page := p.page(n); used[n] && u16(page[8:]) == flags && int(u16(page[10:])) >= count {
			return n
		}
	}
	t.Fatalf("no page with flags %x", flags)
	return 0
}

// Pages that do not fit together are found before bbolt follows them.
func TestPagesThatDoNotFitTogetherAreDamage(t *testing.T) {
	s := testStore(t)
	if err := s.Load(t.Context(), "crm", records(3000)); err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		commit(t, s, store.Refresh("crm", recordKey(i*1000), record(i, 3)))
	}
	p := pages{file: s.handle.file, size: os.Getpagesize()}
	image := pageImage{size: p.size}
	err := s.handle.db.View(func(tx *bbolt.Tx) error {
		p.used = make([]bool, tx.Size()/int64(p.size))
		meta, err := p.meta(uint64(tx.ID()))
		if err != nil {
			return err
		}
		image.free = int(u64(meta[metaFree:]))
		return p.tree(u64(meta[metaRoot:]), nil, nil, deepest)
	})
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	if image.bytes, err = os.ReadFile(s.Path()); err != nil {
		t.Fatal(err)
	}
	branch, leaf := image.find(t, p.used, pageIsBranch, 3), image.find(t, p.used, pageIsLeaf, 5)
	child := func(page []byte, i int) []byte { return page[pageHeader+i*element+8:] }
	put := binary.NativeEndian.PutUint64

	path := filepath.Join(t.TempDir(), "damaged.db")
	for name, c := range map[string]struct {
		damage func(p pageImage)
		want   string
	}{
		"a page that leads to itself":         {func(p pageImage) { put(child(p.page(branch), 0), uint64(branch)) }, "is used twice"},
		"a page that is led to twice":         {func(p pageImage) { copy(child(p.page(branch), 1)[:8], child(p.page(branch), 0)[:8]) }, "is used twice"},
		"a page beyond the end":               {func(p pageImage) { put(child(p.page(branch), 0), 1<<40) }, "page 1099511627776 of"},
		"a meta page":                         {func(p pageImage) { put(child(p.page(branch), 0), 1) }, "page 1 of"},
		"a page of another number":            {func(p pageImage) { put(p.page(leaf), 7777) }, "is page 7777"},
		"a page of no kind":                   {func(p pageImage) { p.page(leaf)[8] = 3 }, "has flags 3"},
		"a branch without pages":              {func(p pageImage) { copy(p.page(branch)[10:], []byte{0, 0}) }, "has flags 1"},
		"a page that covers the file":         {func(p pageImage) { copy(p.page(leaf)[12:], []byte{255, 255, 0, 0}) }, "covers 65535 more"},
		"a key beyond its page":               {func(p pageImage) { copy(p.page(leaf)[pageHeader+4:], []byte{255, 255, 0, 0}) }, "out of range"},
		"keys that are not in order":          {func(p pageImage) { swapKeys(p.page(leaf)) }, "not in order"},
		"a free page that is in use":          {func(p pageImage) { put(p.page(p.free)[pageHeader:], uint64(leaf)) }, "is not free"},
		"a free page beyond the end":          {func(p pageImage) { put(p.page(p.free)[pageHeader:], 1<<40) }, "is not free"},
		"more free pages than there is space": {func(p pageImage) { copy(p.page(p.free)[10:], []byte{255, 254}) }, "free pages"},
		"free pages of another kind":          {func(p pageImage) { p.page(p.free)[8] = pageIsLeaf }, "and not the free pages"},
	} {
		damaged := image
		damaged.bytes = bytes.Clone(image.bytes)
		c.damage(damaged)
		write(string(damaged.bytes))(t, path)
		if _, err := Open(path, Options{}); !errors.Is(err, store.ErrCorrupt) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	write(string(image.bytes))(t, path)
	openTest(t, path)
}

// swapKeys exchanges the last bytes of the first two keys of a leaf page.
func swapKeys(page []byte) {
	last := func(i int) []byte {
		e := page[pageHeader+i*element:]
		return e[u32(e[4:])+u32(e[8:])-1:]
	}
	last(0)[0], last(1)[0] = last(1)[0], last(0)[0]
}

// A list of more free pages than its page can count begins with their number.
func TestALongListOfFreePagesIsRead(t *testing.T) {
	const size, covers, first, n = 4096, 200, 300, 70_000
	list := func(count uint64, last uint64) *pages {
		b := make([]byte, 2*size, (2+1+covers)*size) // the meta pages
		b = binary.NativeEndian.AppendUint64(b, 2)
		b = binary.NativeEndian.AppendUint16(b, pageIsFree)
		b = binary.NativeEndian.AppendUint16(b, 1<<16-1)
		b = binary.NativeEndian.AppendUint32(b, covers)
		b = binary.NativeEndian.AppendUint64(b, count)
		for free := uint64(first); free < first+n-1; free++ {
			b = binary.NativeEndian.AppendUint64(b, free)
		}
		b = binary.NativeEndian.AppendUint64(b, last)
		return &pages{file: bytes.NewReader(b[:cap(b)]), size: size, used: make([]bool, first+n)}
	}
	if err := list(n, first+n-1).free(2); err != nil {
		t.Error(err)
	}
	for name, p := range map[string]*pages{
		"one beyond the end": list(n, first+n), "one twice": list(n, first+n-2), "more than there is space": list(1<<40, first+n-1),
	} {
		if p.free(2) == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
