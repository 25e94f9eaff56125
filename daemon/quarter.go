package daemon

import (
	"cmp"
	"context"
	"slices"
	"time"

	"fika/internal/api"
	"fika/internal/date"
	"fika/internal/mailbox"
	"fika/internal/note"
	"fika/internal/review"
	"fika/internal/rsvp"
	"fika/internal/span"
	"fika/internal/store"
	"fika/planner"
)

// A quarter is as long as topics count. Other lengths of its review are in days too.
const (
	quarterDays  = topicDays
	aboutDays    = 30 // so long after a coffee a note about its guest is about the coffee
	expiringDays = 30
	askedShown   = 3
	thanksShown  = 5
)

// Quarter returns what came of the goals in the last quarter, and of the user's network.
func (d *Daemon) Quarter(ctx context.Context, now time.Time) (api.Quarter, error) {
	v, err := d.currentView(ctx, now)
	if err != nil {
		return api.Quarter{}, fault(err)
	}
	v = v.at(now)
	r, err := v.reflect(now)
	if err != nil {
		return api.Quarter{}, fault(err)
	}
	mirror, err := d.completed(ctx, now, r)
	if err != nil {
		return api.Quarter{}, err
	}
	back := func(quarters int) date.Date { return date.Of(now, v.zone()).AddDays(-quarters * quarterDays) }
	this := span.Span{Start: back(1).At(0, v.zone()), End: now}
	before := span.Span{Start: back(2).At(0, v.zone()), End: this.Start}
	notes, err := d.store.Notes(ctx, store.NoteQuery{Since: before.Start})
	if err != nil {
		return api.Quarter{}, fault(err)
	}
	expire, err := d.expiring(ctx, now)
	if err != nil {
		return api.Quarter{}, fault(err)
	}
	a := api.Quarter{
		View: v.reference(), Now: now.In(v.zone()), From: back(1).String(), To: date.Of(now, v.zone()).String(), Mirror: mirror,
		Goals: []api.Yield{}, Asked: v.mostAsked(this), Thank: v.thanks(this, notes), Expire: expire,
	}
	for _, p := range planner.Progress(now, v.settings.Rules, v.world) {
		a.Goals = append(a.Goals, yieldOf(p, v.yield(p.Goal, this, notes), v.yield(p.Goal, before, notes)))
	}
	if m := v.organisation().Reflect(before.Start, before.End, slices.Concat(v.encounters...)); !m.TooLittle() {
		a.Before = measuresOf(m, m)
	}
	a.Demand, a.Allowed = planner.Demand(v.settings.Rules, v.settings.Goals, v.people)
	return a, nil
}

// expiring returns how many notes are forgotten in the next days.
func (d *Daemon) expiring(ctx context.Context, now time.Time) (n int, err error) {
	c := d.inForce()
	if c.settings.KeepNotes == 0 {
		return 0, nil
	}
	notes, err := d.store.Notes(ctx, store.NoteQuery{})
	oldest := date.Of(now, c.zone()).AddDays(expiringDays-c.settings.KeepNotes).At(0, c.zone())
	for _, one := range notes {
		if one.At.Before(oldest) {
			n++
		}
	}
	return n, err
}

func yieldOf(p planner.GoalProgress, now, before review.Counts) api.Yield {
	return api.Yield{Goal: string(p.Goal), Text: p.Text, Asked: now.Asked, Yes: now.Yes, No: now.No, Silent: now.Silent, Met: now.Met, Notes: now.Notes,
		Doubt: api.Doubt(review.Judge(now, before))}
}

// yield returns what came of a goal in a time.
func (o *observation) yield(goal planner.GoalID, in span.Span, notes []note.Note) (c review.Counts) {
	for _, b := range o.bookings {
		if b.Goal != goal {
			continue
		}
		for _, g := range b.Guests() {
			if b.Sent && in.Contains(b.SentAt) {
				c.Asked++
				switch {
				case b.State == store.Met, g.Reply == rsvp.Accepted:
					c.Yes++
				case g.Reply == rsvp.Declined, b.State == store.Declined:
					c.No++
				case !b.State.Live() || !o.now.Before(b.Span.End):
					c.Silent++
				}
			}
			if b.State == store.Met && in.Contains(b.Span.End) {
				c.Met++
			}
		}
	}
	for _, n := range notes {
		if in.Contains(n.At) && slices.ContainsFunc(o.bookings, func(b store.Booking) bool { return b.Goal == goal && isAbout(n, b) }) {
			c.Notes++
		}
	}
	return c
}

// isAbout reports whether n was written about the coffee b: with its ID, or about its
// guest soon after it.
func isAbout(n note.Note, b store.Booking) bool {
	if n.Booking != "" {
		return n.Booking == b.ID
	}
	return b.State == store.Met && hasGuest(b, n.Person) && !n.At.Before(b.Span.Start) && n.At.Before(b.Span.End.AddDate(0, 0, aboutDays))
}

// mostAsked returns whom the user invited most in a time, if twice or more.
func (o *observation) mostAsked(in span.Span) []api.Tally {
	counts := map[mailbox.Address]int{}
	for _, b := range o.bookings {
		for _, g := range b.Guests() {
			if b.Sent && in.Contains(b.SentAt) {
				counts[g.Person]++
			}
		}
	}
	return slices.DeleteFunc(o.tallies(counts, askedShown), func(t api.Tally) bool { return t.Count < 2 })
}

// thanks returns who gave most in a time: by what the user wrote down of them, and then by
// coffees.
func (o *observation) thanks(in span.Span, notes []note.Note) []api.Tally {
	counts := map[mailbox.Address]int{}
	for _, n := range notes {
		if in.Contains(n.At) && slices.Contains([]note.Kind{note.Learned, note.Problem, note.Solved, note.Gap, note.Feedback}, n.Kind) {
			counts[n.Person]++
		}
	}
	for _, b := range o.bookings {
		for _, g := range b.Guests() {
			if b.State == store.Met && in.Contains(b.Span.End) {
				counts[g.Person]++
			}
		}
	}
	return o.tallies(counts, thanksShown)
}

// tallies returns the people with the highest counts, n at most, without those who are in
// no list any more.
func (o *observation) tallies(counts map[mailbox.Address]int, n int) []api.Tally {
	all := []api.Tally{}
	for id, count := range counts {
		if p, ok := o.accepted(id); ok {
			all = append(all, api.Tally{Person: string(p.ID), Name: p.Name, Count: count})
		}
	}
	slices.SortFunc(all, func(a, b api.Tally) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Person, b.Person))
	})
	return all[:min(n, len(all))]
}
