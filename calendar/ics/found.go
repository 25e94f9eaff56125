package ics

import "slices"

// found records an occurrence of e if it takes time in the window, plus the other
// times that it may take. With a doubt, it is only a doubt and has no row.
func (x *expansion) found(e *event, start moment, l length, instance, doubt string) {
	if e.doubt != "" {
		doubt = e.doubt
	}
	from, to := start.unix(), l.after(start)
	if doubt == "" {
		x.row(e, start, from, to, instance)
	} else {
		x.perhaps(e, from, to, instance, doubt)
	}
	if start.date {
		return
	}
	if e.endless {
		x.perhaps(e, from, x.midnight(from, aDay), instance, "its end cannot be read")
	}
	if e.wayless {
		x.perhaps(e, x.midnight(from, 0), from, instance, "the travel time cannot be read")
	}
	if start.zone.unknown {
		x.foundElsewhere(e, start, to-from, instance)
	}
}

// foundElsewhere records when e may take place if it starts at start in an unknown
// zone.
func (x *expansion) foundElsewhere(e *event, start moment, lasts int64, instance string) {
	const why = "its time zone is unknown"
	end := func(at int64) int64 {
		if e.endless {
			return x.midnight(at, aDay)
		}
		return at + lasts
	}
	if len(x.around) > maxAround {
		// Clocks are at most 14 hours ahead of Greenwich, and 12 behind.
		first, last := int64(start.wall)-14*3600, int64(start.wall)+12*3600
		x.perhaps(e, first, end(last), instance, why)
		return
	}
	for _, at := range x.elsewhere(start) {
		x.perhaps(e, at, end(at), instance, why)
	}
}

// midnight is the start of the reader's day that contains an instant, or of a day
// that is later by the given amount.
func (x *expansion) midnight(unix int64, later wall) int64 {
	return x.reader.unix(x.reader.wall(unix).midnight() + later)
}

func (x *expansion) row(e *event, start moment, from, to int64, instance string) {
	leave, until := from-e.travel, to
	if from == to && start.date {
		until = length{days: 1}.after(start)
	}
	if !(leave < x.to && until > x.from || from == to && x.from <= from && leave < x.to) {
		return
	}
	if x.room(e, len(x.occurrences)) {
		x.occurrences = append(x.occurrences, occurrence{from, to, instance, e.details(), ""})
	}
}

// perhaps records a doubt: the time that e may take, including travel.
func (x *expansion) perhaps(e *event, from, to int64, instance, why string) {
	if from -= e.travel; from >= to || from >= x.to || to <= x.from {
		return
	}
	if x.room(e, len(x.doubts)) {
		x.doubts = append(x.doubts, occurrence{from, to, instance, e.details(), why})
	}
}

// stray records an occurrence whose series is not in the file.
func (x *expansion) stray(e *event) {
	if len(x.strays) < maxOccurrences {
		x.strays = append(x.strays, occurrence{e.start.unix(), e.length.after(e.start), instance(e, key(e, *e.replaces)), e.details(), ""})
	}
}

// someDay records the day of a time in e of which only the day is readable.
func (x *expansion) someDay(e *event, value string) {
	if day, ok := readDay(value); ok {
		x.perhaps(e, x.reader.unix(day), x.reader.unix(day+aDay), "", "only its day can be read")
	}
}

// count is how many occurrences and doubts were found.
func (x *expansion) count() int { return len(x.occurrences) + len(x.doubts) }

// room reports whether there may be one more than n.
func (x *expansion) room(e *event, n int) bool {
	if n < maxOccurrences {
		return true
	}
	if x.budget.steps > 0 {
		x.report(e.component.lines[0], e.uid, "the file has too many occurrences; the rest is skipped")
		x.budget.steps = 0 // nothing more would be found
	}
	return false
}

// elsewhere returns the instants that start may mean if its zone is unknown: in
// every zone around, and in those that its name may mean.
func (x *expansion) elsewhere(start moment) []int64 {
	var all []int64
	for _, z := range slices.Concat(x.around, start.zone.hints) {
		all = append(all, z.unix(start.wall))
	}
	slices.Sort(all)
	return slices.DeleteFunc(slices.Compact(all), func(at int64) bool { return at == start.unix() })
}

// lookAround finds the zones that a time with an unknown zone may be in: the
// reader's, those of the file's events, and those given. It runs before the
// expansion, so that the result does not depend on the window.
func (x *expansion) lookAround() {
	var known []*zone
	unknown := false
	see := func(z *zone) {
		if z.unknown { // and the reader's, which is there anyway
			unknown = true
			return
		}
		known = append(known, z)
	}
	for _, s := range x.scopes {
		for _, z := range s.zones {
			see(z)
		}
		see(s.floating)
	}
	if !unknown {
		return
	}
	if x.inUTC {
		known = append(known, x.utc)
	}
	for _, l := range x.related.Zones {
		known = append(known, newZone(location{l}))
	}
	x.around = append(known, x.reader)
}
