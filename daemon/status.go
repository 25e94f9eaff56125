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

// Status answers how fika is: holds first.
func (d *Daemon) Status(ctx context.Context, now time.Time) (api.Status, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	a := api.Status{Version: d.options.Version, Now: now.In(d.basis().zone()), Config: d.basis().set.File, Calendars: []api.Calendar{}, Next: []api.Meeting{}}
	s, err := d.observe(ctx, now)
	if err != nil {
		return a, fault(err)
	}
	last, err := d.store.LastPass(ctx)
	if err != nil {
		return a, fault(err)
	}
	if !last.IsZero() {
		last = last.In(s.zone())
		a.LastPass = &last
	}
	if a.Holds, err = d.holdAnswers(ctx, s); err != nil {
		return a, fault(err)
	}
	if a.Caps, err = d.caps(ctx, now); err != nil {
		return a, fault(err)
	}
	for _, r := range s.readings {
		a.Calendars = append(a.Calendars, s.calendarAnswer(r, syncOf(s.syncs, r.source.Name)))
	}
	for _, b := range s.bookings {
		if b.State.Live() && b.Span.End.After(now) {
			m := s.meeting(b)
			m.Waits = s.waits(b.ID)
			a.Next = append(a.Next, m)
		}
	}
	a.Act, a.Problems = s.today(a), s.problems
	return a, nil
}

func (by basis) calendarAnswer(r reading, y store.Sync) api.Calendar {
	a := api.Calendar{Name: r.source.Name, Kind: r.source.Kind, Book: r.source.Book, Events: y.Events, Problem: y.Problem}
	if !y.At.IsZero() {
		at := y.At.In(by.zone())
		a.LastSync = &at
	}
	return a
}

// today is the one thing that helps most now: what holds everything up, then
// what waits for a word, then a question for the next meeting.
func (by basis) today(a api.Status) api.Act {
	needsUser := func(h api.Hold) bool { return h.Code != api.CodeCaps } // a cap ends by itself
	if i := slices.IndexFunc(a.Holds, needsUser); i >= 0 {
		act := api.Act{Text: a.Holds[i].Text, Hint: a.Holds[i].Hint}
		if strings.HasPrefix(act.Hint, "fika ") {
			act.Hint, act.Command = "", act.Hint
		}
		return act
	}
	if i := slices.IndexFunc(a.Next, func(m api.Meeting) bool { return m.State == api.StateProposed }); i >= 0 {
		m := a.Next[i]
		return api.Act{Text: fmt.Sprintf("say yes or no to a coffee with %s, %s", m.Name, when(m.Start, m.Start.Location())),
			Command: "fika approve " + m.ID}
	}
	comes := func(m api.Meeting) bool { return m.Reply != rsvp.Declined }
	if i := slices.IndexFunc(a.Next, comes); i >= 0 {
		m := a.Next[i]
		act := api.Act{Text: "think of one question for ", Questions: by.questions(planner.GoalID(m.Goal)), Command: "fika why " + m.ID}
		if len(act.Questions) > 0 {
			act.Text = "choose a question for "
		}
		act.Text += fmt.Sprintf("%s, %s", m.Name, when(m.Start, m.Start.Location()))
		return act
	}
	return api.Act{Text: "nothing waits for you", Command: "fika goals"}
}

// questions are those that the user wrote down for the goal with that id.
func (by basis) questions(id planner.GoalID) []string {
	for _, g := range by.set.Goals {
		if g.ID == id {
			return append([]string{}, g.Ask...)
		}
	}
	return []string{}
}

// Goals answers the standing of every goal.
func (d *Daemon) Goals(ctx context.Context, now time.Time) (api.Goals, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	a := api.Goals{Goals: []api.Goal{}}
	s, err := d.observe(ctx, now)
	if err != nil {
		return a, fault(err)
	}
	if s.blind {
		return a, s.blindness()
	}
	for _, st := range planner.Progress(now, s.set.Rules, s.world) {
		one := api.Goal{Goal: string(st.Goal), Period: string(st.Period), Wanted: st.Wanted, Met: st.Met, Live: st.Live, Missing: st.Missing, Late: st.Late, Text: st.Text}
		if !st.From.IsZero() {
			one.From = st.From.String()
		}
		a.Goals = append(a.Goals, one)
	}
	return a, nil
}
