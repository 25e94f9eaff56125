package daemon

import (
	"fmt"
	"time"

	"fika/calendar"
	"fika/internal/api"
	"fika/internal/store"
	"fika/planner"
)

// letterOf returns the invitation of b: once sent, as it is in the calendar; before
// that, as [observation.draft] makes it, with what the user put on the blocked slot. It is
// nil if b is over, or if its event cannot be read.
func (o *observation) letterOf(b store.Booking) *api.Letter {
	switch {
	case b.State == store.Booked:
		e, ok := o.eventOf(b)
		if !ok {
			return nil
		}
		return o.letterAnswer(true, calendar.Draft{Title: e.Title, Location: e.Location, Text: e.Description, Span: e.Span,
			Guests: o.guestsOf(e), Video: e.Video != calendar.NoVideo})
	case b.State == Planned, b.State.Live():
		draft, err := o.draft(store.Intent{Kind: store.Invite, Event: string(eventID(o.installID, b))}, b)
		if err != nil {
			return &api.Letter{Guests: []string{}, Problem: err.Error()}
		}
		o.addBlock(b, &draft)
		return o.letterAnswer(false, draft)
	}
	return nil
}

// addBlock copies into draft what the user wrote on the blocked slot of b, and the
// guests they added there: both stay when it becomes the invitation.
func (o *observation) addBlock(b store.Booking, draft *calendar.Draft) {
	e, ok := o.eventOf(b)
	if !ok || b.Event == "" || b.Sent {
		return
	}
	keepWords(b, e.Event, draft)
	for _, g := range o.guestsOf(e) {
		if !o.isGuest(b, g.Address) {
			draft.Guests = append(draft.Guests, g)
		}
	}
}

func (c configuration) letterAnswer(sent bool, draft calendar.Draft) *api.Letter {
	zone := c.zone()
	a := &api.Letter{Sent: sent, From: c.signed(), Guests: []string{}, Title: draft.Title, Where: draft.Location, Text: draft.Text,
		Video: draft.Video, Zone: zone.String(),
		Start: draft.Span.Start.In(zone), End: draft.Span.End.In(zone)}
	for _, g := range draft.Guests {
		a.Guests = append(a.Guests, mailAddress(g.Name, string(g.Address)))
	}
	return a
}

// guestsOf returns the people e invites, without the user.
func (o *observation) guestsOf(e sourcedEvent) []calendar.Person {
	var guests []calendar.Person
	for _, a := range e.Attendees {
		if a.Self || o.owner().HasAddress(a.Address) {
			continue
		}
		if p, ok := o.accepted(a.Address); ok && a.Name == "" {
			a.Name = p.Name
		}
		guests = append(guests, calendar.Person{Address: a.Address, Name: a.Name})
	}
	return guests
}

// signed returns the name and address that invites.
func (c configuration) signed() string {
	return mailAddress(c.settings.Name, string(c.settings.Rules.Me))
}

// mailAddress formats a name and address as mail does.
func mailAddress(name, address string) string {
	if name == "" {
		return address
	}
	return fmt.Sprintf("%s <%s>", name, address)
}

// Letters returns samples of what the goals would write now, n at most, to read before
// anything is sent. They are drafted as invitations are; only their times are examples.
func (v *View) Letters(now time.Time, n int) (api.Letters, error) {
	if v.blind {
		return api.Letters{}, v.blindness()
	}
	at := v.at(now)
	meetings, pairs := planner.Samples(now, v.settings.Rules, v.world, n)
	a := api.Letters{View: v.reference(), Pairs: pairs, Letters: []api.SampleLetter{}}
	for _, m := range meetings {
		b := at.planned(m)
		a.Letters = append(a.Letters, api.SampleLetter{Goal: string(b.Goal), Person: string(b.Person), Name: names(b), Letter: at.letterOf(b)})
	}
	return a, nil
}
