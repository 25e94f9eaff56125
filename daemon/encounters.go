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
func (d *Daemon) readEncounters(ctx context.Context, s *scene) ([]network.Encounter, error) {
	if s.blind {
		return d.memory.encounters, nil
	}
	today := planner.DateOf(s.now, s.set.Rules.Zone)
	key := []string{today.String()}
	for _, r := range s.readings {
		key = append(key, r.source.Name, r.Version)
	}
	if k := strings.Join(key, "\x00"); k != d.memory.key {
		past := span.Span{Start: s.now.AddDate(0, 0, -PastDays), End: s.window.Start}
		var read []calendar.Listing
		for _, src := range s.sources {
			listing, err := src.Calendar.List(ctx, past)
			if err != nil {
				// It was read a moment ago. The ties of the last pass will do for one
				// pass.
				s.problems = append(s.problems, src.Name+": "+err.Error())
				return d.memory.encounters, ctx.Err()
			}
			read = append(read, listing)
		}
		events, _ := s.owner().Combine(read)
		d.memory = memory{key: k, encounters: Encounters(s.owner(), events)}
	}
	// The window around now is read each time: an event of this morning is an encounter
	// this afternoon.
	return append(Encounters(s.owner(), s.events), d.memory.encounters...), nil
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
