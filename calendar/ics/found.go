package ics

import "slices"

// addFound records an occurrence of e if it takes time in the window, and the other
// times that it may take. If doubt is set, it is recorded only as a doubt, not as an
// occurrence.
func (x *expansion) addFound(e *event, start moment, l length, instance, doubt string) {
	if e.doubt != "" {
		doubt = e.doubt
	}
	from, to := start.unix(), l.after(start)
	if doubt == "" {
		x.addOccurrence(e, start, from, to, instance)
	} else {
		x.addDoubt(e, from, to, instance, doubt)
	}
	if start.date {
		return
	}
	if e.endUnreadable {
		x.addDoubt(e, from, x.midnight(from, aDay), instance, "its end cannot be read")
	}
	if e.travelUnreadable {
		x.addDoubt(e, x.midnight(from, 0), from, instance, "the travel time cannot be read")
	}
	if start.zone.unknown {
		x.addOtherZones(e, start, to-from, instance)
	}
}

// addOtherZones records when e may take place if it starts at start in an unknown
// zone.
func (x *expansion) addOtherZones(e *event, start moment, lasts int64, instance string) {
	const why = "its time zone is unknown"
	end := func(at int64) int64 {
		if e.endUnreadable {
			return x.midnight(at, aDay)
		}
		return at + lasts
	}
	if len(x.candidateZones) > maxCandidateZones {
		// Clocks are at most 14 hours ahead of Greenwich, and 12 behind.
		first, last := int64(start.wall)-14*3600, int64(start.wall)+12*3600
		x.addDoubt(e, first, end(last), instance, why)
		return
	}
	for _, at := range x.possibleInstants(start) {
		x.addDoubt(e, at, end(at), instance, why)
	}
}

// midnight returns the start of the reader's day that contains an instant, or of a
// later day.
func (x *expansion) midnight(unix int64, later wall) int64 {
	return x.reader.unix(x.reader.wall(unix).midnight() + later)
}

func (x *expansion) addOccurrence(e *event, start moment, from, to int64, instance string) {
	leave, until := from-e.travel, to
	if from == to && start.date {
		until = length{days: 1}.after(start)
	}
	if !(leave < x.to && until > x.from || from == to && x.from <= from && leave < x.to) {
		return
	}
	if x.hasRoom(e, len(x.occurrences)) {
		x.occurrences = append(x.occurrences, occurrence{from, to, instance, e.details(), ""})
	}
}

// addDoubt records a doubt: the time that e may take, including travel.
func (x *expansion) addDoubt(e *event, from, to int64, instance, why string) {
	if from -= e.travel; from >= to || from >= x.to || to <= x.from {
		return
	}
	if x.hasRoom(e, len(x.doubts)) {
		x.doubts = append(x.doubts, occurrence{from, to, instance, e.details(), why})
	}
}

// addDetached records an override whose series is not in the file.
func (x *expansion) addDetached(e *event) {
	if len(x.detached) < maxOccurrences {
		x.detached = append(x.detached, occurrence{e.start.unix(), e.length.after(e.start), instance(e, key(e, *e.replaces)), e.details(), ""})
	}
}

// addDayDoubt records the day of a time in e of which only the day is readable.
func (x *expansion) addDayDoubt(e *event, value string) {
	if day, ok := readDay(value); ok {
		x.addDoubt(e, x.reader.unix(day), x.reader.unix(day+aDay), "", "only its day can be read")
	}
}

// count returns how many occurrences and doubts were found.
func (x *expansion) count() int { return len(x.occurrences) + len(x.doubts) }

// hasRoom reports whether there may be another one after n.
func (x *expansion) hasRoom(e *event, n int) bool {
	if n < maxOccurrences {
		return true
	}
	if x.budget.steps > 0 {
		x.report(e.component.lines[0], e.uid, "the file has too many occurrences; the rest is skipped")
		x.budget.steps = 0 // nothing more would be found
	}
	return false
}

// possibleInstants returns the other instants that start may mean if its zone is
// unknown: in every candidate zone, and in those that its name may mean.
func (x *expansion) possibleInstants(start moment) []int64 {
	var all []int64
	for _, z := range slices.Concat(x.candidateZones, start.zone.hints) {
		all = append(all, z.unix(start.wall))
	}
	slices.Sort(all)
	return slices.DeleteFunc(slices.Compact(all), func(at int64) bool { return at == start.unix() })
}

// findCandidateZones finds the zones that a time with an unknown zone may be in: the
// reader's, those of the file's events, and the related ones. It runs before the
// expansion, so that the result does not depend on the window.
func (x *expansion) findCandidateZones() {
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
	x.candidateZones = append(known, x.reader)
}
