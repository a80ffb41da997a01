package grid

import (
	"hash/maphash"
	"slices"

	"github.com/quo-import/quo-import/importer/fixes"
)

var seed = maphash.MakeSeed()

// hashKey returns the hash of a key; never 0, which is no key.
func hashKey(key string) uint64 { return maphash.String(seed, key) | 1 }

// keyIndex finds the rows that have one key. A key that one row has costs an entry of a
// map; one that several have, a list.
type keyIndex struct {
	keys   []uint64 // of each row; 0 for none
	single map[uint64]int32
	groups map[uint64][]int32 // by key, in the order of rows
	first  map[uint64]bool    // keys of whose rows the first is imported
}

func newKeyIndex() *keyIndex {
	return &keyIndex{single: map[uint64]int32{}, groups: map[uint64][]int32{}, first: map[uint64]bool{}}
}

func (x *keyIndex) grow(n int) { x.keys = make([]uint64, n) }

// set gives a row a key; 0 for none.
func (x *keyIndex) set(i int32, key uint64) {
	was := x.keys[i]
	if was == key {
		return
	}
	x.remove(i, was)
	x.keys[i] = key
	if key == 0 {
		return
	}
	if group := x.groups[key]; group != nil {
		at, _ := slices.BinarySearch(group, i)
		x.groups[key] = slices.Insert(group, at, i)
		return
	}
	other, taken := x.single[key]
	if !taken {
		x.single[key] = i
		return
	}
	delete(x.single, key)
	x.groups[key] = []int32{min(i, other), max(i, other)}
}

func (x *keyIndex) remove(i int32, key uint64) {
	if key == 0 {
		return
	}
	group := x.groups[key]
	if group == nil {
		delete(x.single, key)
		return
	}
	at, _ := slices.BinarySearch(group, i)
	group = slices.Delete(group, at, at+1)
	if len(group) > 1 {
		x.groups[key] = group
		return
	}
	delete(x.groups, key)
	x.single[key] = group[0]
}

// members returns the rows that have the key of a row, if they are several.
func (x *keyIndex) members(i int32) []int32 {
	if key := x.keys[i]; key != 0 && len(x.groups) > 0 {
		return x.groups[key]
	}
	return nil
}

// of returns the rows that have a key.
func (x *keyIndex) of(key uint64) []int32 {
	if group := x.groups[key]; group != nil {
		return group
	}
	if i, ok := x.single[key]; ok {
		return []int32{i}
	}
	return nil
}

// keepsFirst reports whether of the rows with the key of a row the first is imported.
func (x *keyIndex) keepsFirst(i int32) bool { return x.first[x.keys[i]] }

// nameIndex finds the rows that a fix names, while the fixes of the file are given to them.
type nameIndex struct {
	keys    map[uint64][]int32 // rows by the hash of the key that they have in the file
	hashes  map[uint64][]int32 // rows without a key of their own, by the hash of their cells
	twins   map[uint64][]int32
	doubled map[uint64]bool
	pending map[uint64]pendingRow // the first row with each key, which may turn out to be doubled
}

type pendingRow struct {
	row  int32
	hash uint64
}

func newNameIndex() *nameIndex {
	return &nameIndex{keys: map[uint64][]int32{}, hashes: map[uint64][]int32{}, twins: map[uint64][]int32{}, doubled: map[uint64]bool{}, pending: map[uint64]pendingRow{}}
}

// add notes the name of the next row. hash returns its name by its cells.
func (x *nameIndex) add(i int32, name fixes.Row, hash func() fixes.Row) {
	if name.Key == "" {
		x.addHash(i, name.Hash)
		return
	}
	key := hashKey(name.Key)
	before, seen := x.pending[key]
	if !seen {
		x.pending[key] = pendingRow{i, hash().Hash}
		return
	}
	if !x.doubled[key] {
		x.doubled[key] = true
		x.addHash(before.row, before.hash)
		x.keys[key] = append(x.keys[key], before.row)
	}
	x.keys[key] = append(x.keys[key], i)
	x.addHash(i, hash().Hash)
}

func (x *nameIndex) addHash(i int32, hash uint64) {
	list := append(x.hashes[hash], i)
	x.hashes[hash] = list
	if len(list) > 1 {
		x.twins[hash] = list
	}
}

// rows returns the rows with a name.
func (x *nameIndex) rows(name fixes.Row) []int32 {
	if name.Key == "" {
		return x.hashes[name.Hash]
	}
	key := hashKey(name.Key)
	if list := x.keys[key]; list != nil {
		return list
	}
	if one, ok := x.pending[key]; ok {
		return []int32{one.row}
	}
	return nil
}
