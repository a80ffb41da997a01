package vcard

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/emersion/go-vcard"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/importer/rows/text"
)

// maxName is how long the name and the parameters of a property may be if they
// are folded.
const maxName = 4 << 10

// cards reads the cards of a text. It unfolds their lines, and skips pictures
// and sounds, which may be larger than everything else.
type cards struct {
	in    *rows.Input
	lines *text.Lines
	n     int // number of the line that was read last

	begin   int // line of BEGIN; 0 outside a card
	text    []byte
	at      []int // the line in the file of each line of text
	tooBig  bool
	long    bool   // the line that was read last is the beginning of one that is too long
	pending []byte // a line that was read ahead

	// Of the property that was read last:
	start   int  // where it begins in text
	skipped bool // it is a picture
	encoded bool // it is in quoted-printable
	soft    bool // it goes on in the next line
	io.Closer
}

func newCards(in *rows.Input) (*cards, error) {
	r, err := in.Text()
	if err != nil {
		return nil, err
	}
	return &cards{in: in, lines: in.Lines(text.LineEnds(r)), Closer: r}, nil
}

// Next reads the next card, or a line outside a card, which is an error.
func (c *cards) Next(row *rows.Row) error {
	c.begin, c.text, c.at, c.tooBig, c.soft = 0, c.text[:0], c.at[:0], false, false
	for {
		line, err := c.line()
		if err != nil {
			return err
		}
		trimmed := bytes.TrimRight(line, "\r\n")
		if c.begin == 0 { // files that were joined have a mark each
			trimmed = bytes.TrimPrefix(trimmed, []byte("\ufeff"))
		}
		begins := isLine(trimmed, "BEGIN:VCARD")
		switch {
		case c.begin == 0 && len(bytes.TrimSpace(trimmed)) == 0:
			continue
		case c.begin == 0 && begins:
			c.begin = c.n
		case c.begin == 0:
			c.add(trimmed)
			*row = c.refuse(c.n, rows.FaultSyntax, "this is outside a card", "a card goes from BEGIN:VCARD to END:VCARD")
			return nil
		case begins && c.isAgent():
			if err := c.skipCard(); err != nil {
				return err
			}
			continue
		case begins:
			c.pending = append([]byte(nil), line...)
			*row = c.refuse(c.begin, rows.FaultSyntax, "the card has no end", "END:VCARD is missing")
			return nil
		}
		c.add(trimmed)
		if isLine(trimmed, "END:VCARD") {
			*row = c.card()
			return nil
		}
	}
}

// isAgent reports whether the property that was read last is AGENT of vCard 2.1, which
// has a whole card as its value: that of somebody else.
func (c *cards) isAgent() bool { return isLine(bytes.TrimSpace(c.text[c.start:]), "AGENT:") }

// skipCard skips the lines of a card within a card.
func (c *cards) skipCard() error {
	for depth := 1; depth > 0; {
		line, err := c.line()
		if err != nil {
			return err
		}
		switch line = bytes.TrimSpace(line); {
		case isLine(line, "BEGIN:VCARD"):
			depth++
		case isLine(line, "END:VCARD"):
			depth--
		}
	}
	return nil
}

// line reads a line. A file that ends within a card is an error.
func (c *cards) line() ([]byte, error) {
	if line := c.pending; line != nil {
		c.pending = nil
		return line, nil
	}
	line, tooLong, err := c.lines.Next()
	c.n++
	switch {
	case err != nil && err != io.EOF:
		return nil, rows.ErrorAt(c.in.At(c.n), err)
	case len(line) == 0 && err == io.EOF && c.begin > 0:
		return nil, rows.ErrorAt(c.in.At(c.begin), fmt.Errorf("%w: the card has no end", rows.ErrTruncated))
	case len(line) == 0 && err == io.EOF:
		return nil, io.EOF
	}
	c.long = tooLong
	return line, nil
}

// add appends a line to the card, or to the property before if it is folded (RFC 6350, 3.2).
func (c *cards) add(line []byte) {
	folded := len(line) > 0 && (line[0] == ' ' || line[0] == '\t') && len(c.at) > 0
	soft := c.soft && !c.skipped && !isLine(line, "END:VCARD")
	if !folded && !(c.skipped && bytes.IndexByte(line, ':') < 0) { // vCard 2.1 need not fold a picture
		c.skipped = isPicture(line)
	}
	if blank := len(bytes.TrimSpace(line)) == 0; c.skipped || blank {
		if blank && soft { // the rest of the value is nothing: the next line is another property
			c.text, c.soft = append(c.text[:len(c.text)-2], '\n'), false
		}
		return
	}
	if c.long || int64(len(c.text)+len(line)) > c.in.Options.MaxRow {
		c.tooBig = true
		return
	}
	switch {
	case soft:
		c.text = append(c.text[:len(c.text)-2], line...) // without the sign
	case folded:
		c.text = append(c.text[:len(c.text)-1], line[1:]...)
	default:
		c.text = append(c.text, line...)
		c.at = append(c.at, c.n)
		c.start, c.encoded = len(c.text)-len(line), false
	}
	if p := c.text[c.start:]; !c.encoded && len(p) < maxName {
		c.encoded = isEncoded(p)
	}
	c.soft = c.encoded && bytes.HasSuffix(c.text, []byte("="))
	c.text = append(c.text, '\n')
}

// card returns the text from BEGIN to END as a row.
func (c *cards) card() rows.Row {
	if i := c.in.Flaw(c.text); i >= 0 {
		line := c.at[bytes.Count(c.text[:i], []byte("\n"))]
		e := c.in.FlawError(c.in.At(c.begin), c.text[i], line)
		return rows.Row{Pos: e.Pos, Err: e, Raw: c.raw()}
	}
	if c.tooBig {
		return c.refuse(c.begin, rows.FaultTooBig, fmt.Sprintf("the card is longer than %d bytes", c.in.Options.MaxRow), "is this one contact?")
	}
	var properties bytes.Buffer
	for i, line := range bytes.Split(bytes.TrimSuffix(c.text, []byte("\n")), []byte("\n")) {
		p, ok := parse(line)
		if !ok {
			return c.refuse(c.begin, rows.FaultSyntax, fmt.Sprintf("line %d is not a property of a card", c.at[i]), "it should be NAME:value, or begin with a space if it continues the line before")
		}
		if p, ok = p.decoded(); !ok {
			return c.refuse(c.begin, rows.FaultEncoding, fmt.Sprintf("the value in line %d is not in the encoding that the line names", c.at[i]), "export the card as vCard 3.0 or 4.0")
		}
		properties.Write(p.line())
		properties.WriteByte('\n')
	}
	card, err := vcard.NewDecoder(&properties).Decode()
	switch {
	case err != nil || count(card) != len(c.at)-2: // BEGIN and END; go-vcard skips what it cannot read
		return c.refuse(c.begin, rows.FaultSyntax, "this is not a valid card", "look for quotes that do not pair, or export it again")
	case isGroup(card):
		return c.refuse(c.begin, rows.FaultObject, "this card is a group, not a contact", "its members have cards of their own; remove it")
	case isForeign(card):
		return c.refuse(c.begin, rows.FaultSyntax, "no line of this card is one of a contact", "a name is written FN:Name, a number TEL:Number; export the card again")
	}
	return rows.Row{Pos: c.in.At(c.begin), Cells: cellsOf(card)}
}

// refuse returns the text so far as a row that cannot be read.
func (c *cards) refuse(line int, fault rows.Fault, reason, advice string) rows.Row {
	pos := c.in.At(line)
	return rows.Row{Pos: pos, Raw: c.raw(), Err: &rows.RowError{Pos: pos, Fault: fault, Reason: reason, Advice: advice}}
}

func (c *cards) raw() string { return strings.TrimRight(string(c.text), "\n") }
