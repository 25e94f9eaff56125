package planner

import (
	"cmp"
	"fmt"
	"slices"

	"fika/planner/search"

	"fika/internal/prose"
)

// unasked is how many people are unseen and might be in a better plan.
func (s *survey) unasked() (n int) {
	for _, hidden := range s.hidden {
		if hidden && s.asking {
			n++
		}
	}
	return n
}

// rejected is what the rules forbade.
func (s *survey) rejected() Rejected {
	r := Rejected{Count: map[Code]int{}}
	for _, rules := range s.view.book.all() {
		for i := range rules {
			if n := s.took[rules[i].place]; n > 0 {
				r.Count[rules[i].code] = n
			}
		}
	}
	nearest := make([]*closing, len(s.offered))
	for i := range s.closed {
		c := &s.closed[i]
		if best := nearest[c.person]; best == nil || c.rule.place > best.rule.place {
			nearest[c.person] = c
		}
	}
	for i, p := range s.view.people {
		switch {
		case s.offered[i]:
		case s.hidden[i] && s.asking:
			r.People = append(r.People, Verdict{Person: p.ID, Code: CodeUnasked,
				Text: fmt.Sprintf("%s's calendar was not asked for yet; a plan with %s might be better", p.FirstName(), p.FirstName())})
		case s.hidden[i]:
			r.People = append(r.People, Verdict{Person: p.ID, Code: CodeUnseen,
				Text: fmt.Sprintf("no plan with %s could be better, so that calendar was not looked at", p.FirstName())})
		default:
			r.People = append(r.People, s.rejection(p, nearest[i]))
		}
	}
	return r
}

// rejection is the verdict on somebody who cannot be met: of the rules that closed a
// goal to them, the one that was asked last.
func (s *survey) rejection(p *Person, c *closing) Verdict {
	if c == nil || c.rule.code == CodeFilter {
		return Verdict{Person: p.ID, Code: CodeNoGoal, Text: fmt.Sprintf("no goal looks for %s", p.FirstName())}
	}
	return s.view.verdict(c.rule, s.asked(c), false)
}

// asked is the question that c is the answer to, about all starts together.
func (s *survey) asked(c *closing) *ask {
	a := s.view.ask(s.view.people[c.person])
	if c.goal >= 0 {
		a.goal = s.view.goals[c.goal]
	}
	return a
}

// unmet are the goals that stay short when the chosen items are carried out. The view
// after is of the world in which they are.
func (s *survey) unmet(chosen []int32, after *view) []UnmetGoal {
	var unmet []UnmetGoal
	taken := s.model.taken(chosen)
	for i, g := range s.view.goals {
		standing := after.standing(after.goals[i])
		if standing.Missing == 0 {
			continue
		}
		cause := s.cause(taken, int32(i), after)
		cause.Goal, cause.Short, cause.Period = g.ID, standing.Missing, standing.Period
		unmet = append(unmet, cause)
	}
	return unmet
}

// cause is what keeps goal g short: what stops the items that are left or, if there
// are none, the rule that closed the goal to most people.
func (s *survey) cause(t taken, g int32, after *view) UnmetGoal {
	if code, example := s.blocked(t, g); code == CodeWorth {
		return UnmetGoal{Code: code, Reason: "no start that is left is worth what it costs", Hint: "weight of the goal"}
	} else if code != "" {
		a, r := s.model.ask(example.Job, g, example.Start), s.view.book.find(code)
		a.slot = nil
		return UnmetGoal{Code: code, Reason: r.text(s.view, a, false), Hint: r.hint(a)}
	}
	most, example, n := s.closedBy(g, after)
	switch unseen := s.unseen[g]; {
	case unseen > 0 && s.asking:
		return UnmetGoal{Code: CodeUnasked, Reason: prose.Count(unseen, "person") + " not asked for their calendars yet", Hint: "the goal's from, to fewer people"}
	case most == nil && unseen > 0:
		return UnmetGoal{Code: CodeWorth, Reason: fmt.Sprintf("no plan with the %s whose calendars were not looked at could be better", prose.Count(unseen, "person")), Hint: "weight of the goal"}
	case most == nil:
		return UnmetGoal{Code: CodeNobody, Reason: "it looks for nobody else among your people", Hint: "the goal's from"}
	}
	a := s.asked(example)
	a.goal = s.view.goals[g]
	text := most.text(s.view, a, false)
	if most.code == CodeGuestBusy {
		text = "no common free time is left with " + a.name()
	}
	if n > 1 && !slices.ContainsFunc(s.view.book.time, func(r rule) bool { return r.code == most.code }) {
		text += fmt.Sprintf("; likewise %s", prose.Count(n-1, "other person"))
	}
	return UnmetGoal{Code: most.code, Reason: text, Hint: most.hint(a)}
}

// closedBy is the rule that closed g to most people, one of them, and how many they
// are. Of several such rules it is the one asked last. It is nil if no rule keeps g
// short.
func (s *survey) closedBy(g int32, after *view) (most *rule, example *closing, n int) {
	counts, first := map[*rule]int{}, map[*rule]*closing{}
	for i := range s.closed {
		c := &s.closed[i]
		if !s.counts(c, g) || after.has(after.goals[g], after.people[c.person]) {
			continue
		}
		if counts[c.rule]++; first[c.rule] == nil {
			first[c.rule] = c
		}
	}
	for r, n := range counts {
		if most == nil || n > counts[most] || n == counts[most] && r.place > most.place {
			most = r
		}
	}
	return most, first[most], counts[most]
}

// has reports whether g has all that it wants of p: a rhythm from the person, a cover
// from the person's value.
func (v *view) has(g *Goal, p *Person) bool {
	a := &ask{person: p, past: v.record(p.ID), goal: g, slot: &slot{day: v.today}}
	switch {
	case g.Want.Each > 0:
		last := a.lastReal()
		return a.past.live != nil || !last.IsZero() && v.dateOf(last).daysUntil(v.today) < g.Want.Each
	case g.Want.Cover != "":
		return v.counted[wantGroup(v, a)] > 0
	}
	return false
}

// blocked is what stops most of g's items that are left, and one of them; "" if none
// is left.
func (s *survey) blocked(t taken, g int32) (most Code, example *search.Item) {
	counts, first := map[Code]int{}, map[Code]*search.Item{}
	for i := range s.model.problem.Items {
		if s.model.goal(int32(i)) != g {
			continue
		}
		code := cmp.Or(s.model.blocker(t, int32(i)), CodeWorth)
		if code == CodeLive || code == CodeWant {
			continue // has what it wants
		}
		if counts[code]++; first[code] == nil {
			first[code] = &s.model.problem.Items[i]
		}
	}
	for code, n := range counts {
		if n > counts[most] || n == counts[most] && code < most {
			most = code
		}
	}
	return most, first[most]
}

// counts reports whether c keeps g short. It does not if the goal does not look for
// the person, if they must never be asked, or if they have had their coffee.
func (s *survey) counts(c *closing, g int32) bool {
	if c.goal >= 0 && c.goal != g {
		return false
	}
	switch c.rule.code {
	case CodeFilter, CodeWant, CodeRhythm, CodeLive, CodeUnknown, CodeUser, CodeDomain, CodeNever, CodeDeclinedTwice:
		return false
	}
	a := ask{person: s.view.people[c.person], goal: s.view.goals[g]}
	return s.view.forbidding(s.view.book.goal[:1], &a) == nil
}
