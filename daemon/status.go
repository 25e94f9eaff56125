package daemon

import (
	"slices"
	"time"

	"fika/internal/api"
	"fika/internal/store"
)

// Status returns the state of fika, holds first, without the act of the day.
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
