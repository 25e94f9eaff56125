package daemon

import (
	"context"
	"time"

	"fika/internal/api"
	"fika/internal/mailbox"
	"fika/internal/store"
	"fika/planner"
)

// Why answers why the booking or planned meeting was chosen that has this id, a
// beginning of it, or this person.
func (d *Daemon) Why(ctx context.Context, now time.Time, id string) (api.Why, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	s, err := d.observe(ctx, now)
	if err != nil {
		return api.Why{}, fault(err)
	}
	b, err := d.named(ctx, s, id, aQuestion)
	if err != nil {
		return api.Why{}, fault(err)
	}
	a := api.Why{Score: points(b.Score), Reasons: reasons(b.Reasons), AsOf: b.Created.In(s.zone()), Ask: s.questions(b.Goal),
		Checks: []api.Verdict{}, Alternatives: []api.Alternative{}}
	if a.Booking, err = d.bookingAnswer(ctx, b); err != nil {
		return a, fault(err)
	}
	a.Letter = s.letterOf(b)
	if b.State == Planned || b.State.Live() {
		own := plannerBookings([]store.Booking{b})[0]
		a.Checks = verdicts(planner.Checks(now, s.set.Rules, s.world, own))
		a.Alternatives = s.alternatives(b, own)
	}
	return a, nil
}

func (s *scene) alternatives(b store.Booking, own planner.Booking) []api.Alternative {
	answers := []api.Alternative{}
	if s.blind || b.Sent || b.State == store.Booked {
		return answers
	}
	for _, alt := range planner.Alternatives(s.now, s.set.Rules, s.world, own) {
		answers = append(answers, api.Alternative{Text: alt.Text, Loss: points(alt.Loss)})
	}
	return answers
}

// WhyNot answers why there is no coffee with the person whose address, or a
// part of whose name, is who: at one start or, if at is zero, at any.
func (d *Daemon) WhyNot(ctx context.Context, now time.Time, who string, at time.Time) (api.WhyNot, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	s, err := d.observe(ctx, now)
	if err != nil {
		return api.WhyNot{}, fault(err)
	}
	p, err := s.person(who, aQuestion)
	if err != nil {
		return api.WhyNot{}, err
	}
	world, err := d.including(ctx, s, p)
	if err != nil {
		return api.WhyNot{}, fault(err)
	}
	a := api.WhyNot{Person: string(p.ID), Name: p.Name}
	if at.IsZero() {
		a.Verdicts = verdicts(planner.WhyNot(now, s.set.Rules, world, p.ID))
	} else {
		a.Verdicts = verdicts(planner.WhyNotAt(now, s.set.Rules, world, p.ID, at))
	}
	if !s.blind {
		a.With = s.with(now, world, p.ID, at)
	}
	return a, nil
}

func (by basis) with(now time.Time, world planner.World, who mailbox.Address, at time.Time) *api.With {
	plan, ok := planner.With(now, by.set.Rules, world, who, at)
	if !ok {
		return nil
	}
	a := &api.With{Score: points(plan.Score), Best: points(planner.Decide(now, by.set.Rules, world).Score)}
	for _, m := range plan.Meetings {
		if m.Person == who {
			a.Start, a.Goal = m.Span.Start.In(by.zone()), string(m.Goal)
		}
	}
	return a
}
