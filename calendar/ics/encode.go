package ics

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"fika/calendar"
	"fika/internal/span"
)

// Encode returns a new file with the single event that d describes. An invitation
// has an organizer and guests, as a server needs to send it (RFC 5546, 3.2.2). A
// hold has neither, so that no server notifies anybody.
func Encode(d calendar.Draft) []byte {
	var w Writer
	d.Zone = zoneToWrite(d)
	w.Line("BEGIN:VCALENDAR")
	w.Line("VERSION:2.0")
	w.Line("PRODID:-//fika//fika//EN")
	if d.Zone != nil {
		w.Zone(d.Zone, zoneYears(d))
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
	if line := conference(linkIn(d.Location)).line; line != "" {
		w.Line(line)
	}
	for _, line := range attendees(d) {
		w.Line(line)
	}
	w.Line("END:VEVENT")
	w.Line("END:VCALENDAR")
	return []byte(w.String())
}

// property is a line that a draft requires; "" for no line with that name.
type property struct{ name, line string }

// properties returns the lines that may occur once and depend only on d.
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

// attendees returns the lines for the organizer, who has accepted, and the guests,
// who are asked to answer.
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

// conference returns the line with the link for joining (RFC 7986, 5.11), none
// without a link.
func conference(link string) property {
	if link == "" {
		return property{name: "CONFERENCE"}
	}
	return property{"CONFERENCE", "CONFERENCE;VALUE=URI:" + printable(link)}
}

// linkIn returns the first link in a place, "" if there is none.
func linkIn(place string) string {
	for word := range strings.FieldsSeq(place) {
		word = strings.Trim(word, "<>()[],;.")
		if u, err := url.Parse(word); err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" {
			return word
		}
	}
	return ""
}

// timeLine returns a line with t in zone, or in UTC if zone is nil.
func timeLine(name string, t time.Time, zone *time.Location) string {
	if zone == nil {
		return name + ":" + UTC(t)
	}
	w := newZone(location{zone}).wall(t.Unix())
	return name + ";TZID=" + Param(zone.String()) + ":" + w.dateTime()
}

// zoneToWrite returns the zone in which d is written, nil for UTC. It is the user's
// own, so that the event keeps its local time if somebody makes it recur, unless
// other programs would misread the name or the time.
func zoneToWrite(d calendar.Draft) *time.Location {
	if d.Zone == nil || !isPlaceName(d.Zone) {
		return nil
	}
	z := newZone(location{d.Zone})
	if z.isRepeated(d.Span.Start.Unix()) || z.isRepeated(d.Span.End.Unix()) {
		return nil // of a repeated hour most programs take the second, RFC 5545, 3.3.5, the first
	}
	return d.Zone
}

// isPlaceName reports whether a zone has an IANA name for a place. Other names are
// offsets: "Etc/GMT-3" is three hours east, but Evolution drops a number at the end
// of a name.
func isPlaceName(zone *time.Location) bool {
	name := zone.String()
	if iana(name) == nil || strings.HasPrefix(name, "Etc/") {
		return false
	}
	c := clocksOf(zone)
	return strings.Contains(name, "/") || c.january != c.july
}

// zoneYears returns the years that the definition of d's zone covers if no permanent
// rule does. It covers ten years because other programs may move the event or make it
// recur.
func zoneYears(d calendar.Draft) span.Span {
	return span.Span{Start: d.Span.Start, End: d.Span.End.AddDate(10, 0, 0)}
}
