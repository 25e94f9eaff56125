package googletest

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"google.golang.org/api/calendar/v3"
)

// clone returns a deep copy of an event. It copies through JSON, so that the copy has
// exactly what the API can represent.
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

// momentIn parses the start or end of an event on a calendar in this zone.
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

// present returns the event in r as the API shows it, in zone: the calendar's, or
// that of the timeZone parameter. Default values are omitted.
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

// inZone returns d with the offset of zone. The event's own zone is kept in TimeZone.
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

// stub returns a deleted event as a delta shows it.
func stub(e *calendar.Event, tag string) *calendar.Event {
	return &calendar.Event{
		Kind: "calendar#event", Etag: tag, Id: e.Id, Status: "cancelled",
		RecurringEventId: e.RecurringEventId, OriginalStartTime: e.OriginalStartTime,
	}
}

// visibility says how much of a calendar a caller may see.
type visibility struct {
	details bool // more than busy times
	private bool // also of private events
}

// project returns the part of an event that is visible.
func (s visibility) project(e *calendar.Event) *calendar.Event {
	secret := e.Visibility == "private" || e.Visibility == "confidential"
	if e.Start == nil || s.details && (s.private || !secret) {
		return e
	}
	return busyOnly(e)
}

// busyOnly returns the part of an event that is visible to somebody who may only see
// busy times.
func busyOnly(e *calendar.Event) *calendar.Event {
	return &calendar.Event{
		Kind: e.Kind, Etag: e.Etag, Id: e.Id, Status: e.Status, Start: e.Start, End: e.End,
		RecurringEventId: e.RecurringEventId, OriginalStartTime: e.OriginalStartTime, Visibility: "private",
		Transparency: e.Transparency, EventType: e.EventType,
	}
}

// limitAttendees removes all guests but the calendar's own entry if there are more
// than n.
func limitAttendees(e *calendar.Event, n int) *calendar.Event {
	if n <= 0 || len(e.Attendees) <= n {
		return e
	}
	e.Attendees = slices.DeleteFunc(slices.Clone(e.Attendees), func(a *calendar.EventAttendee) bool { return !a.Self })
	e.AttendeesOmitted = true
	return e
}

// attendee returns the guest with this address, nil if there is none.
func attendee(e *calendar.Event, email string) *calendar.EventAttendee {
	for _, a := range e.Attendees {
		if strings.EqualFold(a.Email, email) {
			return a
		}
	}
	return nil
}

// hasAddress reports whether c contains the copies for guests with this address.
func (c *Calendar) hasAddress(address string) bool {
	return normalizeID(address) == normalizeID(c.ID) || c == c.owner.primary && c.server.aliases[normalizeID(address)] == c.owner
}

// ownAttendee returns the entry of c's owner in the list of guests, nil if there is
// none.
func (c *Calendar) ownAttendee(e *calendar.Event) *calendar.EventAttendee {
	for _, a := range e.Attendees {
		if c.hasAddress(a.Email) {
			return a
		}
	}
	return nil
}

func cancelled(e *calendar.Event) bool { return e.Status == "cancelled" }
