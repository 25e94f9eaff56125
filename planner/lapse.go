package planner

import (
	"cmp"
	"slices"
	"time"

	"fika/internal/mailbox"
)

// Lapse is a person with whom the longest pause that a goal allows ends soon, or has ended.
type Lapse struct {
	Goal   GoalID
	Person mailbox.Address
	Since  int // days since the last meeting
	Latest int // days that the goal allows
}

// Lapses returns the people of rhythms whose longest pause ends within that many days, and
// who have no meeting on its way, those who are closest to the end or furthest beyond it
// first. Somebody of several goals is in it once.
func Lapses(now time.Time, rules Rules, world World, within int) []Lapse {
	in := newInput(now, rules, world, "")
	var lapses []Lapse
	for _, g := range in.goals {
		if g.Want.Each == 0 || g.Want.Latest == 0 || !g.Until.IsZero() && g.Until.Before(in.today) {
			continue
		}
		for _, p := range in.wantedPeople(g) {
			q := &query{person: p, history: in.historyOf(p.ID), goal: g}
			if q.lastMeeting().IsZero() || q.history.live != nil {
				continue
			}
			since := in.dateOf(q.lastMeeting()).DaysUntil(in.today)
			if since >= g.Want.Latest-within {
				lapses = append(lapses, Lapse{g.ID, p.ID, since, g.Want.Latest})
			}
		}
	}
	slices.SortStableFunc(lapses, func(a, b Lapse) int {
		return cmp.Or(cmp.Compare(b.Since-b.Latest, a.Since-a.Latest), cmp.Compare(a.Person, b.Person))
	})
	seen := map[mailbox.Address]bool{}
	return slices.DeleteFunc(lapses, func(l Lapse) bool {
		known := seen[l.Person]
		seen[l.Person] = true
		return known
	})
}
