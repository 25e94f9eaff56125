package googletest

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"google.golang.org/api/calendar/v3"
)

// clone copies an event deeply. The types are Google's, so that the copy has
// exactly what the wire can carry.
func clone(e *calendar.Event) *calendar.Event {
	data, err := json.Marshal(e)
	if err != nil {
		panic(err)
	}
	var c calendar.Event
	if err := json.Unmarshal(data, &c); err != nil {
		panic(err)
	}
	return &c
}

// moment is one end of an event: an instant, or a date in the calendar's zone.
type moment struct {
	at  time.Time
	day bool
}

func (m moment) equal(n moment) bool { return m.day == n.day && m.at.Equal(n.at) }

// momentIn reads an end of an event of a calendar with that zone.
func momentIn(zone *time.Location, d *calendar.EventDateTime) moment {
	if d == nil {
		return moment{}
	}
	if d.Date != "" {
		t, err := time.ParseInLocation(time.DateOnly, d.Date, zone)
		if err != nil {
			return moment{}
		}
		return moment{t, true}
	}
	t, err := time.Parse(time.RFC3339, d.DateTime)
	if err != nil {
		return moment{}
	}
	return moment{at: t}
}

// present shows an event of c as the wire has it to somebody whose zone, or
// whose timeZone parameter, is zone: what has its default value is left out.
func (c *Calendar) present(r *record, zone *time.Location) *calendar.Event {
	return c.show(r.event, etag(r.version), zone)
}

func (c *Calendar) show(stored *calendar.Event, tag string, zone *time.Location) *calendar.Event {
	e := *stored
	e.Kind, e.Etag, e.ForceSendFields = "calendar#event", tag, []string{"Sequence"}
	e.HtmlLink = "https://www.google.com/calendar/event?eid=" + e.Id
	e.Start, e.End, e.OriginalStartTime = inZone(e.Start, zone), inZone(e.End, zone), inZone(e.OriginalStartTime, zone)
	e.Transparency = omitDefault(e.Transparency, "opaque")
	e.Visibility = omitDefault(e.Visibility, "default")
	if e.GuestsCanInviteOthers != nil && *e.GuestsCanInviteOthers {
		e.GuestsCanInviteOthers = nil
	}
	if e.GuestsCanSeeOtherGuests != nil && *e.GuestsCanSeeOtherGuests {
		e.GuestsCanSeeOtherGuests = nil
	}
	if e.Reminders != nil && !e.Reminders.UseDefault {
		r := *e.Reminders
		r.ForceSendFields = []string{"UseDefault"}
		e.Reminders = &r
	}
	if e.Organizer != nil {
		o := *e.Organizer
		o.Self = normalizeID(o.Email) == normalizeID(c.ID)
		e.Organizer = &o
	}
	if e.Creator != nil {
		o := *e.Creator
		o.Self = normalizeID(o.Email) == normalizeID(c.ID)
		e.Creator = &o
	}
	e.Attendees = slices.Clone(e.Attendees)
	for i, a := range e.Attendees {
		shown := *a
		shown.Self = c.hasAddress(a.Email)
		shown.Organizer = e.Organizer != nil && normalizeID(a.Email) == normalizeID(e.Organizer.Email)
		e.Attendees[i] = &shown
	}
	return &e
}

func omitDefault(value, usual string) string {
	if value == usual {
		return ""
	}
	return value
}

// inZone writes an instant with the offset of zone. The zone that the event
// was made in stays beside it.
func inZone(d *calendar.EventDateTime, zone *time.Location) *calendar.EventDateTime {
	if d == nil || d.DateTime == "" {
		return d
	}
	t, err := time.Parse(time.RFC3339, d.DateTime)
	if err != nil {
		return d
	}
	return &calendar.EventDateTime{DateTime: t.In(zone).Format(time.RFC3339), TimeZone: d.TimeZone}
}

// stub is all that a delta tells of a deleted event.
func stub(e *calendar.Event, tag string) *calendar.Event {
	return &calendar.Event{
		Kind: "calendar#event", Etag: tag, Id: e.Id, Status: "cancelled",
		RecurringEventId: e.RecurringEventId, OriginalStartTime: e.OriginalStartTime,
	}
}

// visibility is how much of a calendar somebody sees.
type visibility struct {
	details bool // more than when it is busy
	private bool // private events as well
}

// project cuts an event down to what is seen of it.
func (s visibility) project(e *calendar.Event) *calendar.Event {
	secret := e.Visibility == "private" || e.Visibility == "confidential"
	if e.Start == nil || s.details && (s.private || !secret) {
		return e
	}
	return busyOnly(e)
}

// busyOnly is all that somebody sees who may only see when a calendar is busy.
func busyOnly(e *calendar.Event) *calendar.Event {
	return &calendar.Event{
		Kind: e.Kind, Etag: e.Etag, Id: e.Id, Status: e.Status, Start: e.Start, End: e.End,
		RecurringEventId: e.RecurringEventId, OriginalStartTime: e.OriginalStartTime, Visibility: "private",
		Transparency: e.Transparency, EventType: e.EventType,
	}
}

// limitAttendees cuts the list of guests to at most n: only the calendar's own entry
// is left.
func limitAttendees(e *calendar.Event, n int) *calendar.Event {
	if n <= 0 || len(e.Attendees) <= n {
		return e
	}
	e.Attendees = slices.DeleteFunc(slices.Clone(e.Attendees), func(a *calendar.EventAttendee) bool { return !a.Self })
	e.AttendeesOmitted = true
	return e
}

// attendee finds a guest by address, nil if they were not invited.
func attendee(e *calendar.Event, email string) *calendar.EventAttendee {
	for _, a := range e.Attendees {
		if strings.EqualFold(a.Email, email) {
			return a
		}
	}
	return nil
}

// hasAddress reports whether address is one of those whose own copies c holds.
func (c *Calendar) hasAddress(address string) bool {
	return normalizeID(address) == normalizeID(c.ID) || c == c.owner.primary && c.server.aliases[normalizeID(address)] == c.owner
}

// ownAttendee is the entry of c's own in the list of guests, nil if there is none.
func (c *Calendar) ownAttendee(e *calendar.Event) *calendar.EventAttendee {
	for _, a := range e.Attendees {
		if c.hasAddress(a.Email) {
			return a
		}
	}
	return nil
}

func cancelled(e *calendar.Event) bool { return e.Status == "cancelled" }
