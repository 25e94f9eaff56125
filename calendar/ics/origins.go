package ics

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// An origin is an occurrence as given by a rule or a date, before any change.
type origin struct {
	key    int64 // identifies it, see key
	wall   wall  // on the master's clocks
	length *length
	doubt  string // why it is doubtful, see [calendar.Event]; "" if it is not
}

// rank is 0 for a period, which says more than a start, and highest for a doubt.
func (o origin) rank() int {
	switch {
	case o.doubt != "":
		return 2
	case o.length != nil:
		return 0
	}
	return 1
}

// key identifies an occurrence of master: the instant at which it would start, or
// the day for whole days. A RECURRENCE-ID or EXDATE may write the same occurrence
// in another zone, or name only the day.
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
		r, doubt := s.readRule(master, l)
		started = started || r == nil || doubt != "" || r.until >= master.start.wall
		if r != nil {
			all = s.follow(all, master, r, doubt, from, to)
		}
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

// readRule reads a rule of master. If only a part can be read, the occurrences are
// doubtful; if that part says nothing, the rule is nil.
func (s *series) readRule(master *event, l line) (r *rule, doubt string) {
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
	if err == nil {
		return r, ""
	}
	s.scope.report(l, master.uid, "only the first occurrence is known: %v", err)
	return readRuleLoosely(value, master.start.wall, master.start.date, until), "its rule cannot be read"
}

// follow appends the occurrences of r.
func (s *series) follow(all []origin, master *event, r *rule, doubt string, from, to wall) []origin {
	b := budget{min(maxEventSteps, s.scope.budget.steps)}
	given := b.steps
	for w := range r.walk(master.start.wall, from, to, &b) {
		m := master.start
		m.wall = w
		if m.date {
			m.wall = w.midnight()
		}
		all = append(all, origin{key: key(master, m), wall: m.wall, doubt: doubt})
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
				s.scope.report(l, master.uid, "a date is skipped: %v", err)
				s.scope.addDayDoubt(master, v)
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
		return 0, fmt.Errorf("%.40s is not the end of a period", value)
	}
	return m.unix(), nil
}

// excluded returns a function that reports whether an occurrence, given by its key and
// its wall clock, is excluded from the series of master, even if a change replaces
// it.
func (s *series) excluded(master *event) func(int64, wall) bool {
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
