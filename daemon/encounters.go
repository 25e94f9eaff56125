package daemon

import (
	"context"
	"slices"
	"strings"

	"fika/calendar"
	"fika/internal/date"
	"fika/internal/invitation"
	"fika/internal/mailbox"
	"fika/internal/network"
	"fika/internal/rsvp"
	"fika/internal/span"
	"fika/planner"
)

// past is whom the user met and when, according to their calendars.
type past struct {
	encounters []network.Encounter
	meetings   []sharedMeeting
}

// pastCache keeps the past between passes: expanding two years of calendars every five
// minutes would be most of the daemon's work. Titles are only in memory.
type pastCache struct {
	key string
	past
}

// sharedMeeting is a meeting that a letter may mention to those who were there.
type sharedMeeting struct {
	invitation.Meeting
	with []mailbox.Address
}

// readPast returns whom the user met and when.
func (o *observer) readPast(ctx context.Context) (past, error) {
	if o.blind {
		return o.d.pastCache.past, nil
	}
	today := date.Of(o.now, o.settings.Rules.Zone)
	key := []string{today.String()}
	for _, r := range o.readings {
		key = append(key, r.source.Name, r.Version)
	}
	if k := strings.Join(key, "\x00"); k != o.d.pastCache.key {
		window := span.Span{Start: o.now.AddDate(0, 0, -PastDays), End: o.window.Start}
		var read []calendar.Listing
		for _, src := range o.sources {
			listing, err := o.d.calendar(src).List(ctx, window)
			if err != nil {
				// It was read a moment ago. The ties of the last pass will do for one
				// pass.
				o.problems = append(o.problems, src.Name+": "+err.Error())
				o.encounters = [][]network.Encounter{o.d.pastCache.encounters}
				return o.d.pastCache.past, ctx.Err()
			}
			read = append(read, listing)
		}
		events, _ := o.owner().Combine(read)
		o.d.pastCache = pastCache{k, pastOf(o.owner(), events)}
	}
	// The window around now is read each time: an event of this morning is an encounter
	// this afternoon.
	events, _ := o.events()
	recent, before := pastOf(o.owner(), events), o.d.pastCache.past
	o.encounters = [][]network.Encounter{slices.Clip(recent.encounters), before.encounters}
	return past{append(recent.encounters, before.encounters...), append(recent.meetings, before.meetings...)}, nil
}

// pastOf returns the events at which the owner met somebody.
func pastOf(owner calendar.Owner, events []calendar.Event) past {
	var p past
	for _, e := range events {
		with, size := owner.Met(e)
		if len(with) == 0 {
			continue
		}
		p.encounters = append(p.encounters, network.Encounter{Span: e.Span, Size: size, With: with})
		if size <= invitation.MaxShared && !e.AttendeesOmitted && tookPart(owner, e) {
			p.meetings = append(p.meetings, sharedMeeting{meetingOf(owner, e, size), with})
		}
	}
	return p
}

// tookPart reports whether the owner was certainly at e: a calendar also shows meetings of
// other people.
func tookPart(owner calendar.Owner, e calendar.Event) bool {
	reply, invited := owner.Reply(e)
	return reply == rsvp.Accepted || owner.HasAddress(e.Organizer) && (!invited || reply == rsvp.NoReply)
}

// meetingOf returns e as a letter may mention it. A title with the name of somebody who was
// invited counts as private: not everybody is in the people list.
func meetingOf(owner calendar.Owner, e calendar.Event, size int) invitation.Meeting {
	m := invitation.Meeting{
		ID: hash(e.UID + "\x00" + e.Span.Start.UTC().String()), Title: e.Title, Start: e.Span.Start, End: e.Span.End, Size: size, Series: e.Repeats,
	}
	invited := []planner.Person{{ID: e.Organizer}}
	for _, a := range e.Attendees {
		if !a.Room && !a.Self && !owner.HasAddress(a.Address) {
			invited = append(invited, planner.Person{ID: a.Address, Name: a.Name})
		}
	}
	m.Private = e.Private || invitation.NamesOf(invited, "").In(e.Title)
	return m
}
