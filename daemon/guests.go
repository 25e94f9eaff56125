package daemon

import (
	"context"
	"fmt"
	"slices"

	"fika/calendar"
	"fika/internal/span"
	"fika/internal/store"
	"fika/planner"
)

// How many colleagues are asked for their busy times at once, which is what one
// request to a far side may hold, and at most in one pass.
const (
	askOnce = 50
	askMost = 400
)

// readGuests puts busy times into the world of s: of everybody with a booking,
// and of those the planner asks for, until nobody unseen can be in a better plan or
// enough were asked in one pass: then the plan says how many were not. The others
// stay unseen, so that nobody is invited whose calendar was not looked at. own are
// fika's events, which do not make their guest busy.
func (d *Daemon) readGuests(ctx context.Context, s *scene, own ownEvents) error {
	s.world.People = slices.Clone(s.people)
	wanted := map[planner.PersonID]bool{}
	for _, b := range s.bookings {
		wanted[b.Person] = true
	}
	for i := range s.world.People {
		s.world.People[i].Unseen = true
	}
	for asked := 0; ; {
		if err := d.see(ctx, s, wanted, own); err != nil {
			return err
		}
		if asked >= askMost {
			return nil
		}
		next := planner.Ask(s.now, d.settings.Rules, s.world)
		if len(next) == 0 {
			return nil
		}
		clear(wanted)
		for _, id := range next[:min(len(next), askOnce)] {
			wanted[id] = true
			asked++
		}
	}
}

// see reads the busy times of those wanted and unseen.
func (d *Daemon) see(ctx context.Context, s *scene, wanted map[planner.PersonID]bool, own ownEvents) error {
	var who []planner.Person
	for i := range s.world.People {
		if p := &s.world.People[i]; p.Unseen && wanted[p.ID] {
			p.Unseen = false
			who = append(who, *p)
		}
	}
	busy, err := d.guestBusy(ctx, s, who, s.window, own)
	if err != nil {
		return err
	}
	for i := range s.world.People {
		p := &s.world.People[i]
		if spans, known := busy[p.ID]; known {
			p.Busy, p.BusyKnown = spans, true
		}
	}
	return nil
}

// guestBusy is when people cannot meet, as far as it is known: from the calendar
// that a source names for them, or else from the far side of the user's own. Who
// is not told about is missing, which is never free. Faults become problems of
// the scene; an error is the context's.
func (d *Daemon) guestBusy(ctx context.Context, s *scene, who []planner.Person, window span.Span, own ownEvents) (map[planner.PersonID][]span.Span, error) {
	known := map[planner.PersonID][]span.Span{}
	var far []calendar.Address
	asked := map[calendar.Address]planner.PersonID{}
	for _, p := range who {
		if p.Calendar == "" {
			for _, a := range d.insideOf(p) {
				far, asked[a] = append(far, a), p.ID
			}
			continue
		}
		busy, err := d.ownBusy(ctx, p, window, own)
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case err != nil:
			s.problems = append(s.problems, fmt.Sprintf("calendar of %s: %v", p.ID, err))
		default:
			known[p.ID] = busy
		}
	}
	if d.options.FreeBusy == nil || len(far) == 0 {
		return known, nil
	}
	told, err := d.options.FreeBusy(ctx, far, window)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		s.problems = append(s.problems, fmt.Sprintf("busy times of %d colleagues: %v", len(far), err))
	}
	for _, address := range far {
		if busy, ok := told[address]; ok {
			id := asked[address]
			known[id] = span.Merge(append(known[id], span.Subtract(busy, coffees(s.bookings, id))...))
		}
	}
	return known, nil
}

// insideOf are the addresses of p that a calendar server is asked about: only those
// of the organisation, since private ones are nobody's business.
func (d *Daemon) insideOf(p planner.Person) []calendar.Address {
	addresses := []calendar.Address{calendar.Address(p.ID)}
	for _, a := range p.Aliases {
		if planner.Inside(a, d.settings.Rules.Domain) {
			addresses = append(addresses, calendar.Address(a))
		}
	}
	return addresses
}

// coffees are the bookings that may be in id's calendar, which a far side tells
// as busy without saying whose they are. Before it is sent, whatever fills the
// slot of one is somebody else's.
func coffees(bookings []store.Booking, id planner.PersonID) []span.Span {
	var spans []span.Span
	for _, b := range bookings {
		sent := b.State == store.Sending || b.State == store.Unknown || b.State == store.Booked
		if sent && b.Person == id {
			spans = append(spans, b.Span)
		}
	}
	return span.Merge(spans)
}

// ownBusy is when p cannot meet by the calendar that a source names, but for
// fika's own events.
func (d *Daemon) ownBusy(ctx context.Context, p planner.Person, window span.Span, own ownEvents) ([]span.Span, error) {
	cal, err := d.options.OpenColleague(p)
	if err != nil {
		return nil, err
	}
	listing, err := cal.List(ctx, window)
	if err != nil {
		return nil, err
	}
	others := slices.DeleteFunc(slices.Concat(listing.Events, listing.Doubts), func(e calendar.Event) bool { return own.has(calendar.EventID(e.UID), e.Span) })
	zone := p.Zone
	if zone == nil {
		zone = d.settings.Rules.Zone
	}
	return OwnerOf(p, zone).Busy(others, window), nil
}
