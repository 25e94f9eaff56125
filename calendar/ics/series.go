package ics

import (
	"cmp"
	"slices"
)

// A series consists of the events with one UID in one calendar of a file: the master,
// and the overrides of some of its occurrences. A single event is a series without
// rules. If several masters have the same version, each of them counts, and they
// share the overrides.
type series struct {
	scope    *scope
	masters  []*event // empty if only single occurrences are known
	one      [1]*event
	changes  []*event // with a RECURRENCE-ID
	detached []*event // overrides in other files, which are reported there
}

// A segment is a part of a series with the same times and duration: from the master
// on, or from an override of this and all following occurrences on.
type segment struct {
	from  int64 // key of its first occurrence
	event *event
	shift wall // from the time in the rule to the actual time
}

// add adds e to s. If masters have different versions, the newest ones count.
func (s *series) add(e *event) {
	switch {
	case e.replaces != nil:
		s.changes = append(s.changes, e)
	case len(s.masters) == 0 || e.sequence > s.masters[0].sequence:
		s.masters = append(s.one[:0], e) // most have one: no allocation
	case e.sequence == s.masters[0].sequence:
		s.masters = append(s.masters, e)
	}
}

// isDetached reports whether s has only overrides, so that its series is elsewhere.
func (s *series) isDetached() bool {
	return len(s.masters) == 0 && len(s.changes) > 0 && s.changes[0].uid != ""
}

// expand finds the occurrences of s that overlap the window.
func (s *series) expand() {
	if len(s.masters) == 0 {
		for _, c := range s.changes {
			s.scope.addFound(c, c.start, c.length, instance(c, key(c, *c.replaces)), "")
		}
		return
	}
	var gone []func(int64, wall) bool
	for _, master := range s.masters {
		gone = append(gone, s.excluded(master))
	}
	// An override that the series also excludes is only a doubt: Evolution writes
	// both for a moved occurrence.
	why := func(c *event) string {
		for i, master := range s.masters {
			if gone[i](key(master, *c.replaces), c.replaces.in(master.start.zone)) {
				return "the series both moves and excludes it"
			}
		}
		return ""
	}
	main := s.reportingMaster()
	for i, master := range s.masters {
		changes, rivals := s.overridesByKey(master)
		if i == main {
			for k, c := range changes {
				if !c.detached {
					s.scope.addFound(c, c.start, c.length, instance(master, k), why(c))
				}
			}
			for _, c := range rivals {
				s.scope.report(c.component.lines[0], c.uid, "the occurrence is replaced twice, at %s too; both count as busy", c.start.wall.dateTime())
				s.scope.addFound(c, c.start, c.length, instance(master, key(master, *c.replaces)), "it is one of two versions")
			}
		}
		s.addOccurrences(master, changes, gone[i])
	}
}

// reportingMaster returns the index of the master with which overrides are reported:
// the first that repeats, if any.
func (s *series) reportingMaster() int {
	return max(slices.IndexFunc(s.masters, (*event).repeats), 0)
}

// overridesByKey returns the overrides by the key of what they replace in master. As
// rivals it returns those that are as new as another override of the same occurrence
// but differ from it. If there are too many masters and overrides, the move budget
// may run out; then nothing is replaced.
func (s *series) overridesByKey(master *event) (by map[int64]*event, rivals []*event) {
	n := len(s.changes) + len(s.detached)
	if n == 0 || master != s.masters[0] && !s.scope.spendMoves(master, n) {
		return nil, nil
	}
	by = make(map[int64]*event, n)
	for _, c := range s.detached {
		if k := key(master, *c.replaces); c.outranks(by[k]) {
			by[k] = c
		}
	}
	for _, c := range s.changes {
		k := key(master, *c.replaces)
		switch other := by[k]; {
		case other == nil || other.detached:
			by[k] = c
		case c.outranks(other):
			if other.outranks(c) && !c.equalLines(other) {
				rivals = append(rivals, other)
			}
			by[k] = c
		}
	}
	older := func(c *event) bool { return !c.outranks(by[key(master, *c.replaces)]) }
	return by, slices.DeleteFunc(rivals, older)
}

// segments splits the series of master at overrides that apply to all following
// occurrences.
func segments(master *event, changes map[int64]*event) []segment {
	cut := []segment{{from: int64(minWall), event: master}}
	zone := master.start.zone
	for k, c := range changes {
		if c.thisAndFuture && master.repeats() {
			replaced := wall(k)
			if !master.start.date {
				replaced = zone.wall(k)
			}
			cut = append(cut, segment{k, c, c.start.in(zone) - replaced})
		}
	}
	slices.SortFunc(cut, func(a, b segment) int { return cmp.Compare(a.from, b.from) })
	return cut
}

// addOccurrences adds the occurrences of master that no override replaces.
func (s *series) addOccurrences(master *event, changes map[int64]*event, gone func(int64, wall) bool) {
	named := master.repeats() || len(s.changes)+len(s.detached) > 0
	cut := segments(master, changes)
	from, to := s.originRange(cut)
	full := s.scope.count() + maxRepeats
	for _, o := range s.origins(master, from, to) {
		if s.scope.count() >= full {
			s.scope.report(master.component.lines[0], master.uid, "the event repeats too often, later occurrences are missing")
			return
		}
		if changes[o.key] != nil || gone(o.key, o.wall) {
			continue
		}
		i := len(cut) - 1
		for i > 0 && cut[i].from > o.key {
			i--
		}
		e, l := cut[i].event, cut[i].event.length
		if o.length != nil {
			l = *o.length
		}
		m := moment{wall: o.wall + cut[i].shift, zone: master.start.zone, date: e.start.date}
		if m.date {
			m.wall, m.zone = m.wall.midnight(), s.scope.reader
		}
		name := ""
		if named {
			name = instance(master, o.key)
		}
		s.scope.addFound(e, m, l, name, o.doubt)
	}
}

// originRange returns the range of wall clock times in which an occurrence must
// originate to overlap the window, with a margin of a day for zones.
func (s *series) originRange(cut []segment) (from, to wall) {
	first, last := wall(s.scope.from)-2*aDay, wall(s.scope.to)+2*aDay
	from, to = first, last
	for _, c := range cut {
		from = min(from, first-c.shift-c.event.maxDuration())
		to = max(to, last-c.shift+c.event.maxTravel())
	}
	return from, to
}
