package ics

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A series is the events of one UID: the one that repeats, and those that
// replace some of its occurrences. A single event is a short series.
type series struct {
	scope   *scope
	master  *event   // nil where only single occurrences are known
	changes []*event // with a RECURRENCE-ID
}

// A segment is a stretch of a series with the same shape: from the master, or
// from a change of this and all following occurrences.
type segment struct {
	from  int64 // key of its first occurrence
	event *event
	shift wall // from where the rule says to where it is
}

// An origin is an occurrence as the rule or a date has it, before any change.
type origin struct {
	key    int64 // tells it apart, see key
	wall   wall  // on the master's clocks
	length *length
}

// rank is 0 for a period, which says more than a start.
func (o origin) rank() int {
	if o.length != nil {
		return 0
	}
	return 1
}

// key tells the occurrences of master apart: the instant at which one would
// start, or for whole days the day. A RECURRENCE-ID or EXDATE may write the
// same occurrence in another zone, or name only the day.
func key(master *event, m moment) int64 {
	start := master.start
	switch {
	case start.date:
		return int64(m.wall.midnight())
	case m.date:
		return start.zone.unix(m.wall + floorMod(start.wall, aDay))
	case m.floating:
		return start.zone.unix(m.wall)
	}
	return m.unix()
}

// instance is the name of an occurrence, see [calendar.Event].
func instance(master *event, key int64) string {
	if master.start.date {
		return wall(key).date()
	}
	return string(append(wall(key).appendDateTime(make([]byte, 0, 16)), 'Z'))
}

// add puts e into s. Of two masters one is an old version.
func (s *series) add(e *event) {
	switch {
	case e.replaces != nil:
		s.changes = append(s.changes, e)
	case e.outranks(s.master):
		s.master = e
	}
}

// expand finds the occurrences of s that overlap the window.
func (s *series) expand() {
	master := s.master
	if master == nil {
		for _, c := range s.changes {
			s.scope.found(c, c.start, c.length, instance(c, key(c, *c.replaces)))
		}
		return
	}
	changes := s.changesOf(master)
	gone := s.gone(master)
	for k, c := range changes {
		if !gone(k, c.replaces.in(master.start.zone)) {
			s.scope.found(c, c.start, c.length, instance(master, k))
		}
	}
	s.repeat(master, changes, gone)
}

// changesOf returns the changes by the key of what they replace.
func (s *series) changesOf(master *event) map[int64]*event {
	if len(s.changes) == 0 {
		return nil
	}
	by := make(map[int64]*event, len(s.changes))
	for _, c := range s.changes {
		k := key(master, *c.replaces)
		if c.outranks(by[k]) {
			by[k] = c
		}
	}
	return by
}

// segments cuts the series of master at the changes that hold for what follows.
func segments(master *event, changes map[int64]*event) []segment {
	cut := []segment{{from: int64(minWall), event: master}}
	zone := master.start.zone
	for k, c := range changes {
		if c.onward {
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

// repeat finds the occurrences of master that no change replaces.
func (s *series) repeat(master *event, changes map[int64]*event, gone func(int64, wall) bool) {
	repeats := len(master.rules)+len(master.dates)+len(s.changes) > 0
	cut := segments(master, changes)
	from, to := s.reach(cut)
	full := len(s.scope.occurrences) + maxRepeats
	for _, o := range s.origins(master, from, to) {
		if len(s.scope.occurrences) == full {
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
		if repeats {
			name = instance(master, o.key)
		}
		s.scope.found(e, m, l, name)
	}
}

// reach returns the wall clocks between which an occurrence must originate to
// overlap the window, with a day to spare for the zones.
func (s *series) reach(cut []segment) (from, to wall) {
	first, last := wall(s.scope.from)-2*aDay, wall(s.scope.to)+2*aDay
	from, to = first, last
	for _, c := range cut {
		from = min(from, first-c.shift-c.event.length.longest())
		to = max(to, last-c.shift)
	}
	return from, to
}

// origins returns the occurrences of master in order, each once: its start,
// what its rules yield from, inclusive, to, exclusive, and its dates.
func (s *series) origins(master *event, from, to wall) []origin {
	first := origin{key: key(master, master.start), wall: master.start.wall}
	if len(master.rules)+len(master.dates) == 0 {
		return []origin{first}
	}
	var all []origin
	started := len(master.rules) == 0
	for _, l := range master.rules {
		r := s.readRule(master, l)
		if r == nil {
			started = true
			continue
		}
		started = started || r.until >= master.start.wall
		all = s.follow(all, master, r, from, to)
	}
	if started {
		all = append(all, first)
	}
	all = s.readDates(all, master)
	slices.SortStableFunc(all, func(a, b origin) int {
		return cmp.Or(cmp.Compare(a.key, b.key), a.rank()-b.rank())
	})
	return slices.CompactFunc(all, func(a, b origin) bool { return a.key == b.key })
}

// readRule reads a rule of master; nil if it cannot be followed.
func (s *series) readRule(master *event, l line) *rule {
	_, value := l.split()
	until := func(r reading) wall {
		switch {
		case master.start.date:
			return r.wall.midnight()
		case r.utc:
			return master.start.zone.wall(s.scope.utc.unix(r.wall))
		}
		return r.wall
	}
	r, err := readRule(value, master.start.wall, master.start.date, until)
	if err != nil {
		s.scope.report(l, master.uid, "only the first occurrence is known: %v", err)
		return nil
	}
	return r
}

// follow appends what r yields.
func (s *series) follow(all []origin, master *event, r *rule, from, to wall) []origin {
	b := budget{min(maxEventSteps, s.scope.budget.steps)}
	given := b.steps
	for w := range r.walk(master.start.wall, from, to, &b) {
		m := master.start
		m.wall = w
		if m.date {
			m.wall = w.midnight()
		}
		all = append(all, origin{key: key(master, m), wall: m.wall})
	}
	s.scope.budget.spend(given - b.steps)
	if b.steps < 0 {
		s.scope.report(master.rules[0], master.uid, "the rule goes on for too long, later occurrences are missing")
	}
	return all
}

// readDates appends the RDATEs of master, dates, times or periods.
func (s *series) readDates(all []origin, master *event) []origin {
	for _, l := range master.dates {
		params, value := l.split()
		for v := range strings.SplitSeq(value, ",") {
			if strings.TrimSpace(v) == "" {
				continue
			}
			o, err := s.readDate(master, l, params, v)
			if err != nil {
				s.scope.report(l, master.uid, "a date is left out: %v", err)
				continue
			}
			all = append(all, o)
		}
	}
	return all
}

func (s *series) readDate(master *event, l line, params, value string) (origin, error) {
	from, to, period := strings.Cut(value, "/")
	m, err := s.scope.readMoment(l, master.uid, params, from)
	if err != nil {
		return origin{}, err
	}
	o := origin{key: key(master, m)}
	if o.wall = wall(o.key); !master.start.date {
		o.wall = master.start.zone.wall(o.key)
	}
	if period && !master.start.date {
		until, err := s.scope.periodEnd(l, params, m, to)
		if err != nil {
			return origin{}, err
		}
		o.length = &length{seconds: max(0, until-m.unix())}
	}
	return o, nil
}

// periodEnd reads the second half of a PERIOD value (RFC 5545, 3.3.9).
func (s *scope) periodEnd(l line, params string, start moment, value string) (int64, error) {
	if d, err := readDuration(strings.TrimSpace(value)); err == nil {
		return d.after(start), nil
	}
	m, err := s.readMoment(l, "", params, value)
	if err != nil {
		return 0, fmt.Errorf("%.40s ends no period", value)
	}
	return m.unix(), nil
}

// gone returns whether an occurrence, given by its key and its wall clock, is
// taken out of the series of master, even if a change replaces it.
func (s *series) gone(master *event) func(int64, wall) bool {
	if len(master.exceptions) == 0 {
		return func(int64, wall) bool { return false }
	}
	keys, days := map[int64]bool{}, map[wall]bool{}
	for _, l := range master.exceptions {
		params, value := l.split()
		for v := range strings.SplitSeq(value, ",") {
			if strings.TrimSpace(v) == "" {
				continue
			}
			m, err := s.scope.readMoment(l, master.uid, params, v)
			switch {
			case err != nil:
				s.scope.report(l, master.uid, "an exception is ignored: %v", err)
			case m.date:
				days[m.wall] = true
			default:
				keys[key(master, m)] = true
			}
		}
	}
	return func(key int64, w wall) bool { return keys[key] || days[w.midnight()] }
}
