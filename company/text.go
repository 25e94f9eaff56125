package company

import (
	"strings"
	"time"
	"unicode/utf8"

	"fika/calendar"
)

// page writes iCalendar text (RFC 5545): lines end in CRLF and are folded at 75
// octets. Package ics writes fika's own events only, which never repeat, so the
// company brings its own few lines for series.
type page struct{ strings.Builder }

const (
	utcForm   = "20060102T150405Z"
	localForm = "20060102T150405"
	dateForm  = "20060102"
)

// render is a whole file with events and the zones that they use. Zones are
// described for the years around the term.
func render(t term, events ...event) []byte {
	var p page
	p.line("BEGIN:VCALENDAR")
	p.line("VERSION:2.0")
	p.line("PRODID:-//Tallbark//Calendar 4.2//EN")
	p.line("CALSCALE:GREGORIAN")
	described := map[string]bool{}
	for _, e := range events {
		for _, zone := range []*time.Location{e.zone, e.endZone} {
			if zone != nil && !e.allDay && !described[zone.String()] {
				described[zone.String()] = true
				p.zone(zone, t.span().Start, t.span().End.AddDate(1, 0, 0))
			}
		}
	}
	for _, e := range events {
		p.event(e)
	}
	p.line("END:VCALENDAR")
	return []byte(p.String())
}

// line writes the concatenation of parts as one line, folded between characters.
func (p *page) line(parts ...string) {
	text := strings.Join(parts, "")
	for room := 75; len(text) > room; room = 74 {
		cut := room
		for !utf8.RuneStart(text[cut]) {
			cut--
		}
		p.WriteString(text[:cut])
		p.WriteString("\r\n ")
		text = text[cut:]
	}
	p.WriteString(text)
	p.WriteString("\r\n")
}

// zone describes z by the changes of its offset between from and to, one by
// one. A rule would be shorter and would have to be guessed.
func (p *page) zone(z *time.Location, from, to time.Time) {
	p.line("BEGIN:VTIMEZONE")
	p.line("TZID:", z.String())
	for t := from.In(z); t.Before(to); {
		start, end := t.ZoneBounds()
		kind := "STANDARD"
		if t.IsDST() {
			kind = "DAYLIGHT"
		}
		before, onset := t, "19700101T000000"
		if !start.IsZero() {
			before = start.Add(-time.Second)
			_, offset := before.Zone()
			onset = start.UTC().Add(time.Duration(offset) * time.Second).Format(localForm)
		}
		p.line("BEGIN:", kind)
		p.line("DTSTART:", onset)
		p.line("TZOFFSETFROM:", before.Format("-0700"))
		p.line("TZOFFSETTO:", t.Format("-0700"))
		p.line("TZNAME:", t.Format("MST"))
		p.line("END:", kind)
		if end.IsZero() {
			break
		}
		t = end
	}
	p.line("END:VTIMEZONE")
}

// event writes e, and after it every changed occurrence.
func (p *page) event(e event) {
	p.vevent(e, "")
	for _, c := range e.changes {
		one := e
		one.span, one.guests = c.span, c.guests
		one.rule, one.without = "", nil
		p.vevent(one, moment("RECURRENCE-ID", c.of, e.zone, e.allDay))
	}
}

// vevent writes one VEVENT; instance is its line that names an occurrence.
func (p *page) vevent(e event, instance string) {
	endZone := e.endZone
	if endZone == nil {
		endZone = e.zone
	}
	p.line("BEGIN:VEVENT")
	p.line("UID:", e.uid)
	p.line("DTSTAMP:", e.stamp.UTC().Format(utcForm))
	if instance != "" {
		p.line(instance)
	}
	p.line(moment("DTSTART", e.span.Start, e.zone, e.allDay))
	p.line(moment("DTEND", e.span.End, endZone, e.allDay))
	if e.rule != "" {
		p.line("RRULE:", e.rule)
	}
	for _, t := range e.without {
		p.line(moment("EXDATE", t, e.zone, e.allDay))
	}
	p.line("SUMMARY:", escape(e.title))
	if e.place != "" {
		p.line("LOCATION:", escape(e.place))
	}
	p.people(e)
	p.state(e)
	p.line("END:VEVENT")
}

// people writes who is asked. A private entry has no organizer.
func (p *page) people(e event) {
	if e.organizer == nil {
		return
	}
	p.line("ORGANIZER;CN=", parameter(e.organizer.name), ":mailto:", string(e.organizer.address))
	for _, g := range e.guests {
		kind := ""
		if g.room {
			kind = ";CUTYPE=ROOM"
		}
		p.line("ATTENDEE;CN=", parameter(g.name), kind, ";PARTSTAT=", string(g.reply), ":mailto:", string(g.address))
	}
}

// state writes what is said only where it is not what one expects anyway.
func (p *page) state(e event) {
	if e.status != calendar.Unstated {
		p.line("STATUS:", string(e.status))
	}
	if e.free {
		p.line("TRANSP:TRANSPARENT")
	}
	if e.showAs != "" {
		p.line("X-MICROSOFT-CDO-BUSYSTATUS:", string(e.showAs))
	}
	if e.private {
		p.line("CLASS:PRIVATE")
	}
}

// moment is a property with a time on zone's wall clock, or with a date.
func moment(property string, t time.Time, zone *time.Location, allDay bool) string {
	if allDay {
		return property + ";VALUE=DATE:" + t.Format(dateForm)
	}
	return property + ";TZID=" + zone.String() + ":" + t.In(zone).Format(localForm)
}

// escape writes text as RFC 5545, 3.3.11 asks.
func escape(text string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`).Replace(text)
}

// parameter writes a value of a parameter, quoted where it must be.
func parameter(value string) string {
	if strings.ContainsAny(value, ",;:") {
		return `"` + value + `"`
	}
	return value
}
