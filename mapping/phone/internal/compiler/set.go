package compiler

import (
	"encoding/binary"
)

// State is a place in an automaton, and, since the rest of the automaton hangs on it, an automaton: the one that
// starts there.
type State int

// Dead is the state that no digit leads out of and nothing matches in.
const Dead State = 0

// The flags of a state.
const (
	matchHere = 1 << iota // the prefix ends here, whatever follows
	groupHere             // and the last group of the pattern is part of it
	matchEnd              // the whole matches if no digit follows
	groupEnd              // and the last group of the pattern is part of it
)

type node struct {
	next [10]State
	out  uint8
}

// Set holds automata that share their states: two states from which the same continuations match are one. What
// comes after the area code is the same ("seven more digits") for most of the world, so that sharing makes the
// numbering plans of the world small.
type Set struct {
	nodes []node
	ids   map[node]State
}

// NewSet returns a set that holds only [Dead].
func NewSet() *Set {
	s := &Set{ids: make(map[node]State)}
	s.add(node{})
	return s
}

// add returns the state for n. As all of n's successors are known, and no automaton has a cycle, equal
// continuations are equal nodes.
func (s *Set) add(n node) State {
	if id, ok := s.ids[n]; ok {
		return id
	}
	id := State(len(s.nodes))
	s.nodes = append(s.nodes, n)
	s.ids[n] = id
	return id
}

// OfLengths returns the automaton that matches what a does in one of the lengths; without lengths, a.
func (s *Set) OfLengths(a State, lengths []int32) State {
	if len(lengths) == 0 {
		return a
	}
	allowed := make(map[int32]bool)
	for _, n := range lengths {
		allowed[n] = true
	}
	type place struct {
		state State
		depth int32
	}
	known := make(map[place]State)
	var limit func(p place) State
	limit = func(p place) State {
		if p.state == Dead {
			return Dead
		}
		if st, ok := known[p]; ok {
			return st
		}
		n := s.nodes[p.state]
		if !allowed[p.depth] {
			n.out = 0
		}
		for d, next := range n.next {
			n.next[d] = limit(place{next, p.depth + 1})
		}
		known[p] = s.add(n)
		return known[p]
	}
	return limit(place{a, 0})
}

// Combine returns the automaton that matches where rule returns true, given which of the parts match all digits (whole),
// and which have matched some at the start (begun). Where no part can continue, nothing matches.
func (s *Set) Combine(parts []State, rule func(whole, begun []bool) bool) State {
	return (&combination{set: s, rule: rule, known: make(map[string]State)}).state(parts, make([]bool, len(parts)))
}

type combination struct {
	set   *Set
	rule  func(whole, begun []bool) bool
	known map[string]State
}

// state follows all parts at once. Begun remembers which of them has matched a prefix of the digits so far.
func (c *combination) state(parts []State, begun []bool) State {
	if allDead(parts) {
		return Dead
	}
	whole := make([]bool, len(parts))
	begun = append([]bool(nil), begun...)
	var key []byte
	for i, p := range parts {
		whole[i] = c.set.nodes[p].out&matchEnd != 0
		begun[i] = begun[i] || c.set.nodes[p].out&matchHere != 0
		key = binary.AppendUvarint(key, uint64(p))
		if begun[i] {
			key = append(key, 1)
		} else {
			key = append(key, 0)
		}
	}
	if known, ok := c.known[string(key)]; ok {
		return known
	}
	var n node
	if c.rule(whole, begun) {
		n.out = matchEnd
	}
	next := make([]State, len(parts))
	for d := range n.next {
		for i, p := range parts {
			next[i] = c.set.nodes[p].next[d]
		}
		n.next[d] = c.state(next, begun)
	}
	state := c.set.add(n)
	c.known[string(key)] = state
	return state
}

func allDead(parts []State) bool {
	for _, p := range parts {
		if p != Dead {
			return false
		}
	}
	return true
}
