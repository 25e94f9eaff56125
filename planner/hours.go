package planner

import (
	"time"

	"fika/span"
)

// hoursKey finds the hours that people of one place share. Zones are told apart
// by pointer: two of one name need not have one offset.
type hoursKey struct {
	zone *time.Location
	week string
}

// guestHours are p's hours as instants, day by day, around the view's window.
func (v *view) guestHours(p *Person) []span.Span {
	if p.Hours.IsZero() {
		return v.instants(GuestHours(), "", v.zone(p))
	}
	return v.instants(p.Hours, p.Hours.String(), v.zone(p))
}

// coreHours are the hours that nobody minds, on p's clock.
func (v *view) coreHours(p *Person) []span.Span { return v.instants(GuestHours(), "", v.zone(p)) }

func (v *view) instants(week Week, name string, zone *time.Location) []span.Span {
	key := hoursKey{zone, name}
	spans, ok := v.hours[key]
	if !ok {
		end := DateOf(v.window.End, zone).Add(1)
		for d := DateOf(v.window.Start, zone).Add(-1); !end.Before(d); d = d.Add(1) {
			spans = append(spans, week.On(d, zone)...)
		}
		v.hours[key] = spans
	}
	return spans
}
