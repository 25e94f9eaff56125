package google

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"fika/calendar"
	"fika/calendar/google/rest"
	"fika/internal/mailbox"
	"fika/internal/span"
)

// meetConference is the type of a Google Meet conference.
const meetConference = "hangoutsMeet"

// The suffixes of the ids of the two possible conference requests for an event.
const (
	firstRequest  = "-c1"
	secondRequest = "-c2"
)

// newEvent returns the event to insert for d. It sets explicitly what Google would
// default: guests cannot invite others and can see each other, and reminders are the
// user's defaults.
func newEvent(d calendar.Draft, home listedCalendar) *rest.NewEvent {
	return &rest.NewEvent{
		ID: string(d.ID), Summary: d.Title, Location: d.Location, Description: d.Text,
		Start: eventTime(d.Span.Start, d.Zone), End: eventTime(d.Span.End, d.Zone),
		Transparency: "opaque", Visibility: visibility(d),
		GuestsCanInviteOthers: false, GuestsCanModify: false, GuestsCanSeeOtherGuests: true,
		Reminders:          rest.Reminders{UseDefault: true},
		ExtendedProperties: markProperties(d.Mark),
		Attendees:          addGuests(nil, d.Guests),
		ConferenceData:     conference(d, nil, home),
	}
}

// patchFor returns the patch that makes was match d. A patch keeps whatever it omits,
// so it only contains fields that d defines.
func patchFor(d calendar.Draft, was *rest.Event, home listedCalendar) (*rest.Patch, error) {
	patch := &rest.Patch{
		Summary: &d.Title, Location: &d.Location, Description: &d.Text,
		ExtendedProperties: markProperties(d.Mark),
		ConferenceData:     conference(d, was, home),
	}
	patch.Start, patch.End = newTimes(d.Span, d.Zone, was)
	if guests := addGuests(withoutGuests(was.Attendees, d.Without), d.Guests); len(guests) != len(was.Attendees) {
		if was.AttendeesOmitted {
			return nil, fmt.Errorf("%w: %w: Google does not list all guests of %s", calendar.ErrUnsent, calendar.ErrRefused, d.ID)
		}
		patch.Attendees = guests
		if len(d.Guests) > 0 {
			patch.Visibility = visibility(d)
		}
	}
	return patch, nil
}

// timesPatch returns the patch that gives was the times n.
func timesPatch(n calendar.NewTimes, was *rest.Event) *rest.Patch {
	var patch rest.Patch
	if n.Text != "" {
		patch.Description = &n.Text
	}
	patch.Start, patch.End = newTimes(n.Span, n.Zone, was)
	const declined = "declined"
	again := func(a *rest.Attendee) bool { return a.ResponseStatus == declined && !a.Organizer && !a.Resource }
	if was.AttendeesOmitted || !slices.ContainsFunc(was.Attendees, again) {
		return &patch
	}
	for _, a := range was.Attendees {
		asked := *a
		if again(a) {
			asked.ResponseStatus = "needsAction"
		}
		patch.Attendees = append(patch.Attendees, &asked)
	}
	return &patch
}

// newTimes returns the times in a patch that gives was the span s. A patch is merged into
// the object, so the date of an all-day event must be removed.
func newTimes(s span.Span, zone *time.Location, was *rest.Event) (start, end *rest.NewTime) {
	start, end = eventTime(s.Start, zone), eventTime(s.End, zone)
	if was.Start != nil && was.Start.Date != "" {
		start.Date, end.Date = rest.NoDate, rest.NoDate
	}
	return start, end
}

// sendReschedule returns who is notified of other times: all guests; nobody for a hold.
func sendReschedule(was *rest.Event) string {
	if was.AttendeesOmitted || slices.ContainsFunc(was.Attendees, func(a *rest.Attendee) bool { return !a.Self && !a.Organizer }) {
		return "all"
	}
	return "none"
}

// withoutGuests returns had without those who have one of the addresses.
func withoutGuests(had []*rest.Attendee, addresses []mailbox.Address) []*rest.Attendee {
	if len(addresses) == 0 {
		return had
	}
	return slices.DeleteFunc(slices.Clone(had), func(a *rest.Attendee) bool {
		return slices.ContainsFunc(addresses, func(out mailbox.Address) bool { return strings.EqualFold(a.Email, string(out)) })
	})
}

// addGuests returns had plus the wanted guests that it lacks. Existing entries are
// unchanged, including their answers.
func addGuests(had []*rest.Attendee, wanted []calendar.Person) []*rest.Attendee {
	list := had[:len(had):len(had)]
	for _, w := range wanted {
		known := false
		for _, a := range had {
			known = known || strings.EqualFold(a.Email, string(w.Address))
		}
		if !known {
			list = append(list, &rest.Attendee{Email: string(w.Address), DisplayName: w.Name})
		}
	}
	return list
}

// sendUpdates returns who is notified by Google: all guests of an invitation, nobody
// for a hold.
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

func markProperties(m calendar.Mark) *rest.ExtendedProperties {
	return &rest.ExtendedProperties{Private: map[string]string{
		bookingKey: m.Booking, generationKey: strconv.Itoa(m.Generation),
	}}
}

// eventTime converts t to local time in zone. It includes the name of the zone if
// Google can know it; the offset alone already identifies the instant.
func eventTime(t time.Time, zone *time.Location) *rest.NewTime {
	if zone == nil {
		zone = time.UTC
	}
	at := &rest.NewTime{DateTime: t.In(zone).Format(time.RFC3339)}
	if name := zone.String(); strings.Contains(name, "/") || name == "UTC" {
		if _, err := time.LoadLocation(name); err == nil {
			at.TimeZone = name
		}
	}
	return at
}

// conference returns a request for a video link if d wants one and the event has
// none. Google creates one conference per request id and event, so repeating a
// request is safe. After a failure the link is requested once more under a new id,
// and then not again.
func conference(d calendar.Draft, was *rest.Event, home listedCalendar) *rest.ConferenceData {
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
	return &rest.ConferenceData{CreateRequest: &rest.ConferenceRequest{
		RequestID: request, ConferenceSolutionKey: &rest.ConferenceKind{Type: meetConference}}}
}
