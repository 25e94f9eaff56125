package vdir

import (
	"fmt"
	"slices"
	"strings"
	"time"
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

// busyListing is a listing of which only the effect on the owner's time is kept.
type busyListing struct {
	events, doubts, detachedOverrides []busyEvent
}

// reduceToBusy drops everything in the file that does not affect owner's time.
func (f *file) reduceToBusy(owner *calendar.Owner) {
	l := &f.listing
	f.busy = busyListing{busyOnly(l.Events, owner), busyOnly(l.Doubts, owner), busyOnly(l.DetachedOverrides, owner)}
	l.Events, l.Doubts, l.DetachedOverrides = nil, nil, nil
	f.content.data, f.content.etags = nil, nil
}

// busyEvent is an event reduced to its effect on the owner's time. There are thousands of
// them for the colleagues of one user, each a quarter of a [calendar.Event].
type busyEvent struct {
	uid, instance string
	span          span.Span
	stamp         time.Time
	shape         unique.Handle[shape]
	further       []calendar.Attendee // the owner's entries after the first; hardly anybody has two
}

// shape is what many events have in common.
type shape struct {
	allDay, transparent, freeBusy bool
	travel                        time.Duration
	doubt, method                 string
	status                        calendar.Status
	showAs                        calendar.ShowAs
	kind                          calendar.Kind
	workplace                     calendar.WorkplaceKind
	sequence                      int
	invited                       bool
	own                           calendar.Attendee // the owner's entry, if invited
}

// busyOnly reduces events to their effect on owner's time. It clones strings, because
// substrings would keep the whole text in memory; for those in a shape, unique does.
func busyOnly(events []calendar.Event, owner *calendar.Owner) []busyEvent {
	var kept []busyEvent
	for _, e := range events {
		s := shape{
			allDay: e.AllDay, transparent: e.Transparent, freeBusy: e.FreeBusy, travel: e.Travel, doubt: e.Doubt, method: e.Method,
			status: e.Status, showAs: e.ShowAs, kind: e.Kind, workplace: e.Workplace.Kind, sequence: e.Sequence,
		}
		b := busyEvent{uid: strings.Clone(e.UID), instance: strings.Clone(e.Instance), span: e.Span, stamp: e.Stamp}
		for _, a := range e.Attendees {
			own := calendar.Attendee{Address: a.Address, Reply: a.Reply, NonParticipant: a.NonParticipant}
			switch {
			case !owner.HasAddress(a.Address):
			case !s.invited:
				s.invited, s.own = true, own
			default:
				own.Address, own.Reply = clone(own.Address), clone(own.Reply)
				b.further = append(b.further, own)
			}
		}
		b.shape = unique.Make(s)
		kept = append(kept, b)
	}
	return slices.Clip(kept)
}

// event returns what is left of the event.
func (b busyEvent) event() calendar.Event {
	s := b.shape.Value()
	e := calendar.Event{
		UID: b.uid, Instance: b.instance, Span: b.span, Stamp: b.stamp,
		AllDay: s.allDay, Transparent: s.transparent, FreeBusy: s.freeBusy, Travel: s.travel, Doubt: s.doubt, Method: s.method,
		Status: s.status, ShowAs: s.showAs, Kind: s.kind, Workplace: calendar.Workplace{Kind: s.workplace}, Sequence: s.sequence,
	}
	if s.invited {
		e.Attendees = append([]calendar.Attendee{s.own}, b.further...)
	}
	return e
}

// eventsOf returns what is left of the events.
func eventsOf(busy []busyEvent) []calendar.Event {
	var all []calendar.Event
	for _, b := range busy {
		all = append(all, b.event())
	}
	return all
}

func clone[T ~string](text T) T { return T(strings.Clone(string(text))) }
