package daemon

import (
	"fmt"
	"slices"
	"time"

	"fika/internal/api"
	"fika/internal/rsvp"
	"fika/internal/store"
	"fika/planner"
)

// Status returns the state of fika, holds first.
func (v *View) Status(now time.Time) (api.Status, error) {
	a := api.Status{View: v.reference(), Version: v.version, Now: now.In(v.zone()), Zone: v.zone().String(), Config: v.settings.File, Caps: v.caps,
		Holds: v.holdAnswers(), Calendars: []api.Calendar{}, Next: []api.Meeting{}, Unsure: len(v.unsure()), Problems: v.allProblems()}
	if !v.last.IsZero() {
		last := v.last.In(v.zone())
		a.LastPass = &last
	}
	for _, src := range v.sources {
		a.Calendars = append(a.Calendars, v.calendarAnswer(src, syncOf(v.syncs, src.Name)))
	}
	for _, b := range v.bookings {
		if b.State.Live() && b.Span.End.After(now) {
			m := v.meeting(b)
			m.Waits, m.Counter, m.Comments, m.MovingTo = v.waitText(b), v.counterAnswer(b), v.comments(b), v.movingTo(b)
			_, m.OwesLink = v.owedLink(b)
			a.Next = append(a.Next, m)
		}
	}
	if a.Act = v.at(now).today(a); v.Seen.IsZero() && len(a.Holds) == 0 {
		a.Act = api.Act{Text: "fika has just started and is reading the calendars", Hint: "try again in a moment, or wait: fika status --fresh"}
	}
	return a, nil
}

// allProblems returns the problems that v knows of.
func (v *View) allProblems() []string {
	return slices.Concat(v.problems, v.remarks(), v.messageProblems())
}

func (c configuration) calendarAnswer(src Source, y store.Sync) api.Calendar {
	a := api.Calendar{Name: src.Name, Kind: src.Kind, Book: src.Book, Events: y.Events, Problem: y.Problem}
	if !y.At.IsZero() {
		at := y.At.In(c.zone())
		a.LastSync = &at
	}
	return a
}

// today returns the most helpful thing to do: first about holds, then about what guests
// ask for and links that they wait for, then about approvals, then about a question for the
// next meeting.
func (v *View) today(a api.Status) api.Act {
	needsUser := func(h api.Hold) bool { return h.Code != api.CodeCaps } // a full cap resolves itself
	if i := slices.IndexFunc(a.Holds, needsUser); i >= 0 {
		h := a.Holds[i]
		act := api.Act{Text: h.Text, Hint: h.Hint, Command: h.Command}
		if h.Hint == h.Command {
			act.Hint = "" // the command says it all
		}
		return act
	}
	if i := slices.IndexFunc(a.Next, func(m api.Meeting) bool { return m.Counter != nil }); i >= 0 {
		return counterAct(a.Next[i])
	}
	if act, due := v.linkAct(); due {
		return act
	}
	if i := v.decideFirst(a.Next); i >= 0 {
		m := a.Next[i]
		return api.Act{Text: fmt.Sprintf("approve or skip a coffee with %s, %s", m.Name, when(m.Start, m.Start.Location())),
			Command: "fika approve " + m.ID}
	}
	comes := func(m api.Meeting) bool { return m.Reply != rsvp.Declined }
	if i := slices.IndexFunc(a.Next, comes); i >= 0 {
		m := a.Next[i]
		act := api.Act{Text: "think of one question for ", Questions: v.questions(planner.GoalID(m.Goal)), Command: "fika why " + m.ID}
		if len(act.Questions) > 0 {
			act.Text = "choose a question for "
		}
		act.Text += fmt.Sprintf("%s, %s", m.Name, when(m.Start, m.Start.Location()))
		return act
	}
	return api.Act{Text: "nothing is waiting for you", Command: "fika goals"}
}

// decideFirst returns the index of the proposal to decide on first: one that an assistant
// asks about, else the next; -1 if there is none.
func (v *View) decideFirst(next []api.Meeting) int {
	asked := func(m api.Meeting) bool {
		return slices.ContainsFunc(v.bookings, func(b store.Booking) bool { return b.ID == m.ID && v.askedByAssistant(b) })
	}
	if i := slices.IndexFunc(next, asked); i >= 0 {
		return i
	}
	return slices.IndexFunc(next, func(m api.Meeting) bool { return m.State == api.StateProposed })
}

// questions returns the user's questions for the goal with that ID.
func (c configuration) questions(id planner.GoalID) []string {
	for _, g := range c.settings.Goals {
		if g.ID == id {
			return append([]string{}, g.Questions...)
		}
	}
	return []string{}
}

// Goals returns the progress of every goal.
func (v *View) Goals(now time.Time) (api.Goals, error) {
	a := api.Goals{View: v.reference(), Goals: []api.Goal{}}
	if v.blind {
		return a, v.blindness()
	}
	for _, st := range planner.Progress(now, v.settings.Rules, v.world) {
		one := api.Goal{Goal: string(st.Goal), Period: string(st.Period), Wanted: st.Wanted, Met: st.Met, Live: st.Live, Missing: st.Missing, Late: st.Late, Text: st.Text}
		if !st.From.IsZero() {
			one.From = st.From.String()
		}
		a.Goals = append(a.Goals, one)
	}
	return a, nil
}
