package planner

import (
	"time"

	"fika/internal/span"
)

// hoursKey names hours that people of one zone share. Zones are compared by
// pointer, because two zones of one name can have different offsets.
type hoursKey struct {
	zone *time.Location
	week string // "": GuestHours
}

// look makes v ask about another window.
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

// coreHours are the hours of the day that suit everybody, on p's clock.
func (v *view) coreHours(p *Person) []span.Span {
	return v.instants(GuestHours(), hoursKey{zone: v.zone(p)})
}

// ownCovers reports whether s lies inside one of the user's own weeks. The name
// tells these weeks apart.
func (v *view) ownCovers(week Week, name string, s span.Span) bool {
	around, ok := span.Hit(v.instants(week, hoursKey{v.rules.Zone, name}), s)
	return ok && around.Covers(s)
}

func (v *view) instants(week Week, key hoursKey) []span.Span {
	spans, ok := v.hours[key]
	if !ok {
		zone := key.zone
		end := DateOf(v.window.End, zone).AddDays(1)
		for d := DateOf(v.window.Start, zone).AddDays(-1); !end.Before(d); d = d.AddDays(1) {
			spans = append(spans, week.On(d, zone)...)
		}
		v.hours[key] = spans
	}
	return spans
}
