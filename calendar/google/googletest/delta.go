package googletest

import (
	"strings"
	"time"

	"google.golang.org/api/calendar/v3"
)

// expand returns what one record adds to the listing: nothing, itself, a stub,
// or the instances of a series.
func (l *listing) expand(r *record) []*calendar.Event {
	e := r.event
	master := l.calendar.events[e.RecurringEventId]
	if l.series != "" && e.Id != l.series && e.RecurringEventId != l.series {
		return nil
	}
	rev := r.rev
	if master != nil && (l.single || cancelled(master.event)) {
		rev = max(rev, master.rev) // a touched series shows its exceptions too
	}
	if l.since > 0 && rev <= l.since {
		return nil
	}
	if master != nil && cancelled(master.event) {
		return l.exceptionOfDeleted(r)
	}
	switch {
	case len(e.Recurrence) > 0 && l.single:
		return l.instances(r)
	case cancelled(e):
		return l.withFormerInstances(r, l.deletedEvent(r))
	case l.since == 0 && (!l.overlaps(r) || !l.matchesFilters(e) || !l.updatedSince(e)):
		return nil
	}
	return l.withFormerInstances(r, []*calendar.Event{l.calendar.present(r, l.zone)})
}

// withFormerInstances adds to a single event the instances that it had as a series.
func (l *listing) withFormerInstances(r *record, shown []*calendar.Event) []*calendar.Event {
	if !l.single {
		return shown
	}
	return append(shown, l.formerInstances(r, l.horizon, map[string]bool{r.event.Id: true})...)
}

// deletedEvent returns how a deleted event is listed. Without showDeleted a full listing has
// only the exceptions cancelled in a live series; a delta has stubs only.
func (l *listing) deletedEvent(r *record) []*calendar.Event {
	hole := r.event.RecurringEventId != ""
	switch {
	case l.deleted && l.since > 0, l.deleted && l.overlaps(r), !l.updated.IsZero() && l.updatedSince(r.event):
		if r.deletedByGuest || r.event.Start == nil {
			return []*calendar.Event{stub(r.event, etag(r.version))}
		}
		return []*calendar.Event{l.calendar.present(r, l.zone)}
	case l.since > 0, hole && !l.single:
		return []*calendar.Event{l.stub(r.event, r)}
	}
	return nil
}

func (l *listing) stub(e *calendar.Event, r *record) *calendar.Event {
	shown := stub(e, etag(r.version))
	shown.OriginalStartTime = inZone(shown.OriginalStartTime, l.zone)
	return shown
}

// exceptionOfDeleted shows an exception whose series was deleted.
func (l *listing) exceptionOfDeleted(r *record) []*calendar.Event {
	if l.since == 0 {
		return nil
	}
	if at := momentIn(l.calendar.zone, r.event.OriginalStartTime).at; at.After(l.deletionHorizon) {
		return nil
	}
	return []*calendar.Event{l.stub(r.event, r)}
}

// instances expands a series. A delta has no window: it runs from the first instance to
// the horizon, and lists which instances no longer exist.
func (l *listing) instances(r *record) []*calendar.Event {
	from, to := l.from, l.to
	if to.IsZero() || to.After(l.horizon) {
		to = l.horizon
	}
	have := map[string]bool{}
	var shown []*calendar.Event
	switch {
	case !cancelled(r.event):
		for _, e := range l.calendar.instances(r.event, from, to) {
			have[e.Id] = true
			if l.since > 0 || l.matchesFilters(e) && l.updatedSince(e) {
				shown = append(shown, l.calendar.show(e, etag(r.version), l.zone))
			}
		}
	case l.since > 0:
		to = l.deletionHorizon
		shown = l.stubs(r, r.event, to, have)
	}
	return append(shown, l.formerInstances(r, to, have)...)
}

// formerInstances returns tombstones for what a record was at the token and no longer is: instances
// of a series that was moved, or the single event before it became a series.
func (l *listing) formerInstances(r *record, to time.Time, have map[string]bool) []*calendar.Event {
	var shown []*calendar.Event
	for _, f := range r.pastShapes {
		if l.since > 0 && f.until > l.since {
			shown = append(shown, l.stubs(r, f.event, to, have)...)
		}
	}
	return shown
}

// stubs returns tombstones for the instances that e had until to, except those in have.
func (l *listing) stubs(r *record, e *calendar.Event, to time.Time, have map[string]bool) []*calendar.Event {
	events := []*calendar.Event{e}
	if len(e.Recurrence) > 0 {
		events = l.calendar.instances(e, time.Time{}, to)
	}
	var shown []*calendar.Event
	for _, e := range events {
		if !have[e.Id] {
			have[e.Id] = true
			shown = append(shown, l.stub(e, r))
		}
	}
	return shown
}

// overlaps compares with the window: both bounds are exclusive, and days are in the
// calendar's zone.
func (l *listing) overlaps(r *record) bool {
	e := r.event
	if len(e.Recurrence) > 0 {
		s, err := newSeries(e, l.calendar.zone)
		to := l.to
		if to.IsZero() {
			to = l.horizon
		}
		return err == nil && len(s.between(l.from, to)) > 0
	}
	start, end := momentIn(l.calendar.zone, e.Start).at, momentIn(l.calendar.zone, e.End).at
	return (l.from.IsZero() || end.After(l.from)) && (l.to.IsZero() || start.Before(l.to))
}

func (l *listing) updatedSince(e *calendar.Event) bool {
	return l.updated.IsZero() || strings.Compare(e.Updated, stamp(l.updated)) >= 0
}

// stamp writes a time as created and updated have it.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }
