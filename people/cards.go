package people

import "bytes"

// cardText is one vCard of a file, from BEGIN to END.
type cardText struct {
	at    place // of BEGIN
	lines []byte
}

// cards cuts data into cards, so that a broken one costs only itself. Of each
// property it keeps more than raw would take, and no more: the library unfolds
// a property by adding line to line, which costs seconds for a large photo.
func (f *fields) cards(data []byte) []cardText {
	c := cutter{fields: f}
	for text := range bytes.Lines(bytes.TrimPrefix(data, []byte("\ufeff"))) {
		c.line++
		c.read(bytes.TrimRight(text, "\r\n"))
	}
	if c.open {
		c.lost()
	}
	return c.cards
}

// cutter reads the lines of a file in order.
type cutter struct {
	fields *fields
	line   int // of the file, from 1
	cards  []cardText
	card   cardText // being read, if open
	open   bool
	room   int  // bytes by which the property being read may still grow
	stray  bool // text outside of cards was told
}

func (c *cutter) read(line []byte) {
	begins, ends := bytes.EqualFold(line, []byte("BEGIN:VCARD")), bytes.EqualFold(line, []byte("END:VCARD"))
	switch {
	case begins:
		if c.open {
			c.lost()
		}
		c.card, c.open = cardText{at: place{c.line, 0}}, true
		c.room = len(line)
		c.keep(line)
	case len(bytes.TrimSpace(line)) == 0:
	case !c.open:
		if !c.stray {
			c.fields.add(place{c.line, 0}, "", "text outside of BEGIN:VCARD and END:VCARD")
		}
		c.stray = true
	case ends:
		c.room = len(line)
		c.keep(line)
		c.cards = append(c.cards, c.card)
		c.open = false
	case line[0] == ' ' || line[0] == '\t':
		c.keep(line)
	default:
		c.room = 2 * MaxField // for name, parameters and value
		c.keep(line)
	}
}

// keep adds what there is room for of a line to the card.
func (c *cutter) keep(line []byte) {
	line = line[:min(len(line), c.room)]
	c.room -= len(line)
	if len(line) > 0 {
		c.card.lines = append(append(c.card.lines, line...), "\r\n"...)
	}
}

// lost tells that the card being read has no end.
func (c *cutter) lost() {
	c.fields.add(c.card.at, "", "a card without END:VCARD")
}
