package googletest

import (
	"slices"
	"strings"
	"time"

	"github.com/teambition/rrule-go"
	"google.golang.org/api/calendar/v3"
)

// series is a recurring event ready to be expanded. The rule is expanded in wall
// clock time, stored as UTC: an event at nine stays at nine when the clocks change.
type series struct {
	master *calendar.Event
	zone   *time.Location // of the wall clock
	day    bool
	length time.Duration // in wall clock time for all-day events, otherwise exact
	set    *rrule.Set
}

// newSeries parses a recurring event on a calendar in this zone.
func newSeries(e *calendar.Event, zone *time.Location) (*series, error) {
	start, end := momentIn(zone, e.Start), momentIn(zone, e.End)
	if !start.day && e.Start.TimeZone != "" {
		named, err := time.LoadLocation(e.Start.TimeZone)
		if err != nil {
			return nil, err
		}
		zone = named
	}
	s := &series{master: e, zone: zone, day: start.day, length: end.at.Sub(start.at), set: &rrule.Set{}}
	first := wall(start.at.In(zone))
	if s.day {
		s.length = wall(end.at).Sub(first)
	}
	s.set.DTStart(first)
	s.set.RDate(first) // the start is an instance even if the rule does not match it
	for _, line := range e.Recurrence {
		if err := s.add(line, first); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// add parses one line of Recurrence: RRULE, RDATE or EXDATE (RFC 5545).
func (s *series) add(line string, first time.Time) error {
	name, value, ok := strings.Cut(line, ":")
	if !ok {
		return invalid("recurrence", "Invalid recurrence rule.")
	}
	name, _, _ = strings.Cut(strings.ToUpper(name), ";")
	switch name {
	case "RRULE":
		option, err := rrule.StrToROption(value)
		if err != nil {
			return invalid("recurrence", "Invalid recurrence rule.")
		}
		option.Dtstart = first
		if !option.Until.IsZero() {
			option.Until = s.until(value, option.Until)
		}
		rule, err := rrule.NewRRule(*option)
		if err != nil {
			return invalid("recurrence", "Invalid recurrence rule.")
		}
		s.set.RRule(rule)
	case "RDATE", "EXDATE":
		zone := s.zone
		if _, after, ok := strings.Cut(line, "TZID="); ok {
			id, _, _ := strings.Cut(after, ":")
			named, err := time.LoadLocation(id)
			if err != nil {
				return invalid("recurrence", "Invalid time zone.")
			}
			zone = named
		}
		for _, text := range strings.Split(value, ",") {
			t, err := s.date(text, zone)
			if err != nil {
				return invalid("recurrence", "Invalid recurrence date.")
			}
			if name == "RDATE" {
				s.set.RDate(t)
			} else {
				s.set.ExDate(t)
			}
		}
	default:
		return invalid("recurrence", "Invalid recurrence rule.")
	}
	return nil
}

// until converts UNTIL, an instant or a date, to wall clock time. A date includes the
// whole day.
func (s *series) until(rule string, t time.Time) time.Time {
	_, text, _ := strings.Cut(rule, "UNTIL=")
	text, _, _ = strings.Cut(text, ";")
	switch {
	case strings.HasSuffix(text, "Z") && !s.day:
		return wall(t.In(s.zone))
	case !strings.Contains(text, "T"):
		return t.AddDate(0, 0, 1).Add(-time.Second)
	}
	return t
}

// date parses a date or time of RDATE or EXDATE and returns it in wall clock time.
func (s *series) date(text string, zone *time.Location) (time.Time, error) {
	text = strings.TrimSpace(text)
	if t, err := time.Parse("20060102T150405Z", text); err == nil {
		return wall(t.In(s.zone)), nil
	}
	if t, err := time.ParseInLocation("20060102T150405", text, zone); err == nil {
		return wall(t.In(s.zone)), nil
	}
	return time.Parse("20060102", text)
}

// wall returns the wall clock time of t, represented in UTC.
func wall(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}

// instant returns the instant at which clocks in zone show w: the first of two if the
// clocks were set back, and in a gap the one with the offset before it, as in RFC
// 5545, 3.3.5. time.Date guarantees neither.
func instant(w time.Time, zone *time.Location) time.Time {
	t := time.Date(w.Year(), w.Month(), w.Day(), w.Hour(), w.Minute(), w.Second(), 0, zone)
	_, before := t.AddDate(0, 0, -1).Zone()
	old := w.Add(-time.Duration(before) * time.Second).In(zone)
	if wall(t).Equal(w) && !wall(old).Equal(w) {
		return t
	}
	return old
}

// between returns the instances that overlap [from, to), as events.
func (s *series) between(from, to time.Time) []*calendar.Event {
	var found []*calendar.Event
	// One day of margin on both sides, because offsets differ by less.
	low, high := wall(from.In(s.zone)).Add(-s.length).AddDate(0, 0, -1), wall(to.In(s.zone)).AddDate(0, 0, 1)
	for _, w := range s.set.Between(low, high, true) {
		e := s.instance(w)
		start, end := momentIn(s.zone, e.Start), momentIn(s.zone, e.End)
		if start.at.Before(to) && end.at.After(from) {
			found = append(found, e)
		}
	}
	return found
}

// instances expands a series of c within a window. It omits instances with changes of
// their own, which are separate records.
func (c *Calendar) instances(e *calendar.Event, from, to time.Time) []*calendar.Event {
	s, err := newSeries(e, c.zone)
	if err != nil {
		return nil // it was validated when it was written
	}
	return slices.DeleteFunc(s.between(from, to), func(i *calendar.Event) bool { return c.events[i.Id] != nil })
}

// instance returns the instance that starts at the wall clock time w.
func (s *series) instance(w time.Time) *calendar.Event {
	e := *s.master
	e.Recurrence, e.RecurringEventId = nil, s.master.Id
	if s.day {
		e.Id = s.master.Id + "_" + w.Format("20060102")
		e.Start = &calendar.EventDateTime{Date: w.Format(time.DateOnly)}
		e.End = &calendar.EventDateTime{Date: w.Add(s.length).Format(time.DateOnly)}
	} else {
		start := instant(w, s.zone)
		e.Id = s.master.Id + "_" + start.UTC().Format("20060102T150405Z")
		e.Start = &calendar.EventDateTime{DateTime: start.Format(time.RFC3339), TimeZone: s.master.Start.TimeZone}
		e.End = &calendar.EventDateTime{DateTime: start.Add(s.length).Format(time.RFC3339), TimeZone: s.master.End.TimeZone}
	}
	e.OriginalStartTime = e.Start
	return &e
}

// find returns the instance with this id, nil if there is none.
func (s *series) find(id string) *calendar.Event {
	stamp := strings.TrimPrefix(id, s.master.Id+"_")
	var w time.Time
	if t, err := time.Parse("20060102T150405Z", stamp); err == nil && !s.day {
		w = wall(t.In(s.zone))
	} else if t, err := time.Parse("20060102", stamp); err == nil && s.day {
		w = t
	} else {
		return nil
	}
	if len(s.set.Between(w, w, true)) == 0 {
		return nil
	}
	if e := s.instance(w); e.Id == id {
		return e
	}
	return nil
}
