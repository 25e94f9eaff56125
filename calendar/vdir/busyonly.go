package vdir

import (
	"fmt"
	"strings"
	"unique"

	"fika/calendar"
	"fika/internal/span"
)

// OpenBusyOnly opens a calendar of which only the owner's busy time is needed, such
// as a colleague's. Its events have no title, place or text, and no attendees other
// than the owner. They can be listed, but not found or changed.
//
// It keeps only the occurrences of some weeks around the last window, which needs a
// tenth of the memory of a full calendar. When the window leaves these weeks, the
// file is read again; if that fails, the file counts as never read.
func OpenBusyOnly(path string, owner calendar.Owner) (*Calendar, error) {
	c, err := Open(path, owner.Zone)
	if err == nil {
		c.owner = &owner
	}
	return c, err
}

// checkComplete returns an error if only the busy times are kept.
func (c *Calendar) checkComplete() error {
	if c.owner == nil {
		return nil
	}
	return fmt.Errorf("%w: of %s only the busy times are read", calendar.ErrReadOnly, c.path)
}

// coversWindow reports whether the kept part of f is enough for window.
func (f *file) coversWindow(window span.Span) bool {
	return f.content == nil || f.content.data != nil || f.cover.Covers(window)
}

// reduceToBusy drops everything in the file that does not affect owner's time.
func (f *file) reduceToBusy(owner *calendar.Owner) {
	l := &f.listing
	l.Events, l.Doubts, l.DetachedOverrides = busyOnly(l.Events, owner), busyOnly(l.Doubts, owner), busyOnly(l.DetachedOverrides, owner)
	f.content.data, f.content.etags = nil, nil
}

// busyOnly reduces events to their effect on owner's time. It clones strings, because
// substrings would keep the whole text in memory.
func busyOnly(events []calendar.Event, owner *calendar.Owner) []calendar.Event {
	kept := make([]calendar.Event, len(events))
	for i, e := range events {
		kept[i] = calendar.Event{
			UID: clone(e.UID), Instance: clone(e.Instance), Span: e.Span, AllDay: e.AllDay,
			Travel: e.Travel, Doubt: intern(e.Doubt),
			Status: intern(e.Status), Transparent: e.Transparent,
			ShowAs: intern(e.ShowAs), Kind: e.Kind, Workplace: calendar.Workplace{Kind: e.Workplace.Kind},
			Method: intern(e.Method), FreeBusy: e.FreeBusy, Sequence: e.Sequence, Stamp: e.Stamp,
		}
		for _, a := range e.Attendees {
			if owner.HasAddress(a.Address) {
				own := calendar.Attendee{Address: intern(a.Address), Reply: intern(a.Reply), NonParticipant: a.NonParticipant}
				kept[i].Attendees = append(kept[i].Attendees, own)
			}
		}
	}
	return kept
}

// intern returns a copy of text that all equal texts share, because thousands of
// events contain the same few words.
func intern[T ~string](text T) T { return T(unique.Make(string(text)).Value()) }

func clone[T ~string](text T) T { return T(strings.Clone(string(text))) }
