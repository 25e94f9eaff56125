package planner

import (
	"cmp"
	"fmt"
	"slices"

	"fika/internal/prose"
	"fika/planner/search"
)

// plan returns the best plan that the search finds, and the items in it. It leaves
// Rejected and Unmet empty.
func (m *model) plan() (plan Plan, chosen []int32) {
	found := search.Solve(&m.problem)
	return Plan{
		Now:      m.in.now,
		Meetings: m.meetings(found.Items),
		Score:    Points(found.Value),
		Bound:    Points(found.Bound),
		Proven:   found.Proven(),
	}, found.Items
}

// meetings returns the chosen items as meetings, sorted by start. The score of each
// is what it adds to those before it, so the scores add up to that of the plan.
func (m *model) meetings(chosen []int32) []Meeting {
	meetings := make([]Meeting, 0, len(chosen))
	before := m.problem.NewChoice()
	for _, i := range chosen {
		it := &m.problem.Items[i]
		q := m.in.newQuery(m.in.people[it.Job])
		q.goal, q.slot = m.in.goals[m.goal(i)], &m.slots[it.Start]
		m.in.loadGuestCalendar(q)
		mode, checked := m.in.mode(q)
		place, _ := m.in.place(q)
		checked = append(checked, m.in.placeReason(q, place)...)
		meetings = append(meetings, Meeting{
			Person: q.person.ID, Goal: q.goal.ID, Span: q.slot.Span, Place: place,
			Mode: mode, Score: Points(before.Gain(i)),
			Reasons: append(m.reasons(before, i, q), checked...),
		})
		before.Add(i)
	}
	return meetings
}

// reasons returns the terms of item i after the choice before, the largest first.
func (m *model) reasons(before *search.Choice, i int32, q *query) []Reason {
	in, it := m.in, &m.problem.Items[i]
	var reasons []Reason
	add := func(code Code, points Points, text func() string) {
		if points != 0 {
			reasons = append(reasons, Reason{code, text(), points})
		}
	}
	for _, t := range in.terms {
		add(t.code(q), t.value(in, q), func() string { return t.text(in, q) })
	}
	for k, t := range groupQuotas {
		quota, g := &in.quotas[t], it.Groups[k]
		switch {
		case quota.value == nil:
		case g < 0:
			add(quota.code, quota.value(in, q, 0), func() string { return quota.text(in, q, true) })
		default:
			q.plannedBefore = before.Count(g)
			add(quota.code, Points(m.problem.Groups[g].Gain(q.plannedBefore)), func() string { return quota.text(in, q, true) })
			q.plannedBefore = 0
		}
	}
	cost := Points(before.StartCost(it.Start))
	add(CodeFocus, cost, func() string {
		return fmt.Sprintf("breaks into a long free block of yours: %s lost", prose.Count(int(-cost/focusMinute), "minute"))
	})
	slices.SortStableFunc(reasons, func(a, b Reason) int {
		return cmp.Compare(max(b.Points, -b.Points), max(a.Points, -a.Points))
	})
	return reasons
}
