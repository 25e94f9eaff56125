package ics

import (
	"strings"

	"fika/internal/mailbox"
	"fika/internal/rsvp"
)

// Reply returns the file with the answer of one attendee set in all its events, as
// a program that processes answers does (RFC 5546, 3.2.3). All other lines stay.
func (f *File) Reply(who mailbox.Address, reply rsvp.Reply) []byte {
	var edits []edit
	for c := range f.events() {
		for l := range c.ownLines() {
			if l.name != "ATTENDEE" {
				continue
			}
			params, value := l.split()
			if address(params, value) != who {
				continue
			}
			var w Writer
			w.Line("ATTENDEE;", withParam(params, "PARTSTAT", string(reply)), ":", value)
			edits = append(edits, edit{l.at, l.at + len(l.raw), c.withLineEndingsOf(w.String())})
		}
	}
	return f.apply(edits)
}

// withParam returns params with one parameter set to value, which needs no quotes.
func withParam(params, name, value string) string {
	var all []string
	set := false
	for params != "" {
		var p string
		p, params = cutParam(params)
		if key, _, _ := strings.Cut(p, "="); strings.EqualFold(strings.TrimSpace(key), name) {
			p, set = key+"="+value, true
		}
		all = append(all, p)
	}
	if !set {
		all = append(all, name+"="+value)
	}
	return strings.Join(all, ";")
}
