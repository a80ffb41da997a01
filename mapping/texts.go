package mapping

import "strings"

// texts makes strings, many of one allocation: a row has a few short ones that
// are not in its cells. Who keeps one of them keeps its whole block.
type texts struct {
	block   strings.Builder
	scratch []byte // a text in the making
}

// textBlock is the size of a block in bytes.
const textBlock = 4 << 10

func (t *texts) of(b []byte) string {
	if t.block.Cap()-t.block.Len() < len(b) {
		t.block.Reset() // leaves the block to its strings
		t.block.Grow(max(textBlock, len(b)))
	}
	at := t.block.Len()
	t.block.Write(b)
	return t.block.String()[at:]
}
