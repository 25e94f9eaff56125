package daemon

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"fika/calendar"
	"fika/internal/mailbox"
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

// guest is what was told of one person's time, whatever became of their bookings
// since. It is asked for once in a pass.
type guest struct {
	told    bool             // else nobody knows when they are busy, which is never free
	problem string           // why they were not told, if there is more to say than that nobody knows
	far     bool             // a server told it, without saying what it is that takes the time
	busy    []span.Span      // but for coffees
	coffees []calendar.Event // of a calendar: what by its id is an event of some fika's
	owner   calendar.Owner   // of that calendar
	window  span.Span
}

// taken is when g cannot meet. Fika's own events do not make their guest busy:
// those of own, or where a server told, whatever fills these slots.
func (g guest) taken(own ownEvents, slots []span.Span) []span.Span {
	switch {
	case g.far && len(slots) > 0:
		return span.Subtract(g.busy, slots)
	case len(g.coffees) == 0:
		return g.busy
	}
	others := slices.DeleteFunc(slices.Clone(g.coffees), func(e calendar.Event) bool { return own.has(calendar.EventID(e.UID), e.Span) })
	return span.Merge(slices.Concat(g.busy, g.owner.Busy(others, g.window)))
}

// readGuests asks for busy times: of everybody with a booking, and of those the
// planner asks for, until nobody unseen can be in a better plan or enough were
// asked in one pass: then the plan says how many were not. The others stay unseen,
// so that nobody is invited whose calendar was not looked at. Nobody is asked twice.
func (d *Daemon) readGuests(ctx context.Context, s *scene) error {
	wanted := map[mailbox.Address]bool{}
	for _, b := range s.bookings {
		wanted[b.Person] = true
	}
	for asked := 0; ; {
		// Those with a booking are asked together with the first of the others: whoever
		// has one is not in a new plan, so that the planner need not know their times.
		if asked < askMost {
			for _, id := range s.shortlist(wanted) {
				wanted[id] = true
				asked++
			}
		}
		if more, err := d.see(ctx, s, wanted); err != nil || !more {
			return err
		}
	}
}

// shortlist are the next people to ask, most promising first, if those wanted were
// seen.
func (s *scene) shortlist(wanted map[mailbox.Address]bool) []mailbox.Address {
	world := s.world
	world.People = slices.Clone(world.People)
	for i := range world.People {
		p := &world.People[i]
		p.Unseen = p.Unseen && !wanted[p.ID]
	}
	next := planner.Ask(s.now, s.set.Rules, world)
	return next[:min(len(next), askOnce)]
}

// see asks for the busy times of those wanted whom nobody asked yet, and reports
// whether there was anybody.
func (d *Daemon) see(ctx context.Context, s *scene, wanted map[mailbox.Address]bool) (bool, error) {
	var who []planner.Person
	for _, p := range s.people {
		if _, asked := s.guests[p.ID]; wanted[p.ID] && !asked {
			who = append(who, p)
		}
	}
	if len(who) == 0 {
		return false, nil
	}
	told, err := d.guestTimes(ctx, s.basis, who, s.window)
	if err != nil {
		return false, err
	}
	maps.Copy(s.guests, told)
	for _, p := range who { // several may have one in common
		if problem := told[p.ID].problem; problem != "" && !slices.Contains(s.problems, problem) {
			s.problems = append(s.problems, problem)
		}
	}
	s.world.People = s.guestList()
	return true, nil
}

// guestList are the people with the busy times that are known.
func (s *scene) guestList() []planner.Person {
	list := slices.Clone(s.people)
	for i := range list {
		p := &list[i]
		g, asked := s.guests[p.ID]
		p.Unseen = !asked
		if g.told {
			p.Busy, p.BusyKnown = g.taken(s.own, coffees(s.bookings, p.ID)), true
		}
	}
	return list
}

// guestTimes asks when people cannot meet: the calendar that a source names for
// them, or else the far side of the user's own. Everybody asked has an entry. An
// error is the context's; what else goes wrong stands in the entries.
func (d *Daemon) guestTimes(ctx context.Context, by basis, who []planner.Person, window span.Span) (map[mailbox.Address]guest, error) {
	all := map[mailbox.Address]guest{}
	var far []mailbox.Address
	asked := map[mailbox.Address]mailbox.Address{}
	for _, p := range who {
		all[p.ID] = guest{}
		if p.Calendar == "" {
			for _, a := range by.insideOf(p) {
				far, asked[a] = append(far, a), p.ID
			}
			continue
		}
		g, err := d.ownTimes(ctx, by, p, window)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			g = guest{problem: fmt.Sprintf("calendar of %s: %v", p.ID, err)}
		}
		all[p.ID] = g
	}
	if d.options.FreeBusy == nil || len(far) == 0 {
		return all, nil
	}
	told, err := d.options.FreeBusy(ctx, far, window)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	for _, address := range far {
		id := asked[address]
		switch busy, ok := told[address]; {
		case ok:
			all[id] = guest{told: true, far: true, busy: span.Merge(append(all[id].busy, busy...))}
		case err != nil && !all[id].told:
			all[id] = guest{problem: fmt.Sprintf("busy times of %d colleagues: %v", len(far), err)}
		}
	}
	return all, nil
}

// insideOf are the addresses of p that a calendar server is asked about: only those
// of the organisation, since private ones are nobody's business.
func (by basis) insideOf(p planner.Person) []mailbox.Address {
	addresses := []mailbox.Address{p.ID}
	for _, a := range p.Aliases {
		if planner.Inside(a, by.set.Rules.Domain) {
			addresses = append(addresses, a)
		}
	}
	return addresses
}

// coffees are the bookings that may be in id's calendar, which a far side tells
// as busy without saying whose they are. Before it is sent, whatever fills the
// slot of one is somebody else's.
func coffees(bookings []store.Booking, id mailbox.Address) []span.Span {
	var spans []span.Span
	for _, b := range bookings {
		sent := b.State == store.Sending || b.State == store.Unknown || b.State == store.Booked
		if sent && b.Person == id {
			spans = append(spans, b.Span)
		}
	}
	return span.Merge(spans)
}

// ownTimes is when p cannot meet by the calendar that a source names.
func (d *Daemon) ownTimes(ctx context.Context, by basis, p planner.Person, window span.Span) (guest, error) {
	cal, err := d.options.OpenColleague(p)
	if err != nil {
		return guest{}, err
	}
	listing, err := cal.List(ctx, window)
	if err != nil {
		return guest{}, err
	}
	zone := p.Zone
	if zone == nil {
		zone = by.zone()
	}
	g := guest{told: true, owner: OwnerOf(p, zone), window: window}
	var others []calendar.Event
	for _, e := range slices.Concat(listing.Events, listing.Doubts) {
		if derived(calendar.EventID(e.UID)) {
			g.coffees = append(g.coffees, e)
		} else {
			others = append(others, e)
		}
	}
	g.busy = g.owner.Busy(others, window)
	return g, nil
}
