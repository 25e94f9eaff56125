package invitation

import (
	"cmp"
	"strings"
	"time"

	"fika/planner"
)

// Clocks returns the line of the text that tells everybody's clocks, "" if it has none. It
// is what changes with the times of the coffee.
func (l Letter) Clocks(t Texts) string { return l.writer(t).clocks() }

// clocks says when the coffee is on the clocks of the user and of the guests, "" where they
// show the same: then the calendar says it, and keeps saying it after a move.
func (w writer) clocks() string {
	if w.Zone == nil {
		return ""
	}
	there := ""
	switch known := w.knownClocks(); {
	case len(known) == 1 && !w.toTwo():
		there = w.clockOf(known[0], w.voice.City, w.voice.Nowhere)
	case len(known) == 1:
		there = w.clockFor(known[0])
	case len(known) == 2 && w.sameClock(known[0].Zone, known[1].Zone):
		there = w.clockOf(known[0], w.voice.Table.City, w.voice.Table.Nowhere)
	case len(known) == 2:
		there = w.clockFor(known[0]) + "; " + w.clockFor(known[1])
	default:
		return ""
	}
	here := w.Span.Start.In(w.Zone)
	return filled(w.voice.Clocks, "here", w.Dates.day(here)+", "+here.Format(w.Dates.Clock), "there", there)
}

// knownClocks returns the guests whose zones are known; nobody if all their clocks show what
// the user's does. One of two who shares the user's is among them: the line names the other,
// and would leave them guessing.
func (w writer) knownClocks() (known []planner.Person) {
	differs := false
	for _, guest := range []planner.Person{w.Guest, w.Other.Person} {
		if guest.Zone != nil {
			known = append(known, guest)
			differs = differs || !w.sameClock(w.Zone, guest.Zone)
		}
	}
	if !differs {
		return nil
	}
	return known
}

// sameClock reports whether clocks in both zones show the same when the coffee begins.
func (w writer) sameClock(a, b *time.Location) bool {
	return w.Span.Start.In(a).Format(time.DateTime) == w.Span.Start.In(b).Format(time.DateTime)
}

// clockOf returns the clock of guest, in words for a zone that is named after a city or for
// another one.
func (w writer) clockOf(guest planner.Person, city, nowhere string) string {
	path := strings.Split(guest.Zone.String(), "/")
	if len(path) > 1 && path[0] != "Etc" {
		return filled(city, "clock", w.clockIn(guest.Zone), "city", strings.ReplaceAll(path[len(path)-1], "_", " "))
	}
	return filled(nowhere, "clock", w.clockIn(guest.Zone))
}

// clockFor returns the clock of one of two guests, with their name.
func (w writer) clockFor(guest planner.Person) string {
	name := guest.Greeting().Name
	if w.form == planner.FormLast {
		name = guest.FullName()
	}
	return filled(w.voice.Table.Clock, "clock", w.clockIn(guest.Zone), "name", cmp.Or(name, string(guest.ID)))
}

// clockIn returns the clock in zone, with the day if it is not the user's.
func (w writer) clockIn(zone *time.Location) string {
	here, there := w.Span.Start.In(w.Zone), w.Span.Start.In(zone)
	if here.YearDay() != there.YearDay() {
		return w.Dates.day(there) + ", " + there.Format(w.Dates.Clock)
	}
	return there.Format(w.Dates.Clock)
}
