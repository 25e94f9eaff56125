package planner_test

import (
	"regexp"
	"slices"
	"strings"

	"fika/planner"
)

// unseen hears what is said of people whose calendars were not read, by hiding
// those of every other person.
func (w *witness) unseen() {
	full, world := w.told.world, w.told.world
	world.People = slices.Clone(world.People)
	for i := range world.People {
		if p := &world.People[i]; i%2 == 0 {
			p.Busy, p.BusyKnown, p.CalendarUnread = nil, false, true
		}
	}
	s := newReader(w.told.now, w.told.rules, world)
	plan := planner.Decide(w.told.now, w.told.rules, world)
	unasked := 0
	for _, v := range plan.Rejected.People {
		p := s.person(v.Person)
		named := strings.ReplaceAll(v.Text, p.Name, "X")
		switch v.Code {
		case planner.CodeUnasked:
			unasked++
			if named != "X's calendar was not asked for yet; a plan with X might be better" || !p.CalendarUnread {
				w.t.Errorf("world %d: of %s, unseen %t: %q", w.seed, p.ID, p.CalendarUnread, v.Text)
			}
		case planner.CodeUnseen:
			for _, m := range planner.Decide(w.told.now, w.told.rules, full).Meetings {
				if with, ok := planner.PlanWith(w.told.now, w.told.rules, full, p.ID, m.Span.Start); ok && with.Score > plan.Score {
					w.t.Errorf("world %d: %q, and it is worth %d instead of %d", w.seed, v.Text, with.Score, plan.Score)
				}
			}
			if named != "no plan with X could be better, so that calendar was not looked at" || !p.CalendarUnread {
				w.t.Errorf("world %d: of %s, unseen %t: %q", w.seed, p.ID, p.CalendarUnread, v.Text)
			}
		default:
			continue
		}
		w.said[v.Code]++
	}
	if unasked != plan.UnreadCandidates || unasked > 0 && plan.Proven {
		w.t.Errorf("world %d: %d people not asked, and the plan says %d and proven %t", w.seed, unasked, plan.UnreadCandidates, plan.Proven)
	}
	for _, u := range plan.Unmet {
		m := regexp.MustCompile(`^(\d+) (?:person|people) not asked for their calendars yet$|^no plan with the (\d+) (?:person|people) whose calendars were not looked at could be better$`).FindStringSubmatch(u.Reason)
		if m == nil {
			continue
		}
		n := 0
		for i := range world.People {
			if p := &world.People[i]; p.CalendarUnread && s.closing(p, s.goal(u.Goal)) == "" {
				n++
			}
		}
		if number(m[1]+m[2]) != n || (m[1] != "") != (unasked > 0) {
			w.t.Errorf("world %d: %s: %q, and it is %d", w.seed, u.Goal, u.Reason, n)
		}
	}
}
