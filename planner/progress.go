package planner

import (
	"fmt"
	"time"

	"fika/internal/prose"
)

// GoalProgress is how far a goal has come in the period that now lies in.
type GoalProgress struct {
	Goal    GoalID
	Period  Period // "" for a rhythm, which has no period
	From    Date   // first day of the period; zero for a rhythm
	Wanted  int    // meetings in the period; for a rhythm the people in it
	Met     int    // of these, done; for a rhythm the people not due
	Live    int    // of these, on their way
	Missing int    // what neither of the two gives; never negative
	Late    bool   // fewer meetings than the part of the period that is over asks for
	Text    string // the same as one sentence, for the user alone
}

// Progress is the standing of every goal, in the order of the goals' ids.
func Progress(now time.Time, rules Rules, world World) []GoalProgress {
	v := newView(now, rules, world, "")
	standings := make([]GoalProgress, 0, len(v.goals))
	for _, g := range v.goals {
		standings = append(standings, v.standing(g))
	}
	return standings
}

// standing is g's. A goal whose last day is over wants nothing.
func (v *view) standing(g *Goal) GoalProgress {
	s := GoalProgress{Goal: g.ID}
	switch {
	case !g.Until.IsZero() && g.Until.Before(v.today):
		s.Text = fmt.Sprintf("%s ended on %s", g.ID, v.date(g.Until))
	case g.Want.Each > 0:
		v.rhythmStanding(g, &s)
	default:
		v.periodStanding(g, &s)
	}
	return s
}

// periodStanding counts the meetings of the period; of a cover, its values.
func (v *view) periodStanding(g *Goal, s *GoalProgress) {
	s.Period, s.From, s.Wanted = g.Want.Per, g.Want.Per.Start(v.today), g.Want.Meetings
	end := g.Want.Per.next(s.From)
	met, live := map[string]bool{}, map[string]bool{}
	for i := range v.bookings {
		b := &v.bookings[i]
		if day := v.dateOf(b.Span.Start); b.Goal != g.ID || day.Before(s.From) || !day.Before(end) {
			continue
		}
		key := fmt.Sprint(i)
		if g.Want.Cover != "" {
			key = v.cover(g, v.person(b.Person))
		}
		met[key] = met[key] || b.State == StateMet
		live[key] = live[key] || b.State == StateLive
	}
	values := map[string]bool{}
	if g.Want.Cover != "" {
		for _, p := range v.wantedPeople(g) {
			if value := v.cover(g, p); value != "" {
				values[value] = true
			}
		}
		s.Wanted = len(values)
	}
	for key := range met {
		switch {
		case g.Want.Cover != "" && !values[key]:
		case met[key]:
			s.Met++
		case live[key]:
			s.Live++
		}
	}
	s.Missing = max(0, s.Wanted-s.Met-s.Live)
	s.Late = s.Met+s.Live < s.Wanted*s.From.daysUntil(v.today)/s.From.daysUntil(end)
	of := prose.Count(s.Wanted, "meeting")
	if g.Want.Cover != "" {
		of = prose.Count(s.Wanted, string(g.Want.Cover))
	}
	s.Text = fmt.Sprintf("%d of %s this %s", s.Met, of, g.Want.Per) + s.rest()
}

// rhythmStanding counts the people of the rhythm.
func (v *view) rhythmStanding(g *Goal, s *GoalProgress) {
	limit := max(g.Want.Each, g.Want.Latest)
	for _, p := range v.wantedPeople(g) {
		a := &ask{person: p, past: v.record(p.ID), goal: g}
		s.Wanted++
		since := v.dateOf(a.lastReal()).daysUntil(v.today)
		switch {
		case !a.lastReal().IsZero() && since < g.Want.Each:
			s.Met++
		case a.past.live != nil:
			s.Live++
		default:
			s.Missing++
			s.Late = s.Late || a.lastReal().IsZero() || since >= limit
		}
	}
	if s.Wanted == 0 {
		s.Text = "it looks for nobody among your people"
		return
	}
	s.Text = fmt.Sprintf("%d of %s met within %s", s.Met, prose.Count(s.Wanted, "person"), interval(g.Want.Each)) + s.rest()
}

// rest is what is not done, as the end of a sentence.
func (s *GoalProgress) rest() (text string) {
	if s.Live > 0 {
		text += fmt.Sprintf(", %d on the way", s.Live)
	}
	if s.Missing > 0 {
		text += fmt.Sprintf(", %d missing", s.Missing)
	}
	if s.Late {
		text += ", behind schedule"
	}
	return text
}

// wantedPeople are those whom g looks for and whom no rule forbids for good. The tie
// is asked for a rhythm only: after a meeting that counts, a tie is no longer new.
func (v *view) wantedPeople(g *Goal) []*Person {
	bars, looks := barRules(), goalRules()
	if g.Want.Each == 0 {
		looks = looks[:1]
	}
	var wanted []*Person
	for _, p := range v.people {
		a := &ask{person: p, past: v.record(p.ID), goal: g}
		if v.forbidding(bars, a) == nil && v.forbidding(looks, a) == nil {
			wanted = append(wanted, p)
		}
	}
	return wanted
}
