package daemon

import (
	"context"
	"fmt"
	"slices"
	"time"

	"fika/planner"
	"fika/store"
)

// StatusAnswer is how fika is: fika.status/v1.
type StatusAnswer struct {
	Schema    string           `json:"schema"`
	Version   string           `json:"version,omitempty"` // of the program that answers
	Now       time.Time        `json:"now"`
	LastPass  *time.Time       `json:"last_pass,omitempty"`
	Holds     []HoldAnswer     `json:"holds"`
	Calendars []CalendarAnswer `json:"calendars"`
	Caps      CapsAnswer       `json:"caps"`
	Next      []MeetingAnswer  `json:"next"`
	Act       ActAnswer        `json:"act"`
	Problems  []string         `json:"problems,omitempty"`
}

// CalendarAnswer is one of the user's calendars.
type CalendarAnswer struct {
	Name     string     `json:"name"`
	Kind     string     `json:"kind"`
	Book     bool       `json:"book"`
	LastSync *time.Time `json:"last_sync,omitempty"`
	Events   int        `json:"events"`
	Problem  string     `json:"problem,omitempty"`
}

// CapsAnswer is what the caps have left.
type CapsAnswer struct {
	Day  CapAnswer `json:"day"`  // meetings of today
	Week CapAnswer `json:"week"` // meetings of this week
	Open CapAnswer `json:"open"`
}

// CapAnswer is one cap.
type CapAnswer struct {
	Used  int `json:"used"`
	Limit int `json:"limit"`
}

// ActAnswer is the one small thing to do.
type ActAnswer struct {
	Text    string `json:"text"`
	Command string `json:"command,omitempty"`
}

// Status answers how fika is: holds first.
func (d *Daemon) Status(ctx context.Context, now time.Time) (StatusAnswer, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	a := StatusAnswer{Schema: "fika.status/v1", Version: d.Version, Now: now.In(d.zone()), Calendars: []CalendarAnswer{}, Next: []MeetingAnswer{}}
	s, err := d.observe(ctx, now)
	if err != nil {
		return a, fault(err)
	}
	last, err := d.Store.LastPass(ctx)
	if err != nil {
		return a, fault(err)
	}
	if !last.IsZero() {
		last = last.In(d.zone())
		a.LastPass = &last
	}
	if a.Holds, err = d.holdAnswers(ctx, s); err != nil {
		return a, fault(err)
	}
	if a.Caps, err = d.caps(ctx, now); err != nil {
		return a, fault(err)
	}
	for _, r := range s.readings {
		a.Calendars = append(a.Calendars, d.calendarAnswer(r, syncOf(s.syncs, r.source.Name)))
	}
	for _, b := range s.bookings {
		if b.State.Live() && b.Span.End.After(now) {
			a.Next = append(a.Next, d.meeting(b))
		}
	}
	a.Act, a.Problems = act(a), s.problems
	return a, nil
}

func (d *Daemon) calendarAnswer(r reading, y store.Sync) CalendarAnswer {
	a := CalendarAnswer{Name: r.source.Name, Kind: r.source.Kind, Book: r.source.Book, Events: y.Events, Problem: y.Problem}
	if !y.At.IsZero() {
		at := y.At.In(d.zone())
		a.LastSync = &at
	}
	return a
}

func (d *Daemon) caps(ctx context.Context, now time.Time) (CapsAnswer, error) {
	r := d.settings.Rules
	today := planner.DateOf(now, r.Zone)
	a := CapsAnswer{}
	for _, c := range []struct {
		into  *CapAnswer
		max   int
		limit store.Limit
	}{
		{&a.Day, r.PerDay, store.Limit{Start: days(today, 1, r.Zone)}},
		{&a.Week, r.PerWeek, store.Limit{Start: days(today.Monday(), 7, r.Zone)}},
		{&a.Open, r.Open, store.Limit{Open: true}},
	} {
		used, err := d.Store.Used(ctx, c.limit)
		if err != nil {
			return a, err
		}
		*c.into = CapAnswer{used, c.max}
	}
	return a, nil
}

// act is the one thing that helps most now: what holds everything up, then
// what waits for a word.
func act(a StatusAnswer) ActAnswer {
	if len(a.Holds) > 0 {
		return ActAnswer{Text: a.Holds[0].Text, Command: a.Holds[0].Hint}
	}
	if i := slices.IndexFunc(a.Next, func(m MeetingAnswer) bool { return m.State == store.Proposed }); i >= 0 {
		m := a.Next[i]
		return ActAnswer{Text: fmt.Sprintf("say yes or no to a coffee with %s, %s", m.Name, when(m.Start, m.Start.Location())),
			Command: "fika approve " + m.ID}
	}
	if len(a.Next) > 0 {
		m := a.Next[0]
		return ActAnswer{Text: fmt.Sprintf("think of one question for %s, %s", m.Name, when(m.Start, m.Start.Location())),
			Command: "fika why " + m.ID}
	}
	return ActAnswer{Text: "nothing waits for you", Command: "fika goals"}
}

// GoalsAnswer is how far every goal has come: fika.goals/v1.
type GoalsAnswer struct {
	Schema string       `json:"schema"`
	Goals  []GoalAnswer `json:"goals"`
}

// GoalAnswer is one goal's standing.
type GoalAnswer struct {
	Goal    planner.GoalID `json:"goal"`
	Period  planner.Period `json:"period,omitempty"`
	From    planner.Date   `json:"from,omitzero"`
	Wanted  int            `json:"wanted"`
	Met     int            `json:"met"`
	Live    int            `json:"live"`
	Missing int            `json:"missing"`
	Late    bool           `json:"late"`
	Text    string         `json:"text"`
}

// Goals answers the standing of every goal.
func (d *Daemon) Goals(ctx context.Context, now time.Time) (GoalsAnswer, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	a := GoalsAnswer{Schema: "fika.goals/v1", Goals: []GoalAnswer{}}
	s, err := d.observe(ctx, now)
	if err != nil {
		return a, fault(err)
	}
	for _, st := range planner.Progress(now, d.settings.Rules, s.world) {
		a.Goals = append(a.Goals, GoalAnswer(st))
	}
	return a, nil
}

// LogAnswer is what fika did and why: fika.log/v1.
type LogAnswer struct {
	Schema  string        `json:"schema"`
	Entries []EntryAnswer `json:"entries"`
}

// History answers with the log after the entry with id after, the newest limit
// entries of it if limit is not 0.
func (d *Daemon) History(ctx context.Context, after int64, limit int) (LogAnswer, error) {
	entries, err := d.Store.Log(ctx, after, "", limit)
	return LogAnswer{Schema: "fika.log/v1", Entries: d.entryAnswers(entries)}, fault(err)
}
