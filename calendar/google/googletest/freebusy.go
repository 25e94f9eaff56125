package googletest

import (
	"cmp"
	"net/http"
	"slices"
	"time"

	"google.golang.org/api/calendar/v3"
)

const (
	maxBusyCalendars = 50
	maxBusyDays      = 90
)

// queryFreeBusy is freebusy.query. An error of one calendar is reported with an empty
// list for it, in a 200 response.
func (s *Server) queryFreeBusy(c *call) (any, error) {
	var q calendar.FreeBusyRequest
	if err := c.read(&q); err != nil {
		return nil, err
	}
	from, to, err := busyWindow(&q)
	if err != nil {
		return nil, err
	}
	zone := time.UTC
	if q.TimeZone != "" {
		named, err := time.LoadLocation(q.TimeZone)
		if err != nil {
			return nil, invalid("timeZone", "Invalid time zone.")
		}
		zone = named
	}
	most := maxBusyCalendars
	if q.CalendarExpansionMax > 0 {
		most = min(most, int(q.CalendarExpansionMax))
	}
	found := map[string]calendar.FreeBusyCalendar{}
	for i, item := range q.Items {
		if i >= most {
			found[item.Id] = unknownBusy("tooManyCalendarsRequested")
			continue
		}
		found[item.Id] = c.busyOf(item.Id, from, to, zone)
	}
	return &calendar.FreeBusyResponse{
		Kind: "calendar#freeBusy", TimeMin: stamp(from), TimeMax: stamp(to), Calendars: found,
	}, nil
}

func busyWindow(q *calendar.FreeBusyRequest) (from, to time.Time, err *apiError) {
	for _, bound := range []struct {
		name, text string
		at         *time.Time
	}{{"timeMin", q.TimeMin, &from}, {"timeMax", q.TimeMax, &to}} {
		if bound.text == "" {
			return from, to, badRequest("required", "Missing "+bound.name+" parameter.")
		}
		t, e := time.Parse(time.RFC3339, bound.text)
		if e != nil {
			return from, to, badRequest("badRequest", "Bad Request")
		}
		*bound.at = t
	}
	switch {
	case !from.Before(to):
		err = &apiError{code: http.StatusBadRequest, domain: "calendar", reason: "timeRangeEmpty", message: "The specified time range is empty."}
	case to.After(from.AddDate(0, 0, maxBusyDays)):
		err = &apiError{code: http.StatusBadRequest, domain: "calendar", reason: "timeRangeTooLong", message: "The requested time range is too long."}
	}
	return from, to, err
}

func unknownBusy(reason string) calendar.FreeBusyCalendar {
	return calendar.FreeBusyCalendar{
		Busy: []*calendar.TimePeriod{}, ForceSendFields: []string{"Busy"},
		Errors: []*calendar.Error{{Domain: "global", Reason: reason}},
	}
}

// busyOf returns the result for one of the requested calendars.
func (c *call) busyOf(id string, from, to time.Time, zone *time.Location) calendar.FreeBusyCalendar {
	cal, err := c.account.calendar(id, "freeBusyReader")
	if err != nil {
		return unknownBusy("notFound")
	}
	if cal.busyFails > 0 {
		cal.busyFails--
		return unknownBusy("internalError")
	}
	answer := calendar.FreeBusyCalendar{Busy: []*calendar.TimePeriod{}, ForceSendFields: []string{"Busy"}}
	for _, b := range mergePeriods(cal.busy(from, to, "")) {
		answer.Busy = append(answer.Busy, &calendar.TimePeriod{
			Start: b.from.In(zone).Format(time.RFC3339), End: b.to.In(zone).Format(time.RFC3339),
		})
	}
	return answer
}

// FailBusy makes the next n queries for the calendar's busy times return
// internalError for it alone.
func (c *Calendar) FailBusy(n int) {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	c.busyFails = n
}

// busyPeriod is a period of busy time.
type busyPeriod struct{ from, to time.Time }

// busy returns the times in a window in which the owner of the calendar is busy,
// unordered, without the event with the id except. They are not clipped to the
// window, so that a client that relies on clipping fails here.
func (c *Calendar) busy(from, to time.Time, except string) []busyPeriod {
	var found []busyPeriod
	for _, r := range c.events {
		e := r.event
		master := c.events[e.RecurringEventId]
		if e.Id == except || !r.shown || r.purged || r.hidden || cancelled(e) || master != nil && cancelled(master.event) || !c.blocks(e) {
			continue
		}
		events := []*calendar.Event{e}
		if len(e.Recurrence) > 0 {
			events = c.instances(e, from, to)
		}
		for _, e := range events {
			b := busyPeriod{momentIn(c.zone, e.Start).at, momentIn(c.zone, e.End).at}
			if b.from.Before(to) && b.to.After(from) && b.from.Before(b.to) {
				found = append(found, b)
			}
		}
	}
	return found
}

// blocks reports whether an event makes the owner of the calendar busy. Declined
// events do not; unanswered ones do.
func (c *Calendar) blocks(e *calendar.Event) bool {
	me := c.ownAttendee(e)
	declined := me != nil && me.ResponseStatus == "declined"
	return e.Transparency != "transparent" && e.EventType != "workingLocation" && e.EventType != "birthday" && !declined
}

// mergePeriods sorts periods and merges those that touch.
func mergePeriods(all []busyPeriod) []busyPeriod {
	slices.SortFunc(all, func(a, b busyPeriod) int { return cmp.Or(a.from.Compare(b.from), a.to.Compare(b.to)) })
	var out []busyPeriod
	for _, b := range all {
		if n := len(out); n > 0 && !b.from.After(out[n-1].to) {
			if b.to.After(out[n-1].to) {
				out[n-1].to = b.to
			}
			continue
		}
		out = append(out, b)
	}
	return out
}
