package google

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	gcal "google.golang.org/api/calendar/v3"

	"fika/calendar"
)

// meet is Google's name for a conference of Meet.
const meet = "hangoutsMeet"

// What the ids of the two requests for a conference of one event end with.
const (
	firstRequest  = "-c1"
	secondRequest = "-c2"
)

// newEvent is d as it is inserted. What Google would choose by itself is chosen
// here: guests do not invite others, they see each other, and the user is
// reminded as always.
func newEvent(d calendar.Draft, home entry) *gcal.Event {
	no, yes := false, true
	return &gcal.Event{
		Id: string(d.ID), Summary: d.Title, Location: d.Location, Description: d.Text,
		Start: moment(d.Span.Start, d.Zone), End: moment(d.Span.End, d.Zone),
		Transparency: "opaque", Visibility: visibility(d),
		GuestsCanInviteOthers: &no, GuestsCanSeeOtherGuests: &yes, GuestsCanModify: false,
		Reminders:          &gcal.EventReminders{UseDefault: true},
		ExtendedProperties: marks(d.Mark),
		Attendees:          invite(nil, d.Guests),
		ConferenceData:     conference(d, nil, home),
		ForceSendFields:    []string{"GuestsCanModify"},
	}
}

// changes is what makes the event that was look like d. Only what d speaks of
// is in it, because what a patch leaves out stays.
func changes(d calendar.Draft, was *gcal.Event, home entry) (*gcal.Event, error) {
	patch := &gcal.Event{
		Summary: d.Title, Location: d.Location, Description: d.Text,
		Start: moment(d.Span.Start, d.Zone), End: moment(d.Span.End, d.Zone),
		ExtendedProperties: marks(d.Mark),
		ConferenceData:     conference(d, was, home),
		ForceSendFields:    []string{"Summary", "Location", "Description"},
	}
	if was.Start != nil && was.Start.Date != "" { // a patch adds to the object
		patch.Start.NullFields = []string{"Date"}
		patch.End.NullFields = []string{"Date"}
	}
	if guests := invite(was.Attendees, d.Guests); len(guests) > len(was.Attendees) {
		if was.AttendeesOmitted {
			return nil, fmt.Errorf("%w: %w: Google does not show all guests of %s", calendar.ErrUnsent, calendar.ErrRefused, d.ID)
		}
		patch.Attendees = guests
		patch.Visibility = visibility(d)
	}
	return patch, nil
}

// invite is the list of guests with those of wanted that it lacks. Entries that
// are there stay as they are, with their answers.
func invite(had []*gcal.EventAttendee, wanted []calendar.Person) []*gcal.EventAttendee {
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

// audience is who Google writes to: the guests of an invitation, nobody for a
// hold.
func audience(d calendar.Draft) string {
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

func marks(m calendar.Mark) *gcal.EventExtendedProperties {
	return &gcal.EventExtendedProperties{Private: map[string]string{
		bookingKey: m.Booking, generationKey: strconv.Itoa(m.Generation),
	}}
}

// moment is t on the user's clock. The zone is said too if Google can know it;
// the offset alone already names the instant.
func moment(t time.Time, zone *time.Location) *gcal.EventDateTime {
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
func conference(d calendar.Draft, was *gcal.Event, home entry) *gcal.ConferenceData {
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
		RequestId: request, ConferenceSolutionKey: &gcal.ConferenceSolutionKey{Type: meet}}}
}
