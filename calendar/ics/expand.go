package ics

import (
	"cmp"
	"slices"
	"time"

	"fika/calendar"
	"fika/excerpt"
	"fika/span"
)

// An expansion is one reading of a file for one window and one reader.
type expansion struct {
	from, to int64 // the window
	reader   *zone // of floating times and whole days
	utc      *zone
	budget   budget

	occurrences []occurrence
	doubts      []calendar.Event
	problems    []calendar.Problem
}

// An occurrence is an event of the result before it is written out: sorting
// moves these small values instead.
type occurrence struct {
	start, end int64
	instance   string
	event      *calendar.Event
}

func newExpansion(window span.Span, reader *time.Location) *expansion {
	return &expansion{
		from:   min(max(window.Start.Unix(), minInstant), maxInstant),
		to:     min(max(window.End.Unix(), minInstant), maxInstant),
		reader: newZone(location{reader}),
		utc:    newZone(location{time.UTC}),
		budget: budget{maxFileSteps},
	}
}

// List returns every occurrence that takes time in window; a date without length
// counts as its whole day. They are sorted by start, then UID, then instance;
// spans are in UTC. zone is the reader's: floating times and all-day dates are
// read in it. Occurrences of one event share their attendees.
func (f *File) List(window span.Span, zone *time.Location) calendar.Listing {
	if window.Empty() {
		return calendar.Listing{Problems: f.problems}
	}
	x := newExpansion(window, zone)
	x.problems = slices.Clip(f.problems)
	for c := range f.calendars() {
		x.calendar(c)
	}
	return calendar.Listing{Events: x.events(), Doubts: x.doubts, Problems: x.problems}
}

// Expand is the part of [File.List] that people see: the occurrences and what
// could not be understood.
func (f *File) Expand(window span.Span, zone *time.Location) ([]calendar.Event, []calendar.Problem) {
	l := f.List(window, zone)
	return l.Events, l.Problems
}

// calendar expands what stands directly in c.
func (x *expansion) calendar(c *component) {
	s := x.newScope(c)
	by := map[string]*series{}
	var order []*series
	for child := range c.only("VEVENT") {
		e, err := s.readEvent(child)
		if err != nil {
			s.report(child.lines[0], e.uid, "%v", err)
			continue
		}
		group := by[e.uid]
		if group == nil || e.uid == "" {
			group = &series{scope: s}
			by[e.uid], order = group, append(order, group)
		}
		group.add(e)
	}
	for _, group := range order {
		group.expand()
	}
	for child := range c.only("VFREEBUSY") {
		s.freeBusy(child)
	}
}

// found notes an occurrence of e if it belongs into the window.
func (x *expansion) found(e *event, start moment, l length, instance string) {
	from, to := start.unix(), l.after(start)
	leave, until := from-e.travel, to
	if from == to && start.date {
		until = length{days: 1}.after(start)
	}
	if !(leave < x.to && until > x.from || from == to && x.from <= from && leave < x.to) {
		return
	}
	if len(x.occurrences) == maxOccurrences {
		if x.budget.steps > 0 {
			x.report(e.component.lines[0], e.uid, "the file holds too many occurrences, the rest is left out")
			x.budget.steps = 0 // nothing more would be found
		}
		return
	}
	x.occurrences = append(x.occurrences, occurrence{from, to, instance, e.details()})
}

// events writes the occurrences out.
func (x *expansion) events() []calendar.Event {
	slices.SortFunc(x.occurrences, func(a, b occurrence) int {
		if c := cmp.Compare(a.start, b.start); c != 0 {
			return c
		}
		return cmp.Or(cmp.Compare(a.event.UID, b.event.UID), cmp.Compare(a.instance, b.instance))
	})
	events := make([]calendar.Event, len(x.occurrences))
	for i, o := range x.occurrences {
		events[i] = *o.event
		events[i].Instance = o.instance
		events[i].Span = span.Span{Start: time.Unix(o.start, 0).UTC(), End: time.Unix(o.end, 0).UTC()}
	}
	return events
}

func (x *expansion) report(l line, uid, format string, args ...any) {
	x.problems = report(x.problems, l, uid, format, args...)
}

// report adds a problem of the line l, until there are too many to read.
func report(problems []calendar.Problem, l line, uid, format string, args ...any) []calendar.Problem {
	if len(problems) >= maxProblems {
		return problems
	}
	return append(problems, calendar.Problem{Line: l.number, UID: excerpt.Cut(uid, excerpt.Most), Text: excerpt.Sprintf(format, args...)})
}
