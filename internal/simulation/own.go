package simulation

import (
	"time"

	"fika/internal/date"
	"fika/internal/mailbox"
	"fika/internal/network"
	"fika/internal/span"
	"fika/planner"
)

// How far back the user's own calendars count: half a year repeats in the coming weeks;
// older encounters matter only for dormant ties.
const (
	repeatedWeeks   = 26
	rememberedWeeks = 104
)

// Own builds the organisation of one user from what their calendars show of it. Member 0
// is the user.
type Own struct {
	org    Organisation
	member map[mailbox.Address]int // by every address
}

// NewOwn returns an organisation with user alone. Its first week is that of now in zone.
func NewOwn(user Member, zone *time.Location, now time.Time) *Own {
	o := &Own{
		org:    Organisation{Zone: zone, Start: date.Of(now, zone).Monday(), History: repeatedWeeks},
		member: map[mailbox.Address]int{},
	}
	o.add(user)
	return o
}

// Organisation returns what was built.
func (o *Own) Organisation() *Organisation { return &o.org }

// AddPerson adds somebody whom the user knows, once.
func (o *Own) AddPerson(p planner.Person) { o.add(Member{Person: p}) }

func (o *Own) add(m Member) {
	if _, known := o.member[m.Person.ID]; known {
		return
	}
	for _, a := range m.Person.Addresses() {
		o.member[a] = len(o.org.Members)
	}
	o.org.Members = append(o.org.Members, m)
}

// Remembered is the time in which the user's events count.
func (o *Own) Remembered() span.Span { return o.before(rememberedWeeks) }

// Repeated is the time whose events repeat, and in which those of colleagues count.
func (o *Own) Repeated() span.Span { return o.before(repeatedWeeks) }

// before returns that many weeks before the first one.
func (o *Own) before(weeks int) span.Span {
	return span.Span{Start: o.org.Start.AddDays(-7*weeks).At(0, o.org.Zone), End: o.org.Start.At(0, o.org.Zone)}
}

// AddEvent adds an event in Remembered that took the user's time. with is whom they met
// there, under any of their addresses, and size how many took part.
func (o *Own) AddEvent(when span.Span, with []mailbox.Address, size int) {
	met := network.Encounter{Span: when, Size: size}
	members := []int{0}
	for _, address := range with {
		i, known := o.member[address]
		if known {
			address = o.org.Members[i].Person.ID
		}
		if known && i != 0 && size <= network.MaxEncounterSize {
			members = append(members, i)
		}
		met.With = append(met.With, address)
	}
	switch {
	case o.Repeated().Contains(when.Start):
		o.repeat(members, when)
	case len(with) > 0:
		o.org.Members[0].Past = append(o.org.Members[0].Past, met)
	}
}

// SetBusy adds when member i was busy in Repeated, which is all that is known of them.
func (o *Own) SetBusy(i int, busy []span.Span) {
	o.org.Members[i].Person.BusyKnown = true
	for _, when := range busy {
		o.repeat([]int{i}, when)
	}
}

// repeat adds an interval that repeats every repeatedWeeks.
func (o *Own) repeat(members []int, when span.Span) {
	zone := o.org.Zone
	day := date.Of(when.Start, zone)
	phase := 0
	for m := day.Monday(); m.Before(o.org.Start); m = m.AddDays(7) {
		phase--
	}
	local := when.Start.In(zone)
	o.org.Series = append(o.org.Series, Series{
		Members: members, Day: (int(day.Weekday()) + 6) % 7,
		At: date.Clock(local.Hour()*60 + local.Minute()), Length: when.Len().Round(time.Minute),
		Every: repeatedWeeks, Phase: phase,
	})
}
