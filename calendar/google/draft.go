package google

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	gcal "google.golang.org/api/calendar/v3"

	"fika/calendar"
)

// meetConference is Google's name for a conference of Meet.
const meetConference = "hangoutsMeet"

// What the ids of the two requests for a conference of one event end with.
const (
	firstRequest  = "-c1"
	secondRequest = "-c2"
)

// newEvent is d as it is inserted. What Google would choose by itself is chosen
// here: guests do not invite others, they see each other, and the user is
// reminded as always.
func newEvent(d calendar.Draft, home listedCalendar) *gcal.Event {
	no, yes := false, true
	return &gcal.Event{
		Id: string(d.ID), Summary: d.Title, Location: d.Location, Description: d.Text,
		Start: eventTime(d.Span.Start, d.Zone), End: eventTime(d.Span.End, d.Zone),
		Transparency: "opaque", Visibility: visibility(d),
		GuestsCanInviteOthers: &no, GuestsCanSeeOtherGuests: &yes, GuestsCanModify: false,
		Reminders:          &gcal.EventReminders{UseDefault: true},
		ExtendedProperties: markProperties(d.Mark),
		Attendees:          addGuests(nil, d.Guests),
		ConferenceData:     conference(d, nil, home),
		ForceSendFields:    []string{"GuestsCanModify"},
	}
}

// patchFor is what makes the event that was look like d. Only what d speaks of
// is in it, because what a patch leaves out stays.
func patchFor(d calendar.Draft, was *gcal.Event, home listedCalendar) (*gcal.Event, error) {
	patch := &gcal.Event{
		Summary: d.Title, Location: d.Location, Description: d.Text,
		Start: eventTime(d.Span.Start, d.Zone), End: eventTime(d.Span.End, d.Zone),
		ExtendedProperties: markProperties(d.Mark),
		ConferenceData:     conference(d, was, home),
		ForceSendFields:    []string{"Summary", "Location", "Description"},
	}
	if was.Start != nil && was.Start.Date != "" { // a patch adds to the object
		patch.Start.NullFields = []string{"Date"}
		patch.End.NullFields = []string{"Date"}
	}
	if guests := addGuests(was.Attendees, d.Guests); len(guests) > len(was.Attendees) {
		if was.AttendeesOmitted {
			return nil, fmt.Errorf("%w: %w: Google does not show all guests of %s", calendar.ErrUnsent, calendar.ErrRefused, d.ID)
		}
		patch.Attendees = guests
		patch.Visibility = visibility(d)
	}
	return patch, nil
}

// addGuests is the list of guests with those of wanted that it lacks. Entries that
// are there stay as they are, with their answers.
func addGuests(had []*gcal.EventAttendee, wanted []calendar.Person) []*gcal.EventAttendee {
	list := had[:len(had):len(had)]
	for _, w := range wanted {
		known := false
		for _, a := range had {
			known = known || strings.EqualFold(a.Email, string(w.Address))
		}
		if !known {
			list = append(list, &gcal.EventAttendee{Email: string(w.Address), DisplayName: w.Name})
		}
	}
	return list
}

// sendUpdates is who Google writes to: the guests of an invitation, nobody for a
// hold.
func sendUpdates(d calendar.Draft) string {
	if len(d.Guests) > 0 {
		return "all"
	}
	return "none"
}

func visibility(d calendar.Draft) string {
	if d.Private {
		return "private"
	}
	return "default"
}

func markProperties(m calendar.Mark) *gcal.EventExtendedProperties {
	return &gcal.EventExtendedProperties{Private: map[string]string{
		bookingKey: m.Booking, generationKey: strconv.Itoa(m.Generation),
	}}
}

// eventTime is t on the user's clock. The zone is said too if Google can know it;
// the offset alone already names the instant.
func eventTime(t time.Time, zone *time.Location) *gcal.EventDateTime {
	if zone == nil {
		zone = time.UTC
	}
	at := &gcal.EventDateTime{DateTime: t.In(zone).Format(time.RFC3339)}
	if name := zone.String(); strings.Contains(name, "/") || name == "UTC" {
		if _, err := time.LoadLocation(name); err == nil {
			at.TimeZone = name
		}
	}
	return at
}

// conference asks for a link if d wants one and the event has none. Google makes
// one a request id and event, so repeating a request makes no second link; after
// a failure one more request follows, under a new id, and then none.
func conference(d calendar.Draft, was *gcal.Event, home listedCalendar) *gcal.ConferenceData {
	if !d.Video || !home.Meet {
		return nil
	}
	request := string(d.ID) + firstRequest
	if was != nil {
		switch video(was) {
		case calendar.NoVideo:
		case calendar.VideoFailed:
			request = string(d.ID) + secondRequest
		default:
			return nil
		}
	}
	return &gcal.ConferenceData{CreateRequest: &gcal.CreateConferenceRequest{
		RequestId: request, ConferenceSolutionKey: &gcal.ConferenceSolutionKey{Type: meetConference}}}
}
