package compiler

import (
	"encoding/binary"
	"fmt"
)

// Generate returns the file that package plans is built with. The same metadata results in the same bytes. It has
//
//	the fingerprint, of 12 bytes
//	the number of states, and the states as [Set.Pack] writes them
//	the number of plans, and of each its region (3 bytes, with spaces behind), its calling code, the states IDD,
//	National and General, 1 if it transforms digits, else 0, and Lengths and LocalLengths
//	the number of calling codes, and of each the code, the index of its main plan and the state Valid
//
// Numbers are uvarints.
func Generate() ([]byte, error) {
	w, err := Compile()
	if err != nil {
		return nil, err
	}
	fingerprint, err := Fingerprint()
	if err != nil {
		return nil, err
	}
	b := []byte(fingerprint)
	put := func(numbers ...int) {
		for _, n := range numbers {
			b = binary.AppendUvarint(b, uint64(n))
		}
	}
	automata, number := w.Set.Pack(w.roots())
	put(len(number))
	b = append(b, automata...)
	put(len(w.Plans))
	for _, p := range w.Plans {
		transforms := 0
		if p.Transforms {
			transforms = 1
		}
		b = fmt.Appendf(b, "%-3s", p.Region)
		put(p.CallingCode, number[p.IDD], number[p.National], number[p.General], transforms, int(p.Lengths), int(p.LocalLengths))
	}
	put(len(w.Codes))
	for _, c := range w.Codes {
		put(c.Code, c.Main, number[c.Valid])
	}
	return b, nil
}

func (w *World) roots() []State {
	var roots []State
	for _, p := range w.Plans {
		roots = append(roots, p.IDD, p.National, p.General)
	}
	for _, c := range w.Codes {
		roots = append(roots, c.Valid)
	}
	return roots
}
