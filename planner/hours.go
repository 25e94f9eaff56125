package planner

import (
	"time"

	"fika/internal/span"
)

// hoursKey finds the hours that people of one place share. Zones are told apart
// by pointer: two of one name need not have one offset.
type hoursKey struct {
	zone *time.Location
	week string // "": GuestHours
}

// look turns v to another window, with hours around that one.
func (v *view) look(window span.Span) {
	v.window = window
	clear(v.hours)
}

// guestHours are p's hours as instants, day by day, around the view's window.
func (v *view) guestHours(p *Person) []span.Span {
	week := p.Hours
	if week.IsZero() {
		week = GuestHours()
	}
	return v.instants(week, v.hoursKey(p))
}

// hoursKey finds p's hours.
func (v *view) hoursKey(p *Person) hoursKey {
	if p.Hours.IsZero() {
		return hoursKey{zone: v.zone(p)}
	}
	return hoursKey{v.zone(p), p.Hours.String()}
}

// coreHours are the hours that nobody minds, on p's clock.
func (v *view) coreHours(p *Person) []span.Span {
	return v.instants(GuestHours(), hoursKey{zone: v.zone(p)})
}

// ownCovers reports whether s lies inside one of the user's own weeks, which is
// known by its name.
func (v *view) ownCovers(week Week, name string, s span.Span) bool {
	around, ok := span.Hit(v.instants(week, hoursKey{v.rules.Zone, name}), s)
	return ok && around.Covers(s)
}

func (v *view) instants(week Week, key hoursKey) []span.Span {
	spans, ok := v.hours[key]
	if !ok {
		zone := key.zone
		end := DateOf(v.window.End, zone).Add(1)
		for d := DateOf(v.window.Start, zone).Add(-1); !end.Before(d); d = d.Add(1) {
			spans = append(spans, week.On(d, zone)...)
		}
		v.hours[key] = spans
	}
	return spans
}
