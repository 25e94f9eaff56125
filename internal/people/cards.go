package people

import (
	"bytes"
)

// cardText is one vCard of a file, from BEGIN to END, each property on one line.
type cardText struct {
	at    place // of BEGIN
	lines []byte
}

// cards splits data into cards, so that a broken one costs only itself. It cuts
// each property a little above the length that raw accepts: the library unfolds a
// property by appending line to line, which takes seconds for a large photo.
//
// What old programs write, and the library cannot read, is rewritten (see
// [modern]). The library is maintained and reads the rest well, and no Go library
// knows version 2.1.
func (f *fieldParser) cards(data []byte) []cardText {
	c := cardSplitter{fields: f}
	for text := range bytes.Lines(bytes.TrimPrefix(data, []byte("\ufeff"))) {
		c.line++
		c.read(bytes.TrimRight(text, "\r\n"))
	}
	if c.open {
		c.reportUnterminated()
	}
	return c.cards
}

// cardSplitter reads the lines of a file in order.
type cardSplitter struct {
	fields        *fieldParser
	line          int // of the file, from 1
	cards         []cardText
	card          cardText // being read, if open
	open          bool
	strayReported bool // text outside of cards was reported

	property        []byte // being read, unfolded
	remaining       int    // bytes by which it may still grow
	quotedPrintable bool   // its value continues on the next line after a final =
}

func (c *cardSplitter) read(line []byte) {
	line = bytes.TrimPrefix(line, []byte("\ufeff")) // files with one each were put together
	bare := bytes.TrimSpace(line)
	begins, ends := bytes.EqualFold(bare, []byte("BEGIN:VCARD")), bytes.EqualFold(bare, []byte("END:VCARD"))
	if folded := len(line) > 0 && (line[0] == ' ' || line[0] == '\t'); folded {
		begins, ends = false, false
	}
	goesOn := c.quotedPrintable && bytes.HasSuffix(c.property, []byte("="))
	switch {
	case begins:
		if c.open {
			c.reportUnterminated()
		}
		c.card, c.open = cardText{at: place{c.line, 0}, lines: []byte("BEGIN:VCARD\r\n")}, true
		c.property, c.remaining, c.quotedPrintable = nil, 0, false
	case len(bare) == 0:
	case !c.open:
		if !c.strayReported {
			c.fields.add(place{c.line, 0}, "", "text outside of BEGIN:VCARD and END:VCARD")
		}
		c.strayReported = true
	case ends:
		c.finishProperty()
		c.card.lines = append(c.card.lines, "END:VCARD\r\n"...)
		c.cards = append(c.cards, c.card)
		c.open = false
	case goesOn:
		c.property = c.property[:len(c.property)-1]
		c.remaining++
		c.appendToProperty(bytes.TrimLeft(line, " \t"))
	case line[0] == ' ' || line[0] == '\t':
		c.appendToProperty(line[1:])
	default:
		c.finishProperty()
		head, _, _ := bytes.Cut(bytes.ToUpper(line), []byte(":"))
		c.quotedPrintable = bytes.Contains(head, []byte("QUOTED-PRINTABLE"))
		c.remaining = 2 * maxField // room for name, parameters and value
		if c.quotedPrintable {
			c.remaining *= 3
		}
		c.appendToProperty(line)
	}
}

// appendToProperty appends as much of a line to the property as fits.
func (c *cardSplitter) appendToProperty(line []byte) {
	line = line[:min(len(line), c.remaining)]
	c.remaining -= len(line)
	c.property = append(c.property, line...)
}

// finishProperty adds the property to the card.
func (c *cardSplitter) finishProperty() {
	if len(c.property) > 0 {
		line, err := rewriteOldProperty(string(c.property))
		if err != nil {
			c.fields.note(c.card.at, "export the contacts as version 4.0", "%s", err)
		} else {
			c.card.lines = append(append(c.card.lines, line...), "\r\n"...)
		}
	}
	c.property, c.remaining, c.quotedPrintable = nil, 0, false
}

// reportUnterminated reports that the card being read has no end.
func (c *cardSplitter) reportUnterminated() {
	c.fields.add(c.card.at, "", "a card without END:VCARD")
}
