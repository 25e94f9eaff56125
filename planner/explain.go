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
		meeting := Meeting{Person: q.person.ID, Goal: q.goal.ID, Span: q.slot.Span, Place: place, Mode: mode, Score: Points(before.Gain(i))}
		reasons := m.reasons(before, i, q)
		if second := m.second(i); second >= 0 {
			with := m.in.newQuery(m.in.people[second])
			with.goal, with.slot = q.goal, q.slot
			m.in.loadGuestCalendar(with)
			mode, more := m.in.mode(with)
			reasons = append(namedReasons(q, reasons), namedReasons(with, m.reasonsOfSecond(before, i, with))...)
			q.with = with.person
			more = slices.DeleteFunc(more, func(r Reason) bool { return slices.Contains(checked, r) }) // about the user alone
			checked = append(append([]Reason{{Code: CodeTable, Text: m.in.rules.table.text(m.in, q, true)}}, checked...), more...)
			meeting.Second, meeting.Mode, meeting.Place = with.person.ID, ofBoth(meeting.Mode, mode), m.in.placeForBoth(q, with)
			if meeting.Place != place {
				q = with // the place is another because of them
			}
		}
		checked = append(checked, m.in.placeReason(q, meeting.Place)...)
		reasons = append(reasons, m.focusReason(before, it.Start)...)
		slices.SortStableFunc(reasons, func(a, b Reason) int {
			return cmp.Compare(max(b.Points, -b.Points), max(a.Points, -a.Points))
		})
		meeting.Reasons = append(reasons, checked...)
		meetings = append(meetings, meeting)
		before.Add(i)
	}
	return meetings
}

// ofBoth returns the mode of a coffee with two guests, who have the same goal: fika asks
// the user if it would ask about either.
func ofBoth(a, b Mode) Mode {
	if b == ModePropose {
		return b
	}
	return a
}

// namedReasons says about which of two guests the reasons are.
func namedReasons(q *query, reasons []Reason) []Reason {
	for i := range reasons {
		reasons[i].Text = q.personName() + ": " + reasons[i].Text
	}
	return reasons
}

// reasons returns the terms of item i after the choice before, but for its focus cost.
// Of two guests they are about the first.
func (m *model) reasons(before *search.Choice, i int32, q *query) []Reason {
	var reasons []Reason
	for _, t := range m.in.terms {
		reasons = m.appendTerm(reasons, &t, q)
	}
	return append(reasons, m.quotaReasons(q, m.problem.Items[i].Groups, before.Count)...)
}

// reasonsOfSecond returns the terms of item i's second guest.
func (m *model) reasonsOfSecond(before *search.Choice, i int32, q *query) []Reason {
	it := &m.problem.Items[i]
	var reasons []Reason
	for _, t := range m.in.terms {
		if !t.userOnly {
			reasons = m.appendTerm(reasons, &t, q)
		}
	}
	return append(reasons, m.quotaReasons(q, m.problem.Seconds[it.Second-1].Groups, func(g int32) int {
		if slices.Contains(it.Groups[:], g) {
			return before.Count(g) + 1
		}
		return before.Count(g)
	})...)
}

// appendTerm appends the reason of t, if it is a reason.
func (m *model) appendTerm(reasons []Reason, t *term, q *query) []Reason {
	if points := t.value(m.in, q); points != 0 {
		reasons = append(reasons, Reason{t.code(q), t.text(m.in, q), points})
	}
	return reasons
}

// quotaReasons returns what q gains in its groups. count returns how many each holds
// already.
func (m *model) quotaReasons(q *query, groups [search.MaxGroups]int32, count func(g int32) int) (reasons []Reason) {
	in := m.in
	for k, t := range groupQuotas {
		quota, g := &in.quotas[t], groups[k]
		if quota.value == nil {
			continue
		}
		var points Points
		if g < 0 {
			points = quota.value(in, q, 0)
		} else {
			q.plannedBefore = count(g)
			points = Points(m.problem.Groups[g].Gain(q.plannedBefore))
		}
		if points != 0 {
			reasons = append(reasons, Reason{quota.code, quota.text(in, q, true), points})
		}
		q.plannedBefore = 0
	}
	return reasons
}

// focusReason returns the focus cost of a start after the choice before, if it has one.
func (m *model) focusReason(before *search.Choice, start int32) []Reason {
	cost := Points(before.StartCost(start))
	if cost == 0 {
		return nil
	}
	return []Reason{{CodeFocus, fmt.Sprintf("breaks into a long free block of yours: %s lost", prose.Count(int(-cost/focusMinute), "minute")), cost}}
}
