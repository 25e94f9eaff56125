package daemon

import (
	"slices"
	"time"

	"fika/internal/api"
	"fika/internal/mailbox"
	"fika/internal/store"
	"fika/planner"
)

// Why explains why a booking or planned meeting was chosen. id is its ID, a prefix of
// that, or its person.
func (v *View) Why(now time.Time, id string) (api.Why, error) {
	at := v.at(now)
	b, err := at.findCoffee(id, forQuestion)
	if err != nil {
		return api.Why{}, err
	}
	a := api.Why{View: v.reference(), Booking: v.bookingAnswer(b), Score: points(b.Score), Reasons: reasons(b.Reasons),
		AsOf: reasonsAsOf(b).In(v.zone()), Ask: v.questions(b.Goal), Letter: at.letterOf(b), Checks: []api.Verdict{}, Alternatives: []api.Alternative{}}
	if b.State == Planned || b.State.Live() {
		own := plannerBookings([]store.Booking{b})[0]
		a.Checks = verdicts(planner.Checks(now, v.settings.Rules, v.world, own))
		a.Alternatives = at.alternatives(b, own)
	}
	return a, nil
}

func (v *View) alternatives(b store.Booking, own planner.Booking) []api.Alternative {
	answers := []api.Alternative{}
	if v.blind || b.Sent || b.State == store.Booked {
		return answers
	}
	for _, alt := range planner.Alternatives(v.now, v.settings.Rules, v.world, own) {
		answers = append(answers, api.Alternative{Text: alt.Text, Loss: points(alt.Loss)})
	}
	return answers
}

// WhyNot explains why there is no coffee with who, given by an address or part of a
// name: at one start or, if at is zero, at any. Busy times that were not requested count
// as unknown.
func (v *View) WhyNot(now time.Time, who string, at time.Time) (api.WhyNot, error) {
	p, err := v.person(who, forQuestion)
	if err != nil {
		return api.WhyNot{}, err
	}
	a := api.WhyNot{View: v.reference(), Person: string(p.ID), Name: p.Name}
	world := v.including(p)
	if at.IsZero() {
		a.Verdicts = verdicts(planner.WhyNot(now, v.settings.Rules, world, p.ID))
	} else {
		a.Verdicts = verdicts(planner.WhyNotAt(now, v.settings.Rules, world, p.ID, at))
	}
	if !v.blind {
		a.With = v.planWith(now, world, p.ID, at)
	}
	return a, nil
}

// including returns the world of v with p in it, on the short list or not.
func (v *View) including(p planner.Person) planner.World {
	world := v.world
	world.People = slices.Clone(world.People)
	for i := range world.People {
		if world.People[i].ID == p.ID {
			world.People[i].CalendarUnread = false
		}
	}
	return world
}

func (c configuration) planWith(now time.Time, world planner.World, who mailbox.Address, at time.Time) *api.With {
	plan, ok := planner.PlanWith(now, c.settings.Rules, world, who, at)
	if !ok {
		return nil
	}
	a := &api.With{Score: points(plan.Score), Best: points(planner.Decide(now, c.settings.Rules, world).Score)}
	for _, m := range plan.Meetings {
		if slices.Contains(m.Guests(), who) {
			a.Start, a.Goal = m.Span.Start.In(c.zone()), string(m.Goal)
		}
	}
	return a
}
