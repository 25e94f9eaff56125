package ics

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"fika/calendar"
)

// An event is a VEVENT with its times parsed. The rest is parsed when an occurrence
// is reported.
type event struct {
	scope         *scope
	component     *component
	uid           string
	start         moment
	length        length
	travel        int64   // seconds of travel before start
	replaces      *moment // RECURRENCE-ID, nil for a whole series or a single event
	thisAndFuture bool    // it also replaces all following ones: RANGE=THISANDFUTURE
	sequence      int
	stamp         string // DTSTAMP as written

	rules, dates, exceptions []line // RRULE, RDATE, EXDATE

	endUnreadable    bool   // its end is unreadable
	travelUnreadable bool   // its travel time is unreadable
	replacesUnknown  bool   // it replaces an unknown occurrence
	detached         bool   // its series is elsewhere; it is reported with its own file
	doubt            string // why the whole event is doubtful, see [calendar.Event]; "" if it is not

	shared *calendar.Event // see details
}

// readEvent parses the times of a VEVENT. The error says why it is unusable; if its
// day is readable, the day becomes a doubt. Lesser faults are reported as problems.
func (s *scope) readEvent(c *component) (*event, error) {
	e := &event{scope: s, component: c}
	var start, end, duration, travel, replaces line
	var again, ignored []line
	var seen uint32
	for l := range c.ownLines() {
		bit := singlePropertyBit(l.name)
		if bit&seen != 0 {
			again = append(again, l)
			continue
		}
		seen |= bit
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
		case "EXRULE":
			ignored = append(ignored, l)
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
	for _, l := range again {
		s.report(l, e.uid, "%s occurs twice in an event; the first counts", l.name)
	}
	for _, l := range ignored {
		s.report(l, e.uid, "EXRULE is not followed: the dates that it excludes stay busy")
	}
	if err := e.readStart(start); err != nil {
		return e, e.readDayOnly(err, start, replaces, end)
	}
	e.readLength(end, duration)
	e.readTravel(travel)
	e.readReplaces(replaces)
	return e, nil
}

func (e *event) readStart(l line) (err error) {
	if l.name == "" {
		return errors.New("an event without DTSTART is skipped")
	}
	if e.start, err = e.scope.moment(l, e.uid); err != nil {
		return fmt.Errorf("the event is skipped: %v", err)
	}
	return nil
}

// readDayOnly turns an event without a start into a doubt: the day in the first of
// the lines that has one. It returns err, and adds what happened to the event.
func (e *event) readDayOnly(err error, from ...line) error {
	for _, l := range from {
		_, value := l.split()
		if day, ok := readDay(value); ok {
			e.start, e.length = moment{wall: day, zone: e.scope.reader, date: true}, length{days: 1}
			e.doubt = "only its day can be read"
			return fmt.Errorf("%v; that day counts as busy", err)
		}
	}
	return err
}

// moment reads the single time in the line l.
func (s *scope) moment(l line, uid string) (moment, error) {
	params, value := l.split()
	return s.readMoment(l, uid, params, value)
}

// readMoment reads one time in the line l, which has the parameters params.
func (s *scope) readMoment(l line, uid, params, value string) (moment, error) {
	if i := strings.LastIndexByte(value, ':'); i >= 0 { // an unquoted colon in a TZID
		params, value = params+":"+value[:i], value[i+1:]
	}
	value = strings.TrimSpace(value)
	r, ok := readTime(value)
	switch {
	case !ok:
		return moment{}, fmt.Errorf("%s:%.40s is not a time", l.name, value)
	case r.date: // VALUE=DATE before a date-time is a harmless error
		return moment{wall: r.wall, zone: s.reader, date: true}, nil
	case r.utc:
		s.inUTC = true
		return moment{wall: r.wall, zone: s.utc}, nil
	}
	if tzid := param(params, "TZID"); tzid != "" {
		return moment{wall: r.wall, zone: s.zone(tzid, l, uid)}, nil
	}
	return moment{wall: r.wall, zone: s.floating, floating: true}, nil
}

// readLength parses the duration of e. Without one, a date lasts a day and a time has
// no length (RFC 5545, 3.6.1).
func (e *event) readLength(end, duration line) {
	if e.start.date {
		e.length.days = 1
	}
	if end.name != "" {
		m, err := e.scope.moment(end, e.uid)
		if err == nil {
			e.setEnd(m, end)
			return
		}
		e.scope.report(end, e.uid, "the end cannot be read, so the day counts as busy to its end: %v", err)
		e.endUnreadable = true
	}
	if duration.name == "" {
		return
	}
	_, value := duration.split()
	l, err := readDuration(strings.TrimSpace(value))
	switch {
	case err != nil:
		e.scope.report(duration, e.uid, "the duration cannot be read, so the day counts as busy to its end: %v", err)
		e.endUnreadable = true
	case l.days < 0 || l.seconds < 0:
		e.scope.report(duration, e.uid, endsFirst)
		e.length, e.endUnreadable = length{}, true
	case e.start.date:
		e.length.days, e.endUnreadable = l.days+(wall(l.seconds)+aDay-1)/aDay, false
	default:
		e.length, e.endUnreadable = l, false
	}
}

const endsFirst = "the event ends before it starts, so the day counts as busy to its end"

// maxTravelTime is the longest travel time; a longer one is a mistake.
const maxTravelTime = int64(aDay)

// readTravel reads the travel time to e. Whole days have none.
func (e *event) readTravel(l line) {
	if l.name == "" || e.start.date {
		return
	}
	_, value := l.split()
	way, err := readDuration(strings.TrimSpace(value))
	if err == nil && way.upperBound() > wall(maxTravelTime) {
		err = fmt.Errorf("%.40s is longer than a day", value)
	}
	if err != nil {
		e.scope.report(l, e.uid, "the travel time cannot be read, so the day counts as busy until the event: %v", err)
		e.travelUnreadable = true
		return
	}
	e.travel = int64(way.upperBound())
}

// setEnd sets the end of e.
func (e *event) setEnd(end moment, l line) {
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
		e.scope.report(l, e.uid, endsFirst)
		until, e.endUnreadable = length{}, true
	}
	e.length = until
	e.endUnreadable = e.endUnreadable || end.zone.unknown && !e.start.zone.unknown && !e.start.date
}

func (e *event) readReplaces(l line) {
	if l.name == "" {
		return
	}
	m, err := e.scope.moment(l, e.uid)
	if err != nil {
		e.scope.report(l, e.uid, "which occurrence this replaces is unclear: %v", err)
		e.replacesUnknown = true
		return
	}
	params, _ := l.split()
	e.replaces, e.thisAndFuture = &m, strings.EqualFold(param(params, "RANGE"), "THISANDFUTURE")
}

// outranks reports whether e replaces other, which precedes it in the file and is the
// same series or occurrence.
func (e *event) outranks(other *event) bool {
	if other == nil {
		return true
	}
	if e.sequence != other.sequence {
		return e.sequence > other.sequence
	}
	return e.stamp >= other.stamp
}

// equalLines reports whether e and other have the same lines.
func (e *event) equalLines(other *event) bool {
	return slices.EqualFunc(e.component.lines, other.component.lines, func(a, b line) bool { return a.raw == b.raw })
}

// repeats reports whether e has occurrences other than its start.
func (e *event) repeats() bool { return len(e.rules)+len(e.dates) > 0 }

// maxDuration returns an upper bound on the time that e takes after its start, and
// maxTravel on the time before it.
func (e *event) maxDuration() wall {
	if e.endUnreadable {
		return max(e.length.upperBound(), aDay)
	}
	return e.length.upperBound()
}

func (e *event) maxTravel() wall {
	if e.travelUnreadable {
		return aDay
	}
	return wall(e.travel)
}
