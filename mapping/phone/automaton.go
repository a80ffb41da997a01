package phone

import (
	_ "embed" // for automata.bin
	"encoding/binary"
	"sync"
)

//go:generate go run gen.go

// automata.bin holds the library's patterns as automata over digits; internal/compiler says how it is made and
// packed.
//
//go:embed automata.bin
var packedAutomata []byte

// state is a place in an automaton, and the automaton that starts there. 0 is where nothing matches any more.
type state uint16

const dead state = 0

// What a state says of the digits that led to it; see internal/compiler.
const (
	matchHere = 1 << iota
	groupHere
	matchEnd
	groupEnd
)

// automata are all of them: for each state, where each digit leads, and what the state says.
type automata struct {
	next [][10]state
	says []uint8
}

// matches tells whether the pattern that starts at s matches all the digits (values 0 to 9).
func (a *automata) matches(s state, digits []byte) bool {
	for _, d := range digits {
		s = a.next[s][d]
		if s == dead {
			return false
		}
	}
	return a.says[s]&matchEnd != 0
}

// prefix finds how many of the digits the pattern that starts at s matches, -1 where it does not, and whether its
// last group took part: what FindSubmatchIndex says of "^(?:pattern)".
func (a *automata) prefix(s state, digits []byte) (end int, group bool) {
	end = -1
	for i, d := range digits {
		if says := a.says[s]; says&matchHere != 0 {
			end, group = i, says&groupHere != 0
		}
		s = a.next[s][d]
		if s == dead {
			return end, group
		}
	}
	if says := a.says[s]; says&matchEnd != 0 {
		end, group = len(digits), says&groupEnd != 0
	}
	return end, group
}

// loadAutomata unpacks them, which takes about a millisecond, when the first number is read.
var loadAutomata = sync.OnceValue(func() *automata {
	a := &automata{next: make([][10]state, stateCount), says: make([]uint8, stateCount)}
	packed := packedAutomata
	for s := 1; s < stateCount; s++ {
		head := packed[0]
		packed = packed[1:]
		a.says[s] = head & 0xf
		for range head >> 4 {
			digits := binary.LittleEndian.Uint16(packed)
			back, n := binary.Uvarint(packed[2:])
			packed = packed[2+n:]
			for d := range a.next[s] {
				if digits>>d&1 != 0 {
					a.next[s][d] = state(s - int(back))
				}
			}
		}
	}
	return a
})
