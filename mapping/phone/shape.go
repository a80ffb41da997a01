package phone

// kinds of characters, as far as it matters which of them a text has: what a text does not have, need not be
// looked for in it.
type kinds uint16

const (
	digit       kinds = 1 << iota
	plus              // +
	punctuation       // stands in a number: space - ( ) [ ]
	dot               // stands in a number, and in a quantity
	slash             // stands in a number, and between two
	separator         // stands between two: , ; | & and line breaks
	letter
	mark // any other printable ASCII character
	odd  // neither printable nor ASCII
)

var classOf = classes()

func classes() (class [256]kinds) {
	for c := range class {
		class[c] = odd
		if c >= ' ' && c <= '~' {
			class[c] = mark
		}
	}
	set := func(chars string, k kinds) {
		for _, c := range []byte(chars) {
			class[c] = k
		}
	}
	set("0123456789", digit)
	set("+", plus)
	set(" -()[]", punctuation)
	set(".", dot)
	set("/", slash)
	set(",;|&\n", separator)
	set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", letter)
	return class
}

// shape is what a text is made of.
type shape struct {
	has    kinds
	digits int // ASCII ones
}

// of says whether the text has characters of any of the kinds.
func (s shape) of(k kinds) bool { return s.has&k != 0 }

func shapeOf(text string) (s shape) {
	for i := range len(text) {
		k := classOf[text[i]]
		s.has |= k
		s.digits += int(k & digit)
	}
	return s
}
