package daemon

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"fika/internal/api"
	"fika/internal/rsvp"
	"fika/internal/store"
	"fika/planner"
)

// StatusAnswer is how fika is: fika.status/v1.
type StatusAnswer struct {
	Schema    string           `json:"schema"`
	Version   string           `json:"version,omitempty"` // of the program that answers
	Now       time.Time        `json:"now"`
	Config    string           `json:"config,omitempty"` // the file in force
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

// ActAnswer is the one small thing to do. Command is one to type as it stands,
// Hint says in words what helps where no command does.
type ActAnswer struct {
	Text      string   `json:"text"`
	Questions []string `json:"questions,omitempty"` // the goal's own, to choose from
	Hint      string   `json:"hint,omitempty"`
	Command   string   `json:"command,omitempty"`
}

// Status answers how fika is: holds first.
func (d *Daemon) Status(ctx context.Context, now time.Time) (StatusAnswer, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	a := StatusAnswer{Schema: "fika.status/v1", Version: d.options.Version, Now: now.In(d.zone()), Config: d.settings.File, Calendars: []CalendarAnswer{}, Next: []MeetingAnswer{}}
	s, err := d.observe(ctx, now)
	if err != nil {
		return a, fault(err)
	}
	last, err := d.store.LastPass(ctx)
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
			m := d.meeting(b)
			m.Waits = d.waits(s, b.ID)
			a.Next = append(a.Next, m)
		}
	}
	a.Act, a.Problems = d.today(a), s.problems
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

// today is the one thing that helps most now: what holds everything up, then
// what waits for a word, then a question for the next meeting.
func (d *Daemon) today(a StatusAnswer) ActAnswer {
	needsUser := func(h HoldAnswer) bool { return h.Code != string(api.CodeCaps) } // a cap ends by itself
	if i := slices.IndexFunc(a.Holds, needsUser); i >= 0 {
		act := ActAnswer{Text: a.Holds[i].Text, Hint: a.Holds[i].Hint}
		if strings.HasPrefix(act.Hint, "fika ") {
			act.Hint, act.Command = "", act.Hint
		}
		return act
	}
	if i := slices.IndexFunc(a.Next, func(m MeetingAnswer) bool { return m.State == store.Proposed }); i >= 0 {
		m := a.Next[i]
		return ActAnswer{Text: fmt.Sprintf("say yes or no to a coffee with %s, %s", m.Name, when(m.Start, m.Start.Location())),
			Command: "fika approve " + m.ID}
	}
	comes := func(m MeetingAnswer) bool { return m.Reply != rsvp.Declined }
	if i := slices.IndexFunc(a.Next, comes); i >= 0 {
		m := a.Next[i]
		act := ActAnswer{Text: "think of one question for ", Questions: d.questions(m.Goal), Command: "fika why " + m.ID}
		if len(act.Questions) > 0 {
			act.Text = "choose a question for "
		}
		act.Text += fmt.Sprintf("%s, %s", m.Name, when(m.Start, m.Start.Location()))
		return act
	}
	return ActAnswer{Text: "nothing waits for you", Command: "fika goals"}
}

// questions are those that the user wrote down for the goal with that id.
func (d *Daemon) questions(id planner.GoalID) []string {
	for _, g := range d.settings.Goals {
		if g.ID == id {
			return append([]string{}, g.Ask...)
		}
	}
	return []string{}
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
	if s.blind {
		return a, s.blindness()
	}
	for _, st := range planner.Progress(now, d.settings.Rules, s.world) {
		a.Goals = append(a.Goals, GoalAnswer(st))
	}
	return a, nil
}
