package daemon

import (
	"fmt"
	"strings"

	"fika/calendar"
	"fika/internal/span"
	"fika/internal/store"
)

// change is what the user did to fika's event.
type change struct {
	hours bool     // the time was changed
	did   []string // everything else, as words after "you"
}

// edited is a change of the words.
const edited = "edited it"

func (c change) any() bool { return c.hours || len(c.did) > 0 }

// String says what the user did, and what follows from it.
func (c change) String() string {
	if len(c.did) == 1 && c.did[0] == edited {
		return "you edited the event; it stays as you wrote it"
	}
	return "you " + strings.Join(c.did, ", ") + "; fika leaves the event as it is"
}

// keptText says why the event of an ended booking is not removed.
func keptText(c change) string {
	if len(c.did) == 0 {
		return "you moved the event; it stays in your calendar, and is yours to delete"
	}
	return "you " + strings.Join(c.did, ", ") + "; the event stays in your calendar, and is yours to delete"
}

// changes returns what differs in e from what fika wrote for b.
func (o *observation) changes(b store.Booking, e calendar.Event) change {
	was, now := storedImprint(b.Digest, e), imprintOf(e)
	c := change{hours: was.hours != now.hours}
	if was.hours == "" { // by an older fika, and something is different
		c.hours = !sameSpan(b.Span, e.Span)
	}
	switch {
	case e.Mark.Booking != b.ID: // some kinds do not return unmarked events in full
		c.did = append(c.did, "removed fika's mark")
	case was.words != now.words && (was.words != "" || !c.hours) && !o.rewrote(b, e):
		c.did = append(c.did, edited)
	}
	for _, shape := range shapes {
		if strings.Contains(was.shape, shape.letter) != strings.Contains(now.shape, shape.letter) {
			c.did = append(c.did, shape.did)
		}
	}
	if e.AttendeesOmitted {
		return c // its guests are unknown
	}
	for _, a := range o.strangers(b, e) {
		c.did = append(c.did, "added "+nameOf(a))
	}
	if b.Sent {
		for _, g := range o.missingFrom(e, b) {
			c.did = append(c.did, "removed "+g.Name)
		}
	}
	return c
}

// strangers returns those on e that fika did not invite for b: neither the user nor,
// once invited, the guest.
func (o *observation) strangers(b store.Booking, e calendar.Event) []calendar.Attendee {
	owner := o.owner()
	var list []calendar.Attendee
	for _, a := range e.Attendees {
		switch {
		case a.Self, owner.HasAddress(a.Address), a.Address != "" && a.Address == e.Organizer:
		case b.Sent && o.isGuest(b, a.Address):
		default:
			list = append(list, a)
		}
	}
	return list
}

// nameOf returns the name people use for a.
func nameOf(a calendar.Attendee) string {
	switch {
	case a.Name != "":
		return a.Name
	case a.Address != "":
		return string(a.Address)
	}
	return "somebody"
}

// nameAndAddress returns a for somebody who may not know them.
func nameAndAddress(a calendar.Attendee) string {
	if a.Name == "" || a.Address == "" {
		return nameOf(a)
	}
	return fmt.Sprintf("%s <%s>", a.Name, a.Address)
}

func sameSpan(a, b span.Span) bool { return a.Start.Equal(b.Start) && a.End.Equal(b.End) }
