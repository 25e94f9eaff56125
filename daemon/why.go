package daemon

import (
	"context"
	"time"

	"fika/internal/store"
	"fika/planner"
)

// WhyAnswer is everything about one booking: fika.why/v1.
type WhyAnswer struct {
	Schema  string          `json:"schema"`
	Booking BookingAnswer   `json:"booking"`
	Score   float64         `json:"score"`
	Reasons []ReasonAnswer  `json:"reasons"`
	AsOf    time.Time       `json:"as_of"` // when the reasons were found; what they say was so then
	Ask     []string        `json:"ask"`   // the goal's questions, for the user alone
	Letter  *LetterAnswer   `json:"letter,omitempty"`
	Checks  []VerdictAnswer `json:"checks"` // every rule as it stands now; empty once the booking has ended

	// What else could be done, for a meeting that nobody was told of.
	Alternatives []AlternativeAnswer `json:"alternatives"`
}

// AlternativeAnswer is a plan that differs in one point.
type AlternativeAnswer struct {
	Text string  `json:"text"`
	Loss float64 `json:"loss"` // how much less it is worth; negative if it is worth more
}

// Why answers why the booking or planned meeting was chosen that has this id, a
// beginning of it, or this person.
func (d *Daemon) Why(ctx context.Context, now time.Time, id string) (WhyAnswer, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	s, err := d.observe(ctx, now)
	if err != nil {
		return WhyAnswer{}, fault(err)
	}
	b, err := d.named(ctx, s, id, aQuestion)
	if err != nil {
		return WhyAnswer{}, fault(err)
	}
	a := WhyAnswer{Schema: "fika.why/v1", Score: points(b.Score), Reasons: reasons(b.Reasons), AsOf: b.Created.In(d.zone()), Ask: d.questions(b.Goal),
		Checks: []VerdictAnswer{}, Alternatives: []AlternativeAnswer{}}
	if a.Booking, err = d.bookingAnswer(ctx, b); err != nil {
		return a, fault(err)
	}
	a.Letter = d.letterOf(s, b)
	if b.State == Planned || b.State.Live() {
		own := plannerBookings([]store.Booking{b})[0]
		a.Checks = verdicts(planner.Checks(now, d.settings.Rules, s.world, own))
		a.Alternatives = d.alternatives(s, b, own)
	}
	return a, nil
}

func (d *Daemon) alternatives(s *scene, b store.Booking, own planner.Booking) []AlternativeAnswer {
	answers := []AlternativeAnswer{}
	if s.blind || b.Sent || b.State == store.Booked {
		return answers
	}
	for _, alt := range planner.Alternatives(s.now, d.settings.Rules, s.world, own) {
		answers = append(answers, AlternativeAnswer{alt.Text, points(alt.Loss)})
	}
	return answers
}

// WhyNotAnswer is every rule about one person: fika.why-not/v1.
type WhyNotAnswer struct {
	Schema   string           `json:"schema"`
	Person   planner.PersonID `json:"person"`
	Name     string           `json:"name"`
	Verdicts []VerdictAnswer  `json:"verdicts"`

	// With is what insisting on the person would lead to; nil if the rules
	// allow no meeting.
	With *WithAnswer `json:"with,omitempty"`
}

// WithAnswer is the best plan that holds one person.
type WithAnswer struct {
	Start time.Time      `json:"start"`
	Goal  planner.GoalID `json:"goal"`
	Score float64        `json:"score"`
	Best  float64        `json:"best"` // the score of the best plan
}

// WhyNot answers why there is no coffee with the person whose address, or a
// part of whose name, is who: at one start or, if at is zero, at any.
func (d *Daemon) WhyNot(ctx context.Context, now time.Time, who string, at time.Time) (WhyNotAnswer, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	s, err := d.observe(ctx, now)
	if err != nil {
		return WhyNotAnswer{}, fault(err)
	}
	p, err := s.person(who, aQuestion)
	if err != nil {
		return WhyNotAnswer{}, err
	}
	world, err := d.including(ctx, s, p)
	if err != nil {
		return WhyNotAnswer{}, fault(err)
	}
	a := WhyNotAnswer{Schema: "fika.why-not/v1", Person: p.ID, Name: p.Name}
	if at.IsZero() {
		a.Verdicts = verdicts(planner.WhyNot(now, d.settings.Rules, world, p.ID))
	} else {
		a.Verdicts = verdicts(planner.WhyNotAt(now, d.settings.Rules, world, p.ID, at))
	}
	if !s.blind {
		a.With = d.with(now, world, p.ID, at)
	}
	return a, nil
}

func (d *Daemon) with(now time.Time, world planner.World, who planner.PersonID, at time.Time) *WithAnswer {
	plan, ok := planner.With(now, d.settings.Rules, world, who, at)
	if !ok {
		return nil
	}
	a := &WithAnswer{Score: points(plan.Score), Best: points(planner.Decide(now, d.settings.Rules, world).Score)}
	for _, m := range plan.Meetings {
		if m.Person == who {
			a.Start, a.Goal = m.Span.Start.In(d.zone()), m.Goal
		}
	}
	return a
}
