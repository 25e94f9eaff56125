package ics

import (
	"strconv"
	"time"

	"fika/calendar"
	"fika/span"
)

// Encode returns a new file with the one event that d describes. An invitation
// has an organizer and guests, as a program that carries it to them wants it
// (RFC 5546, 3.2.2); a hold has neither, so that no such program tells anybody.
func Encode(d calendar.Draft) []byte {
	var w Writer
	w.Line("BEGIN:VCALENDAR")
	w.Line("VERSION:2.0")
	w.Line("PRODID:-//fika//fika//EN")
	if zoned(d.Span.Start, d.Zone) || zoned(d.Span.End, d.Zone) {
		w.Zone(d.Zone, describes(d))
	}
	w.Line("BEGIN:VEVENT")
	w.Line("UID:", Text(string(d.ID)))
	w.Line("DTSTAMP:", UTC(d.Stamp))
	w.Line("CREATED:", UTC(d.Stamp))
	w.Line("LAST-MODIFIED:", UTC(d.Stamp))
	w.Line("SEQUENCE:", strconv.Itoa(d.Sequence))
	w.Line(timeLine("DTSTART", d.Span.Start, d.Zone))
	w.Line(timeLine("DTEND", d.Span.End, d.Zone))
	w.Line("STATUS:CONFIRMED")
	w.Line("TRANSP:OPAQUE")
	for _, p := range properties(d) {
		if p.line != "" {
			w.Line(p.line)
		}
	}
	for _, line := range attendees(d) {
		w.Line(line)
	}
	w.Line("END:VEVENT")
	w.Line("END:VCALENDAR")
	return []byte(w.String())
}

// property is a line that a draft asks for, "" to have none of that name.
type property struct{ name, line string }

// properties are the lines of d that stand at most once and depend on nothing
// but d.
func properties(d calendar.Draft) []property {
	list := []property{
		{"SUMMARY", "SUMMARY:" + Text(d.Title)},
		textProperty("LOCATION", d.Location),
		textProperty("DESCRIPTION", d.Text),
		{"CLASS", ""},
		{markBooking, markBooking + ":" + Text(d.Mark.Booking)},
		{markGeneration, markGeneration + ":" + strconv.Itoa(d.Mark.Generation)},
	}
	if d.Private {
		list[3].line = "CLASS:PRIVATE"
	}
	if len(d.Guests) > 0 {
		list = append(list, property{"ORGANIZER", "ORGANIZER" + commonName(d.Organizer) + mailto(d.Organizer)})
	}
	return list
}

func textProperty(name, value string) property {
	if value == "" {
		return property{name: name}
	}
	return property{name, name + ":" + Text(value)}
}

// attendees are the lines of those whom an invitation concerns: the organizer,
// who comes, and the guests, who are asked.
func attendees(d calendar.Draft) []string {
	if len(d.Guests) == 0 {
		return nil
	}
	lines := []string{"ATTENDEE" + commonName(d.Organizer) + ";ROLE=CHAIR;PARTSTAT=ACCEPTED" + mailto(d.Organizer)}
	for _, g := range d.Guests {
		lines = append(lines, "ATTENDEE"+commonName(g)+";ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE"+mailto(g))
	}
	return lines
}

func mailto(p calendar.Person) string { return ":mailto:" + printable(string(p.Address)) }

func commonName(p calendar.Person) string {
	if p.Name == "" {
		return ""
	}
	return ";CN=" + Param(p.Name)
}

// timeLine is a line with t on the clocks of zone, or in UTC where those cannot
// say it.
func timeLine(name string, t time.Time, zone *time.Location) string {
	if !zoned(t, zone) {
		return name + ":" + UTC(t)
	}
	w := newZone(location{zone}).wall(t.Unix())
	return name + ";TZID=" + Param(zone.String()) + ":" + w.dateTime()
}

// zoned reports whether the clocks of zone, by a name that others know, tell t
// apart from all other instants: an hour that comes twice means the first.
func zoned(t time.Time, zone *time.Location) bool {
	if zone == nil || zone == time.UTC || iana(zone.String()) == nil {
		return false
	}
	z := newZone(location{zone})
	return z.unix(z.wall(t.Unix())) == t.Unix()
}

// describes are the years for which the zone of d is described: the event's and
// one more, in which others may move it.
func describes(d calendar.Draft) span.Span {
	return span.Span{Start: d.Span.Start, End: d.Span.End.AddDate(1, 0, 0)}
}
