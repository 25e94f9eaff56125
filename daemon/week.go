package daemon

import (
	"cmp"
	"context"
	"slices"
	"time"

	"fika/internal/api"
	"fika/internal/date"
	"fika/internal/habit"
	"fika/internal/note"
	"fika/internal/store"
	"fika/planner"
)

// weekAhead is how many days a week's review looks ahead: the proposals of two weeks are
// decided together.
const weekAhead = 14

// Week returns what a week ends with: what is to be decided, what is coming, and what was
// promised and learned.
func (d *Daemon) Week(ctx context.Context, now time.Time) (api.Week, error) {
	v, j, err := d.viewToday(ctx, now)
	if err != nil {
		return api.Week{}, fault(err)
	}
	open, err := d.store.Notes(ctx, store.NoteQuery{Open: true, Kinds: []note.Kind{note.Promise, note.Owes}})
	if err != nil {
		return api.Week{}, fault(err)
	}
	kept := habit.Count(date.Of(now, v.zone()), v.isWorkingDay, v.records(j))
	a := api.Week{
		View: v.reference(), Now: now.In(v.zone()), To: v.endOfReview(now), Skipped: v.skipsWeek(now),
		Decide: []api.Meeting{}, Coming: []api.Meeting{}, Mine: []api.Note{}, Theirs: []api.Note{}, Topics: []api.Topic{},
		Days: api.DaysKept{Kept: kept.Days, Of: kept.Of, Reserve: kept.Reserve},
	}
	for _, b := range v.toDecide() {
		if b.Span.Start.Before(a.To) {
			a.Decide = append(a.Decide, v.meeting(b))
		}
	}
	for _, b := range v.comingWeeks(now) {
		a.Coming = append(a.Coming, v.meeting(b))
	}
	slices.SortStableFunc(open, func(a, b note.Note) int { return compareDue(a.Due, b.Due) })
	for _, n := range open {
		if n.Kind == note.Promise {
			a.Mine = append(a.Mine, v.noteAnswer(n))
		} else {
			a.Theirs = append(a.Theirs, v.noteAnswer(n))
		}
	}
	for _, t := range j.topics {
		if one := v.topicAnswer(t); one.People >= 2 {
			a.Topics = append(a.Topics, one)
		}
	}
	return a, nil
}

// compareDue orders days, those that are not stated last.
func compareDue(a, b date.Date) int {
	if a.IsZero() || b.IsZero() {
		return cmp.Compare(b.String(), a.String())
	}
	return cmp.Compare(a.String(), b.String())
}

// endOfReview is how far a review of the week at now looks ahead.
func (o *observation) endOfReview(now time.Time) time.Time {
	return date.Of(now, o.zone()).AddDays(weekAhead).At(0, o.zone())
}

// comingWeeks returns the booked coffees of the next two weeks, the next first.
func (o *observation) comingWeeks(now time.Time) (coming []store.Booking) {
	for _, b := range o.bookings {
		if b.State == store.Booked && b.Span.Start.After(now) && b.Span.Start.Before(o.endOfReview(now)) {
			coming = append(coming, b)
		}
	}
	slices.SortFunc(coming, func(a, b store.Booking) int { return a.Span.Start.Compare(b.Span.Start) })
	return coming
}

// skipsWeek says why no message is sent about the week of now, "" if one is.
func (o *observation) skipsWeek(now time.Time) string {
	why, _ := planner.SkipReview(now, o.settings.Rules, o.world)
	return why
}
