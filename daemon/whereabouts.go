package daemon

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"fika/calendar"
	"fika/internal/api"
	"fika/internal/rsvp"
	"fika/internal/store"
)

// absence is how long an event must be on none of the user's calendars before it counts
// as deleted, if no calendar reports that: an event that is being moved, or that a
// server does not show yet, is absent for a while.
const absence = 10 * time.Minute

// sourcedEvent is an event in one of the user's calendars.
type sourcedEvent struct {
	source Source
	calendar.Event
}

// place returns the place of the event for the store.
func (e sourcedEvent) place() store.Place {
	return store.Place{Calendar: e.source.Name, CalendarID: e.Calendar, Event: string(e.ID), UID: e.UID}
}

// checkTwice holds while a future coffee has two events, which no retry of fika's can
// cause: until the user has checked, other events may be duplicates too. The occurrences
// of a coffee that the user made repeat count as one, and so do its copies on several
// calendars.
func (o *observer) checkTwice() {
	for _, id := range slices.Sorted(maps.Keys(o.marked)) {
		ahead := slices.DeleteFunc(slices.Clone(o.marked[id]), func(e sourcedEvent) bool { return !e.Span.End.After(o.now) })
		for _, e := range ahead {
			if e.UID != ahead[0].UID {
				o.hold(newHold(api.CodeTwoEvents, fmt.Sprintf("coffee %s has two events, %s and %s", id, when(ahead[0].Span.Start, o.zone()), when(e.Span.Start, o.zone()))))
				break
			}
		}
	}
}

// eventOf returns the event of b as the pass has it: where it was, else the same event
// on another calendar. If the user made it a series, the pass has only occurrences,
// which do not count.
func (o *observation) eventOf(b store.Booking) (sourcedEvent, bool) {
	for _, e := range o.marked[b.ID] {
		if e.source.Name == b.Calendar && string(e.ID) == b.Event && (e.Calendar == b.CalendarID || b.CalendarID == "") {
			return e, true
		}
	}
	for _, e := range o.marked[b.ID] {
		if e.ID != "" && e.Instance == "" && (e.UID == b.UID || string(e.ID) == b.Event) {
			return e, true
		}
	}
	for _, r := range o.readings {
		for _, e := range r.Events {
			if b.UID != "" && e.UID == b.UID && e.ID != "" && e.Instance == "" {
				return sourcedEvent{r.source, e}, true
			}
		}
	}
	return sourcedEvent{}, false
}

// find returns the event of b: as seen, else from the calendar.
func (t *tools) find(ctx context.Context, seen *observation, b store.Booking) (sourcedEvent, error) {
	if e, ok := seen.eventOf(b); ok {
		return e, nil
	}
	return t.locate(ctx, seen.sources, b.Place)
}

// locate looks for an event at its last place, then in the other sources. ErrNotFound means
// that all answered and none has it; ErrDeleted is added if one of them reports a
// deletion.
func (t *tools) locate(ctx context.Context, sources []Source, was store.Place) (sourcedEvent, error) {
	missing, known := calendar.ErrNotFound, was.Calendar == ""
	var others []Source
	for _, src := range sources {
		if src.Name != was.Calendar {
			others = append(others, src)
			continue
		}
		known = true
		e, err := t.calendar(src).Find(ctx, calendar.Place{Calendar: was.CalendarID, ID: calendar.EventID(was.Event), UID: was.UID})
		if err == nil || !errors.Is(err, calendar.ErrNotFound) {
			return sourcedEvent{src, e}, err
		}
		missing = err
	}
	for _, src := range others {
		at := calendar.Place{UID: was.UID}
		if was.UID == "" {
			at.ID = calendar.EventID(was.Event)
		}
		e, err := t.calendar(src).Find(ctx, at)
		switch {
		case err == nil || !errors.Is(err, calendar.ErrNotFound):
			return sourcedEvent{src, e}, err
		case errors.Is(err, calendar.ErrDeleted):
			missing = err
		}
	}
	if !known {
		return sourcedEvent{}, fmt.Errorf("calendar %q is no longer configured", was.Calendar)
	}
	return sourcedEvent{}, missing
}

// cancelMissing ends b as cancelled by the user, with the reason why, if its event or
// guest counts as gone. It can come back: see revive.
func (p *pass) cancelMissing(ctx context.Context, b store.Booking, err error, note, why string) error {
	if gone, err := p.gone(ctx, b, err, note); !gone {
		return err
	}
	if err := p.store.Lose(ctx, p.now, b.ID, why); err != nil {
		return err
	}
	p.step("ended")
	return nil
}

// gone reports whether the event of b, for which locate or find returned err, counts as
// deleted: because a calendar says so, or because no calendar has had it for a while.
// Until then it is recorded as absent, and note says what is missing.
func (p *pass) gone(ctx context.Context, b store.Booking, err error, note string) (bool, error) {
	if errors.Is(err, calendar.ErrDeleted) {
		return true, nil
	}
	if b.Absent.IsZero() || b.Absent.After(p.now) {
		if err := p.store.Miss(ctx, p.now, b.ID, note); err != nil {
			return false, err
		}
		p.step("missed")
		return false, nil
	}
	return p.now.Sub(b.Absent) >= absence, nil
}

// revive resumes coffees that the user had deleted, cancelled or declined, or whose
// guest they had removed, and that are in the calendar again with their guest, who has
// been notified.
func (p *pass) revive(ctx context.Context) error {
	revived := false
	for _, b := range p.bookings {
		if b.State != store.Cancelled || b.Absent.IsZero() || len(p.marked[b.ID]) == 0 {
			continue
		}
		e, err := p.find(ctx, p.observation, b)
		if err != nil || e.Mark != (calendar.Mark{Booking: b.ID, Generation: b.Generation}) || e.Status == calendar.Cancelled ||
			!p.invites(e.Event, b.Person) || p.declines(e.Event) || !e.Span.Start.After(p.now) {
			continue
		}
		err = p.store.Revive(ctx, p.now, b.ID, "the event stands in your calendar again")
		switch {
		case errors.Is(err, store.ErrState):
			continue // the user's order removes it
		case errors.Is(err, store.ErrTaken):
			p.trouble("the calendar has two coffees with %s", b.Name)
			continue
		case err != nil:
			return err
		}
		revived = true
		p.step("restored")
	}
	if !revived {
		return nil
	}
	return p.refresh(ctx)
}

// remarks lists what the user should know about coffees and only they can settle.
func (o *observation) remarks() []string {
	var remarks []string
	for _, b := range o.bookings {
		if b.State != store.Booked {
			continue
		}
		e, ok := o.eventOf(b)
		if !b.Absent.IsZero() {
			missing := "is on none of your calendars"
			switch {
			case ok && !o.invites(e.Event, b.Person):
				missing = "has lost its guest, who is not on the event any more,"
			case ok && o.declines(e.Event):
				missing = "has your no"
			}
			remarks = append(remarks, fmt.Sprintf("coffee %s with %s %s since %s; if that stays so for ten minutes, it counts as cancelled by you",
				b.ID, b.Name, missing, when(b.Absent, o.zone())))
		}
		if !ok || !b.Reply.Open() {
			continue
		}
		for _, a := range o.strangers(b, e.Event) {
			if a.Reply == rsvp.Accepted {
				remarks = append(remarks, fmt.Sprintf("coffee %s with %s, %s: somebody else said yes, %s; is that %s?",
					b.ID, b.Name, when(b.Span.Start, o.zone()), nameAndAddress(a), b.Name))
			}
		}
	}
	return append(remarks, o.refusedGuests()...)
}
