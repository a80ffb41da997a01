package compiler

import "encoding/binary"

// Pack writes the states that the given ones lead to, successors before their predecessors, and returns the number
// of each state in packed. [Dead] is 0. A state is
//
//	1 byte    its flags (low half), how many other states its digits lead to (high half)
//	          then for each of those
//	2 bytes   the digits that lead there, bit n for digit n, little-endian
//	uvarint   how many states before this one it is
//
// Digits that lead to [Dead] are not written.
func (s *Set) Pack(roots []State) (packed []byte, number map[State]int) {
	number = map[State]int{Dead: 0}
	var write func(state State)
	write = func(state State) {
		if _, done := number[state]; done {
			return
		}
		n := s.nodes[state]
		var targets []State
		digits := make(map[State]uint16)
		for d, next := range n.next {
			if next == Dead {
				continue
			}
			write(next)
			if digits[next] == 0 {
				targets = append(targets, next)
			}
			digits[next] |= 1 << d
		}
		number[state] = len(number)
		packed = append(packed, n.out|byte(len(targets))<<4)
		for _, next := range targets {
			packed = binary.LittleEndian.AppendUint16(packed, digits[next])
			packed = binary.AppendUvarint(packed, uint64(number[state]-number[next]))
		}
	}
	for _, root := range roots {
		write(root)
	}
	return packed, number
}
