package ics

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"fika/calendar"
)

// An event is a VEVENT with its times understood. The rest of it is read when
// it has an occurrence to tell of.
type event struct {
	scope     *scope
	component *component
	uid       string
	start     moment
	length    length
	travel    int64   // seconds of the way to it, before start
	replaces  *moment // RECURRENCE-ID, nil for a whole series or a single event
	onward    bool    // and all that follow: RANGE=THISANDFUTURE
	sequence  int
	stamp     string // DTSTAMP as written

	rules, dates, exceptions []line // RRULE, RDATE, EXDATE

	told *calendar.Event // see details
}

// readEvent reads the times of a VEVENT. An error says why it is no event;
// lesser faults are reported.
func (s *scope) readEvent(c *component) (*event, error) {
	e := &event{scope: s, component: c}
	var start, end, duration, travel, replaces line
	for l := range c.own() {
		switch l.name {
		case "UID":
			_, uid := l.split()
			e.uid = strings.TrimSpace(text(uid))
		case "DTSTART":
			start = l
		case "DTEND":
			end = l
		case "DURATION":
			duration = l
		case "X-APPLE-TRAVEL-DURATION":
			travel = l
		case "RECURRENCE-ID":
			replaces = l
		case "RRULE":
			e.rules = append(e.rules, l)
		case "RDATE":
			e.dates = append(e.dates, l)
		case "EXDATE":
			e.exceptions = append(e.exceptions, l)
		case "SEQUENCE":
			_, value := l.split()
			e.sequence, _ = strconv.Atoi(strings.TrimSpace(value))
		case "DTSTAMP":
			_, e.stamp = l.split()
		}
	}
	if start.name == "" {
		return e, errors.New("an event without DTSTART is left out")
	}
	var err error
	if e.start, err = s.moment(start, e.uid); err != nil {
		return e, fmt.Errorf("the event is left out: %v", err)
	}
	e.readLength(end, duration)
	e.readTravel(travel)
	e.readReplaces(replaces)
	return e, nil
}

// moment reads the one time of the line l.
func (s *scope) moment(l line, uid string) (moment, error) {
	params, value := l.split()
	return s.readMoment(l, uid, params, value)
}

// readMoment reads one time of the line l, which has the parameters params.
func (s *scope) readMoment(l line, uid, params, value string) (moment, error) {
	if i := strings.LastIndexByte(value, ':'); i >= 0 { // an unquoted colon in a TZID
		params, value = params+":"+value[:i], value[i+1:]
	}
	value = strings.TrimSpace(value)
	r, ok := readTime(value)
	switch {
	case !ok:
		return moment{}, fmt.Errorf("%s:%.40s is no time", l.name, value)
	case r.date: // VALUE=DATE before a date-time is an error that tells nothing
		return moment{wall: r.wall, zone: s.reader, date: true}, nil
	case r.utc:
		return moment{wall: r.wall, zone: s.utc}, nil
	}
	if tzid := param(params, "TZID"); tzid != "" {
		return moment{wall: r.wall, zone: s.zone(tzid, l, uid)}, nil
	}
	return moment{wall: r.wall, zone: s.floating, floating: true}, nil
}

// readLength finds out how long e lasts: a whole day or not at all if it does
// not say (RFC 5545, 3.6.1).
func (e *event) readLength(end, duration line) {
	if e.start.date {
		e.length.days = 1
	}
	if end.name != "" {
		m, err := e.scope.moment(end, e.uid)
		if err == nil {
			e.lastUntil(m, end)
			return
		}
		e.scope.report(end, e.uid, "the end is ignored: %v", err)
	}
	if duration.name == "" {
		return
	}
	_, value := duration.split()
	l, err := readDuration(strings.TrimSpace(value))
	switch {
	case err != nil:
		e.scope.report(duration, e.uid, "the duration is ignored: %v", err)
	case l.days < 0 || l.seconds < 0:
		e.scope.report(duration, e.uid, "the event ends before it starts")
		e.length = length{}
	case e.start.date:
		e.length.days = l.days + (wall(l.seconds)+aDay-1)/aDay
	default:
		e.length = l
	}
}

// longestTravel is how long the way to an event may be; what is longer was not
// meant.
const longestTravel = int64(aDay)

// readTravel reads the way to e. Whole days have none.
func (e *event) readTravel(l line) {
	if l.name == "" || e.start.date {
		return
	}
	_, value := l.split()
	way, err := readDuration(strings.TrimSpace(value))
	if err == nil && way.longest() > wall(longestTravel) {
		err = fmt.Errorf("%.40s is longer than a day", value)
	}
	if err != nil {
		e.scope.report(l, e.uid, "the way to it is not counted: %v", err)
		return
	}
	e.travel = int64(way.longest())
}

// lastUntil makes e end at end.
func (e *event) lastUntil(end moment, l line) {
	if !e.start.date && (end.date || end.floating) {
		end = moment{wall: end.wall, zone: e.start.zone}
	}
	var until length
	if e.start.date {
		until.days = (end.wall.midnight() - e.start.wall) / aDay
	} else {
		until.seconds = end.unix() - e.start.unix()
	}
	if until.days < 0 || until.seconds < 0 {
		e.scope.report(l, e.uid, "the event ends before it starts")
		until = length{}
	}
	e.length = until
}

func (e *event) readReplaces(l line) {
	if l.name == "" {
		return
	}
	m, err := e.scope.moment(l, e.uid)
	if err != nil {
		e.scope.report(l, e.uid, "which occurrence this replaces is unclear: %v", err)
		return
	}
	params, _ := l.split()
	e.replaces, e.onward = &m, strings.EqualFold(param(params, "RANGE"), "THISANDFUTURE")
}

// outranks reports whether e holds and not other, which stands before it in
// the file and says of itself to be the same series or occurrence.
func (e *event) outranks(other *event) bool {
	if other == nil {
		return true
	}
	if e.sequence != other.sequence {
		return e.sequence > other.sequence
	}
	return e.stamp >= other.stamp
}

// details is what all occurrences of e have in common.
func (e *event) details() *calendar.Event {
	if e.told != nil {
		return e.told
	}
	t := &calendar.Event{
		UID: e.uid, ID: calendar.EventID(e.uid),
		AllDay: e.start.date, Travel: time.Duration(e.travel) * time.Second, Method: e.scope.method, Sequence: e.sequence,
	}
	if r, ok := readTime(strings.TrimSpace(e.stamp)); ok {
		t.Stamp = time.Unix(e.scope.utc.unix(r.wall), 0).UTC()
	}
	for l := range e.component.own() {
		tell(t, l)
	}
	e.told = t
	return t
}

// tell reads one line into t.
func tell(t *calendar.Event, l line) {
	switch l.name {
	default:
		return
	case "SUMMARY", "LOCATION", "DESCRIPTION", "STATUS", "TRANSP", "ORGANIZER", "ATTENDEE",
		"X-MICROSOFT-CDO-BUSYSTATUS", "X-MICROSOFT-MSNCALENDAR-BUSYSTATUS", markBooking, markGeneration:
	}
	params, value := l.split()
	word := func() string { return strings.ToUpper(strings.TrimSpace(value)) }
	switch l.name {
	case "SUMMARY":
		t.Title = text(value)
	case "LOCATION":
		t.Location = text(value)
	case "DESCRIPTION":
		t.Description = text(value)
	case "STATUS":
		t.Status = calendar.Status(word())
	case "TRANSP":
		t.Transparent = word() == "TRANSPARENT"
	case "X-MICROSOFT-CDO-BUSYSTATUS":
		t.ShowAs = calendar.ShowAs(word())
	case "X-MICROSOFT-MSNCALENDAR-BUSYSTATUS":
		if t.ShowAs == "" {
			t.ShowAs = calendar.ShowAs(word())
		}
	case "ORGANIZER":
		t.Organizer = address(params, value)
	case "ATTENDEE":
		t.Attendees = append(t.Attendees, attendee(params, value))
	case markBooking:
		t.Mark.Booking = text(value)
	case markGeneration:
		t.Mark.Generation, _ = strconv.Atoi(strings.TrimSpace(value))
	}
}

// The lines that carry fika's [calendar.Mark].
const (
	markBooking    = "X-FIKA-BOOKING"
	markGeneration = "X-FIKA-GENERATION"
)

// address is the address of a calendar user. Some servers write a path of
// their own as the value and the address beside it.
func address(params, value string) calendar.Address {
	if a := calendar.ParseAddress(value); a != "" {
		return a
	}
	return calendar.ParseAddress(param(params, "EMAIL"))
}

func attendee(params, value string) calendar.Attendee {
	a := calendar.Attendee{Address: address(params, value), Name: text(param(params, "CN")), Reply: calendar.NoReply}
	switch reply := calendar.Reply(strings.ToUpper(param(params, "PARTSTAT"))); reply {
	case calendar.Accepted, calendar.Declined, calendar.Maybe, calendar.Delegated:
		a.Reply = reply
	}
	a.Informed = strings.EqualFold(param(params, "ROLE"), "NON-PARTICIPANT")
	if status := param(params, "SCHEDULE-STATUS"); undelivered(status) {
		a.Undelivered = status
	}
	switch strings.ToUpper(param(params, "CUTYPE")) {
	case "ROOM", "RESOURCE":
		a.Room = true
	}
	return a
}

// undelivered reports whether a server says with status that the invitation did
// not arrive: 3.x and 5.x, while 1.x is on its way and 2.x is delivered (RFC
// 6638, 3.2.9). Of several codes one good one is enough.
func undelivered(status string) bool {
	bad := false
	for code := range strings.SplitSeq(status, ",") {
		switch code = strings.TrimSpace(code); {
		case strings.HasPrefix(code, "1."), strings.HasPrefix(code, "2."):
			return false
		case strings.HasPrefix(code, "3."), strings.HasPrefix(code, "5."):
			bad = true
		}
	}
	return bad
}
