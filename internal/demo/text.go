package demo

import (
	"time"

	"fika/calendar"
	"fika/calendar/ics"
	"fika/internal/span"
)

// calendarWriter writes an iCalendar file. Package ics only encodes fika's own
// events, which never repeat; this writes the series, rooms and absences of a
// company.
type calendarWriter struct{ ics.Writer }

const (
	localForm = "20060102T150405"
	dateForm  = "20060102"
)

// render returns a complete file with events and the zones that they use, defined for the
// years around the term.
func render(t term, events ...event) []byte {
	var w calendarWriter
	w.Line("BEGIN:VCALENDAR")
	w.Line("VERSION:2.0")
	w.Line("PRODID:-//Tallbark//Calendar 4.2//EN")
	w.Line("CALSCALE:GREGORIAN")
	described := map[string]bool{}
	for _, e := range events {
		for _, zone := range []*time.Location{e.zone, e.endZone} {
			if zone != nil && !e.allDay && !described[zone.String()] {
				described[zone.String()] = true
				w.Zone(zone, span.Span{Start: t.span().Start, End: t.span().End.AddDate(1, 0, 0)})
			}
		}
	}
	for _, e := range events {
		w.event(e)
	}
	w.Line("END:VCALENDAR")
	return []byte(w.String())
}

// event writes e, followed by every changed occurrence.
func (w *calendarWriter) event(e event) {
	w.vevent(e, "")
	for _, c := range e.changes {
		one := e
		one.span, one.guests = c.span, c.guests
		one.rule, one.without = "", nil
		w.vevent(one, timeProperty("RECURRENCE-ID", c.of, e.zone, e.allDay))
	}
}

// vevent writes one VEVENT; instance is the line that identifies an occurrence.
func (w *calendarWriter) vevent(e event, instance string) {
	endZone := e.endZone
	if endZone == nil {
		endZone = e.zone
	}
	w.Line("BEGIN:VEVENT")
	w.Line("UID:", e.uid)
	w.Line("DTSTAMP:", ics.UTC(e.stamp))
	if instance != "" {
		w.Line(instance)
	}
	w.Line(timeProperty("DTSTART", e.span.Start, e.zone, e.allDay))
	w.Line(timeProperty("DTEND", e.span.End, endZone, e.allDay))
	if e.rule != "" {
		w.Line("RRULE:", e.rule)
	}
	for _, t := range e.without {
		w.Line(timeProperty("EXDATE", t, e.zone, e.allDay))
	}
	w.Line("SUMMARY:", ics.Text(e.title))
	if e.place != "" {
		w.Line("LOCATION:", ics.Text(e.place))
	}
	w.people(e)
	w.state(e)
	w.Line("END:VEVENT")
}

// people writes the organizer and the guests. A private entry has no organizer.
func (w *calendarWriter) people(e event) {
	if e.organizer == nil {
		return
	}
	w.Line("ORGANIZER;CN=", ics.Param(e.organizer.name), ":mailto:", string(e.organizer.address))
	for _, g := range e.guests {
		kind := ""
		if g.room {
			kind = ";CUTYPE=ROOM"
		}
		w.Line("ATTENDEE;CN=", ics.Param(g.name), kind, ";PARTSTAT=", string(g.reply), ":mailto:", string(g.address))
	}
}

// state writes properties that differ from their defaults.
func (w *calendarWriter) state(e event) {
	if e.status != calendar.Unstated {
		w.Line("STATUS:", string(e.status))
	}
	if e.free {
		w.Line("TRANSP:TRANSPARENT")
	}
	if e.showAs != "" {
		w.Line("X-MICROSOFT-CDO-BUSYSTATUS:", string(e.showAs))
	}
	if e.private {
		w.Line("CLASS:PRIVATE")
	}
}

// timeProperty returns a property with a time in zone, or with a date.
func timeProperty(property string, t time.Time, zone *time.Location, allDay bool) string {
	if allDay {
		return property + ";VALUE=DATE:" + t.Format(dateForm)
	}
	return property + ";TZID=" + zone.String() + ":" + t.In(zone).Format(localForm)
}
