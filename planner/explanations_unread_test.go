package planner_test

import (
	"regexp"
	"slices"
	"strings"

	"fika/planner"
)

// checkUnread marks the calendars of every other person as unread, and checks the
// sentences about them.
func (ch *checker) checkUnread() {
	full, world := ch.in.world, ch.in.world
	world.People = slices.Clone(world.People)
	for i := range world.People {
		if p := &world.People[i]; i%2 == 0 {
			p.Busy, p.BusyKnown, p.CalendarUnread = nil, false, true
		}
	}
	ref := newReference(ch.in.now, ch.in.rules, world)
	plan := planner.Decide(ch.in.now, ch.in.rules, world)
	unasked := 0
	for _, v := range plan.Rejected.People {
		p := ref.person(v.Person)
		named := strings.ReplaceAll(v.Text, p.Name, "X")
		switch v.Code {
		case planner.CodeUnasked:
			unasked++
			if named != "X's calendar was not read yet; a plan with X might be better" || !p.CalendarUnread {
				ch.t.Errorf("world %d: of %s, unseen %t: %q", ch.seed, p.ID, p.CalendarUnread, v.Text)
			}
		case planner.CodeUnseen:
			for _, m := range planner.Decide(ch.in.now, ch.in.rules, full).Meetings {
				if with, ok := planner.PlanWith(ch.in.now, ch.in.rules, full, p.ID, m.Span.Start); ok && with.Score > plan.Score {
					ch.t.Errorf("world %d: %q, and it is worth %d instead of %d", ch.seed, v.Text, with.Score, plan.Score)
				}
			}
			if named != "no plan with X could be better, so that calendar was not read" || !p.CalendarUnread {
				ch.t.Errorf("world %d: of %s, unseen %t: %q", ch.seed, p.ID, p.CalendarUnread, v.Text)
			}
		default:
			continue
		}
		ch.counts[v.Code]++
	}
	if unasked != plan.UnreadCandidates || unasked > 0 && plan.Proven {
		ch.t.Errorf("world %d: %d people not asked, and the plan says %d and proven %t", ch.seed, unasked, plan.UnreadCandidates, plan.Proven)
	}
	for _, u := range plan.Unmet {
		m := regexp.MustCompile(`^the calendars of (\d+) (?:person|people) were not read yet$|^no plan with the (\d+) (?:person|people) whose calendars were not read could be better$`).FindStringSubmatch(u.Reason)
		if m == nil {
			continue
		}
		n := 0
		for i := range world.People {
			if p := &world.People[i]; p.CalendarUnread && ref.rejectedBy(p, ref.goal(u.Goal)) == "" {
				n++
			}
		}
		if number(m[1]+m[2]) != n || (m[1] != "") != (unasked > 0) {
			ch.t.Errorf("world %d: %s: %q, and it is %d", ch.seed, u.Goal, u.Reason, n)
		}
	}
}
