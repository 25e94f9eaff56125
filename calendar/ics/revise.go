package ics

import (
	"cmp"
	"fmt"
	"strconv"
	"time"

	"fika/calendar"
	"fika/internal/mailbox"
)

// Revise returns the file with the event d.ID changed to look like d. Lines
// that say already what d wants stay as they are written, and so do those that
// d does not speak of: alarms, what other programs added, attendees who are
// there. If anything changed, the event gets the stamp of d and a higher
// sequence number. Of a series the master is changed.
//
// The error wraps [calendar.ErrNotFound] if there is no such event; any other
// says why the event there cannot be understood.
func (f *File) Revise(d calendar.Draft) ([]byte, error) {
	event, in := f.find(string(d.ID))
	if event == nil {
		return nil, fmt.Errorf("%w: %s", calendar.ErrNotFound, d.ID)
	}
	d.Zone = writtenZone(d)
	if d.Zone != nil && (in == f.root || !describable(in, d)) {
		d.Zone = nil
	}
	end, ok := event.end()
	if !ok {
		return nil, fmt.Errorf("event %s has no end", d.ID)
	}
	r := revision{component: event}
	if err := r.times(in, d); err != nil {
		return nil, err
	}
	for _, p := range properties(d) {
		r.property(p)
	}
	r.attendees(d)
	if len(r.edits) == 0 && r.added.String() == "" {
		return f.Bytes(), nil
	}
	r.link(d)
	r.stamp(d)
	at := end.at
	if len(event.children) > 0 {
		at, _ = event.children[0].bounds() // alarms come last
	}
	edits := append(r.edits, edit{at, at, r.added.String()})
	if r.zone && definition(in, d.Zone) == nil {
		var w Writer
		w.Zone(d.Zone, describes(d))
		from, _ := event.bounds()
		edits = append(edits, edit{from, from, w.String()})
	}
	for i := range edits {
		edits[i].text = event.ended(edits[i].text)
	}
	return f.apply(edits), nil
}

// find returns the event of that UID and what it stands in: of a series the
// master in force, of single occurrences the first.
func (f *File) find(uid string) (event, in *component) {
	rank := func(c *component) int {
		n, _ := strconv.Atoi(c.value("SEQUENCE"))
		if _, single := c.first("RECURRENCE-ID"); single {
			return -1
		}
		return n
	}
	for c := range f.calendars() {
		for e := range c.only("VEVENT") {
			if uidOf(e) == uid && (event == nil || rank(e) > rank(event)) {
				event, in = e, c
			}
		}
	}
	return event, in
}

// definition is the VTIMEZONE of that zone in c, nil if there is none.
func definition(c *component, zone *time.Location) *component {
	for definition := range c.only("VTIMEZONE") {
		if zoneName(definition.value("TZID")) == zone.String() {
			return definition
		}
	}
	return nil
}

// describable reports whether the times of d can be said in its zone in the
// calendar c: outside of a calendar no zone can be defined, and a definition
// that is there already may end before d, or be wrong.
func describable(c *component, d calendar.Draft) bool {
	there := definition(c, d.Zone)
	if there == nil {
		return true
	}
	v, err := newVTimezone(there, &budget{maxFileSteps}, func() {})
	if err != nil {
		return false
	}
	for _, t := range []time.Time{d.Span.Start, d.Span.End} {
		said, _, _ := v.at(t.Unix())
		if is, _, _ := (location{d.Zone}).at(t.Unix()); said != is {
			return false
		}
	}
	return true
}

// A revision collects the edits of one event.
type revision struct {
	*component
	edits []edit
	added Writer
	zone  bool // a line names the zone of the draft
}

// times makes the event begin and end as d does.
func (r *revision) times(in *component, d calendar.Draft) error {
	e, err := newExpansion(d.Span, cmp.Or(d.Zone, time.UTC)).newScope(in).readEvent(r.component)
	if err != nil {
		return fmt.Errorf("event %s: %w", d.ID, err)
	}
	whole := e.start.date
	if whole || e.start.unix() != d.Span.Start.Unix() {
		r.set(property{"DTSTART", timeLine("DTSTART", d.Span.Start, d.Zone)})
		r.zone = d.Zone != nil
	}
	if whole || e.length.after(e.start) != d.Span.End.Unix() {
		r.set(property{name: "DURATION"})
		r.set(property{"DTEND", timeLine("DTEND", d.Span.End, d.Zone)})
		r.zone = d.Zone != nil
	}
	return nil
}

// property makes the event say p, unless it does so in other words.
func (r *revision) property(p property) {
	l, ok := r.first(p.name)
	if !ok && p.line == "" {
		return
	}
	if !ok || p.line == "" || !l.says(line{raw: p.line, name: p.name}) {
		r.set(p)
	}
}

// says reports whether l means what other does.
func (l line) says(other line) bool {
	if l.name == "ORGANIZER" {
		return address(l.split()) == address(other.split())
	}
	_, value := l.split()
	_, otherValue := other.split()
	return text(value) == text(otherValue)
}

// set puts the line of p in the place of all that have its name.
func (r *revision) set(p property) {
	var w Writer
	if p.line != "" {
		w.Line(p.line)
	}
	replaced := false
	for l := range r.own() {
		if l.name != p.name {
			continue
		}
		e := edit{from: l.at, to: l.at + len(l.raw)}
		if !replaced {
			e.text, replaced = w.String(), true
		}
		r.edits = append(r.edits, e)
	}
	if !replaced && p.line != "" {
		r.added.Line(p.line)
	}
}

// attendees adds those of d who are not there. Who is keeps the answer that was
// given.
func (r *revision) attendees(d calendar.Draft) {
	there := map[mailbox.Address]bool{}
	for l := range r.own() {
		if l.name == "ATTENDEE" {
			there[address(l.split())] = true
		}
	}
	for _, want := range attendees(d) {
		if !there[address(line{raw: want}.split())] {
			r.added.Line(want)
		}
	}
}

// link keeps the link for joining with the place, unless somebody has put
// another one there.
func (r *revision) link(d calendar.Draft) {
	there, written := r.value("CONFERENCE"), linkIn(text(r.value("LOCATION")))
	if there == "" || there == written {
		r.property(conference(linkIn(d.Location)))
	}
}

// stamp makes the changed event a new version (RFC 5546, 2.1.4): whoever holds
// an older one takes this.
func (r *revision) stamp(d calendar.Draft) {
	n, _ := strconv.Atoi(r.value("SEQUENCE"))
	r.set(property{"SEQUENCE", "SEQUENCE:" + strconv.Itoa(max(n+1, d.Sequence))})
	for _, name := range []string{"DTSTAMP", "LAST-MODIFIED"} {
		r.set(property{name, name + ":" + UTC(d.Stamp)})
	}
}
