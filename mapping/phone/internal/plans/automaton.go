package plans

// state is a place in an automaton, and so the automaton that starts there.
type state uint16

// dead is the state in which nothing matches.
const dead state = 0

// The flags of a state.
const (
	matchHere = 1 << iota // a prefix ends here, whatever follows
	groupHere             // and the last group of the pattern is part of it
	matchEnd              // the whole matches if no digit follows
	groupEnd              // and the last group of the pattern is part of it
)

// automata holds, for each state, where each digit leads and the flags.
type automata struct {
	next  [][10]state
	flags []uint8
}

// matches reports whether the pattern that starts at s matches all the digits.
func (a *automata) matches(s state, digits []byte) bool {
	for _, d := range digits {
		s = a.next[s][d-'0']
		if s == dead {
			return false
		}
	}
	return a.flags[s]&matchEnd != 0
}

// prefix returns how many of the digits the pattern that starts at s matches, -1
// for none, and whether its last group took part, as FindSubmatchIndex does for
// "^(?:pattern)".
func (a *automata) prefix(s state, digits []byte) (end int, group bool) {
	end = -1
	for i, d := range digits {
		if flags := a.flags[s]; flags&matchHere != 0 {
			end, group = i, flags&groupHere != 0
		}
		s = a.next[s][d-'0']
		if s == dead {
			return end, group
		}
	}
	if flags := a.flags[s]; flags&matchEnd != 0 {
		end, group = len(digits), flags&groupEnd != 0
	}
	return end, group
}
