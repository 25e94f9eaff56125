package daemon

import (
	"context"
	"strings"

	"fika/calendar"
	"fika/internal/mailbox"
	"fika/internal/network"
	"fika/internal/rsvp"
	"fika/internal/span"
	"fika/planner"
)

// memory keeps past encounters between passes: expanding two years of calendars every
// five minutes would be most of the daemon's work.
type memory struct {
	key        string
	encounters []network.Encounter
}

// readEncounters returns whom the user met and when, according to the calendars.
func (o *observer) readEncounters(ctx context.Context) ([]network.Encounter, error) {
	if o.blind {
		return o.d.memory.encounters, nil
	}
	today := planner.DateOf(o.now, o.set.Rules.Zone)
	key := []string{today.String()}
	for _, r := range o.readings {
		key = append(key, r.source.Name, r.Version)
	}
	if k := strings.Join(key, "\x00"); k != o.d.memory.key {
		past := span.Span{Start: o.now.AddDate(0, 0, -PastDays), End: o.window.Start}
		var read []calendar.Listing
		for _, src := range o.sources {
			listing, err := o.d.calendar(src).List(ctx, past)
			if err != nil {
				// It was read a moment ago. The ties of the last pass will do for one
				// pass.
				o.problems = append(o.problems, src.Name+": "+err.Error())
				return o.d.memory.encounters, ctx.Err()
			}
			read = append(read, listing)
		}
		events, _ := o.owner().Combine(read)
		o.d.memory = memory{key: k, encounters: Encounters(o.owner(), events)}
	}
	// The window around now is read each time: an event of this morning is an encounter
	// this afternoon.
	events, _ := o.events()
	return append(Encounters(o.owner(), events), o.d.memory.encounters...), nil
}

// Encounters returns the events in which the owner took part with others: not cancelled,
// not declined by the owner, not all day, and not for information only.
//
// Silence does not count as yes: the guests who said yes were there, and so was the
// organizer unless they said otherwise. Guests who never answered, said maybe,
// delegated, or were only informed do not count as met. But they count for the size, so
// that an audience with few answers does not look like a small circle.
func Encounters(owner calendar.Owner, events []calendar.Event) []network.Encounter {
	var met []network.Encounter
	for _, e := range events {
		if as, _ := owner.Availability(e); as == calendar.Free || e.AllDay || len(e.Attendees) == 0 || informed(owner, e) {
			continue
		}
		m := network.Encounter{Span: e.Span, Size: 1}
		for _, a := range e.Attendees {
			if a.Room || a.Self || owner.HasAddress(a.Address) || a.NonParticipant || a.Reply == rsvp.Declined || a.Reply == rsvp.Delegated {
				continue
			}
			m.Size++
			if a.Reply == rsvp.Accepted || a.Reply == rsvp.NoReply && a.Address == e.Organizer {
				m.With = append(m.With, a.Address)
			}
		}
		if o := e.Organizer; o != "" && !owner.HasAddress(o) && !attends(e, o) {
			m.Size++
			m.With = append(m.With, o)
		}
		if len(m.With) > 0 {
			met = append(met, m)
		}
	}
	return met
}

// informed reports whether the owner is invited to e for information only.
func informed(owner calendar.Owner, e calendar.Event) bool {
	only := false
	for _, a := range e.Attendees {
		if a.Self || owner.HasAddress(a.Address) {
			if !a.NonParticipant {
				return false
			}
			only = true
		}
	}
	return only
}

func attends(e calendar.Event, who mailbox.Address) bool {
	for _, a := range e.Attendees {
		if a.Address == who {
			return true
		}
	}
	return false
}
