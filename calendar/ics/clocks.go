package ics

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// clocks describes the UTC offsets of a zone in the years that are compared. If only
// a name is known, zones with equal clocks count as the same.
type clocks struct {
	january, july int    // the offsets in these months, in seconds east of Greenwich
	changes       string // the days of change, with the new offsets
}

// The years in which the clocks of zones are compared. They are fixed, so that a
// file always means the same.
var comparedFrom, comparedTo = time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC), time.Date(2028, 1, 1, 12, 0, 0, 0, time.UTC)

// clocksOf returns the clocks of a zone. It caches those of IANA zones.
func clocksOf(l *time.Location) clocks {
	if known, ok := knownClocks.Load(l); ok {
		return known.(clocks)
	}
	c := computeClocks(l)
	if iana(l.String()) == l {
		knownClocks.Store(l, c)
	}
	return c
}

var knownClocks sync.Map // by *time.Location

func computeClocks(l *time.Location) clocks {
	var c clocks
	_, c.january = comparedFrom.In(l).Zone()
	_, c.july = comparedFrom.AddDate(0, 6, 0).In(l).Zone()
	var b strings.Builder
	fmt.Fprint(&b, c.january)
	for t, more := nextOffset(comparedFrom.In(l), comparedTo); more; t, more = nextOffset(t, comparedTo) {
		_, offset := t.Zone()
		fmt.Fprint(&b, t.UTC().Format(" 0102 "), offset) // to the day: Havana changes two hours before New York
	}
	c.changes = b.String()
	return c
}

// matches reports whether standard applies in winter and daylight in summer, in
// either hemisphere.
func (c clocks) matches(standard, daylight int) bool {
	return c.january == standard && c.july == daylight || c.january == daylight && c.july == standard && daylight > standard
}

// winterOffset returns the offset without daylight saving.
func (c clocks) winterOffset() int { return min(c.january, c.july) }

// zoneIfClocksAgree returns the first of the zones if all have equal clocks,
// otherwise nil.
func zoneIfClocksAgree(ids []string) *time.Location {
	var first *time.Location
	for _, id := range ids {
		l := iana(id)
		switch {
		case l == nil:
		case first == nil:
			first = l
		case clocksOf(l) != clocksOf(first):
			return nil
		}
	}
	return first
}

// windowsZonesWith returns the Windows zones whose clocks match, most populous first. It
// omits zones without daylight saving that are named by their offset from UTC.
func windowsZonesWith(asked func(clocks) bool) []string {
	var ids []string
	for _, z := range windowsClocks() {
		if asked(z.clocks) {
			ids = append(ids, z.id)
		}
	}
	return ids
}

type zoneClocks struct {
	id string
	clocks
}

var windowsClocks = sync.OnceValue(func() []zoneClocks {
	ids := strings.Fields("America/Los_Angeles America/Denver America/Chicago America/New_York America/Halifax Europe/London Europe/Berlin Europe/Helsinki")
	for _, name := range slices.Sorted(maps.Keys(windowsZones)) {
		if id := windowsZones[name]; !strings.HasPrefix(id, "Etc/") && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	var list []zoneClocks
	for _, id := range ids {
		if l := iana(id); l != nil {
			list = append(list, zoneClocks{id, clocksOf(l)})
		}
	}
	return list
})
