package daemon

import (
	"context"
	"fmt"
	"slices"
	"time"

	"fika/internal/api"
	"fika/internal/mailbox"
	"fika/internal/prose"
	"fika/internal/store"
	"fika/planner"
)

// People returns everybody that fika may meet, ordered by address.
func (v *View) People(time.Time) (api.People, error) {
	a := api.People{View: v.reference(), People: []api.Person{}, UnknownWishes: v.unknownWishes, Problems: v.allProblems()}
	unsure := v.unsure()
	for _, p := range v.people {
		a.People = append(a.People, v.personAnswer(p, unsure))
	}
	return a, nil
}

// unsure returns those whom a goal looks for and whom fika does not invite before the
// user's ok.
func (o *observation) unsure() []mailbox.Address {
	return planner.Unsure(o.now, o.settings.Rules, planner.World{Goals: o.settings.Goals, People: o.people, Bookings: plannerBookings(o.bookings)})
}

func addresses(ids []mailbox.Address) (list []string) {
	for _, id := range ids {
		list = append(list, string(id))
	}
	return list
}

// personAnswer answers for p. Whoever is in unsure needs the user's ok.
func (o *observation) personAnswer(p planner.Person, unsure []mailbox.Address) api.Person {
	a := api.Person{Person: string(p.ID), Aliases: addresses(p.Aliases), Name: p.Name,
		Language: string(p.Language), Form: string(p.Form), Salutation: p.Salutation, Because: p.Because, Department: p.Department, Title: p.Title, Site: p.Site, Region: string(p.Region),
		Tags: p.Tags, Relation: api.Relation(o.hierarchy.Relation(p)), Tie: api.Tie(p.Tie.Class), Strength: p.Tie.Strength, Common: p.Tie.Common, Never: p.Never, OwnWish: p.OwnWish,
		AskedAbout: p.Doubt(), OK: p.OK, Waits: slices.Contains(unsure, p.ID)}
	if p.Level > 0 && int(p.Level) <= len(o.settings.Rules.Levels) {
		a.Level = o.settings.Rules.Levels[p.Level-1]
	}
	if p.Zone != nil {
		a.Zone = p.Zone.String()
	}
	if !p.Wish.IsZero() {
		a.Wish = &api.Wish{Fika: p.Wish.Word(), Most: p.Wish.Limit(), File: p.Wish.Source}
	}
	if !p.Tie.Last.IsZero() {
		last := p.Tie.Last.In(o.zone())
		a.Last = &last
	}
	if !p.RestUntil.IsZero() {
		rest := p.RestUntil.In(o.zone())
		a.Rest = &rest
	}
	if !p.AwayUntil.IsZero() {
		a.Away = p.AwayUntil.String()
	}
	return a
}

// Colleague returns everything about one person.
func (v *View) Colleague(_ time.Time, who string) (api.Colleague, error) {
	a := api.Colleague{View: v.reference(), Bookings: []api.Booking{}}
	p, err := v.person(who, forQuestion)
	if err != nil {
		return a, err
	}
	a.Person = v.personAnswer(p, v.unsure())
	for _, b := range v.bookings {
		if hasGuest(b, p.ID) {
			a.Bookings = append(a.Bookings, v.bookingAnswer(b))
		}
	}
	return a, nil
}

// OrderGuard sets a guard on a person. An unsent proposal for the person expires with the
// next pass. Lift also accepts the whole address of somebody who is not in the list of
// people, and removes what [Daemon.Forget] kept of a guard. It needs a.Despite for
// somebody who asked themselves not to be invited again.
func (d *Daemon) OrderGuard(ctx context.Context, now time.Time, a api.GuardArgs) (api.Colleague, error) {
	gone, err := d.guard(ctx, now, a)
	if err != nil || gone != "" {
		return api.Colleague{Person: api.Person{Person: string(gone)}, Bookings: []api.Booking{}}, err
	}
	return d.Colleague(ctx, now, a.Who)
}

func (d *Daemon) guard(ctx context.Context, now time.Time, a api.GuardArgs) (gone mailbox.Address, err error) {
	_, err = d.change(ctx, now, func(v *View) error {
		p, err := v.person(a.Who, forOrder)
		switch {
		case err != nil && a.Guard == api.GuardLift:
			if wish := d.wishOfUnknown(ctx, a.Who, a.Despite); wish != nil {
				return wish
			}
			gone, err = d.liftUnknown(ctx, now, a.Who, err)
			return err
		case err != nil:
			return err
		}
		said, text := store.Guard{Person: p.ID, Never: p.Never, OwnWish: p.OwnWish, OK: p.OK, Rest: p.RestUntil, Lifted: p.LiftedAt}, ""
		switch a.Guard {
		case api.GuardNever:
			said.Never, text = true, "never"
		case api.GuardRest:
			said.Rest, text = a.Until, "rests until "+a.Until.In(v.zone()).Format("2 January 2006")
		case api.GuardOK:
			said.OK, text = true, "ok to invite"
		case api.GuardLift:
			if err := refuseLift(p, a.Despite); err != nil {
				return err
			}
			said, text = store.Guard{Person: p.ID, OK: p.OK, Lifted: now}, "lifted"
			if err := d.liftAliases(ctx, now, v, p); err != nil {
				return err
			}
		default:
			return &api.Fault{Code: api.CodeInvalid, Text: fmt.Sprintf("%q is not a guard", a.Guard), Hint: prose.Choice([]api.GuardOrder{api.GuardNever, api.GuardRest, api.GuardLift, api.GuardOK})}
		}
		return d.store.SetGuard(ctx, now, actorOf(ctx), said, text)
	})
	return gone, err
}

// liftAliases lifts the guards of p under other addresses, and those kept when fika was
// told to forget p. Otherwise they would still hold.
func (d *Daemon) liftAliases(ctx context.Context, now time.Time, v *View, p planner.Person) error {
	guards, err := d.store.Guards(ctx)
	if err != nil {
		return err
	}
	for _, g := range guards {
		if g.Person != p.ID && v.samePerson(g.Person, p.ID) {
			if err := d.store.SetGuard(ctx, now, api.ByUser, store.Guard{Person: g.Person, OK: g.OK, Lifted: now}, "lifted"); err != nil {
				return err
			}
		}
	}
	_, err = d.store.Lift(ctx, now, p.Addresses()...)
	return err
}
