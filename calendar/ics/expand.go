package ics

import (
	"cmp"
	"slices"
	"time"

	"fika/calendar"
	"fika/internal/prose"
	"fika/internal/span"
)

// An expansion computes the occurrences in a file for one window and one reader.
type expansion struct {
	from, to   int64 // the window
	reader     *zone // for floating times and whole days
	utc        *zone
	budget     budget
	moveBudget budget

	related        Related
	series         []*series // of all calendars of the file
	scopes         []*scope
	candidateZones []*zone // see findCandidateZones
	inUTC          bool    // some time is written in UTC

	occurrences []occurrence
	doubts      []occurrence
	detached    []occurrence
	problems    []calendar.Problem
}

// Related is the information in other files of a calendar that affects the events of
// a file.
type Related struct {
	// Overrides contain overrides of series in the file; see [Outline.DetachedUIDs].
	Overrides []*File
	// Zones are the zones that a time with an unknown zone may be in.
	Zones []*time.Location
}

// An occurrence is an event of the result before its fields are filled in. It is
// small, so that sorting is cheap.
type occurrence struct {
	start, end int64
	instance   string
	event      *calendar.Event
	doubt      string
}

func newExpansion(window span.Span, reader *time.Location) *expansion {
	return &expansion{
		from:       min(max(window.Start.Unix(), minInstant), maxInstant),
		to:         min(max(window.End.Unix(), minInstant), maxInstant),
		reader:     newZone(location{reader}),
		utc:        newZone(location{time.UTC}),
		budget:     budget{maxFileSteps},
		moveBudget: budget{maxMoves},
	}
}

// List returns every occurrence that takes time in window; a date without length
// counts as its whole day. They are sorted by start, then UID, then instance; spans
// are in UTC. Floating times and all-day dates are read in zone, the reader's.
// Occurrences of one event share their attendees. A time in an unknown zone is a
// doubt in every other zone that the file or beside has.
func (f *File) List(window span.Span, zone *time.Location, beside Related) calendar.Listing {
	if window.Empty() {
		return calendar.Listing{Problems: f.problems}
	}
	x := newExpansion(window, zone)
	x.related, x.problems = beside, slices.Clip(f.problems)
	for c := range f.calendars() {
		if c.takesTime() {
			x.read(c)
		}
	}
	x.attachOverrides()
	x.findCandidateZones()
	for _, s := range x.series {
		s.expand()
	}
	for _, s := range x.scopes {
		for child := range s.component.childrenOf("VFREEBUSY") {
			s.freeBusy(child)
		}
	}
	return calendar.Listing{Events: events(x.occurrences), Doubts: events(x.doubts), DetachedOverrides: events(x.detached), Problems: x.problems}
}

// Expand returns the occurrences and the problems of [File.List].
func (f *File) Expand(window span.Span, zone *time.Location) ([]calendar.Event, []calendar.Problem) {
	l := f.List(window, zone, Related{})
	return l.Events, l.Problems
}

// read reads the events directly in c.
func (x *expansion) read(c *component) {
	s := x.newScope(c)
	x.scopes = append(x.scopes, s)
	by := map[string]*series{}
	for child := range c.childrenOf("VEVENT") {
		e, err := s.readEvent(child)
		if err != nil {
			s.report(child.lines[0], e.uid, "%v", err)
		}
		if err != nil && e.doubt == "" {
			continue
		}
		apart := e.uid == "" || e.replacesUnknown || e.doubt != ""
		group := by[e.uid]
		if group == nil || apart {
			group = &series{scope: s}
			x.series = append(x.series, group)
			if !apart {
				by[e.uid] = group
			}
		}
		group.add(e)
	}
}

// attachOverrides attaches overrides, from this file or from related files, to their
// series, wherever in the file it is. Overrides without a series are recorded as
// detached.
func (x *expansion) attachOverrides() {
	var alone []*series
	for _, s := range x.series {
		if s.isDetached() {
			alone = append(alone, s)
		}
	}
	own := len(alone)
	for _, f := range x.related.Overrides {
		other := &expansion{reader: x.reader, utc: x.utc, budget: budget{maxFileSteps}}
		for c := range f.calendars() {
			other.read(c)
		}
		for _, s := range other.series {
			if s.isDetached() {
				alone = append(alone, s)
			}
		}
	}
	if len(alone) == 0 {
		return
	}
	whole := map[string][]*series{}
	for _, s := range x.series {
		if len(s.masters) > 0 && s.masters[0].uid != "" {
			whole[s.masters[0].uid] = append(whole[s.masters[0].uid], s)
		}
	}
	for i, s := range alone {
		homes := whole[s.changes[0].uid]
		for _, home := range homes {
			if x.spendMoves(home.masters[0], len(s.changes)) {
				home.detached = append(home.detached, s.changes...)
			}
		}
		for _, c := range s.changes {
			c.detached = true
			if len(homes) == 0 && i < own {
				x.addDetached(c)
			}
		}
	}
}

// events converts occurrences to events, in order. Duplicates with the same effect on
// people's time are removed.
func events(occurrences []occurrence) []calendar.Event {
	slices.SortFunc(occurrences, func(a, b occurrence) int {
		if c := cmp.Compare(a.start, b.start); c != 0 {
			return c
		}
		return cmp.Or(cmp.Compare(a.event.UID, b.event.UID), cmp.Compare(a.instance, b.instance), cmp.Compare(a.end, b.end), cmp.Compare(a.doubt, b.doubt))
	})
	occurrences = slices.CompactFunc(occurrences, occurrence.duplicates)
	events := make([]calendar.Event, len(occurrences))
	for i, o := range occurrences {
		events[i] = *o.event
		e := &events[i]
		e.Instance, e.Repeats = o.instance, o.instance != ""
		e.Span = span.Span{Start: time.Unix(o.start, 0).UTC(), End: time.Unix(o.end, 0).UTC()}
		if e.Doubt = o.doubt; e.Doubt != "" {
			e.Travel = 0 // is in the span
		}
	}
	return events
}

// duplicates reports whether b has the same effect as o. Titles do not matter.
func (o occurrence) duplicates(b occurrence) bool {
	if o.start != b.start || o.end != b.end || o.instance != b.instance || o.event.UID != b.event.UID || o.event.UID == "" {
		return false
	}
	x, y := o.event, b.event
	return x == y || x.Status == y.Status && x.Transparent == y.Transparent && x.ShowAs == y.ShowAs && x.Method == y.Method &&
		x.FreeBusy == y.FreeBusy && x.AllDay == y.AllDay && x.Travel == y.Travel && slices.Equal(x.Attendees, y.Attendees)
}

// spendMoves reports whether n overrides of the series of e may be examined.
func (x *expansion) spendMoves(e *event, n int) bool {
	left := x.moveBudget.steps >= 0
	if left && !x.moveBudget.spend(n) {
		x.report(e.component.lines[0], e.uid, "too many events have one UID: moved occurrences count at both places")
	}
	return left && x.moveBudget.steps >= 0
}

func (x *expansion) report(l line, uid, format string, args ...any) {
	x.problems = report(x.problems, l, uid, format, args...)
}

// report adds a problem of the line l, until there are too many to read.
func report(problems []calendar.Problem, l line, uid, format string, args ...any) []calendar.Problem {
	if len(problems) >= maxProblems {
		return problems
	}
	return append(problems, calendar.Problem{Line: l.number, UID: prose.Truncate(uid, prose.MaxQuoted), Text: prose.Sprintf(format, args...)})
}
