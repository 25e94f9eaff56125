package daemon

import (
	"strings"
	"time"

	"fika/internal/api"
	"fika/internal/store"
	"fika/planner"
)

// Planned is the state of a meeting that is not stored yet.
const Planned store.State = "planned"

// Plan returns what fika would do at now. If fika is blind, which a hold shows, the plan
// has only pending meetings.
func (v *View) Plan(now time.Time) (api.Plan, error) {
	at := v.at(now)
	a := api.Plan{View: v.reference(), Now: now.In(v.zone()), Problems: v.allProblems(), Holds: v.holdAnswers(), Blind: v.blind}
	a.Unmet, a.Rejected.People, a.Rejected.Count = []api.Unmet{}, []api.Verdict{}, map[string]int{}
	if v.blind {
		a.Meetings = at.meetings(planner.Plan{})
		return a, nil
	}
	plan := v.plan()
	a.Score, a.Bound, a.Optimal, a.Unasked = points(plan.Score), points(plan.Bound), plan.Proven, plan.UnreadCandidates
	a.Meetings = at.meetings(plan)
	a.Unmet = unmet(plan, v.advice())
	a.Rejected = rejected(plan.Rejected)
	return a, nil
}

// unmet returns the goals that fall short, each with the setting that would help: with
// its effect if it helps alone, else the one in the way.
func unmet(plan planner.Plan, advice []planner.Advice) []api.Unmet {
	answers := []api.Unmet{}
	for _, u := range plan.Unmet {
		one := api.Unmet{Goal: string(u.Goal), Code: string(u.Code), Text: u.Text(), Short: u.Short, Period: string(u.Period), Reason: u.Reason, Hint: u.Hint}
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

// meetings returns the bookings that wait to be sent, and what the plan adds.
func (v *View) meetings(plan planner.Plan) []api.Meeting {
	list := []api.Meeting{}
	for _, b := range v.bookings {
		if b.State == store.Proposed || b.State == store.Approved {
			m := v.meeting(b)
			m.Waits, m.Letter = v.waitText(b), v.letterOf(b)
			list = append(list, m)
		}
	}
	for _, m := range plan.Meetings {
		b := v.planned(m)
		one := v.meeting(b)
		one.Letter = v.letterOf(b)
		list = append(list, one)
	}
	return list
}

func (c configuration) meeting(b store.Booking) api.Meeting {
	return api.Meeting{ID: b.ID, State: api.State(b.State), Person: string(b.Person), Name: names(b), Guests: guestAnswers(b), Goal: string(b.Goal),
		Start: b.Span.Start.In(c.zone()), End: b.Span.End.In(c.zone()), Place: string(b.Where), Mode: api.Mode(b.Mode),
		Score: points(b.Score), Reasons: reasons(b.Reasons), AsOf: reasonsAsOf(b).In(c.zone()), Reply: b.Reply}
}

// LP returns the planning problem at now, for checking with a solver.
func (v *View) LP(now time.Time) (api.LP, error) {
	if v.blind {
		return api.LP{}, v.blindness()
	}
	var text strings.Builder
	err := planner.WriteLP(&text, now, v.settings.Rules, v.world)
	return api.LP{LP: text.String()}, err
}

// points converts the planner's thousandths for people.
func points(p planner.Points) float64 { return float64(p) / 1000 }

func reasons(list []planner.Reason) []api.Reason {
	answers := []api.Reason{}
	for _, r := range list {
		answers = append(answers, api.Reason{Code: string(r.Code), Text: r.Text, Points: points(r.Points)})
	}
	return answers
}

func verdicts(list []planner.Verdict) []api.Verdict {
	answers := []api.Verdict{}
	for _, v := range list {
		answers = append(answers, api.Verdict{Person: string(v.Person), Goal: string(v.Goal), Code: string(v.Code), OK: v.OK, Text: v.Text})
	}
	return answers
}

func rejected(r planner.Rejected) api.Rejected {
	a := api.Rejected{Count: map[string]int{}, People: verdicts(r.People)}
	for code, n := range r.Count {
		a.Count[string(code)] = n
	}
	return a
}
