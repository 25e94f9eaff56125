package planner

import (
	"cmp"
	"fmt"
	"slices"

	"fika/internal/prose"
)

// unreadCandidates returns the number of people whose calendars were not read and who
// might be in a better plan.
func (s *survey) unreadCandidates() (n int) {
	for _, unread := range s.unread {
		if unread && s.mayImprove {
			n++
		}
	}
	return n
}

// summary returns what the rules forbade.
func (s *survey) summary() Rejected {
	r := Rejected{Count: map[Code]int{}}
	for _, rules := range s.in.rules.all() {
		for i := range rules {
			if n := s.rejectedBy[rules[i].index]; n > 0 {
				r.Count[rules[i].code] = n
			}
		}
	}
	nearest := make([]*rejection, len(s.hasCandidate))
	for i := range s.rejections {
		c := &s.rejections[i]
		if best := nearest[c.person]; best == nil || c.rule.index > best.rule.index {
			nearest[c.person] = c
		}
	}
	for i, p := range s.in.people {
		switch {
		case s.hasCandidate[i]:
		case s.unread[i] && s.mayImprove:
			r.People = append(r.People, Verdict{Person: p.ID, Code: CodeUnasked,
				Text: fmt.Sprintf("%s's calendar was not read yet; a plan with %s might be better", p.FirstName(), p.FirstName())})
		case s.unread[i]:
			r.People = append(r.People, Verdict{Person: p.ID, Code: CodeUnseen,
				Text: fmt.Sprintf("no plan with %s could be better, so that calendar was not read", p.FirstName())})
		default:
			r.People = append(r.People, s.verdictFor(p, nearest[i]))
		}
	}
	return r
}

// verdictFor returns the verdict on somebody who cannot be met: of the rules that
// rejected them for a goal, the last in the order of evaluation.
func (s *survey) verdictFor(p *Person, c *rejection) Verdict {
	if c == nil || c.rule.code == CodeFilter {
		return Verdict{Person: p.ID, Code: CodeNoGoal, Text: fmt.Sprintf("no goal looks for %s", p.FirstName())}
	}
	return s.in.verdict(c.rule, s.queryFor(c), false)
}

// queryFor returns the query that c is the result of, about all starts together.
func (s *survey) queryFor(c *rejection) *query {
	q := s.in.newQuery(s.in.people[c.person])
	if c.goal >= 0 {
		q.goal = s.in.goals[c.goal]
	}
	return q
}

// unmetGoals returns the goals that stay short when the chosen items are carried out.
// after is the input in which they are.
func (s *survey) unmetGoals(chosen []int32, after *input) []UnmetGoal {
	var unmet []UnmetGoal
	taken := s.model.usageOf(chosen)
	for i, g := range s.in.goals {
		progress := after.progress(after.goals[i])
		if progress.Missing == 0 {
			continue
		}
		cause := s.cause(taken, int32(i), after)
		cause.Goal, cause.Short, cause.Period = g.ID, progress.Missing, progress.Period
		unmet = append(unmet, cause)
	}
	return unmet
}

// cause returns why goal g stays short: what blocks the remaining items or, if there
// are none, the rule that rejected most people.
func (s *survey) cause(t usage, g int32, after *input) UnmetGoal {
	if code, guest, start := s.mostCommonBlocker(t, g); code == CodeWorth {
		return UnmetGoal{Code: code, Reason: "no start that is left is worth what it costs", Hint: "weight of the goal"}
	} else if code != "" {
		q, r := s.model.queryFor(guest, g, start), s.in.rules.byCode(code)
		q.slot = nil
		return UnmetGoal{Code: code, Reason: r.text(s.in, q, false), Hint: r.hint(q)}
	}
	common, example, n := s.mostCommonRejection(g, after)
	switch unread := s.unreadByGoal[g]; {
	case unread > 0 && s.mayImprove:
		return UnmetGoal{Code: CodeUnasked, Reason: fmt.Sprintf("the calendars of %s were not read yet", prose.Count(unread, "person")), Hint: "the goal's from, to fewer people"}
	case common == nil && unread > 0:
		return UnmetGoal{Code: CodeWorth, Reason: fmt.Sprintf("no plan with the %s whose calendars were not read could be better", prose.Count(unread, "person")), Hint: "weight of the goal"}
	case common == nil:
		return UnmetGoal{Code: CodeNobody, Reason: "it looks for nobody else among your people", Hint: "the goal's from"}
	}
	q := s.queryFor(example)
	q.goal = s.in.goals[g]
	text := common.text(s.in, q, false)
	if common.code == CodeGuestBusy {
		text = "no common free time is left with " + q.personName()
	}
	if n > 1 && !slices.ContainsFunc(s.in.rules.time, func(r rule) bool { return r.code == common.code }) {
		text += fmt.Sprintf("; likewise %s", prose.Count(n-1, "other person"))
	}
	return UnmetGoal{Code: common.code, Reason: text, Hint: common.hint(q)}
}

// mostCommonRejection returns the rule that rejected most people for g, one of them,
// and their number. Of several such rules it returns the last in the order of
// evaluation. It returns nil if no rule keeps g short.
func (s *survey) mostCommonRejection(g int32, after *input) (common *rule, example *rejection, n int) {
	counts, first := map[*rule]int{}, map[*rule]*rejection{}
	for i := range s.rejections {
		c := &s.rejections[i]
		if !s.keepsGoalShort(c, g) || after.isSatisfied(after.goals[g], after.people[c.person]) {
			continue
		}
		if counts[c.rule]++; first[c.rule] == nil {
			first[c.rule] = c
		}
	}
	for r, n := range counts {
		if common == nil || n > counts[common] || n == counts[common] && r.index > common.index {
			common = r
		}
	}
	return common, first[common], counts[common]
}

// isSatisfied reports whether g has all that it wants of p: for a rhythm a recent or
// planned meeting, for a cover a meeting for p's value.
func (in *input) isSatisfied(g *Goal, p *Person) bool {
	q := &query{person: p, history: in.historyOf(p.ID), goal: g, slot: &slot{day: in.today}}
	switch {
	case g.Want.Each > 0:
		last := q.lastMeeting()
		return q.history.live != nil || !last.IsZero() && in.dateOf(last).DaysUntil(in.today) < g.Want.Each
	case g.Want.Cover != "":
		return in.used[wantKey(in, q)] > 0
	}
	return false
}

// mostCommonBlocker returns the code that blocks most of g's remaining items, and the
// guest and start of one of them; "" if no item is left.
func (s *survey) mostCommonBlocker(t usage, g int32) (code Code, guest, start int32) {
	counts, first := map[Code]int{}, map[Code][2]int32{}
	for i := range s.model.problem.Items {
		if s.model.goal(int32(i)) != g {
			continue
		}
		c, guest := s.model.blocker(t, int32(i))
		c = cmp.Or(c, CodeWorth)
		if c == CodeLive || c == CodeWant {
			continue // has what it wants
		}
		if counts[c]++; counts[c] == 1 {
			first[c] = [2]int32{guest, s.model.problem.Items[i].Start}
		}
	}
	for c, n := range counts {
		if n > counts[code] || n == counts[code] && c < code {
			code = c
		}
	}
	return code, first[code][0], first[code][1]
}

// keepsGoalShort reports whether c contributes to g staying short. It does not if the
// goal does not look for the person, if the person is barred, or if they have had
// their coffee.
func (s *survey) keepsGoalShort(c *rejection, g int32) bool {
	if c.goal >= 0 && c.goal != g {
		return false
	}
	switch c.rule.code {
	case CodeFilter, CodeFeedback, CodeWant, CodeRhythm, CodeLive, CodeUnknown, CodeUser, CodeDomain, CodeNever, CodeDeclinedTwice:
		return false
	}
	q := query{person: s.in.people[c.person], goal: s.in.goals[g]}
	return s.in.firstForbidding(s.in.rules.goal[:lookRules], &q) == nil
}
