package headers

// Score returns how many of some cells are names of columns of a contact, whatever
// they hold: it tells a header row from other rows.
func Score(cells []string) float64 {
	n := 0
	for _, c := range cells {
		if r := read(c); r.decision == named {
			n++
		}
	}
	return float64(n)
}
