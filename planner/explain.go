package planner

import (
	"cmp"
	"fmt"
	"slices"

	"fika/internal/english"
)

// meetings are the chosen items, by start, each with what it adds to those
// before it; the sum of their scores is the score of the plan.
func (c *choice) meetings() []Meeting {
	m := c.model
	meetings := make([]Meeting, 0, len(c.items))
	before := m.empty()
	for _, i := range c.items {
		it := &m.items[i]
		a := m.view.ask(m.view.people[it.person])
		a.goal, a.slot = m.view.goals[it.goal], &m.slots[it.slot]
		m.view.invite(a)
		mode, checked := m.view.mode(a)
		meetings = append(meetings, Meeting{
			Person: a.person.ID, Goal: a.goal.ID, Span: a.slot.Span,
			Mode: mode, Score: before.gain(i),
			Reasons: append(before.reasons(i, a), checked...),
		})
		before.add(i)
	}
	return meetings
}

// reasons are the terms of item i on top of c, the largest first.
func (c *choice) reasons(i int32, a *ask) []Reason {
	m, v, it := c.model, c.model.view, &c.model.items[i]
	var reasons []Reason
	add := func(code Code, points Points, text func() string) {
		if points != 0 {
			reasons = append(reasons, Reason{code, text(), points})
		}
	}
	for _, t := range v.terms {
		add(t.code(a), t.value(v, a), func() string { return t.text(v, a) })
	}
	for t, g := range it.groups {
		tally := &v.tallies[t]
		switch {
		case tally.worth == nil:
		case g < 0:
			add(tally.code, tally.worth(v, a, 0), func() string { return tally.text(v, a, true) })
		default:
			a.planned = c.used[g]
			add(tally.code, m.groups[g].marginal(c.used[g]), func() string { return tally.text(v, a, true) })
			a.planned = 0
		}
	}
	cost := c.focus(it.slot)
	add(CodeFocus, cost, func() string {
		return fmt.Sprintf("breaks into a long free block of yours: %s lost", english.Count(int(-cost/focusMinute), "minute"))
	})
	slices.SortStableFunc(reasons, func(a, b Reason) int {
		return cmp.Compare(max(b.Points, -b.Points), max(a.Points, -a.Points))
	})
	return reasons
}
