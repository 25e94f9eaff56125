package googletest

import (
	"net/http"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"time"

	"google.golang.org/api/calendar/v3"
)

var idLetters = regexp.MustCompile(`^[a-v0-9]+$`)

// checkID checks an id chosen by a client: base32hex, 5 to 1024 characters.
func checkID(id string) *apiError {
	if len(id) < 5 || len(id) > 1024 || !idLetters.MatchString(id) {
		return badRequest("invalid", "Invalid resource id value.")
	}
	return nil
}

// validateAndComplete checks a written event and fills in defaults as Google does.
func (c *Calendar) validateAndComplete(e *calendar.Event) *apiError {
	e.Kind, e.Etag, e.HtmlLink, e.AttendeesOmitted, e.Locked, e.PrivateCopy = "", "", "", false, false, false
	if err := checkTimes(c, e); err != nil {
		return err
	}
	if err := c.server.settings.checkNames(e); err != nil {
		return err
	}
	if !slices.Contains([]string{"", "confirmed", "tentative", "cancelled"}, e.Status) {
		return badRequest("invalid", "Invalid status value.")
	}
	if err := checkKind(c, e); err != nil {
		return err
	}
	if len(e.Recurrence) > 0 {
		if e.Start.DateTime != "" && e.Start.TimeZone == "" {
			return badRequest("required", "Missing time zone definition for start time.")
		}
		if _, err := newSeries(e, c.zone); err != nil {
			return invalid("recurrence", "Invalid recurrence rule.")
		}
	}
	if err := checkGuests(e); err != nil {
		return err
	}
	if e.Reminders == nil {
		e.Reminders = &calendar.EventReminders{UseDefault: true}
	}
	limitProperties(e.ExtendedProperties)
	return nil
}

// checkNames checks e against UnknownZones and InvalidGuests.
func (s Settings) checkNames(e *calendar.Event) *apiError {
	if slices.Contains(s.UnknownZones, e.Start.TimeZone) {
		return badRequest("invalid", "Invalid time zone definition for start time.")
	}
	if slices.Contains(s.UnknownZones, e.End.TimeZone) {
		return badRequest("invalid", "Invalid time zone definition for end time.")
	}
	if slices.ContainsFunc(e.Attendees, func(a *calendar.EventAttendee) bool {
		return slices.ContainsFunc(s.InvalidGuests, func(bad string) bool { return normalizeID(bad) == normalizeID(a.Email) })
	}) {
		return badRequest("invalid", "Invalid attendee email.")
	}
	return nil
}

// checkGuests checks the list of guests. A missing response status becomes
// needsAction.
func checkGuests(e *calendar.Event) *apiError {
	seen := map[string]bool{}
	for _, a := range e.Attendees {
		if _, err := mail.ParseAddress(a.Email); err != nil || seen[normalizeID(a.Email)] {
			return badRequest("invalid", "Invalid attendee email.")
		}
		seen[normalizeID(a.Email)] = true
		a.Self, a.Organizer = false, false // output only
		if a.ResponseStatus == "" {
			a.ResponseStatus = "needsAction"
		}
		if !slices.Contains([]string{"needsAction", "declined", "tentative", "accepted"}, a.ResponseStatus) {
			return badRequest("invalid", "Invalid attendee response status.")
		}
	}
	return nil
}

// checkTimes checks start and end and gives them an offset.
func checkTimes(c *Calendar, e *calendar.Event) *apiError {
	for _, end := range []struct {
		name string
		at   *calendar.EventDateTime
	}{{"start", e.Start}, {"end", e.End}} {
		d := end.at
		switch {
		case d == nil || d.Date == "" && d.DateTime == "":
			return badRequest("required", "Missing "+end.name+" time.")
		case d.Date != "" && d.DateTime != "":
			return badRequest("invalid", "Invalid "+end.name+" time.")
		}
		if err := normalize(d); err != nil {
			return err
		}
	}
	start, end := momentIn(c.zone, e.Start), momentIn(c.zone, e.End)
	if start.at.IsZero() || end.at.IsZero() || start.day != end.day {
		return badRequest("invalid", "Start and end times must either both be date or both be dateTime.")
	}
	if end.at.Before(start.at) || start.day && !end.at.After(start.at) {
		return &apiError{code: http.StatusBadRequest, domain: "calendar", reason: "timeRangeEmpty", message: "The specified time range is empty."}
	}
	return nil
}

// normalize adds the offset to a dateTime. Without an offset it needs a zone.
func normalize(d *calendar.EventDateTime) *apiError {
	zone := (*time.Location)(nil)
	if d.TimeZone != "" {
		named, err := time.LoadLocation(d.TimeZone)
		if err != nil {
			return badRequest("invalid", "Invalid time zone definition.")
		}
		zone = named
	}
	if d.DateTime == "" {
		d.TimeZone = "" // has no meaning for dates
		return nil
	}
	if _, err := time.Parse(time.RFC3339, d.DateTime); err == nil {
		return nil
	}
	if zone == nil {
		return badRequest("required", "Missing time zone definition.")
	}
	t, err := time.ParseInLocation("2006-01-02T15:04:05", d.DateTime, zone)
	if err != nil {
		return badRequest("invalid", "Invalid value for: Invalid format: \""+d.DateTime+"\"")
	}
	d.DateTime = t.Format(time.RFC3339)
	return nil
}

// checkKind checks the special event types: out of office, focus time, working
// location, birthday.
func checkKind(c *Calendar, e *calendar.Event) *apiError {
	if e.EventType == "" {
		e.EventType = "default"
	}
	status := slices.Contains([]string{"outOfOffice", "focusTime", "workingLocation"}, e.EventType)
	switch {
	case status && c != c.owner.primary:
		return badRequest("invalid", "Status events can only be created on primary calendars.")
	case e.EventType == "outOfOffice" && e.Start.Date != "":
		return badRequest("invalid", "Out of office events cannot be all-day events.")
	case e.EventType == "focusTime" && e.Start.Date != "":
		return badRequest("invalid", "Focus time events cannot be all-day events.")
	case (e.EventType == "outOfOffice" || e.EventType == "focusTime") && e.Transparency == "transparent":
		return badRequest("invalid", "This event type must be opaque.")
	case e.EventType == "workingLocation" && (e.WorkingLocationProperties == nil || !slices.Contains([]string{"homeOffice", "officeLocation", "customLocation"}, e.WorkingLocationProperties.Type)):
		return badRequest("required", "A working location event must have working location properties with a type.")
	case e.EventType == "workingLocation" && (e.Transparency != "transparent" || e.Visibility != "public"):
		return badRequest("invalid", "A working location event must be transparent and public.")
	case e.EventType == "birthday" && (e.Transparency != "transparent" || e.Visibility != "private" || e.Start.Date == ""):
		return badRequest("invalid", "A birthday event must be transparent, private and all-day.")
	}
	return nil
}

// limitProperties silently drops extended properties with long names and truncates
// long values.
func limitProperties(p *calendar.EventExtendedProperties) {
	if p == nil {
		return
	}
	for _, props := range []map[string]string{p.Private, p.Shared} {
		for k, v := range props {
			if len(k) > 44 {
				delete(props, k)
			} else if len(v) > 1024 {
				props[k] = v[:1024]
			}
		}
	}
}

// seriesID returns the id of the series from that of an instance.
func seriesID(id string) string {
	i := strings.LastIndexByte(id, '_')
	if i < 0 {
		return ""
	}
	return id[:i]
}
