package daemon

import (
	"context"
	"strings"
	"time"

	"fika/internal/rsvp"
	"fika/internal/store"
	"fika/planner"
)

// PlanAnswer is what fika would do now, and why: fika.plan/v1.
type PlanAnswer struct {
	Schema   string          `json:"schema"`
	Now      time.Time       `json:"now"`
	Score    float64         `json:"score"`
	Bound    float64         `json:"bound"`
	Optimal  bool            `json:"optimal"` // proven: no plan is worth more, whomever it meets
	Unasked  int             `json:"unasked"` // people not asked for their busy times yet who might be in a better plan
	Meetings []MeetingAnswer `json:"meetings"`
	Unmet    []UnmetAnswer   `json:"unmet"`
	Rejected RejectedAnswer  `json:"rejected"`
	Holds    []HoldAnswer    `json:"holds"`
	Problems []string        `json:"problems,omitempty"`
}

// MeetingAnswer is a meeting that waits or would be added.
type MeetingAnswer struct {
	ID      string           `json:"id"`
	State   store.State      `json:"state"` // planned: not remembered before the next pass
	Person  planner.PersonID `json:"person"`
	Name    string           `json:"name"`
	Goal    planner.GoalID   `json:"goal"`
	Start   time.Time        `json:"start"`
	End     time.Time        `json:"end"`
	Mode    planner.Mode     `json:"mode"`
	Score   float64          `json:"score"`
	Reasons []ReasonAnswer   `json:"reasons"`
	AsOf    time.Time        `json:"as_of"` // when the reasons were found; what they say was so then
	Letter  *LetterAnswer    `json:"letter,omitempty"`
	Reply   rsvp.Reply       `json:"reply,omitempty"` // the guest's, as RFC 5545 spells it; "" before one is known
	Waits   string           `json:"waits,omitempty"` // approved: the cap that keeps it back
}

// Planned is the state of a meeting that is not remembered yet.
const Planned store.State = "planned"

// ReasonAnswer is one term of a decision.
type ReasonAnswer struct {
	Code   planner.Code `json:"code"`
	Text   string       `json:"text"`
	Points float64      `json:"points"`
}

// UnmetAnswer is a goal that stays short. Text is the whole sentence; Short,
// Period and Reason are what it is made of.
type UnmetAnswer struct {
	Goal   planner.GoalID `json:"goal"`
	Code   planner.Code   `json:"code"`
	Text   string         `json:"text"`
	Short  int            `json:"short"`            // how many are missing
	Period planner.Period `json:"period,omitempty"` // in which; "" for a rhythm
	Reason string         `json:"reason"`
	Hint   string         `json:"hint,omitempty"`
}

// RejectedAnswer is what the rules took away.
type RejectedAnswer struct {
	Count  map[planner.Code]int `json:"count"`
	People []VerdictAnswer      `json:"people"`
}

// VerdictAnswer is one rule's answer.
type VerdictAnswer struct {
	Person planner.PersonID `json:"person,omitempty"`
	Goal   planner.GoalID   `json:"goal,omitempty"`
	Code   planner.Code     `json:"code"`
	OK     bool             `json:"ok"`
	Text   string           `json:"text"`
}

// HoldAnswer is a reason why nothing is sent.
type HoldAnswer struct {
	Code  string    `json:"code"`
	Since time.Time `json:"since"`
	Text  string    `json:"text"`
	Hint  string    `json:"hint"`

	Until *time.Time `json:"until,omitempty"` // when it ends by the clock, where that is known
}

// Plan answers what fika would do at now. It changes nothing. While it is blind,
// which a hold says, it knows only of what waits already.
func (d *Daemon) Plan(ctx context.Context, now time.Time) (PlanAnswer, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	s, err := d.observe(ctx, now)
	if err != nil {
		return PlanAnswer{}, fault(err)
	}
	a := PlanAnswer{Schema: "fika.plan/v1", Now: now.In(d.zone()), Problems: s.problems}
	if a.Holds, err = d.holdAnswers(ctx, s); err != nil {
		return a, fault(err)
	}
	a.Unmet, a.Rejected.People, a.Rejected.Count = []UnmetAnswer{}, []VerdictAnswer{}, map[planner.Code]int{}
	if s.blind {
		a.Meetings = d.meetings(s, planner.Plan{})
		return a, nil
	}
	plan := planner.Decide(now, d.settings.Rules, s.world)
	a.Score, a.Bound, a.Optimal, a.Unasked = points(plan.Score), points(plan.Bound), plan.Proven, plan.Unasked
	a.Meetings = d.meetings(s, plan)
	a.Unmet = unmet(plan, planner.Advise(now, d.settings.Rules, s.world, plan))
	a.Rejected = RejectedAnswer{Count: plan.Rejected.Count, People: verdicts(plan.Rejected.People)}
	return a, nil
}

// unmet are the goals that stay short, each with the knob that would help: with
// what it gives where one alone helps, else the one that is in the way.
func unmet(plan planner.Plan, advice []planner.Advice) []UnmetAnswer {
	answers := []UnmetAnswer{}
	for _, u := range plan.Unmet {
		one := UnmetAnswer{Goal: u.Goal, Code: u.Code, Text: u.Text(), Short: u.Short, Period: u.Period, Reason: u.Reason, Hint: u.Hint}
		if one.Hint != "" {
			one.Hint = "change " + one.Hint
		}
		for _, a := range advice {
			if a.Goal == u.Goal {
				one.Hint = a.Text
			}
		}
		answers = append(answers, one)
	}
	return answers
}

// meetings are the bookings that wait to be sent, and what the plan adds.
func (d *Daemon) meetings(s *scene, plan planner.Plan) []MeetingAnswer {
	list := []MeetingAnswer{}
	for _, b := range s.bookings {
		if b.State == store.Proposed || b.State == store.Approved {
			m := d.meeting(b)
			m.Waits, m.Letter = d.waits(s, b.ID), d.letterOf(s, b)
			list = append(list, m)
		}
	}
	for _, m := range plan.Meetings {
		b := d.planned(s, m)
		one := d.meeting(b)
		one.Letter = d.letterOf(s, b)
		list = append(list, one)
	}
	return list
}

func (d *Daemon) meeting(b store.Booking) MeetingAnswer {
	return MeetingAnswer{ID: b.ID, State: b.State, Person: b.Person, Name: b.Name, Goal: b.Goal,
		Start: b.Span.Start.In(d.zone()), End: b.Span.End.In(d.zone()), Mode: b.Mode,
		Score: points(b.Score), Reasons: reasons(b.Reasons), AsOf: b.Created.In(d.zone()), Reply: b.Reply}
}

// LPAnswer is the problem that a plan solves, in CPLEX's LP format: fika.lp/v1.
type LPAnswer struct {
	Schema string `json:"schema"`
	LP     string `json:"lp"`
}

// LP answers with the problem of the plan at now, for a solver to check.
func (d *Daemon) LP(ctx context.Context, now time.Time) (LPAnswer, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	s, err := d.observe(ctx, now)
	if err != nil {
		return LPAnswer{}, fault(err)
	}
	if s.blind {
		return LPAnswer{}, s.blindness()
	}
	var text strings.Builder
	err = planner.WriteLP(&text, now, d.settings.Rules, s.world)
	return LPAnswer{"fika.lp/v1", text.String()}, fault(err)
}

// points are the planner's thousandths as people read them.
func points(p planner.Points) float64 { return float64(p) / 1000 }

func reasons(list []planner.Reason) []ReasonAnswer {
	answers := []ReasonAnswer{}
	for _, r := range list {
		answers = append(answers, ReasonAnswer{r.Code, r.Text, points(r.Points)})
	}
	return answers
}

func verdicts(list []planner.Verdict) []VerdictAnswer {
	answers := []VerdictAnswer{}
	for _, v := range list {
		answers = append(answers, VerdictAnswer(v))
	}
	return answers
}
