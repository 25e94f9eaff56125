package planner

import (
	"fmt"
	"time"

	"fika/internal/date"
	"fika/internal/prose"
)

// GoalProgress is how far a goal has come in the current period.
type GoalProgress struct {
	Goal    GoalID
	Period  Period    // "" for a rhythm
	From    date.Date // first day of the period; zero for a rhythm
	Wanted  int       // meetings in the period; for a rhythm, people
	Met     int       // meetings that took place; for a rhythm, people who are not due
	Live    int       // meetings that are planned or booked; for a rhythm, people with such a meeting
	Missing int       // Wanted minus Met and Live, at least 0
	Late    bool      // fewer meetings than the elapsed part of the period requires
	Text    string    // the same in one sentence, for the user only
}

// Progress returns the progress of every goal, by goal id.
func Progress(now time.Time, rules Rules, world World) []GoalProgress {
	in := newInput(now, rules, world, "")
	standings := make([]GoalProgress, 0, len(in.goals))
	for _, g := range in.goals {
		standings = append(standings, in.progress(g))
	}
	return standings
}

// progress returns the progress of g. A goal wants nothing after its last day.
func (in *input) progress(g *Goal) GoalProgress {
	s := GoalProgress{Goal: g.ID}
	switch {
	case !g.Until.IsZero() && g.Until.Before(in.today):
		s.Text = fmt.Sprintf("%s ended on %s", g.ID, in.formatDate(g.Until))
		return s
	case g.Want.Each > 0:
		in.rhythmProgress(g, &s)
	default:
		in.periodProgress(g, &s)
	}
	if ladder := in.ladderText(g); ladder != "" {
		s.Text += "; " + ladder
	}
	return s
}

// periodProgress counts the meetings of the period, or the values that they cover.
func (in *input) periodProgress(g *Goal, s *GoalProgress) {
	s.Period, s.From, s.Wanted = g.Want.Per, g.Want.Per.Start(in.today), g.Want.Meetings
	end := g.Want.Per.next(s.From)
	met, live := map[string]bool{}, map[string]bool{}
	for i := range in.bookings {
		b := &in.bookings[i]
		if day := in.dateOf(b.Span.Start); b.Goal != g.ID || day.Before(s.From) || !day.Before(end) {
			continue
		}
		key := fmt.Sprint(i)
		if g.Want.Cover != "" {
			key = in.coverValue(g, in.person(b.Person))
		}
		met[key] = met[key] || b.State == StateMet
		live[key] = live[key] || b.State == StateLive
	}
	values := map[string]bool{}
	if g.Want.Cover != "" {
		for _, p := range in.wantedPeople(g) {
			if value := in.coverValue(g, p); value != "" {
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
	s.Late = s.Met+s.Live < s.Wanted*s.From.DaysUntil(in.today)/s.From.DaysUntil(end)
	of := prose.Count(s.Wanted, "meeting")
	if g.Want.Cover != "" {
		of = prose.Count(s.Wanted, string(g.Want.Cover))
	}
	s.Text = fmt.Sprintf("%d of %s this %s", s.Met, of, g.Want.Per) + s.suffix()
}

// rhythmProgress counts the people of a rhythm.
func (in *input) rhythmProgress(g *Goal, s *GoalProgress) {
	limit := max(g.Want.Each, g.Want.Latest)
	for _, p := range in.wantedPeople(g) {
		q := &query{person: p, history: in.historyOf(p.ID), goal: g}
		s.Wanted++
		since := in.dateOf(q.lastMeeting()).DaysUntil(in.today)
		switch {
		case !q.lastMeeting().IsZero() && since < g.Want.Each:
			s.Met++
		case q.history.live != nil:
			s.Live++
		default:
			s.Missing++
			s.Late = s.Late || q.lastMeeting().IsZero() || since >= limit
		}
	}
	if s.Wanted == 0 {
		s.Text = "it looks for nobody among your people"
		return
	}
	s.Text = fmt.Sprintf("%d of %s met within %s", s.Met, prose.Count(s.Wanted, "person"), formatDays(g.Want.Each)) + s.suffix()
}

// suffix returns what is not done, as the end of a sentence.
func (p *GoalProgress) suffix() (text string) {
	if p.Live > 0 {
		text += fmt.Sprintf(", %d on the way", p.Live)
	}
	if p.Missing > 0 {
		text += fmt.Sprintf(", %d missing", p.Missing)
	}
	if p.Late {
		text += ", behind schedule"
	}
	return text
}

// wantedPeople returns the people whom g looks for and whom no rule bars. The tie is
// only considered for a rhythm, because a tie is no longer new after a meeting that
// counts.
func (in *input) wantedPeople(g *Goal) []*Person {
	bars, looks := barRules(), goalRules()
	if g.Want.Each == 0 {
		looks = looks[:lookRules]
	}
	var wanted []*Person
	for _, p := range in.people {
		q := &query{person: p, history: in.historyOf(p.ID), goal: g}
		if in.firstForbidding(looks, q) == nil && in.firstForbidding(bars, q) == nil { // most goals look for few
			wanted = append(wanted, p)
		}
	}
	return wanted
}
