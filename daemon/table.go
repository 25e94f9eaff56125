package daemon

import (
	"context"
	"fmt"
	"slices"
	"time"

	"fika/calendar"
	"fika/internal/api"
	"fika/internal/mailbox"
	"fika/internal/prose"
	"fika/internal/rsvp"
	"fika/internal/store"
	"fika/planner"
)

// A coffee of three is one booking with two guests. It is sent, moved and removed as one
// event. Each guest has an answer, and whoever does not come leaves it: they get an ended
// booking of their own (see [store.Store.Leave]), and what is left is a coffee of two.

// goesOn is how long before its start a coffee goes on with one guest if the other says
// no. Later the other could not make plans for the time.
const goesOn = 24 * time.Hour

// hasTables reports whether a goal invites two guests.
func (c configuration) hasTables() bool {
	return slices.ContainsFunc(c.settings.Goals, func(g planner.Goal) bool { return g.Size == 3 })
}

// names returns the names of b's guests.
func names(b store.Booking) string {
	var list []string
	for _, g := range b.Guests() {
		list = append(list, g.Name)
	}
	return prose.List(list)
}

// firstNames returns what the user calls b's guests.
func (o *observation) firstNames(b store.Booking) string {
	var list []string
	for _, g := range b.Guests() {
		list = append(list, o.guest(b.With(g)).FirstName())
	}
	return prose.List(list)
}

// agree returns the word that goes with b's guests: one for a coffee of two, several for a
// coffee of three.
func agree(b store.Booking, one, several string) string {
	if b.Second.Person == "" {
		return one
	}
	return several
}

// addressesOf returns the addresses of b's guests.
func addressesOf(b store.Booking) string {
	var list []string
	for _, g := range b.Guests() {
		list = append(list, string(g.Person))
	}
	return prose.List(list)
}

// invitesAll reports whether e invites every guest of b.
func (o *observation) invitesAll(e calendar.Event, b store.Booking) bool {
	return len(o.missingFrom(e, b)) == 0
}

// invitesAny reports whether e invites a guest of b.
func (o *observation) invitesAny(e calendar.Event, b store.Booking) bool {
	return len(o.missingFrom(e, b)) < len(b.Guests())
}

// missingFrom returns the guests of b whom e does not invite.
func (o *observation) missingFrom(e calendar.Event, b store.Booking) []store.Guest {
	return slices.DeleteFunc(b.Guests(), func(g store.Guest) bool { return o.invites(e, g.Person) })
}

// hasGuest reports whether b is with who.
func hasGuest(b store.Booking, who mailbox.Address) bool {
	return slices.ContainsFunc(b.Guests(), func(g store.Guest) bool { return g.Person == who })
}

// isGuest reports whether fika invited the person with that address for b, also if they
// have left since.
func (o *observation) isGuest(b store.Booking, a mailbox.Address) bool {
	same := func(g store.Guest) bool { return o.samePerson(a, g.Person) }
	return slices.ContainsFunc(b.Guests(), same) || slices.ContainsFunc(o.leftFrom(b), func(left store.Booking) bool { return o.samePerson(a, left.Person) })
}

// leftFrom returns the bookings of those who left b.
func (o *observation) leftFrom(b store.Booking) []store.Booking {
	return slices.DeleteFunc(slices.Clone(o.bookings), func(other store.Booking) bool { return other.Of != b.ID || b.ID == "" })
}

// check asks the rules about b, for each of its guests. The verdict is the first that
// forbids it.
func check(now time.Time, rules planner.Rules, world planner.World, b store.Booking) (v planner.Verdict) {
	for _, one := range plannerBookings([]store.Booking{b}) {
		if v = planner.Check(now, rules, world, one); !v.OK {
			return v
		}
	}
	return v
}

// guestAnswers returns the guests of a coffee of three; none for one of two, whose guest
// the other fields say.
func guestAnswers(b store.Booking) (list []api.Guest) {
	if b.Second.Person == "" {
		return nil
	}
	for _, g := range b.Guests() {
		list = append(list, api.Guest{Person: string(g.Person), Name: g.Name, Reply: g.Reply})
	}
	return list
}

// settleRemoved lets guests go whom the user took off the event e.
func (p *pass) settleRemoved(ctx context.Context, b store.Booking, e calendar.Event) error {
	missing := p.missingFrom(e, b)
	if len(missing) == len(b.Guests()) {
		return p.cancelMissing(ctx, b, calendar.ErrNotFound, names(b)+" is not on the event any more", "you removed "+names(b)+" from the event; it stays as you left it")
	}
	out := missing[0]
	if gone, err := p.gone(ctx, b, calendar.ErrNotFound, out.Name+" is not on the event any more"); !gone {
		return err
	}
	_, err := p.leave(ctx, b, out, store.Cancelled, "you removed "+out.Name+" from the event")
	return err
}

// leave ends b for one of its two guests, and returns what goes on with the other.
func (p *pass) leave(ctx context.Context, b store.Booking, out store.Guest, to store.State, why string) (store.Booking, error) {
	rest, err := p.store.Leave(ctx, p.now, b.ID, out.Person, to, store.Cause{By: endedBy(to), Note: why})
	if err == nil {
		p.step("left")
	}
	return rest, err
}

// settleTable acts on the answers of two guests, of whom at most one leaves at a time. It
// returns what is left of b, or false if nothing is left to settle in this pass.
func (p *pass) settleTable(ctx context.Context, b store.Booking, e calendar.Event) (store.Booking, bool, error) {
	started, over := !p.now.Before(b.Span.Start), !p.now.Before(b.Span.End)
	guests := b.Guests()
	for i, g := range guests {
		if status := p.undelivered(e, g.Person); status != "" && !started {
			rest, err := p.leave(ctx, b, g, store.Refused, fmt.Sprintf("the invitation did not reach %s, the server says %s; %s", g.Name, status, p.restingUntil(p.now)))
			return rest, err == nil, err
		}
		other := guests[1-i]
		declined, settled := g.Reply == rsvp.Declined, started || p.now.Sub(b.Changed).Abs() >= declineGrace
		switch {
		case over && outcomeOf(g.Reply) != outcomeOf(other.Reply):
			rest, err := p.leave(ctx, b, g, outcomeOf(g.Reply), missedNote(g))
			return rest, err == nil, err
		case over:
			return b, true, nil
		case declined && !settled:
			return b, false, nil
		case declined && other.Reply != rsvp.Declined && !started:
			return p.settleNo(ctx, b, g)
		case !started && !other.Reply.Open() && p.settings.Overdue(p.now, b.With(g)):
			rest, err := p.leave(ctx, b, g, store.Released, fmt.Sprintf("no answer %s before the start", hours(p.settings.NoReply)))
			return rest, err == nil, err
		}
	}
	both := guests[0].Reply == rsvp.Declined && guests[1].Reply == rsvp.Declined
	silent := guests[0].Reply.Open() && guests[1].Reply.Open()
	return b, both || silent, nil
}

// settleNo lets the guest go who said no. If the coffee is more than goesOn ahead, or the
// user made the event their own, it goes on with the other; else it is withdrawn.
func (p *pass) settleNo(ctx context.Context, b store.Booking, no store.Guest) (store.Booking, bool, error) {
	off := b.Span.Start.Sub(p.now) <= goesOn && !b.Edited
	if off && p.onHold() {
		return b, false, nil // decided, but delayed: see end
	}
	if !off {
		rest, err := p.leave(ctx, b, no, store.Declined, "")
		return rest, err == nil, err
	}
	why := fmt.Sprintf("%s said no less than a day before, so the coffee is off", no.Name)
	err := p.store.CallOff(ctx, p.now, b.ID, no.Person, store.Declined, store.Cause{By: endedBy(store.Declined)}, store.Cause{By: api.ByFika, Note: why})
	p.observation = p.without(b.ID)
	p.step("ended")
	return b, false, err
}

// outcomeOf returns what a coffee was for a guest with that answer once it is over.
func outcomeOf(r rsvp.Reply) store.State {
	switch r {
	case rsvp.Accepted:
		return store.Met
	case rsvp.Declined:
		return store.Declined
	}
	return store.Missed
}

// missedNote says what the user can do about a guest who may have come; "" if fika knows.
func missedNote(g store.Guest) string {
	switch {
	case outcomeOf(g.Reply) != store.Missed:
		return ""
	case g.Reply.Open():
		return "no answer; if you met: fika met " + string(g.Person)
	}
	return fmt.Sprintf("%s answered %s; if you met: fika met %s", g.Name, g.Reply.Words(), g.Person)
}

// takeOff takes those off the events who left a coffee of three that goes on, and writes
// the event for the one who stays. No intent is recorded, because the event shows whether
// the request was made: see [observation.rewrote]. Whoever left is not notified: they said
// no themselves, or gave no answer in time.
func (p *pass) takeOff(ctx context.Context) error {
	for _, b := range p.bookings {
		e, ok := p.eventOf(b)
		if p.onHold() || !ok || b.State != store.Booked || b.Edited || e.ETag != b.ETag || e.AttendeesOmitted || !p.now.Before(b.Span.Start) {
			continue
		}
		out := p.toTakeOff(b, e.Event)
		if len(out) == 0 {
			continue
		}
		b, err := p.state(ctx, p.observation, b)
		if err != nil {
			return err
		}
		draft := calendar.Draft{
			Calendar: e.Calendar, ID: e.ID, UID: e.UID, Span: e.Span, Zone: p.zone(), Mark: e.Mark, Stamp: p.now,
			Title: e.Title, Location: e.Location, Text: e.Description, Without: out,
		}
		if one, ok := p.forOne(b); ok {
			draft.Title, draft.Text = one.Title, one.Text
		}
		changed, err := p.calendar(e.source).Update(ctx, e.ETag, draft)
		p.step("took off")
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			p.log.Debug("not taken off", "booking", b.ID, "error", err)
			continue // they said no, so it can wait for the next pass
		}
		p.wrote(e.source, changed)
		seen, _ := p.compare(b, sourcedEvent{e.source, changed})
		if err := p.store.Observe(ctx, p.now, b.ID, seen, ""); err != nil {
			return err
		}
	}
	return nil
}

// forOne returns the event of b as it is for the guest who stayed when another left; ok is
// false if nobody left, or if it cannot be written.
func (o *observation) forOne(b store.Booking) (d calendar.Draft, ok bool) {
	if len(o.leftFrom(b)) == 0 {
		return calendar.Draft{}, false
	}
	d, err := o.draft(store.Intent{Kind: store.Invite}, b)
	return d, err == nil
}

// rewrote reports whether fika wrote the title and the text of e for the guest of b who
// stayed. The store may not know it yet, after a crash.
func (o *observation) rewrote(b store.Booking, e calendar.Event) bool {
	one, ok := o.forOne(b)
	return ok && tidy(one.Title) == tidy(e.Title) && tidy(one.Text) == tidy(e.Description)
}

// toTakeOff returns the addresses on e of those who left b and did not say yes since.
func (o *observation) toTakeOff(b store.Booking, e calendar.Event) (out []mailbox.Address) {
	for _, left := range o.leftFrom(b) {
		if reply, _ := o.answer(e, left.Person); reply == rsvp.Accepted || reply == rsvp.Maybe {
			continue
		}
		for _, a := range e.Attendees {
			if o.samePerson(a.Address, left.Person) {
				out = append(out, a.Address)
			}
		}
	}
	return out
}
