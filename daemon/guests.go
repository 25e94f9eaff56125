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

// How many colleagues to ask for busy times at once, which is the limit of one request
// to a server, and how many per pass.
const (
	guestsAtOnce  = 50
	guestsPerPass = 400
)

// guestTimes is what is known about one person's time, whatever happened to their bookings
// since. It is requested once per pass.
type guestTimes struct {
	known      bool             // if false, their busy times are unknown, which never counts as free
	problem    string           // why nothing is known, if there is a specific reason
	fromServer bool             // a server told it, without saying what takes the time
	busy       []span.Span      // without coffees
	stays      []planner.Stay   // from a calendar: where they work; no server tells
	coffees    []calendar.Event // from a calendar: events whose ID is one of some fika's
	owner      calendar.Owner   // of that calendar
	window     span.Span
}

// busyTimes returns when g cannot meet. Fika's own events are left out: by ID if they
// come from a calendar, by their slots if a server only reports times.
func (g guestTimes) busyTimes(own ownEvents, slots []span.Span) []span.Span {
	switch {
	case g.fromServer && len(slots) > 0:
		return span.Subtract(g.busy, slots)
	case len(g.coffees) == 0:
		return g.busy
	}
	others := slices.DeleteFunc(slices.Clone(g.coffees), func(e calendar.Event) bool { return own.has(calendar.EventID(e.UID), e.Span) })
	return span.Merge(slices.Concat(g.busy, g.owner.Busy(others, g.window)))
}

// readGuests requests busy times: of everybody with a booking, and of those the planner
// asks for, until no unseen person can improve the plan or the limit of a pass is
// reached. The plan says how many were not asked. They stay unseen, so nobody is invited
// without a look at their calendar. Nobody is asked twice.
func (t *tools) readGuests(ctx context.Context, seen *observation) (*observation, error) {
	t.progress.step("asks for busy times")
	wanted := map[mailbox.Address]bool{}
	for _, b := range seen.bookings {
		for _, g := range b.Guests() {
			wanted[g.Person] = true
		}
	}
	for asked := 0; ; {
		// People with bookings are asked together with the first of the others: they are
		// not in a new plan, so the planner does not need their times.
		if asked < guestsPerPass {
			for _, id := range seen.shortlist(wanted) {
				wanted[id] = true
				asked++
			}
		}
		more, err := t.readTimesOf(ctx, seen, wanted)
		if err != nil || more == seen {
			return more, err
		}
		seen = more
	}
}

// shortlist returns the next people to ask, most promising first, assuming that wanted
// have been seen.
func (o *observation) shortlist(wanted map[mailbox.Address]bool) []mailbox.Address {
	world := o.world
	world.People = slices.Clone(world.People)
	for i := range world.People {
		p := &world.People[i]
		p.CalendarUnread = p.CalendarUnread && !wanted[p.ID]
	}
	next := planner.CalendarsToRead(o.now, o.settings.Rules, world)
	return next[:min(len(next), guestsAtOnce)]
}

// readTimesOf returns seen with the busy times of those in wanted who were not asked yet;
// seen itself if there were none.
func (t *tools) readTimesOf(ctx context.Context, seen *observation, wanted map[mailbox.Address]bool) (*observation, error) {
	var who []planner.Person
	for _, p := range seen.people {
		if _, asked := seen.guests[p.ID]; wanted[p.ID] && !asked {
			who = append(who, p)
		}
	}
	if len(who) == 0 {
		return seen, nil
	}
	times, err := t.guestTimes(ctx, seen.configuration, who, seen.window)
	if err != nil {
		return nil, err
	}
	return seen.withGuests(times).with(func(o *observation) {
		o.problems = slices.Clone(o.problems)
		for _, p := range who { // several may have one in common
			if problem := times[p.ID].problem; problem != "" && !slices.Contains(o.problems, problem) {
				o.problems = append(o.problems, problem)
			}
		}
	}), nil
}

// withGuests returns o with the busy times of more people.
func (o *observation) withGuests(times map[mailbox.Address]guestTimes) *observation {
	return o.with(func(o *observation) {
		o.guests = maps.Clone(o.guests)
		maps.Copy(o.guests, times)
		o.world.People = o.guestList()
	})
}

// guestList returns the people with their known busy times.
func (o *observation) guestList() []planner.Person {
	list := slices.Clone(o.people)
	for i := range list {
		p := &list[i]
		g, asked := o.guests[p.ID]
		p.CalendarUnread = !asked
		if g.known {
			p.Stays = g.stays
			p.Busy, p.BusyKnown = g.busyTimes(o.own, coffees(o.bookings, p.ID)), true
		}
	}
	return list
}

// guestTimes finds out when people cannot meet: from the calendar that a source names,
// or else from the server of the user's own. Everybody asked has an entry. An error is
// that of the context; other failures are in the entries.
func (t *tools) guestTimes(ctx context.Context, c configuration, who []planner.Person, window span.Span) (map[mailbox.Address]guestTimes, error) {
	all := map[mailbox.Address]guestTimes{}
	var toAsk []mailbox.Address
	asked := map[mailbox.Address]mailbox.Address{}
	for _, p := range who {
		all[p.ID] = guestTimes{}
		if p.Calendar == "" {
			for _, a := range c.organisationAddresses(p) {
				toAsk, asked[a] = append(toAsk, a), p.ID
			}
			continue
		}
		g, err := t.ownTimes(ctx, c, p, window)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			g = guestTimes{problem: fmt.Sprintf("calendar of %s: %v", p.ID, err)}
		}
		all[p.ID] = g
	}
	if t.options.FreeBusy == nil || len(toAsk) == 0 {
		return all, nil
	}
	times, err := t.options.FreeBusy(ctx, toAsk, window)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	for _, address := range toAsk {
		id := asked[address]
		switch busy, ok := times[address]; {
		case ok:
			all[id] = guestTimes{known: true, fromServer: true, busy: span.Merge(append(all[id].busy, busy...))}
		case err != nil && !all[id].known:
			all[id] = guestTimes{problem: fmt.Sprintf("busy times of %d colleagues: %v", len(toAsk), err)}
		}
	}
	return all, nil
}

// organisationAddresses returns the addresses of p to ask a calendar server about: only
// those of the organisation, since private ones are nobody's business.
func (c configuration) organisationAddresses(p planner.Person) []mailbox.Address {
	addresses := []mailbox.Address{p.ID}
	for _, a := range p.Aliases {
		if planner.InDomains(a, c.settings.Rules.Domains) {
			addresses = append(addresses, a)
		}
	}
	return addresses
}

// coffees returns the bookings that may be in id's calendar. A server reports them as
// busy without saying what they are. Before a booking is sent, whatever fills its slot
// is something else.
func coffees(bookings []store.Booking, id mailbox.Address) []span.Span {
	var spans []span.Span
	for _, b := range bookings {
		sent := b.State == store.Sending || b.State == store.Unknown || b.State == store.Booked
		if sent && hasGuest(b, id) {
			spans = append(spans, b.Span)
		}
	}
	return span.Merge(spans)
}

// ownTimes returns when p cannot meet according to the calendar that a source names.
func (t *tools) ownTimes(ctx context.Context, c configuration, p planner.Person, window span.Span) (guestTimes, error) {
	cal, err := t.options.OpenColleague(p)
	if err != nil {
		return guestTimes{}, err
	}
	listing, err := cal.List(ctx, window)
	if err != nil {
		return guestTimes{}, err
	}
	zone := p.Zone
	if zone == nil {
		zone = c.zone()
	}
	g := guestTimes{known: true, owner: calendar.Owner{Addresses: p.Addresses(), Zone: zone}, window: window}
	var others []calendar.Event
	for _, e := range slices.Concat(listing.Events, listing.Doubts) {
		if derived(calendar.EventID(e.UID)) {
			g.coffees = append(g.coffees, e)
		} else {
			others = append(others, e)
		}
	}
	g.busy = g.owner.Busy(others, window)
	g.stays = stays(g.owner.Whereabouts(listing.Events), false)
	return g, nil
}
