package vdir

import (
	"fmt"
	"strings"

	"fika/calendar"
	"fika/internal/span"
)

// OpenBusy is [Open] for the calendar of owner where only the owner's time is
// wanted, as of a colleague's. Its events have neither title nor place nor
// text, and of their attendees only the owner; they can be listed, not looked
// up or changed.
//
// Of a file it keeps the occurrences of some weeks around the window that was
// asked for last, a tenth of what a calendar of one's own takes. When the
// window leaves them the file is read again, and if that is impossible just
// then, it counts as one that was never read.
func OpenBusy(path string, owner calendar.Owner) (*Calendar, error) {
	c, err := Open(path, owner.Zone)
	if err == nil {
		c.owner = &owner
	}
	return c, err
}

// listed returns an error where only the busy times are kept.
func (c *Calendar) listed() error {
	if c.owner == nil {
		return nil
	}
	return fmt.Errorf("%w: of %s only the busy times are read", calendar.ErrReadOnly, c.path)
}

// serves reports whether what is kept of f is enough for window.
func (f *file) serves(window span.Span) bool {
	return f.content == nil || f.content.data != nil || f.cover.Covers(window)
}

// glance forgets all of the file that says nothing of owner's time.
func (f *file) glance(owner *calendar.Owner) {
	l := &f.listing
	l.Events, l.Doubts, l.Strays = bare(l.Events, owner), bare(l.Doubts, owner), bare(l.Strays, owner)
	f.content.data, f.content.etags = nil, nil
}

// bare are events with nothing but what they do to owner's time. What is copied
// here would else hold the whole text in memory that it is a part of.
func bare(events []calendar.Event, owner *calendar.Owner) []calendar.Event {
	kept := make([]calendar.Event, len(events))
	for i, e := range events {
		kept[i] = calendar.Event{
			UID: clone(e.UID), Instance: clone(e.Instance), Span: e.Span, AllDay: e.AllDay,
			Travel: e.Travel, Doubt: clone(e.Doubt),
			Status: clone(e.Status), Transparent: e.Transparent,
			ShowAs: clone(e.ShowAs), Kind: e.Kind,
			Method: clone(e.Method), FreeBusy: e.FreeBusy, Sequence: e.Sequence, Stamp: e.Stamp,
		}
		for _, a := range e.Attendees {
			if owner.Is(a.Address) {
				own := calendar.Attendee{Address: clone(a.Address), Reply: clone(a.Reply), Informed: a.Informed}
				kept[i].Attendees = append(kept[i].Attendees, own)
			}
		}
	}
	return kept
}

func clone[T ~string](text T) T { return T(strings.Clone(string(text))) }
