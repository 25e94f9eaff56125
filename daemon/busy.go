package daemon

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"fika/calendar"
	"fika/internal/api"
	"fika/internal/mailbox"
	"fika/internal/span"
	"fika/planner"
)

// busy returns what takes the user's time in window.
func (l windowListing) busy(window span.Span) api.Busy {
	a := l.busyAnswer(window)
	a.View = l.from
	var taken []calendar.Event
	for _, e := range slices.Concat(l.events, l.doubts) {
		owner := l.ownerOn(e.source)
		if as, why := owner.Availability(e.Event); as != calendar.Free {
			time := owner.OccupiedSpan(e.Event)
			a.Busy = append(a.Busy, api.BusyEvent{Start: time.Start.In(l.zone()), End: time.End.In(l.zone()), Calendar: e.source.Name, Title: e.Title, Why: why})
			taken = append(taken, e.Event)
		}
	}
	slices.SortStableFunc(a.Busy, func(x, y api.BusyEvent) int { return x.Start.Compare(y.Start) })
	a.Merged = l.spans(l.owner().Busy(taken, window))
	return a
}

func (c configuration) busyAnswer(window span.Span) api.Busy {
	return api.Busy{From: window.Start.In(c.zone()), To: window.End.In(c.zone()), Busy: []api.BusyEvent{}, Merged: []api.Span{}}
}

// windowListing are the user's calendars in a window.
type windowListing struct {
	configuration
	from     api.View       // zero if read for one question
	events   []sourcedEvent // an occurrence in several calendars is listed once
	doubts   []sourcedEvent
	problems []calendar.Problem
}

// listingIn returns the user's calendars in window: from the view if it covers the
// window, else read for this question.
func (d *Daemon) listingIn(ctx context.Context, window span.Span) (windowListing, error) {
	l := windowListing{configuration: d.inForce()}
	v, err := d.latest(ctx)
	if err != nil {
		return l, fault(err)
	}
	if v != nil && v.covers(window) {
		l.configuration, l.from = v.configuration, v.reference()
	} else {
		v = nil
	}
	read := make([]calendar.Listing, len(l.sources))
	for i, src := range l.sources {
		var err error
		if v != nil {
			read[i], err = v.readings[i].in(window), v.readings[i].err
		} else {
			read[i], err = d.calendar(src).List(ctx, window)
		}
		if err != nil {
			return l, Unread(src.Name, err)
		}
		l.problems = append(l.problems, read[i].Problems...)
	}
	l.owner().ApplyMoves(read)
	for i, src := range l.sources {
		for _, e := range read[i].Events {
			l.events = append(l.events, sourcedEvent{src, e})
		}
		for _, e := range read[i].Doubts {
			l.doubts = append(l.doubts, sourcedEvent{src, e})
		}
	}
	l.events = calendar.Unique(l.events, func(e sourcedEvent) (calendar.Event, calendar.Owner) { return e.Event, l.ownerOn(e.source) })
	return l, nil
}

// covers reports whether v has everything in window.
func (v *View) covers(window span.Span) bool {
	return !window.Start.Before(v.window.Start) && !window.End.After(v.window.End)
}

// in returns the part of r in window.
func (r reading) in(window span.Span) calendar.Listing {
	l := r.Listing
	elsewhere := func(e calendar.Event) bool { return !e.OverlapsWithTravel(window) }
	l.Events = slices.DeleteFunc(slices.Clone(l.Events), elsewhere)
	l.Doubts = slices.DeleteFunc(slices.Clone(l.Doubts), elsewhere)
	return l
}

// busyOf returns when a colleague cannot meet.
func (d *Daemon) busyOf(ctx context.Context, v *View, window span.Span, who string, fresh bool) (api.Busy, error) {
	a := v.busyAnswer(window)
	p, err := v.person(who, forQuestion)
	if err != nil {
		return a, err
	}
	g, asked := v.guests[p.ID]
	switch {
	case !v.covers(window), fresh && !asked:
		all, err := d.guestTimes(ctx, v.configuration, []planner.Person{p}, window)
		if err != nil {
			return a, err
		}
		g = all[p.ID]
	case !asked:
		return a, notAsked(p)
	default:
		a.View = v.reference()
	}
	if !g.known {
		return a, &api.Fault{Code: api.CodeNotFound, Text: fmt.Sprintf("nobody knows when %s is busy: %s", p.ID, cmp.Or(g.problem, "no calendar is known")),
			Hint: "set it in the calendar column of your people"}
	}
	for _, s := range g.busyTimes(nil, coffees(v.bookings, p.ID)) {
		if s = s.Clip(window); !s.Empty() {
			a.Merged = append(a.Merged, v.spans([]span.Span{s})...)
		}
	}
	return a, nil
}

// notAsked reports that the view does not have the busy times of p.
func notAsked(p planner.Person) error {
	return &api.Fault{Code: api.CodeNotAsked, Text: fmt.Sprintf("fika has not asked when %s is busy, because no plan needs to know", p.ID),
		Hint: "to ask now, add --fresh"}
}

// withBusyTimesOf returns v with the busy times of who. If they are not known, fresh
// requests them.
func (d *Daemon) withBusyTimesOf(ctx context.Context, v *View, who string, fresh bool) (*View, error) {
	if who == "" || !fresh || v.blind {
		return v, nil
	}
	p, err := v.person(who, forQuestion)
	if err != nil {
		return v, err
	}
	if _, asked := v.guests[p.ID]; asked {
		return v, nil
	}
	times, err := d.guestTimes(ctx, v.configuration, []planner.Person{p}, v.window)
	if err != nil {
		return v, err
	}
	return v.withObservation(v.withGuests(times)), nil
}

// Free returns every slot of length in window that the rules allow the user and, if who
// is not empty, that person. A length of zero means that of the rules.
func (v *View) Free(now time.Time, window span.Span, length time.Duration, who string) (api.Free, error) {
	a := api.Free{View: v.reference(), Slots: []api.Span{}, Holds: []api.Hold{}}
	if v.blind {
		return a, v.blindness()
	}
	a.Holds = v.holdAnswers()
	var id mailbox.Address
	if who != "" {
		p, err := v.person(who, forQuestion)
		if err != nil {
			return a, err
		}
		if _, asked := v.guests[p.ID]; !asked {
			return a, notAsked(p)
		}
		id = p.ID
	}
	a.Slots = v.spans(planner.Slots(now, v.settings.Rules, v.world, window, cmp.Or(length, v.settings.Rules.Length), id))
	return a, nil
}

func (c configuration) spans(list []span.Span) []api.Span {
	answers := []api.Span{}
	for _, s := range list {
		answers = append(answers, api.Span{Start: s.Start.In(c.zone()), End: s.End.In(c.zone())})
	}
	return answers
}
