package daemon

import (
	"context"
	"maps"
	"reflect"
	"slices"

	"fika/calendar"
	"fika/internal/mailbox"
	"fika/internal/rsvp"
	"fika/internal/store"
	"fika/planner"
)

// reread returns seen with what the store says now: bookings, intents, refusals and
// guards, and the planner's world that follows.
func (t *tools) reread(ctx context.Context, seen *observation) (*observation, error) {
	fresh := seen.with(func(*observation) {})
	var err error
	if fresh.people, err = t.guarded(ctx, seen.sourcePeople); err != nil {
		return nil, err
	}
	if fresh.refusals, err = t.readRefusals(ctx); err != nil {
		return nil, err
	}
	if fresh.intents, err = t.store.Intents(ctx); err != nil {
		return nil, err
	}
	if fresh.sent, err = t.store.Used(ctx, store.Limit{}); err != nil {
		return nil, err
	}
	since := seen.now.AddDate(0, 0, -planner.LookbackDays)
	if fresh.bookings, err = t.store.Bookings(ctx, since); err != nil {
		return nil, err
	}
	for i := range fresh.bookings { // one may be older than the list that renames the person
		b := &fresh.bookings[i]
		if b.Person = fresh.roster.PersonOf(b.Person); b.Second.Person != "" {
			b.Second.Person = fresh.roster.PersonOf(b.Second.Person)
		}
	}
	if fresh.told, err = t.readTold(ctx, fresh); err != nil {
		return nil, err
	}
	fresh.own = fresh.findOwn()
	fresh.world = fresh.plannerWorld()
	return fresh, nil
}

// plannerWorld converts what o knows for the planner.
func (o *observation) plannerWorld() planner.World {
	events, doubts := o.events()
	others := slices.DeleteFunc(slices.Concat(events, doubts), func(e calendar.Event) bool { return o.own.has(e.ID, e.Span) })
	world := planner.World{
		Goals:    o.timelyGoals(events),
		Busy:     o.owner().Busy(others, o.window),
		Absent:   o.owner().OutOfOffice(others),
		Stays:    stays(o.owner().Whereabouts(events), true),
		Bookings: plannerBookings(o.bookings),
		People:   o.people,
		Sent:     o.sent,
	}
	if !o.blind {
		world.People = o.guestList()
	}
	return world
}

// refresh rereads the store. If bookings changed, it requests the busy times of people
// who only matter since then; finding those takes as long as a plan.
func (p *pass) refresh(ctx context.Context) error {
	before := p.observation
	after, err := p.reread(ctx, before)
	if err != nil {
		return err
	}
	p.observation = after
	if after.blind || reflect.DeepEqual(before.bookings, after.bookings) && maps.EqualFunc(before.own, after.own, slices.Equal) {
		return nil
	}
	p.observation, err = p.readGuests(ctx, after)
	return err
}

// guarded returns people with the user's guards, and the little that fika keeps about
// those it was told to forget.
func (t *tools) guarded(ctx context.Context, people []planner.Person) ([]planner.Person, error) {
	guards, err := t.store.Guards(ctx)
	if err != nil {
		return nil, err
	}
	said := map[mailbox.Address]store.Guard{}
	for _, g := range guards {
		said[g.Person] = g
	}
	shadows, err := t.store.ForgottenGuards(ctx)
	if err != nil {
		return nil, err
	}
	people = slices.Clone(people)
	for i := range people {
		p := &people[i]
		g := guardOf(*p, said)
		p.Never, p.OwnWish, p.OK, p.RestUntil, p.LiftedAt = p.Never || g.Never, g.OwnWish, g.OK, g.Rest, g.Lifted
		kept := shadows.For(p.Addresses()...)
		p.Never, p.OwnWish = p.Never || kept.Never, p.OwnWish || kept.OwnWish
		if kept.Rest.After(p.RestUntil) {
			p.RestUntil = kept.Rest
		}
	}
	return people, nil
}

// plannerBookings converts bookings for the planner, for which each guest has one.
func plannerBookings(bookings []store.Booking) []planner.Booking {
	converted := make([]planner.Booking, 0, len(bookings))
	for _, b := range bookings {
		guests := b.Guests()
		for i, g := range guests {
			one := plannerBooking(b.With(g))
			if len(guests) > 1 {
				one.With = guests[1-i].Person
			}
			converted = append(converted, one)
		}
	}
	return converted
}

// plannerBooking converts the booking of one guest.
func plannerBooking(b store.Booking) planner.Booking {
	return planner.Booking{
		ID: b.ID, Person: b.Person, Goal: b.Goal, Span: b.Span, EndedAt: b.Ended,
		State:          meaning(b.State),
		SentAt:         b.SentAt,
		NeverSent:      !b.Sent && !b.State.Live(),
		FirstContactUp: b.Upward,
		Open:           b.State.Live() && b.Reply.Open(),
		Accepted:       b.Reply == rsvp.Accepted,
		Tentative:      b.Reply == rsvp.Maybe || b.Reply == rsvp.Delegated,
	}
}

// meaning returns what a state of the store means to the next plan.
func meaning(s store.State) planner.BookingState {
	switch s {
	case store.Met:
		return planner.StateMet
	case store.Missed:
		return planner.StateMissed
	case store.Declined:
		return planner.StateDeclined
	case store.Cancelled:
		return planner.StateDropped
	case store.Skipped:
		return planner.StateSkipped
	case store.Refused:
		return planner.StateRefused
	case store.Expired, store.Released:
		return planner.StateLapsed
	}
	return planner.StateLive
}
