package daemon

import (
	"cmp"
	"context"
	"fmt"

	"fika/calendar"
	"fika/internal/api"
	"fika/internal/mailbox"
	"fika/internal/rsvp"
	"fika/internal/store"
	"fika/planner"
)

// recordWish rests the guest of b for good if they ask for that in the comment of their
// answer to e. The answer itself is another matter: after a yes, this coffee stays.
func (p *pass) recordWish(ctx context.Context, b store.Booking, e calendar.Event) error {
	for _, g := range b.Guests() {
		guest := p.guest(b.With(g))
		if guest.OwnWish || !p.asksForNoMore(e, g.Person) {
			continue
		}
		if err := p.store.RecordWish(ctx, p.now, b.ID, guest.ID); err != nil {
			return err
		}
	}
	return nil
}

// asksForNoMore reports whether who, under any of their addresses, asks in a comment on e
// not to be invited again.
func (o *observation) asksForNoMore(e calendar.Event, who mailbox.Address) bool {
	for _, a := range e.Attendees {
		if o.samePerson(a.Address, who) && rsvp.AsksForNoMore(a.Comment) {
			return true
		}
	}
	return false
}

// refuseLift returns a fault if p asked themselves not to be invited again, unless the user
// was told and lifts it all the same.
func refuseLift(p planner.Person, despite bool) error {
	if !p.OwnWish || despite {
		return nil
	}
	return &api.Fault{Code: api.CodeGuarded, Text: cmp.Or(p.Name, string(p.ID)) + " asked not to be invited again",
		Hint: fmt.Sprintf("to lift it all the same: fika people lift %s --yes", p.ID)}
}

// wishOfUnknown is like [refuseLift] for a person who is not in the list.
func (d *Daemon) wishOfUnknown(ctx context.Context, who string, despite bool) error {
	p, err := d.findForgotten(ctx, who)
	if err != nil {
		p = planner.Person{ID: mailbox.Spell(who)} // at most a hash of the address is left
	}
	forgotten, err := d.store.ForgottenGuards(ctx)
	if err != nil {
		return fault(err)
	}
	p.OwnWish = p.OwnWish || forgotten.For(p.ID).OwnWish
	return refuseLift(p, despite)
}
