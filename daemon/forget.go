package daemon

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"fika/internal/api"
	"fika/internal/mailbox"
	"fika/internal/store"
	"fika/planner"
)

// PreviewForget previews [Daemon.Forget]. It changes nothing.
func (d *Daemon) PreviewForget(ctx context.Context, now time.Time, who string) (api.Forgotten, error) {
	return Ask(ctx, d, now, func(v *View, now time.Time) (api.Forgotten, error) {
		_, _, a, err := d.forgetting(ctx, v.at(now), who)
		return a, err
	})
}

// Forget erases what fika remembers about who: the guards, and the person in ended
// bookings and in the log. What kept fika away from them is kept under a mark that
// reveals no address. The sources of people and the calendars belong to the user and
// stay. A person who is no longer in the sources needs the whole address. If a booking
// is not over, the error is an [api.Fault] with
// [api.CodeTooLate].
func (d *Daemon) Forget(ctx context.Context, now time.Time, who string) (a api.Forgotten, err error) {
	_, err = d.change(ctx, now, func(v *View) error {
		p, kept, answer, err := d.forgetting(ctx, v, who)
		if err != nil {
			return err
		}
		err = d.store.Forget(ctx, now, kept, p.Addresses()...)
		if errors.Is(err, store.ErrWrongState) {
			return &api.Fault{Code: api.CodeTooLate, Text: fmt.Sprintf("a booking with %s is not over", p.ID), Hint: "fika cancel ID, then fika run --once, then again"}
		}
		a = answer
		return err
	})
	return a, err
}

func (d *Daemon) forgetting(ctx context.Context, v *View, who string) (planner.Person, store.Kept, api.Forgotten, error) {
	a := api.Forgotten{}
	p, err := v.person(who, forOrder)
	if err != nil {
		known, missing := d.findForgotten(ctx, who)
		if missing != nil {
			return p, store.Kept{}, api.Forgotten{}, err
		}
		p = known
	}
	kept, err := d.restrictionsOf(ctx, v.now, p)
	if err != nil {
		return p, kept, api.Forgotten{}, fault(err)
	}
	a.Person, a.Name, a.Never = string(p.ID), p.Name, kept.Never
	if !kept.Never && !kept.Rest.IsZero() {
		rest := kept.Rest.In(v.zone())
		a.Rest = &rest
	}
	a.Mentions, err = d.mentions(ctx, p)
	return p, kept, a, fault(err)
}

// mentions returns the notes about others that have p's first name or address. A name can be
// anybody's, so only the user can tell whether they are to be erased.
func (d *Daemon) mentions(ctx context.Context, p planner.Person) (ids []string, err error) {
	words := []string{string(p.ID)}
	if p.Name != "" {
		words = append(words, p.FirstName())
	}
	for _, word := range words {
		notes, err := d.store.Notes(ctx, store.NoteQuery{Words: word})
		if err != nil {
			return nil, err
		}
		for _, n := range notes {
			if id := n.ID.String(); word != "" && !slices.Contains(p.Addresses(), n.Person) && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids, nil
}

// restrictionsOf returns what keeps fika away from p: an order of the user, or p's
// declines and silence. What ends before now is not kept.
func (d *Daemon) restrictionsOf(ctx context.Context, now time.Time, p planner.Person) (store.Kept, error) {
	k := store.Kept{Never: p.Never, OwnWish: p.OwnWish, Rest: p.RestUntil}
	bookings, err := d.store.Bookings(ctx, time.Time{})
	if err != nil {
		return k, err
	}
	roster := planner.NewRoster([]planner.Person{p})
	theirs := slices.DeleteFunc(plannerBookings(bookings), func(b planner.Booking) bool { return roster.PersonOf(b.Person) != p.ID })
	never, until := planner.GuestRest(d.inForce().settings.Rules, p, theirs)
	k.Never = k.Never || never
	if !until.IsZero() {
		k.Rest = later(k.Rest, until.At(0, d.inForce().zone()))
	}
	if !k.Rest.After(now) {
		k.Rest = time.Time{}
	}
	return k, nil
}

// findForgotten finds a person that only the store still knows, by the whole address.
func (d *Daemon) findForgotten(ctx context.Context, who string) (planner.Person, error) {
	p := planner.Person{ID: mailbox.Spell(who)}
	guards, err := d.store.Guards(ctx)
	if err != nil {
		return p, err
	}
	found := false
	for _, g := range guards {
		if g.Person == p.ID {
			p.Never, p.OwnWish, p.OK, p.RestUntil, p.LiftedAt, found = g.Never, g.OwnWish, g.OK, g.Rest, g.Lifted, true
		}
	}
	bookings, err := d.store.Bookings(ctx, time.Time{})
	if err != nil {
		return p, err
	}
	for _, b := range bookings {
		for _, g := range b.Guests() {
			if g.Person == p.ID {
				p.Name, found = g.Name, true
			}
		}
	}
	notes, err := d.store.Notes(ctx, store.NoteQuery{People: []mailbox.Address{p.ID}})
	if err != nil {
		return p, err
	}
	if !found && len(notes) == 0 {
		return p, unknownPerson(who)
	}
	return p, nil
}

// liftUnknown lifts what is kept about a person who is not in the list, by the whole
// address. It returns unknown if there is nothing.
func (d *Daemon) liftUnknown(ctx context.Context, now time.Time, who string, unknown error) (mailbox.Address, error) {
	id := mailbox.Spell(who)
	lifted, err := d.store.Lift(ctx, now, id)
	if err != nil {
		return id, fault(err)
	}
	if p, err := d.findForgotten(ctx, who); err == nil {
		return p.ID, fault(d.store.SetGuard(ctx, now, api.ByUser, store.Guard{Person: p.ID, Lifted: now}, "lifted"))
	}
	if !lifted {
		return "", unknown
	}
	return id, nil
}
