package values

// tidy says whether s is what [Text] gives, in ASCII: without space around it,
// without control characters, and without a spreadsheet's mark. It is asked of
// nearly every cell, so it looks at eight characters at a time.
func tidy(s string) bool {
	if s == "" {
		return true
	}
	if s[0] <= ' ' || s[0] == '\'' || s[len(s)-1] <= ' ' {
		return false
	}
	if len(s) < 8 {
		var bad byte
		for i := range len(s) {
			bad |= s[i] | (s[i] + 1) | (s[i] - ' ')
		}
		return bad < 0x80
	}
	bad := unprintable(s[len(s)-8:])
	for ; len(s) > 8; s = s[8:] {
		bad |= unprintable(s)
	}
	return bad == 0
}

const eachByte = 0x0101_0101_0101_0101

// unprintable has bits set where one of the first eight bytes of s is not from
// ' ' to '~'. A byte above comes to 0x80 or more with one added, if not without,
// a byte below with ' ' taken off; what is carried from one byte into the next
// comes from a byte that is one of these itself.
func unprintable(s string) uint64 {
	x := word(s)
	return (x | (x + eachByte) | (x - ' '*eachByte)) & (0x80 * eachByte)
}

// word is the first eight bytes of s as one number, the first the lowest: the
// compiler makes one load of it.
func word(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}
