package ics

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"fika/calendar"
	"fika/internal/mailbox"
	"fika/internal/rsvp"
)

// Revise returns the file with the event d.ID changed to match d. Lines that
// already say what d wants are not rewritten, and lines that d does not cover stay:
// alarms, what other programs added, existing attendees. If anything changed, the
// event gets the stamp of d and a higher sequence number. For a series, the master
// is changed.
//
// The error wraps [calendar.ErrNotFound] if there is no such event; any other says
// why the event cannot be understood.
func (f *File) Revise(d calendar.Draft) ([]byte, error) {
	return f.revise(d, func(r *eventEditor, in *component, d calendar.Draft) error {
		if err := r.times(in, d); err != nil {
			return err
		}
		for _, p := range properties(d) {
			r.setProperty(p)
		}
		r.attendees(d)
		if r.changed() {
			r.link(d)
		}
		return nil
	})
}

// Reschedule returns the file with the event n.ID at other times. Its guests are asked
// again, and nothing else changes; otherwise it is like [File.Revise].
func (f *File) Reschedule(n calendar.NewTimes) ([]byte, error) {
	return f.revise(calendar.Draft{ID: n.ID, Span: n.Span, Zone: n.Zone, Stamp: n.Stamp}, func(r *eventEditor, in *component, d calendar.Draft) error {
		if err := r.times(in, d); err != nil {
			return err
		}
		if n.Text != "" {
			r.setProperty(textProperty("DESCRIPTION", n.Text))
		}
		if r.changed() {
			r.askAgain()
		}
		return nil
	})
}

// revise returns the file with what edit does to the event d.ID, as a new version.
func (f *File) revise(d calendar.Draft, edit func(r *eventEditor, in *component, d calendar.Draft) error) ([]byte, error) {
	event, in := f.find(string(d.ID))
	if event == nil {
		return nil, fmt.Errorf("%w: %s", calendar.ErrNotFound, d.ID)
	}
	d.Zone = zoneToWrite(d)
	if d.Zone != nil && (in == f.root || !describable(in, d)) {
		d.Zone = nil
	}
	end, ok := event.end()
	if !ok {
		return nil, fmt.Errorf("event %s has no end", d.ID)
	}
	r := eventEditor{component: event}
	if err := edit(&r, in, d); err != nil {
		return nil, err
	}
	if !r.changed() {
		return f.Bytes(), nil
	}
	r.stamp(d)
	return f.apply(r.finished(in, end.at, d)), nil
}

// changed reports whether there is anything to do.
func (r *eventEditor) changed() bool { return len(r.edits) > 0 || r.added.String() != "" }

// finished returns the edits, with the line endings of the event, which ends at end.
func (r *eventEditor) finished(in *component, end int, d calendar.Draft) []edit {
	at := end
	if len(r.children) > 0 {
		at, _ = r.children[0].bounds() // alarms come last
	}
	edits := append(r.edits, edit{at, at, r.added.String()})
	if r.usesZone && definition(in, d.Zone) == nil {
		var w Writer
		w.Zone(d.Zone, zoneYears(d))
		from, _ := r.bounds()
		edits = append(edits, edit{from, from, w.String()})
	}
	for i := range edits {
		edits[i].text = r.withLineEndingsOf(edits[i].text)
	}
	return edits
}

// find returns the event of that UID and the component that contains it: for a series
// the current master, for single occurrences the first.
func (f *File) find(uid string) (event, in *component) {
	rank := func(c *component) int {
		n, _ := strconv.Atoi(c.value("SEQUENCE"))
		if _, single := c.first("RECURRENCE-ID"); single {
			return -1
		}
		return n
	}
	for c := range f.calendars() {
		for e := range c.childrenOf("VEVENT") {
			if uidOf(e) == uid && (event == nil || rank(e) > rank(event)) {
				event, in = e, c
			}
		}
	}
	return event, in
}

// definition returns the VTIMEZONE of a zone in c, nil if there is none.
func definition(c *component, zone *time.Location) *component {
	for definition := range c.childrenOf("VTIMEZONE") {
		if zoneName(definition.value("TZID")) == zone.String() {
			return definition
		}
	}
	return nil
}

// describable reports whether the times of d can be written in its zone in the
// calendar c: outside of a calendar no zone can be defined, and an existing
// definition may end before d, or be wrong.
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

// An eventEditor collects the edits of one event.
type eventEditor struct {
	*component
	edits    []edit
	added    Writer
	usesZone bool // a line uses the zone of the draft
}

// times sets the start and end of the event to those of d.
func (r *eventEditor) times(in *component, d calendar.Draft) error {
	e, err := newExpansion(d.Span, cmp.Or(d.Zone, time.UTC)).newScope(in).readEvent(r.component)
	if err != nil {
		return fmt.Errorf("event %s: %w", d.ID, err)
	}
	whole := e.start.date
	if whole || e.start.unix() != d.Span.Start.Unix() {
		r.set(property{"DTSTART", timeLine("DTSTART", d.Span.Start, d.Zone)})
		r.usesZone = d.Zone != nil
	}
	if whole || e.length.after(e.start) != d.Span.End.Unix() {
		r.set(property{name: "DURATION"})
		r.set(property{"DTEND", timeLine("DTEND", d.Span.End, d.Zone)})
		r.usesZone = d.Zone != nil
	}
	return nil
}

// setProperty sets p, unless the event already has an equivalent line.
func (r *eventEditor) setProperty(p property) {
	l, ok := r.first(p.name)
	if !ok && p.line == "" {
		return
	}
	if !ok || p.line == "" || !l.equivalent(line{raw: p.line, name: p.name}) {
		r.set(p)
	}
}

// equivalent reports whether l means the same as other.
func (l line) equivalent(other line) bool {
	if l.name == "ORGANIZER" {
		return address(l.split()) == address(other.split())
	}
	_, value := l.split()
	_, otherValue := other.split()
	return text(value) == text(otherValue)
}

// set replaces all lines with the name of p.
func (r *eventEditor) set(p property) {
	var w Writer
	if p.line != "" {
		w.Line(p.line)
	}
	replaced := false
	for l := range r.ownLines() {
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

// attendees adds missing attendees of d. Existing ones keep their answers.
func (r *eventEditor) attendees(d calendar.Draft) {
	there := map[mailbox.Address]bool{}
	for l := range r.ownLines() {
		if l.name != "ATTENDEE" {
			continue
		}
		if there[address(l.split())] = true; slices.Contains(d.Without, address(l.split())) {
			r.edits = append(r.edits, edit{l.at, l.at + len(l.raw), ""})
		}
	}
	for _, want := range attendees(d) {
		if !there[address(line{raw: want}.split())] {
			r.added.Line(want)
		}
	}
}

// askAgain asks everybody but the organizer again.
func (r *eventEditor) askAgain() {
	organizer, _ := r.first("ORGANIZER")
	for l := range r.ownLines() {
		params, value := l.split()
		if l.name != "ATTENDEE" || param(params, "PARTSTAT") == "" || address(params, value) == address(organizer.split()) {
			continue
		}
		if strings.EqualFold(param(params, "PARTSTAT"), string(rsvp.NoReply)) {
			continue
		}
		var w Writer
		w.Line("ATTENDEE;", withParam(withParam(params, "PARTSTAT", string(rsvp.NoReply)), "RSVP", "TRUE"), ":", value)
		r.edits = append(r.edits, edit{l.at, l.at + len(l.raw), w.String()})
	}
}

// link updates the link for joining together with the place, unless somebody has set
// another link.
func (r *eventEditor) link(d calendar.Draft) {
	there, written := r.value("CONFERENCE"), linkIn(text(r.value("LOCATION")))
	if there == "" || there == written {
		r.setProperty(conference(linkIn(d.Location)))
	}
}

// stamp makes the changed event a new version, which replaces older ones (RFC 5546,
// 2.1.4).
func (r *eventEditor) stamp(d calendar.Draft) {
	n, _ := strconv.Atoi(r.value("SEQUENCE"))
	r.set(property{"SEQUENCE", "SEQUENCE:" + strconv.Itoa(max(n+1, d.Sequence))})
	for _, name := range []string{"DTSTAMP", "LAST-MODIFIED"} {
		r.set(property{name, name + ":" + UTC(d.Stamp)})
	}
}
