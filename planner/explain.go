package planner

import (
	"cmp"
	"fmt"
	"slices"
)

// meetings are the chosen items, by start, each with what it adds to those
// before it; the sum of their scores is the score of the plan.
func (c *choice) meetings() []Meeting {
	m := c.model
	meetings := make([]Meeting, 0, len(c.items))
	before := &choice{model: m, used: make([]int, len(m.groups))}
	for _, i := range c.items {
		it := &m.items[i]
		a := m.ask(it.person, it.goal, it.slot)
		full := m.view.ask(a.person)
		full.goal, full.slot = a.goal, a.slot
		m.view.invite(full)
		mode, checked := m.view.mode(full)
		meetings = append(meetings, Meeting{
			Person: a.person.ID, Goal: a.goal.ID, Span: a.slot.Span,
			Mode: mode, Score: before.gain(i),
			Reasons: append(before.reasons(i, full), checked...),
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
	for _, terms := range [][]term{v.dayTerms, v.startTerms} {
		for _, t := range terms {
			add(t.code(a), t.value(v, a), func() string { return t.text(v, a) })
		}
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
	cost := m.focus(it.slot, c.spans(it.slot))
	add(CodeFocus, cost, func() string {
		return fmt.Sprintf("takes %s of your long free time", count(int(-cost/focusMinute), "minute"))
	})
	slices.SortStableFunc(reasons, func(a, b Reason) int { return cmp.Compare(max(b.Points, -b.Points), max(a.Points, -a.Points)) })
	return reasons
}

// mode is how freely fika may act on a, and what was checked to say so.
func (v *view) mode(a *ask) (Mode, []Reason) {
	mode := cmp.Or(a.goal.Mode, v.rules.Mode)
	if mode != Book && mode != Hold {
		mode = Propose
	}
	var checked []Reason
	if a.person.BusyKnown {
		around := v.padded(a.slot.Span)
		checked = append(checked, Reason{Code: CodeFree, Text: fmt.Sprintf("you and %s are free from %s to %s",
			a.name(), around.Start.In(v.rules.Zone).Format("15:04"), around.End.In(v.rules.Zone).Format("15:04"))})
	} else {
		mode = Propose
		checked = append(checked, Reason{Code: CodeBusyUnknown, Text: fmt.Sprintf("%s's calendar is not known, so fika asks you first", a.name())})
	}
	here, there := a.slot.Start.In(v.rules.Zone), a.slot.Start.In(v.zone(a.person))
	if clock := there.Format("15:04"); clock != here.Format("15:04") {
		checked = append(checked, Reason{Code: CodeClocks, Text: fmt.Sprintf("%s for you, %s for %s in %s", here.Format("15:04"), clock, a.name(), place(there.Location()))})
	}
	if why := v.askFirst(a.person); why != "" {
		mode = Propose
		checked = append(checked, Reason{Code: CodeAskFirst, Text: why})
	}
	return mode, checked
}

// askFirst is why the user is asked before p is invited; "" if there is no need.
func (v *view) askFirst(p *Person) string {
	guard := v.rules.Guards.AskFirst
	switch {
	case guard == AskFirst{}:
		return ""
	case p.Level == 0:
		return fmt.Sprintf("%s's level is not known, so fika asks you first", p.FirstName())
	case guard.Level > 0 && p.Level >= guard.Level:
		return fmt.Sprintf("%s's level is %s, so fika asks you first", p.FirstName(), v.levelName(p.Level))
	case guard.Up > 0 && int(p.Level-v.rules.Level) >= guard.Up:
		return fmt.Sprintf("%s is %s above you, so fika asks you first", p.FirstName(), count(int(p.Level-v.rules.Level), "level"))
	}
	return ""
}

// rejected is what the rules took away.
func (s *survey) rejected() Rejected {
	r := Rejected{Count: map[Code]int{}}
	for code, n := range s.count {
		if n > 0 {
			r.Count[code] = n
		}
	}
	furthest := make([]*closing, len(s.offered))
	for i := range s.closed {
		c := &s.closed[i]
		if best := furthest[c.person]; best == nil || c.rule.place > best.rule.place {
			furthest[c.person] = c
		}
	}
	for i, p := range s.view.people {
		if !s.offered[i] {
			r.People = append(r.People, s.rejection(p, furthest[i]))
		}
	}
	return r
}

// rejection is the verdict on somebody who cannot be met: of the rules that
// closed a goal, the one that came nearest.
func (s *survey) rejection(p *Person, c *closing) Verdict {
	if c == nil || c.rule.code == CodeFilter {
		return Verdict{Person: p.ID, Code: CodeNoGoal, Text: fmt.Sprintf("no goal looks for %s", p.FirstName())}
	}
	return s.view.verdict(c.rule, s.asked(c), false)
}

// asked is the question that c answered, about all starts together.
func (s *survey) asked(c *closing) *ask {
	a := s.view.ask(s.view.people[c.person])
	if c.goal >= 0 {
		a.goal = s.view.goals[c.goal]
	}
	return a
}

// unmet are the goals that stay short once the plan is carried out, which is
// how after sees the world.
func (s *survey) unmet(c *choice, after *view) []Unmet {
	var unmet []Unmet
	for i, g := range s.view.goals {
		standing := after.standing(after.goals[i])
		if standing.Missing == 0 {
			continue
		}
		cause := s.cause(c, int32(i))
		short := fmt.Sprintf("%s is %d short", g.ID, standing.Missing)
		if standing.Period != "" {
			short += " this " + string(standing.Period)
		}
		cause.Goal, cause.Text = g.ID, short+": "+cause.Text
		unmet = append(unmet, cause)
	}
	return unmet
}

// cause is what keeps goal g from more: what the items that are left run into,
// or, where there are none, the rule that closed it to most people.
func (s *survey) cause(c *choice, g int32) Unmet {
	if code, example := s.blocked(c, g); code == CodeWorth {
		return Unmet{Code: code, Text: "no start that is left is worth what it costs", Hint: "weight of the goal"}
	} else if code != "" {
		a, r := s.model.ask(example.person, g, example.slot), s.view.book.find(code)
		a.slot = nil
		return Unmet{Code: code, Text: r.text(s.view, a, false), Hint: r.knob}
	}
	var worst *closing
	counts := make(map[*rule]int)
	for i := range s.closed {
		if closed := &s.closed[i]; s.counts(closed, g) {
			counts[closed.rule]++
		}
	}
	for i := range s.closed {
		closed := &s.closed[i]
		if s.counts(closed, g) && (worst == nil || counts[closed.rule] > counts[worst.rule]) {
			worst = closed
		}
	}
	if worst == nil {
		return Unmet{Code: CodeNobody, Text: "it looks for nobody else among your people", Hint: "the goal's from"}
	}
	a := s.asked(worst)
	a.goal = s.view.goals[g]
	text := worst.rule.text(s.view, a, false)
	if n := counts[worst.rule] - 1; n > 0 {
		text += fmt.Sprintf(" (and so for %s more)", people(n))
	}
	return Unmet{Code: worst.rule.code, Text: text, Hint: worst.rule.knob}
}

// blocked is what most of g's items that are left run into, and one of them; ""
// if none is left.
func (s *survey) blocked(c *choice, g int32) (most Code, example *item) {
	counts, first := map[Code]int{}, map[Code]*item{}
	for i := range c.model.items {
		it := &c.model.items[i]
		if it.goal != g {
			continue
		}
		code := cmp.Or(c.blocker(int32(i)), CodeWorth)
		if code == CodeLive || code == CodeWant {
			continue // has what it wants
		}
		if counts[code]++; first[code] == nil {
			first[code] = it
		}
	}
	for code, n := range counts {
		if n > counts[most] || n == counts[most] && code < most {
			most = code
		}
	}
	return most, first[most]
}

// counts reports whether c keeps g short. Whom the goal does not look for, who
// must never be asked and who has had their coffee do not.
func (s *survey) counts(c *closing, g int32) bool {
	if c.goal >= 0 && c.goal != g {
		return false
	}
	switch c.rule.code {
	case CodeFilter, CodeWant, CodeRhythm, CodeLive, CodeUnknown, CodeUser, CodeDomain, CodeNever:
		return false
	}
	a := ask{person: s.view.people[c.person], goal: s.view.goals[g]}
	return s.view.broken(s.view.book.goal[:1], &a) == nil
}
