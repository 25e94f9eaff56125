package google

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"fika/calendar"
	"fika/calendar/google/rest"
	"fika/internal/mailbox"
	"fika/internal/rsvp"
	"fika/internal/span"
)

// eventFields are the requested fields of an event. To change them, raise
// cursorFormat: Google does not define what a sync token does with other fields.
const eventFields = "id,etag,status,updated,eventType,transparency,start,end,recurringEventId,originalStartTime," +
	"summary,location,description,attendees(email,displayName,self,responseStatus,resource,comment),organizer(email,self)," +
	"iCalUID,sequence,recurrence,visibility,hangoutLink,conferenceData(createRequest(requestId,status),entryPoints(entryPointType))," +
	"workingLocationProperties(type,officeLocation(label,buildingId),customLocation/label),extendedProperties/private"

// The private extended properties that contain fika's mark. Each copy of an event has
// its own, so guests do not see them.
const (
	bookingKey    = "fikaBooking"
	generationKey = "fikaGeneration"
)

// item is an event as it is stored in the mirror.
type item struct {
	Event   calendar.Event
	Series  string    `json:",omitempty"` // id of the series that contains it
	Problem string    `json:",omitempty"` // why the time of Event is unknown; "" if it is known
	Times   *rawTimes `json:",omitempty"` // only with a Problem
}

// newItem converts an event to an item. zone is that of the calendar, used for whole
// days; it may be nil if unknown. Texts of events without fika's mark are dropped,
// because nothing needs them.
func newItem(e *rest.Event, zone *time.Location) item {
	ev := calendar.Event{
		UID: e.ICalUID, Title: e.Summary,
		Status:           lookup(statuses, e.Status, calendar.Confirmed),
		Transparent:      e.Transparency == "transparent",
		Repeats:          e.RecurringEventID != "" || len(e.Recurrence) > 0,
		Private:          e.Visibility == "private" || e.Visibility == "confidential",
		Organizer:        organizer(e),
		Attendees:        attendees(e.Attendees),
		AttendeesOmitted: e.AttendeesOmitted,
		Sequence:         int(e.Sequence),
		Mark:             mark(e),
		Video:            video(e),
		ID:               calendar.EventID(e.ID),
		ETag:             e.ETag,
	}
	ev.Stamp, _ = time.Parse(time.RFC3339, e.Updated)
	ev.UID = cmp.Or(ev.UID, e.ID)
	if ev.Mark.Booking != "" {
		ev.Location, ev.Description = e.Location, e.Description
		for i, a := range e.Attendees {
			ev.Attendees[i].Comment = a.Comment
		}
	}
	switch e.EventType {
	case "outOfOffice":
		ev.Kind = calendar.OutOfOffice
	case "focusTime":
		ev.Kind = calendar.FocusTime
	case "workingLocation":
		ev.ShowAs, ev.Workplace = calendar.ShowElsewhere, workplace(e.WorkingLocationProperties)
	case "birthday":
		ev.Transparent = true // as Google requires; old ones may lack the field
	}
	if e.RecurringEventID != "" {
		ev.Instance = instance(e.OriginalStartTime)
	}
	var err error
	it := item{Series: e.RecurringEventID}
	if ev.Span, ev.AllDay, err = eventSpan(e.Start, e.End, zone); err != nil {
		it.Problem, it.Times = err.Error(), newRawTimes(e.Start, e.End)
	}
	it.Event = ev
	return it
}

// workplace converts a working location. The details of its type may be missing. One of
// an unknown type is, as far as fika can tell, not at the user's site.
func workplace(w *rest.WorkingLocation) calendar.Workplace {
	at := calendar.Workplace{Kind: calendar.WorkElsewhere}
	switch {
	case w == nil:
	case w.Type == "homeOffice":
		at.Kind = calendar.WorkHome
	case w.Type == "officeLocation":
		at.Kind = calendar.WorkOffice
		if w.OfficeLocation != nil {
			at.Name = cmp.Or(w.OfficeLocation.Label, w.OfficeLocation.BuildingID)
		}
	case w.Type == "customLocation" && w.CustomLocation != nil:
		at.Name = w.CustomLocation.Label
	}
	return at
}

var statuses = map[string]calendar.Status{
	"confirmed": calendar.Confirmed, "tentative": calendar.Tentative, "cancelled": calendar.Cancelled,
}

var replies = map[string]rsvp.Reply{
	"needsAction": rsvp.NoReply, "declined": rsvp.Declined, "tentative": rsvp.Maybe, "accepted": rsvp.Accepted,
}

// lookup converts a value of Google's to iCalendar's. Unknown values map to
// otherwise.
func lookup[T ~string](words map[string]T, word string, otherwise T) T {
	if known, ok := words[word]; ok {
		return known
	}
	return otherwise
}

func organizer(e *rest.Event) mailbox.Address {
	if e.Organizer == nil {
		return ""
	}
	return mailbox.ParseLoose(e.Organizer.Email)
}

func attendees(list []*rest.Attendee) []calendar.Attendee {
	var all []calendar.Attendee
	for _, a := range list {
		all = append(all, calendar.Attendee{
			Address: mailbox.ParseLoose(a.Email), Name: a.DisplayName, Room: a.Resource, Self: a.Self,
			Reply: lookup(replies, a.ResponseStatus, rsvp.NoReply),
		})
	}
	return all
}

func mark(e *rest.Event) calendar.Mark {
	if e.ExtendedProperties == nil {
		return calendar.Mark{}
	}
	m := calendar.Mark{Booking: e.ExtendedProperties.Private[bookingKey]}
	if m.Booking != "" {
		m.Generation, _ = strconv.Atoi(e.ExtendedProperties.Private[generationKey])
	}
	return m
}

// video returns the state of the video link. The status of the request is checked
// first, because a pending or failed conference has no entry points.
func video(e *rest.Event) calendar.Video {
	c := e.ConferenceData
	if c != nil && c.CreateRequest != nil && c.CreateRequest.Status != nil {
		switch c.CreateRequest.Status.StatusCode {
		case "pending":
			return calendar.VideoPending
		case "failure":
			if strings.HasSuffix(c.CreateRequest.RequestID, secondRequest) {
				return calendar.VideoRefused
			}
			return calendar.VideoFailed
		}
	}
	if e.HangoutLink != "" {
		return calendar.VideoReady
	}
	if c != nil {
		for _, p := range c.EntryPoints {
			if p.EntryPointType == "video" {
				return calendar.VideoReady
			}
		}
		if c.CreateRequest != nil {
			return calendar.VideoPending
		}
	}
	return calendar.NoVideo
}

// instance identifies an occurrence by its original start.
func instance(original *rest.Time) string {
	if original == nil {
		return ""
	}
	if day, err := time.Parse(time.DateOnly, original.Date); err == nil {
		return day.Format("20060102")
	}
	if at, err := time.Parse(time.RFC3339, original.DateTime); err == nil {
		return at.UTC().Format("20060102T150405Z")
	}
	return original.DateTime
}

// eventSpan returns the time of an event, and whether it consists of whole days. The
// end date of whole days is exclusive, and their length depends on zone.
func eventSpan(start, end *rest.Time, zone *time.Location) (span.Span, bool, error) {
	switch {
	case start == nil || end == nil:
		return span.Span{}, false, fmt.Errorf("it has no start or no end")
	case start.Date != "" && zone == nil:
		return span.Span{}, false, fmt.Errorf("it is for a whole day, and the time zone of its calendar is unknown")
	case start.Date != "":
		from, err := midnight(start.Date, zone)
		if err != nil {
			return span.Span{}, false, fmt.Errorf("its start is not a date")
		}
		to, err := midnight(end.Date, zone)
		if err != nil {
			return span.Span{}, false, fmt.Errorf("its end is not a date")
		}
		return span.Span{Start: from, End: to}, true, nil
	}
	from, ok := instant(start)
	if !ok {
		return span.Span{}, false, fmt.Errorf("its start is not a time")
	}
	to, ok := instant(end)
	if !ok {
		return span.Span{}, false, fmt.Errorf("its end is not a time")
	}
	return span.Span{Start: from, End: to}, false, nil
}

// instant parses a time with an offset, or a local time with the name of a known
// zone.
func instant(t *rest.Time) (time.Time, bool) {
	at, err := time.Parse(time.RFC3339, t.DateTime)
	if zone := zoneOf(t.TimeZone); err != nil && zone != nil {
		at, err = time.ParseInLocation(localLayout, t.DateTime, zone)
	}
	return at, err == nil
}

// midnight returns the start of a day in zone. If the clocks skip the hour after
// midnight that is 01:00, for which package time may return an instant on the
// previous day.
func midnight(day string, zone *time.Location) (time.Time, error) {
	t, err := time.ParseInLocation(time.DateOnly, day, zone)
	if err == nil && t.Format(time.DateOnly) < day {
		_, t = t.ZoneBounds()
	}
	return t, err
}
