package daemon

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"fika/calendar"
	"fika/internal/store"
	"fika/planner"
)

// stays converts what calendars say about where somebody works. The names of places are
// part of a colleague's titles, which fika does not keep, so only the user's are named.
func stays(events []calendar.Event, named bool) []planner.Stay {
	var all []planner.Stay
	for _, e := range events {
		s := planner.Stay{Span: e.Span, Kind: planner.StayOther, Name: e.Workplace.Name}
		switch e.Workplace.Kind {
		case calendar.WorkHome:
			s.Kind = planner.StayHome
		case calendar.WorkOffice:
			s.Kind = planner.StayOffice
		case calendar.WorkElsewhere, calendar.NoWorkplace:
		}
		if !named && s.Kind != planner.StayOffice {
			s.Name = ""
		}
		all = append(all, s)
	}
	return all
}

// placeOf returns where b is: as recorded or, for a booking of a program that did not
// record it, as it would be planned now.
func (o *observation) placeOf(b store.Booking) planner.Place {
	if b.Where != "" {
		return b.Where
	}
	at, _ := planner.PlaceOf(o.settings.Rules, o.world, plannerBookings([]store.Booking{b})[0])
	return cmp.Or(at, planner.PlaceVideo)
}

// placeSeen returns the place that e names in fika's words; if it names none, where b would
// be planned now.
func (o *observation) placeSeen(b store.Booking, guest planner.Person, goal planner.Goal, e calendar.Event) planner.Place {
	known := []planner.Place{planner.PlaceVideo, planner.PlaceInPerson, planner.PlaceWalk}
	for _, at := range slices.Concat(goal.Where, o.settings.Rules.Where, known) {
		if e.Location == o.settings.Invite.Location(guest, at) {
			return at
		}
	}
	return o.placeOf(b)
}

// relocate records where b is as fresh knows it: since it was planned, the user or the
// guest may have said that they work elsewhere that day, or moved to another site. The
// rules have found that a place suits both.
func (p *pass) relocate(ctx context.Context, fresh *observation, b store.Booking) (store.Booking, error) {
	at, ok := planner.PlaceOf(fresh.settings.Rules, fresh.world, plannerBookings([]store.Booking{b})[0])
	if !ok || at == b.Where {
		return b, nil
	}
	why := ""
	if b.Where != "" {
		why = fmt.Sprintf("it will be %s, not %s", at.Words(), b.Where.Words())
	}
	if err := p.store.Relocate(ctx, p.now, b.ID, at, why); err != nil {
		return b, err
	}
	p.step("relocated")
	b.Where = at
	return b, nil
}
