package planner

import (
	"time"

	"pgregory.net/rapid"

	"fika/internal/date"
	"fika/internal/mailbox"
	"fika/internal/span"
)

// DrawProblemWithHistory draws a problem with a long history, for tests outside this
// package.
func DrawProblemWithHistory(t *rapid.T) (time.Time, Rules, World) {
	p := drawVideoProblem(t, 8)
	p.rules.Guards.AskFirst = oneOf(t, "ask first", AskFirst{}, AskFirst{Level: 3}, AskFirst{LevelsAbove: 2})
	if oneOf(t, "stand-ups", false, false, true) { // just before most windows
		for day := range 16 {
			at := date.Of(p.now, p.rules.Zone).AddDays(day).At(9*60+30, p.rules.Zone)
			p.world.Busy = append(p.world.Busy, span.New(at, 15*time.Minute))
		}
		p.world.Busy = span.Merge(p.world.Busy)
	}
	for i := range p.world.People {
		person := &p.world.People[i]
		person.Title = oneOf(t, "title", "", "Clerk", "Product lead")
		person.Site = oneOf(t, "site", "", "Lund", "Pune")
		person.Tags = append(person.Tags, oneOf(t, "tags", nil, []string{"mentor"}, []string{"alumni", "mentor"})...)
		person.Never = oneOf(t, "never", false, false, false, false, true)
		if oneOf(t, "full", false, false, true) { // weeks of long meetings, and coffees of others
			for day := range 16 {
				at := date.Of(p.now, p.rules.Zone).AddDays(day)
				person.Busy = append(person.Busy, span.Span{Start: at.At(9*60, p.rules.Zone), End: at.At(13*60, p.rules.Zone)})
				if day%5 == 1 {
					person.Busy = append(person.Busy, span.New(at.At(date.Clock(14*60+7*day), p.rules.Zone), p.rules.Length))
				}
			}
			person.Busy, person.BusyKnown, person.Hours, person.Zone = span.Merge(person.Busy), true, Week{}, nil
		}
		if oneOf(t, "nearly late", false, false, false, true) {
			person.Tie.Last = p.now.AddDate(0, 0, -65)
		}
		if days := oneOf(t, "rest", 0, 0, 0, -30, 20); days != 0 {
			person.RestUntil = p.now.AddDate(0, 0, days)
		}
		if days := oneOf(t, "lifted", 0, 0, -3, -50); days != 0 {
			person.LiftedAt = p.now.AddDate(0, 0, days)
		}
	}
	for i := range p.world.Goals {
		from := &p.world.Goals[i].From
		switch oneOf(t, "condition", 0, 0, 0, 0, 1, 2, 3, 4, 5, 6) {
		case 1:
			from.Title = []string{"lead", "head"}
		case 2:
			from.Site = []string{"Lund"}
		case 3:
			from.Tag = []string{"mentor"}
		case 4:
			from.LevelMin = 2
		case 5:
			from.LevelMax = 2
		case 6:
			from.Person = []mailbox.Address{address(1), address(2), address(3)}
		}
	}
	if oneOf(t, "mornings", false, true) { // a meeting of the user that ends when a window begins
		for day := range 16 {
			at := date.Of(p.now, p.rules.Zone).AddDays(day)
			p.world.Busy = append(p.world.Busy, span.Span{Start: at.At(9*60, p.rules.Zone), End: at.At(9*60+45, p.rules.Zone)})
		}
		p.world.Busy = span.Merge(p.world.Busy)
	}
	for i := range oneOf(t, "more bookings", 0, 4, 12) {
		b := drawBooking(t, p.now, 8, 100+i)
		p.world.Bookings = append(p.world.Bookings, b)
	}
	for i := range oneOf(t, "old bookings", 4, 8, 12) {
		b := drawBooking(t, p.now, 8, 200+i)
		if b.State != StateLive {
			start := p.now.AddDate(0, 0, -oneOf(t, "long ago", 95, 150, 250)).Truncate(5 * time.Minute)
			b.Span, b.EndedAt = span.New(start, 25*time.Minute), start
			p.world.Bookings = append(p.world.Bookings, b)
		}
	}
	drawPlaces(t, &p)
	return p.now, p.rules, p.world
}
