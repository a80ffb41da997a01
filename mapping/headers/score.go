package headers

// Score returns how many of some cells are names of columns of a contact, whatever
// they hold: it tells a header row from other rows.
func Score(cells []string) float64 {
	n := 0
	readings, _ := read(cells)
	for i := range readings {
		if readings[i].decision == named {
			n++
		}
	}
	return float64(n)
}
