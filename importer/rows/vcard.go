package rows

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/emersion/go-vcard"
)

// openVCard refuses vCard 2.1, whose values are encoded in ways of their own.
func (f *File) openVCard(head []byte) error {
	for line := range bytes.Lines(head) {
		if hasPrefixFold(line, "VERSION:") {
			if strings.TrimSpace(string(line[len("VERSION:"):])) == "2.1" {
				return &OpenError{Reason: "this is vCard 2.1", Advice: adviceOn21, Err: ErrUnsupported}
			}
			break
		}
	}
	f.start = f.startCards
	f.Header = cardColumns
	return nil
}

const adviceOn21 = "export it as vCard 3.0 or 4.0, or as CSV: opening the file in Google Contacts or Apple Contacts and exporting it from there does that"

// cards splits a text into cards, unfolded, and without pictures and sounds,
// which may be larger than everything else.
type cards struct {
	file  *File
	lines *lines
	n     int // of the line that was read last

	begin   int // line of BEGIN; 0 outside a card
	text    []byte
	at      []int // the line in the file of each line of text
	tooBig  bool
	long    bool   // the line that was read last is only the begin of one that is too long
	skipped bool   // the property that is being read is a picture
	pending []byte // a line that was read ahead
	io.Closer
}

func (f *File) startCards() (reader, error) {
	r, err := f.text.open()
	if err != nil {
		return nil, err
	}
	return &cards{file: f, lines: newLines(r, f.opts), Closer: r}, nil
}

// next gives the next card, or what stands where none should.
func (c *cards) next(row *Row) error {
	c.begin, c.text, c.at, c.tooBig = 0, c.text[:0], c.at[:0], false
	for {
		line, err := c.line()
		if err != nil {
			return err
		}
		trimmed := bytes.TrimRight(line, "\r\n")
		begins := isLine(trimmed, "BEGIN:VCARD")
		switch {
		case c.begin == 0 && len(bytes.TrimSpace(trimmed)) == 0:
			continue
		case c.begin == 0 && begins:
			c.begin = c.n
		case c.begin == 0:
			c.add(trimmed)
			*row = c.refuse(c.n, FaultSyntax, "this stands outside a card", "a card goes from BEGIN:VCARD to END:VCARD")
			return nil
		case begins:
			c.pending = append([]byte(nil), line...)
			*row = c.refuse(c.begin, FaultSyntax, "the card has no end", "END:VCARD is missing")
			return nil
		}
		c.add(trimmed)
		if isLine(trimmed, "END:VCARD") {
			*row = c.card()
			return nil
		}
	}
}

// line reads a line; a file that ends within a card is cut off.
func (c *cards) line() ([]byte, error) {
	if line := c.pending; line != nil {
		c.pending = nil
		return line, nil
	}
	line, tooLong, err := c.lines.next()
	c.n++
	switch {
	case err != nil && err != io.EOF:
		return nil, c.file.failed(c.file.at(c.n), err)
	case len(line) == 0 && err == io.EOF && c.begin > 0:
		return nil, c.file.failed(c.file.at(c.begin), fmt.Errorf("%w: the card has no end", ErrTruncated))
	case len(line) == 0 && err == io.EOF:
		return nil, io.EOF
	}
	c.long = tooLong
	return line, nil
}

// add appends a line to the card, or to the property before where it is folded (RFC 6350, 3.2).
func (c *cards) add(line []byte) {
	folded := len(line) > 0 && (line[0] == ' ' || line[0] == '\t') && len(c.at) > 0
	if !folded {
		c.skipped = isPicture(line)
	}
	if c.skipped || len(bytes.TrimSpace(line)) == 0 {
		return
	}
	if c.long || int64(len(c.text)+len(line)) > c.file.opts.MaxRow {
		c.tooBig = true
		return
	}
	if folded {
		c.text = append(c.text[:len(c.text)-1], line[1:]...)
	} else {
		c.text = append(c.text, line...)
		c.at = append(c.at, c.n)
	}
	c.text = append(c.text, '\n')
}

// card makes the text between BEGIN and END a row.
func (c *cards) card() Row {
	if kind, at, bad := findFault(c.text, c.file.text.charset.enc != nil); bad {
		line := c.at[bytes.Count(c.text[:at], []byte("\n"))]
		e := c.file.faultAt(c.file.at(c.begin), kind, c.text[at], line)
		return Row{Pos: e.Pos, Err: e, Raw: c.raw()}
	}
	if c.tooBig {
		return c.refuse(c.begin, FaultTooBig, fmt.Sprintf("the card is longer than %d bytes", c.file.opts.MaxRow), "is this one contact?")
	}
	var text bytes.Buffer
	for i, line := range bytes.Split(bytes.TrimSuffix(c.text, []byte("\n")), []byte("\n")) {
		property, ok := withNamedTypes(line)
		if !ok {
			return c.refuse(c.begin, FaultSyntax, fmt.Sprintf("line %d is no property of a card", c.at[i]), "it should read NAME:value, and begin with a space where it goes on the line before")
		}
		text.Write(property)
		text.WriteByte('\n')
	}
	card, err := vcard.NewDecoder(&text).Decode()
	switch {
	case err != nil || properties(card) != len(c.at)-2: // BEGIN and END; go-vcard passes over what it cannot read
		return c.refuse(c.begin, FaultSyntax, "this is not a valid card", "look for quotes that do not pair, or export it again")
	case card.Value(vcard.FieldVersion) == "2.1" || hasQuotedPrintable(card):
		return c.refuse(c.begin, FaultSyntax, "this card is vCard 2.1", adviceOn21)
	case isGroup(card):
		return c.refuse(c.begin, FaultObject, "this card is a group, not a contact", "its members have cards of their own; remove it")
	}
	return Row{Pos: c.file.at(c.begin), Cells: cardCells(card)}
}

func (c *cards) refuse(line int, fault Fault, reason, advice string) Row {
	pos := c.file.at(line)
	return Row{Pos: pos, Raw: c.raw(), Err: &RowError{Pos: pos, Fault: fault, Reason: reason, Advice: advice}}
}

func (c *cards) raw() string { return strings.TrimRight(string(c.text), "\n") }
