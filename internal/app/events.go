package app

import (
	"bytes"
	"cmp"
	"slices"
	"time"

	"fika/calendar"
	"fika/calendar/ics"
	"fika/daemon"
	"fika/internal/api"
	"fika/internal/date"
	"fika/internal/span"
)

// FileEvents returns the events in window of data, the content of file, with floating
// times in zone. An all-day event is a date, not an instant: it is included if it
// overlaps the window as typed, whatever zone is.
func FileEvents(file string, data []byte, window span.Span, zone *time.Location) (api.Events, error) {
	if !bytes.Contains(bytes.ToUpper(data), []byte("BEGIN:V")) {
		return api.Events{}, api.NewFault(api.CodeNotCalendar, file+" is not a calendar: it contains no component")
	}
	const day = 24 * time.Hour
	var listing calendar.Listing
	listing.Events, listing.Problems = ics.Parse(data).Expand(window.Pad(2*day, 2*day), zone)
	listing.Events = slices.DeleteFunc(listing.Events, func(e calendar.Event) bool {
		s := e.Span
		if e.AllDay {
			s.Start, s.End = sameDate(s.Start.In(zone), window.Start.Location()), sameDate(s.End.In(zone), window.End.Location())
		}
		return !s.Overlaps(window) && !(s.Empty() && window.Contains(s.Start))
	})
	for i := range listing.Problems {
		listing.Problems[i].File = cmp.Or(listing.Problems[i].File, file)
	}
	return daemon.EventAnswers(listing, calendar.Owner{Zone: zone}), nil
}

// sameDate returns midnight in zone of the date that t shows.
func sameDate(t time.Time, zone *time.Location) time.Time {
	return date.Of(t, t.Location()).At(0, zone)
}
