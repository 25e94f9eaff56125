package ics

import (
	"cmp"
	"errors"
	"slices"
	"strings"
)

// A vtimezone is a zone defined in a file (RFC 5545, 3.6.5). Its changes are computed
// only for the years that are needed, because definitions begin in 1601 and never
// end.
type vtimezone struct {
	observances []observance
	budget      *budget
	onTooMany   func()   // called when there are too many changes
	changes     []change // in order; complete from, inclusive, to, exclusive
	from, to    int64
}

// An observance is one STANDARD or DAYLIGHT part.
type observance struct {
	start  wall // of its first onset, on the clocks before it
	before int64
	after  int64 // both in seconds east of Greenwich
	rules  []*rule
	more   []wall // RDATE
}

// A change is one onset of an observance.
type change struct{ at, before, after int64 }

const (
	minInstant = int64(minWall)
	maxInstant = int64(maxWall)
)

// newVTimezone parses c. It skips unusable parts, and fails if no part is usable.
func newVTimezone(c *component, b *budget, excess func()) (*vtimezone, error) {
	v := &vtimezone{budget: b, onTooMany: excess}
	for _, part := range c.children {
		if part.kind != "STANDARD" && part.kind != "DAYLIGHT" {
			continue
		}
		if o, ok := readObservance(part); ok {
			v.observances = append(v.observances, o)
		}
	}
	if len(v.observances) == 0 {
		return nil, errors.New("it does not define an offset")
	}
	slices.SortStableFunc(v.observances, func(a, b observance) int { return cmp.Compare(a.start, b.start) })
	return v, nil
}

func readObservance(c *component) (observance, bool) {
	var o observance
	start, ok := readTime(c.value("DTSTART"))
	to, ok1 := readOffset(c.value("TZOFFSETTO"))
	from, ok2 := readOffset(c.value("TZOFFSETFROM"))
	if !ok || !ok1 {
		return o, false
	}
	if !ok2 {
		from = to
	}
	o.start, o.before, o.after = start.wall, from, to
	for l := range c.ownLines() {
		switch _, value := l.split(); l.name {
		case "RRULE":
			until := func(r reading) wall {
				if r.utc {
					return r.wall + wall(from)
				}
				return r.wall
			}
			if r, err := readRule(value, o.start, false, until); err == nil {
				o.rules = append(o.rules, r)
			}
		case "RDATE":
			for v := range strings.SplitSeq(value, ",") {
				v, _, _ = strings.Cut(v, "/")
				if r, ok := readTime(strings.TrimSpace(v)); ok {
					o.more = append(o.more, r.wall)
				}
			}
		}
	}
	return o, true
}

// readOffset reads a UTC-OFFSET value, "+0100" or "-003652", and similar ones:
// "+01:00", "+1", "0100".
func readOffset(s string) (int64, bool) {
	s = strings.ReplaceAll(strings.TrimSpace(s), ":", "")
	sign := int64(1)
	switch {
	case strings.HasPrefix(s, "-"):
		sign, s = -1, s[1:]
	case strings.HasPrefix(s, "+"):
		s = s[1:]
	}
	if len(s)%2 == 1 {
		s = "0" + s
	}
	if s == "" || len(s) > 6 {
		return 0, false
	}
	n, ok := digits((s + "0000")[:6])
	seconds := int64(n/10000*3600 + n/100%100*60 + n%100)
	return sign * seconds, ok && seconds < int64(aDay)
}

func (v *vtimezone) at(unix int64) (offset, from, to int64) {
	unix = min(max(unix, minInstant), maxInstant)
	if unix < v.from || unix >= v.to {
		v.computeAround(unix)
	}
	i, found := slices.BinarySearchFunc(v.changes, unix, func(c change, u int64) int { return cmp.Compare(c.at, u) })
	if found {
		i++
	}
	from, to = v.from, v.to
	if i < len(v.changes) {
		to = min(to, v.changes[i].at)
	}
	if i == 0 {
		return v.first(), from, to
	}
	return v.changes[i-1].after, max(from, v.changes[i-1].at), to
}

// first returns the offset before all changes.
func (v *vtimezone) first() int64 {
	if len(v.changes) > 0 {
		return v.changes[0].before
	}
	return v.observances[0].before
}

// computeAround computes the changes around unix, and those between it and the range
// computed before: calendars need the same few years again and again.
func (v *vtimezone) computeAround(unix int64) {
	const margin = int64(3 * aYear)
	if v.from == v.to {
		v.from, v.to = unix, unix
	}
	v.from, v.to = min(v.from, unix-margin), max(v.to, unix+margin)
	v.changes = v.changes[:0]
	for _, o := range v.observances {
		onset := func(w wall) {
			if at := int64(w) - o.before; at < v.to {
				v.changes = append(v.changes, change{at, o.before, o.after})
			}
		}
		onset(o.start)
		for _, w := range o.more {
			onset(w)
		}
		for _, r := range o.rules {
			// The onset before v.from counts too: its offset is in effect then.
			from := min(wall(v.from), r.until) - 3*aYear*wall(min(r.interval, 100))
			for w := range r.walk(o.start, from, wall(v.to)+aDay, v.budget) {
				if len(v.changes) >= maxZoneChanges {
					v.onTooMany()
					break
				}
				onset(w)
			}
		}
	}
	slices.SortStableFunc(v.changes, func(a, b change) int { return cmp.Compare(a.at, b.at) })
}
