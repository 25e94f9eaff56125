package main

import (
	"strings"

	"fika/internal/api"
	"fika/internal/apitext"
	"fika/internal/prose"
)

// envelope prints the title and the place of an invitation on one line.
func (p *page) envelope(indent string, l *api.Letter) {
	switch {
	case l == nil:
	case l.Problem != "":
		p.Wrap(indent, "cannot be sent: "+l.Problem)
	default:
		p.Wrap(indent, strings.Join(prose.NonEmpty(`"`+l.Title+`"`, apitext.Place(l)), ", "))
	}
}

// letterOnly prints the invitation of one coffee.
func (p *page) letterOnly(a api.Why) {
	b := a.Booking
	p.Line("%s  %s, %s", b.ID, b.Name, p.From(b.Start, b.End))
	if a.Letter == nil {
		p.Line("  %s; its invitation is not available", apitext.State(b.State, b.Reply))
		return
	}
	p.letter("  ", a.Letter)
}

// letter prints an invitation word for word. Its lines are not wrapped, so that it looks
// as it does to the guest.
func (p *page) letter(indent string, l *api.Letter) {
	if l.Problem != "" {
		p.envelope(indent, l)
		return
	}
	title := "As it would be sent now:"
	if l.Sent {
		title = "As it is in your calendar:"
	}
	p.Line("%s%s", indent, title)
	p.letterText(indent+"  ", l)
}

// letterText prints the head and the text of an invitation.
func (p *page) letterText(indent string, l *api.Letter) {
	to := strings.Join(l.Guests, ", ")
	if to == "" {
		to = "nobody"
	}
	for _, row := range [][2]string{
		{"From", l.From}, {"To", to}, {"Title", l.Title}, {"When", p.From(l.Start, l.End) + " (" + l.Zone + ")"}, {"Where", apitext.Place(l)},
	} {
		if row[1] != "" {
			p.Line("%s%-6s %s", indent, row[0], row[1])
		}
	}
	p.Line("")
	for line := range strings.SplitSeq(l.Text, "\n") {
		p.Line("%s", strings.TrimRight(indent+line, " "))
	}
}
