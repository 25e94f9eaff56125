package planner

import (
	"time"

	"fika/internal/date"
	"fika/internal/span"
)

// hoursKey identifies weekly hours in a zone, for caching. Zones are compared by
// pointer, because two zones of the same name can have different offsets.
type hoursKey struct {
	zone *time.Location
	week string // "": GuestHours
}

// setWindow changes the window, and drops what was cached for the old one.
func (in *input) setWindow(window span.Span) {
	in.window = window
	clear(in.hours)
}

// guestHours returns p's hours as instants, sorted, around the window.
func (in *input) guestHours(p *Person) []span.Span {
	key := in.hoursKey(p)
	if known, ok := in.hours[key]; ok {
		return known
	}
	week := p.Hours
	if week.IsZero() {
		week = GuestHours()
	}
	return in.instants(week, key)
}

// hoursKey returns the key of p's hours.
func (in *input) hoursKey(p *Person) hoursKey {
	if p.Hours.IsZero() {
		return hoursKey{zone: in.zone(p)}
	}
	return hoursKey{in.zone(p), p.Hours.String()}
}

// coreHours returns the hours of the day that suit everybody, in p's zone.
func (in *input) coreHours(p *Person) []span.Span {
	return in.instants(GuestHours(), hoursKey{zone: in.zone(p)})
}

// ownCovers reports whether s lies inside one of the user's weeks; name identifies
// the week in the cache.
func (in *input) ownCovers(week Week, name string, s span.Span) bool {
	around, ok := span.Hit(in.instants(week, hoursKey{in.config.Zone, name}), s)
	return ok && around.Covers(s)
}

// instants returns week as instants, sorted, in the whole weeks around the window: how
// busy somebody's week is depends on all its days.
func (in *input) instants(week Week, key hoursKey) []span.Span {
	spans, ok := in.hours[key]
	if !ok {
		zone := key.zone
		end := date.Of(in.window.End, zone).Monday().AddDays(7)
		for d := date.Of(in.window.Start, zone).Monday().AddDays(-1); !end.Before(d); d = d.AddDays(1) {
			spans = append(spans, week.On(d, zone)...)
		}
		in.hours[key] = spans
	}
	return spans
}
