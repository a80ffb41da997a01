package plans

import (
	_ "embed" // for tables.bin
	"encoding/binary"
	"strings"
	"sync"
)

//go:generate go run gen.go

//go:embed tables.bin
var packed []byte

const fingerprintSize = 12

// Fingerprint identifies the metadata that the tables were made from.
func Fingerprint() string { return string(packed[:fingerprintSize]) }

// tables are the numbering plans of the world.
type tables struct {
	automata
	plans    []plan
	codes    []callingCode
	byRegion ['Z' + 1]['Z' + 1]*plan // by the letters of the region
	byNumber [1000]*callingCode
}

// load unpacks the tables, which takes about a millisecond.
var load = sync.OnceValue(func() *tables {
	in := unpacker{packed[fingerprintSize:]}
	t := &tables{automata: in.automata()}
	t.plans = make([]plan, in.number())
	for i := range t.plans {
		t.plans[i] = plan{
			region: strings.TrimRight(string(in.bytes(3)), " "), code: in.number(),
			idd: in.state(), national: in.state(), general: in.state(), transforms: in.number() != 0,
			lengths: uint32(in.number()), localLengths: uint32(in.number()),
		}
		if r := t.plans[i].region; r != "001" {
			t.byRegion[r[0]][r[1]] = &t.plans[i]
		}
	}
	t.codes = make([]callingCode, in.number())
	for i := range t.codes {
		t.codes[i] = callingCode{code: in.number(), main: in.number(), valid: in.state()}
		t.byNumber[t.codes[i].code] = &t.codes[i]
	}
	return t
})

// unpacker reads what package compiler has packed.
type unpacker struct{ rest []byte }

func (u *unpacker) bytes(n int) []byte {
	b := u.rest[:n]
	u.rest = u.rest[n:]
	return b
}

func (u *unpacker) number() int {
	n, size := binary.Uvarint(u.rest)
	u.rest = u.rest[size:]
	return int(n)
}

func (u *unpacker) state() state { return state(u.number()) }

func (u *unpacker) automata() automata {
	count := u.number()
	a := automata{next: make([][10]state, count), flags: make([]uint8, count)}
	for s := 1; s < count; s++ {
		head := u.bytes(1)[0]
		a.flags[s] = head & 0xf
		for range head >> 4 {
			digits := binary.LittleEndian.Uint16(u.bytes(2))
			back := u.number()
			for d := range a.next[s] {
				if digits>>d&1 != 0 {
					a.next[s][d] = state(s - back)
				}
			}
		}
	}
	return a
}
