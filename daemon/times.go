package daemon

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"fika/calendar"
	"fika/internal/api"
	"fika/internal/mailbox"
	"fika/internal/span"
	"fika/planner"
)

// Busy answers what takes time in window: the user's, or the person's whom who
// names.
func (d *Daemon) Busy(ctx context.Context, now time.Time, window span.Span, who string) (api.Busy, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	a := api.Busy{From: window.Start.In(d.basis().zone()), To: window.End.In(d.basis().zone()), Busy: []api.BusyEvent{}, Merged: []api.Span{}}
	if who != "" {
		busy, err := d.busyOf(ctx, now, window, who)
		a.Merged = d.basis().spans(busy)
		return a, err
	}
	all, err := d.listed(ctx, window)
	if err != nil {
		return a, err
	}
	var taken []calendar.Event
	for _, e := range slices.Concat(all.events, all.doubts) {
		owner := d.basis().ownerOn(e.source)
		if as, why := owner.Judge(e.Event); as != calendar.Free {
			time := owner.Taken(e.Event)
			a.Busy = append(a.Busy, api.BusyEvent{Start: time.Start.In(d.basis().zone()), End: time.End.In(d.basis().zone()), Calendar: e.source.Name, Title: e.Title, Why: why})
			taken = append(taken, e.Event)
		}
	}
	slices.SortStableFunc(a.Busy, func(x, y api.BusyEvent) int { return x.Start.Compare(y.Start) })
	a.Merged = d.basis().spans(d.basis().owner().Busy(taken, window))
	return a, nil
}

// unread refuses a question because the calendar of that name does not answer:
// its silence is not free time.
func unread(name string, err error) error {
	code := api.CodeHeld
	if errors.Is(err, calendar.ErrSignIn) {
		code = api.CodeSignIn
	}
	_, hint := remedy(name, err)
	return &api.Fault{Code: code, Text: fmt.Sprintf("calendar %q cannot be read: %v", name, err), Hint: hint}
}

// listed is an event and the calendar that it was read from.
type listed struct {
	calendar.Event
	source Source
}

// listings are the user's calendars in a window.
type listings struct {
	events   []listed // an occurrence that lies on several is there once
	doubts   []listed
	problems []calendar.Problem
}

// listed reads the user's calendars in window.
func (d *Daemon) listed(ctx context.Context, window span.Span) (listings, error) {
	var l listings
	read := make([]calendar.Listing, len(d.sources))
	for i, src := range d.sources {
		var err error
		if read[i], err = src.Calendar.List(ctx, window); err != nil {
			return listings{}, unread(src.Name, err)
		}
		l.problems = append(l.problems, read[i].Problems...)
	}
	d.basis().owner().Settle(read)
	for i, src := range d.sources {
		for _, e := range read[i].Events {
			l.events = append(l.events, listed{e, src})
		}
		for _, e := range read[i].Doubts {
			l.doubts = append(l.doubts, listed{e, src})
		}
	}
	l.events = calendar.Unique(l.events, func(e listed) (calendar.Event, calendar.Owner) { return e.Event, d.basis().ownerOn(e.source) })
	return l, nil
}

// busyOf is when a colleague cannot meet.
func (d *Daemon) busyOf(ctx context.Context, now time.Time, window span.Span, who string) ([]span.Span, error) {
	s, err := d.observe(ctx, now)
	if err != nil {
		return nil, fault(err)
	}
	p, err := s.person(who, aQuestion)
	if err != nil {
		return nil, err
	}
	all, problems, err := d.guestTimes(ctx, []planner.Person{p}, window)
	if err != nil {
		return nil, fault(err)
	}
	g := all[p.ID]
	if !g.told {
		why := "no calendar is known"
		if len(problems) > 0 {
			why = problems[len(problems)-1]
		}
		return nil, &api.Fault{Code: api.CodeNotFound, Text: fmt.Sprintf("nobody knows when %s is busy: %s", p.ID, why), Hint: "state it in the calendar column of your people"}
	}
	return g.taken(nil, coffees(s.bookings, p.ID)), nil
}

// Free answers every slot of length in window that the rules allow the user,
// and the person as well if who names one. A length of zero means the rules'.
func (d *Daemon) Free(ctx context.Context, now time.Time, window span.Span, length time.Duration, who string) (api.Free, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	a := api.Free{Slots: []api.Span{}}
	s, err := d.observe(ctx, now)
	if err != nil {
		return a, fault(err)
	}
	if s.blind {
		return a, s.blindness()
	}
	if a.Holds, err = d.holdAnswers(ctx, s); err != nil {
		return a, fault(err)
	}
	world := s.world
	var id mailbox.Address
	if who != "" {
		p, err := s.person(who, aQuestion)
		if err != nil {
			return a, err
		}
		if world, err = d.including(ctx, s, p); err != nil {
			return a, err
		}
		id = p.ID
	}
	if length == 0 {
		length = s.set.Rules.Length
	}
	a.Slots = s.spans(planner.Slots(now, s.set.Rules, world, window, length, id))
	return a, nil
}

func (by basis) spans(list []span.Span) []api.Span {
	answers := []api.Span{}
	for _, s := range list {
		answers = append(answers, api.Span{Start: s.Start.In(by.zone()), End: s.End.In(by.zone())})
	}
	return answers
}

// Events answers what the user's calendars hold in window.
func (d *Daemon) Events(ctx context.Context, window span.Span) (api.Events, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	all, err := d.listed(ctx, window)
	if err != nil {
		return api.Events{}, err
	}
	whole := calendar.Listing{Problems: all.problems}
	for _, e := range all.events {
		if e.In(window) { // and not the way to it alone
			whole.Events = append(whole.Events, e.Event)
		}
	}
	slices.SortStableFunc(whole.Events, func(x, y calendar.Event) int { return x.Span.Start.Compare(y.Span.Start) })
	return Events(whole, d.basis().owner()), nil
}

// Events is a listing as an answer, as owner sees it.
func Events(listing calendar.Listing, owner calendar.Owner) api.Events {
	a := api.Events{Zone: owner.Zone.String(), Events: []api.Event{}, Problems: []api.Problem{}}
	for _, e := range listing.Events {
		if e.FreeBusy {
			continue // a period without an event; busy times have it
		}
		as, why := owner.Judge(e)
		one := api.Event{
			UID: e.UID, AllDay: e.AllDay, Status: string(e.Status), Transparency: "OPAQUE", Title: e.Title,
			Start: e.Span.Start.UTC().Format(time.RFC3339), End: e.Span.End.UTC().Format(time.RFC3339),
			Busy: as.String(), Why: why,
		}
		if e.Transparent {
			one.Transparency = "TRANSPARENT"
		}
		if e.AllDay {
			one.Start, one.End = e.Span.Start.In(owner.Zone).Format(time.DateOnly), e.Span.End.In(owner.Zone).Format(time.DateOnly)
		}
		a.Events = append(a.Events, one)
	}
	for _, p := range listing.Problems {
		a.Problems = append(a.Problems, api.Problem{File: p.File, Line: p.Line, UID: p.UID, Text: p.Text})
	}
	return a
}
