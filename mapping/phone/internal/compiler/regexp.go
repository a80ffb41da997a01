package compiler

import (
	"encoding/binary"
	"fmt"
	"regexp/syntax"
)

// compiler turns one pattern into states of a set, by following all threads of the regular expression at once.
type compiler struct {
	set   *Set
	prog  *syntax.Prog
	group uint32           // the capture instruction that ends the last group
	known map[string]State // threads → the state made of them
}

// thread is a place in the program that some reading of the digits so far has reached.
type thread struct {
	pc    uint32
	group bool // the last group of the pattern took part in it
}

// Whole compiles a pattern that has to match all digits, as regexp does with "^(?:pattern)$".
func (s *Set) Whole(pattern string) (State, error) { return s.compile(`^(?:` + pattern + `)$`) }

// Prefix compiles a pattern that has to match the first digits, as regexp does with "^(?:pattern)". Of several
// readings the leftmost alternative wins, not the longest, as in regexp.
func (s *Set) Prefix(pattern string) (State, error) { return s.compile(`^(?:` + pattern + `)`) }

func (s *Set) compile(pattern string) (State, error) {
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return Dead, err
	}
	groups := re.MaxCap()
	prog, err := syntax.Compile(re.Simplify())
	if err != nil {
		return Dead, err
	}
	for _, in := range prog.Inst {
		if in.Op == syntax.InstEmptyWidth && syntax.EmptyOp(in.Arg)&^(syntax.EmptyBeginText|syntax.EmptyEndText) != 0 {
			return Dead, fmt.Errorf("%q has an assertion other than ^ and $", pattern)
		}
	}
	c := &compiler{set: s, prog: prog, group: uint32(2*groups + 1), known: make(map[string]State)}
	start := []thread{{pc: uint32(prog.Start), group: groups == 0}}
	return c.state(start, syntax.EmptyBeginText, 0)
}

// maxDigits bounds the recursion: no pattern of a numbering plan matches more digits. One that would is refused.
const maxDigits = 40

// state makes the state for threads, most preferred first, after at least depth digits.
func (c *compiler) state(threads []thread, begin syntax.EmptyOp, depth int) (State, error) {
	if len(threads) == 0 {
		return Dead, nil
	}
	if depth > maxDigits {
		return Dead, fmt.Errorf("a pattern has no longest match")
	}
	key := keyOf(threads)
	if known, ok := c.known[key]; ok && depth > 0 {
		return known, nil
	}
	var n node
	here, matched := c.follow(threads, begin)
	if matched != nil {
		n.out |= matchHere
		if matched.group {
			n.out |= groupHere
		}
	}
	if _, atEnd := c.follow(threads, begin|syntax.EmptyEndText); atEnd != nil {
		n.out |= matchEnd
		if atEnd.group {
			n.out |= groupEnd
		}
	}
	for d := range n.next {
		next, err := c.state(c.step(here, rune('0'+d)), 0, depth+1)
		if err != nil {
			return Dead, err
		}
		n.next[d] = next
	}
	state := c.set.add(n)
	if depth > 0 {
		c.known[key] = state
	}
	return state, nil
}

// follow resolves everything that consumes no digit. It returns the threads that wait for one, and the thread that
// matches without one, if any: what is less preferred than a match is dropped, as regexp drops it.
func (c *compiler) follow(threads []thread, empty syntax.EmptyOp) (waiting []thread, matched *thread) {
	seen := make(map[uint32]bool)
	var visit func(t thread) bool
	visit = func(t thread) (stop bool) {
		if seen[t.pc] {
			return false
		}
		seen[t.pc] = true
		switch in := &c.prog.Inst[t.pc]; in.Op {
		case syntax.InstAlt, syntax.InstAltMatch:
			return visit(thread{in.Out, t.group}) || visit(thread{in.Arg, t.group})
		case syntax.InstCapture:
			return visit(thread{in.Out, t.group || in.Arg == c.group})
		case syntax.InstNop:
			return visit(thread{in.Out, t.group})
		case syntax.InstEmptyWidth:
			return syntax.EmptyOp(in.Arg)&^empty == 0 && visit(thread{in.Out, t.group})
		case syntax.InstMatch:
			matched = &t
			return true
		case syntax.InstFail:
			return false
		default:
			waiting = append(waiting, t)
			return false
		}
	}
	for _, t := range threads {
		if visit(t) {
			break
		}
	}
	return waiting, matched
}

// step returns the threads that continue after a digit.
func (c *compiler) step(waiting []thread, digit rune) []thread {
	var next []thread
	for _, t := range waiting {
		if in := &c.prog.Inst[t.pc]; in.MatchRune(digit) {
			next = append(next, thread{in.Out, t.group})
		}
	}
	return next
}

func keyOf(threads []thread) string {
	key := make([]byte, 0, 5*len(threads))
	for _, t := range threads {
		key = binary.LittleEndian.AppendUint32(key, t.pc)
		if t.group {
			key = append(key, 1)
		} else {
			key = append(key, 0)
		}
	}
	return string(key)
}
