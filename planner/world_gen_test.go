package planner

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"pgregory.net/rapid"

	"fika/internal/date"
	"fika/internal/holiday"
	"fika/internal/mailbox"
	"fika/internal/span"
)

// problem is an input of Decide.
type problem struct {
	now   time.Time
	rules Rules
	world World
}

// zones are drawn by index, for short failure output. Stockholm and New York change
// their clocks on different Sundays; Kolkata never does.
func zones() []*time.Location {
	return []*time.Location{zone("Europe/Stockholm"), zone("America/New_York"), zone("Asia/Kolkata"), zone("Australia/Sydney"), time.UTC}
}

// startDays returns days before a change of clocks, a new quarter, a new year, and an
// ordinary day.
func startDays() []date.Date {
	return []date.Date{date.New(2026, 3, 2), date.New(2026, 3, 23), date.New(2026, 10, 19), date.New(2026, 12, 21), date.New(2026, 6, 10)}
}

// drawProblem draws a problem with up to n people, small enough for rules to matter.
func drawProblem(t *rapid.T, n int) problem {
	p := drawVideoProblem(t, n)
	drawPlaces(t, &p)
	return p
}

// drawVideoProblem draws a problem in which every coffee is by video.
func drawVideoProblem(t *rapid.T, n int) problem {
	p := problem{rules: drawRules(t)}
	clock := date.Clock(rapid.IntRange(0, 1439).Draw(t, "clock"))
	p.now = rapid.SampledFrom(startDays()).Draw(t, "season").AddDays(rapid.IntRange(0, 6).Draw(t, "day")).At(clock, p.rules.Zone)
	today := date.Of(p.now, p.rules.Zone)
	if oneOf(t, "blackout", false, false, true) {
		from := today.AddDays(rapid.IntRange(0, 8).Draw(t, "from"))
		p.rules.Blackouts = []Blackout{{From: from, To: from.AddDays(rapid.IntRange(0, 3).Draw(t, "to"))}}
	}
	// Epiphany lies near one of the seasons, and Good Friday near another.
	p.rules.Region = oneOf(t, "region", "", "", holiday.Region("SE"), "XX")
	p.rules.Holidays.Lists = []holiday.List{{Region: "XX", Only: true, Days: []holiday.Holiday{
		{Date: today.AddDays(rapid.IntRange(0, 8).Draw(t, "off")), Name: "Foundation Day"},
	}}}
	p.world.Busy = drawBusy(t, p.now, 12)
	for i := range oneOf(t, "people", n-2, n, n-2, n, n/2, 1, 0) {
		p.world.People = append(p.world.People, drawPerson(t, p.now, i))
	}
	for i := range oneOf(t, "goals", 1, 2, 3, 4) {
		p.world.Goals = append(p.world.Goals, drawGoal(t, today, i))
	}
	for i := range oneOf(t, "bookings", 0, 0, 1, 3, 6) {
		p.world.Bookings = append(p.world.Bookings, drawBooking(t, p.now, n, i))
	}
	if oneOf(t, "out of office", false, false, false, false, true) {
		from := today.AddDays(rapid.IntRange(-3, 5).Draw(t, "out from"))
		p.world.Absent = []span.Span{{Start: from.At(oneOf[date.Clock](t, "out at", 0, 9*60, 13*60), p.rules.Zone), End: from.AddDays(oneOf(t, "out for", 1, 2, 5)).At(0, p.rules.Zone)}}
	}
	p.rules.Guards.OwnWeeks = oneOf(t, "own weeks", 0, 0, 0, 0, 1, 2, 4)
	p.rules.Guards.Sparing = oneOf(t, "sparing", 0, 0, 0, -100, 50, 300)
	p.rules.Guards.Lunch = oneOf(t, "lunch", Hours{12 * 60, 13 * 60}, Hours{}, Hours{11*60 + 30, 14 * 60})
	p.drawHierarchy(t)
	return p
}

// drawHierarchy draws who manages whom, and what depends on it.
func (p *problem) drawHierarchy(t *rapid.T) {
	p.rules.Manager = oneOf(t, "manager", "", address(0), address(1), "gone@example.com")
	for i := range p.world.People {
		p.world.People[i].Manager = oneOf(t, "guest manager", "", "", address(0), address(1), address(2), p.rules.Me, "gone@example.com")
	}
	for i := range p.world.Goals {
		p.world.Goals[i].Theme = oneOf(t, "theme", "", "", "", "honest_feedback")
	}
	for i := range p.world.Bookings {
		b := &p.world.Bookings[i]
		if !b.NeverSent && b.State != StateSkipped && oneOf(t, "was sent", false, true) {
			b.SentAt = p.now.AddDate(0, 0, -oneOf(t, "sent before", 0, 5, 27, 28, 40))
			b.FirstContactUp = oneOf(t, "first contact up", false, true)
		}
	}
	p.world.Sent = oneOf(t, "sent", 0, 2, ApproveFirst, ApproveFirst)
}

func drawRules(t *rapid.T) Rules {
	return Rules{
		Me: "p7@example.com", Domains: []string{"example.com"},
		Zone:    zones()[oneOf(t, "zone", 0, 1, 2, 3, 4)],
		Hours:   week(oneOf(t, "hours", "mon-fri 09:00-12:00; mon-fri 13:00-17:00", "sun-sat 00:00-24:00", "mon-thu 08:00-18:00; fri 09:00-12:00")),
		Windows: week(oneOf(t, "windows", "tue-thu 10:00-11:45; tue,thu 14:00-16:00", "mon-fri 09:00-15:00", "mon-fri 10:00-10:30; mon-fri 13:00-16:00", "sun-sat 00:00-24:00", "tue 14:00-15:30")),
		Length:  oneOf[time.Duration](t, "length", 15, 25, 60) * time.Minute,
		Notice:  oneOf(t, "notice", 0, 1, 2), Horizon: oneOf(t, "horizon", 15, 15, 12, 10, 3),
		Buffer:   Buffer{oneOf[time.Duration](t, "before", 0, 5, 13) * time.Minute, oneOf[time.Duration](t, "after", 0, 4, 10) * time.Minute},
		BusyWeek: oneOf[time.Duration](t, "busy week", 0, 10, 20) * time.Hour,
		PerDay:   oneOf(t, "per day", 1, 1, 2, 3, 4, 0), PerWeek: oneOf(t, "per week", 1, 2, 3, 5, 9, 0), Open: oneOf(t, "open", 1, 2, 3, 4, 5, 0),
		Mode: oneOf(t, "mode", ModePropose, ModeBook, ""), ApproveFirst: ApproveFirst,
		Guards: Guards{
			Gap: oneOf(t, "gap", 0, 84), AfterDecline: 120, PerTeam: oneOf(t, "per team", 0, 1, 2),
			AskFirst: AskFirst{Level: 3}, Never: []mailbox.Address{"p6@example.com"},
		},
		Levels: []string{"low", "mid", "high"}, Level: 1,
	}
}

func drawBusy(t *rapid.T, now time.Time, most int) []span.Span {
	var busy []span.Span
	for range oneOf(t, "meetings", most, most/2, 0) {
		start := now.Add(time.Duration(rapid.IntRange(0, 16*24*12).Draw(t, "at")) * 5 * time.Minute)
		busy = append(busy, span.New(start, time.Duration(rapid.IntRange(1, 300).Draw(t, "long"))*time.Minute))
	}
	return span.Merge(busy)
}

func drawPerson(t *rapid.T, now time.Time, i int) Person {
	p := Person{
		ID: address(i), Name: fmt.Sprintf("P%d", i),
		Department: oneOf(t, "department", "Sales", "sales", "Legal", "Data", ""),
		Level:      oneOf[Level](t, "level", 0, 1, 2, 3),
		Zone:       append(zones(), zone("Etc/GMT-3"), zone("Etc/GMT+2"), nil, nil, nil, nil)[oneOf(t, "guest zone", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)],
		BusyKnown:  oneOf(t, "known", true, true, true, false),
		Busy:       drawBusy(t, now, 8),
		Tie: Tie{
			Class:  oneOf(t, "tie", "", TieNew, TieWeak, TieDormant, TieWarm),
			Common: rapid.IntRange(0, 20).Draw(t, "common"),
		},
	}
	if oneOf(t, "contractor", false, false, false, true) {
		p.Tags = []string{"Contractor"}
		p.OK = oneOf(t, "ok", false, true)
	}
	if oneOf(t, "wishes", false, false, false, false, false, true) {
		for range oneOf(t, "wishes of one", 1, 1, 2) {
			p.Wish = p.Wish.And(wish(oneOf(t, "wish", "no", "unclear", "walk", "mornings", "afternoons", "afternoons", "1/week", "1/month", "2/quarter")))
		}
	}
	if oneOf(t, "leave", false, false, false, false, true) {
		zone := p.Zone
		if zone == nil {
			zone = time.UTC
		}
		from := date.Of(now, zone).AddDays(rapid.IntRange(-8, 12).Draw(t, "leave from"))
		for i := range rapid.IntRange(1, 9).Draw(t, "leave days") {
			if d := from.AddDays(i); oneOf(t, "away all day", true, true, true, false) {
				p.Busy = append(p.Busy, span.Span{Start: d.At(oneOf[date.Clock](t, "leaves at", 0, 0, 9*60, 13*60), zone), End: d.AddDays(1).At(0, zone)})
			}
		}
		p.Busy = span.Merge(p.Busy)
	}
	for range oneOf(t, "meets", 0, 0, 1, 3) {
		p.Meets = append(p.Meets, address(rapid.IntRange(0, 7).Draw(t, "colleague")))
	}
	p.Region = oneOf(t, "guest region", "", holiday.Region("DE-BY"), "SE", "XX")
	if oneOf(t, "met before", false, true) {
		p.Tie.Last = now.AddDate(0, 0, -oneOf(t, "met", 0, 10, 40, 80, 120, 300))
	}
	if oneOf(t, "states hours", false, true) {
		p.Hours = OfficeHours(7*60, 19*60)
	}
	if oneOf(t, "away", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9) == 9 {
		p.AwayUntil = date.Of(now, time.UTC).AddDays(3)
	}
	return p
}

func drawGoal(t *rapid.T, today date.Date, i int) Goal {
	g := Goal{
		ID:     GoalID(fmt.Sprintf("g%d", i)),
		Weight: oneOf(t, "weight", 1, 3, 5),
		Length: oneOf[time.Duration](t, "own length", 0, 15) * time.Minute,
		Mode:   oneOf(t, "own mode", "", ModePropose, ModeBook),
		Want: oneOf(t, "want",
			Want{Meetings: 2, Per: PerQuarter}, Want{Meetings: 1, Per: PerWeek}, Want{Each: 42, Latest: 70}, Want{Each: 20},
			Want{Cover: ByDepartment, Per: PerQuarter}, Want{Cover: ByDepartment, Per: PerMonth}, Want{Cover: ByLevel, Per: PerMonth}, Want{Meetings: 9, Per: PerYear}),
	}
	g.Size = oneOf(t, "size", 0, 2, 3, 3)
	if oneOf(t, "filters", false, true) {
		g.From.Department = []string{"Sales"}
	}
	g.Ladder = oneOf(t, "ladder", nil, nil, nil, []Level{1, 2}, []Level{1, 3}, []Level{1, 2, 3})
	if oneOf(t, "timely", false, false, false, true) {
		g.Timely = today.AddDays(rapid.IntRange(-1, 3).Draw(t, "timely until"))
	}
	if oneOf(t, "ties", false, true) {
		g.Ties = []TieClass{TieNew, TieDormant}
	}
	if oneOf(t, "ends", false, false, true) {
		g.Until = today.AddDays(rapid.IntRange(-1, 10).Draw(t, "until"))
	}
	return g
}

// drawPlaces draws where coffees may be, and where people work.
func drawPlaces(t *rapid.T, p *problem) {
	if oneOf(t, "places", false, false, true) {
		return // by video
	}
	p.rules.Site = oneOf(t, "site", "Lund", "Lund", "Lund", "")
	p.rules.Where = oneOf(t, "where", nil, []Place{PlaceVideo}, []Place{PlaceInPerson}, []Place{PlaceWalk, PlaceInPerson, PlaceVideo}, []Place{PlaceInPerson, "Kitchen"})
	p.world.Stays = drawStays(t, p.now, p.rules.Zone)
	for i := range p.world.People {
		if p.world.People[i].Site = oneOf(t, "guest site", "lund", "Lund", "Lund", "Lisbon", ""); oneOf(t, "tells", false, false, true) {
			p.world.People[i].Stays = drawStays(t, p.now, p.rules.Zone)
		}
	}
	for i := range p.world.Goals {
		p.world.Goals[i].Where = oneOf(t, "goal where", nil, nil, []Place{PlaceWalk}, []Place{PlaceInPerson, PlaceVideo})
	}
}

// drawStays draws whole days and hours at some places.
func drawStays(t *rapid.T, now time.Time, zone *time.Location) []Stay {
	var stays []Stay
	for range oneOf(t, "stays", 0, 1, 3) {
		d := date.Of(now, zone).AddDays(rapid.IntRange(-1, 14).Draw(t, "stay"))
		s := span.Span{Start: d.At(0, zone), End: d.AddDays(oneOf(t, "days", 1, 1, 3)).At(0, zone)}
		if oneOf(t, "hours only", false, false, true) {
			s = span.Span{Start: d.At(9*60, zone), End: d.At(12*60, zone)}
		}
		stays = append(stays, Stay{s, oneOf(t, "kind", StayHome, StayOffice, StayOffice, StayOther), oneOf(t, "stay name", "", "Lund", "LUND, floor 2", "Lisbon")})
	}
	slices.SortStableFunc(stays, func(a, b Stay) int { return a.Span.Start.Compare(b.Span.Start) })
	return stays
}

func drawBooking(t *rapid.T, now time.Time, people, i int) Booking {
	b := Booking{
		ID: fmt.Sprintf("b%d", i), Person: address(rapid.IntRange(0, people).Draw(t, "guest")),
		Goal:  GoalID(fmt.Sprintf("g%d", rapid.IntRange(0, 4).Draw(t, "goal"))),
		State: oneOf(t, "state", StateLive, StateMet, StateMissed, StateDeclined, StateDropped, StateSkipped, StateRefused, StateLapsed),
	}
	days := -oneOf(t, "ago", 1, 5, 20, 60, 130)
	if b.State == StateLive {
		days = oneOf(t, "ahead", 0, 1, 3, 6, 10)
		b.Open = oneOf(t, "waits", false, true)
	}
	start := now.AddDate(0, 0, days).Truncate(5 * time.Minute)
	b.Span = span.New(start, 25*time.Minute)
	if b.State != StateLive {
		b.EndedAt = start
	}
	switch b.State {
	case StateMet, StateLive, StateMissed, StateDropped:
		b.Accepted = !b.Open && oneOf(t, "yes", true, true, false)
	case StateLapsed:
		b.NeverSent = oneOf(t, "unsent", false, true)
	}
	return b
}

// oneOf draws one of values with equal probability; rapid's own ranges prefer small
// numbers.
func oneOf[T any](t *rapid.T, label string, values ...T) T {
	return rapid.SampledFrom(values).Draw(t, label)
}

func address(i int) mailbox.Address { return mailbox.Address(fmt.Sprintf("p%d@example.com", i)) }

// shuffled returns p with its lists in another order.
func (p problem) shuffled(seed uint64) problem {
	r := rand.New(rand.NewPCG(seed, seed))
	w := World{slices.Clone(p.world.Goals), slices.Clone(p.world.People), slices.Clone(p.world.Busy), slices.Clone(p.world.Absent), slices.Clone(p.world.Stays), slices.Clone(p.world.Bookings), p.world.Sent}
	r.Shuffle(len(w.Goals), func(i, j int) { w.Goals[i], w.Goals[j] = w.Goals[j], w.Goals[i] })
	r.Shuffle(len(w.People), func(i, j int) { w.People[i], w.People[j] = w.People[j], w.People[i] })
	r.Shuffle(len(w.Busy), func(i, j int) { w.Busy[i], w.Busy[j] = w.Busy[j], w.Busy[i] })
	r.Shuffle(len(w.Bookings), func(i, j int) { w.Bookings[i], w.Bookings[j] = w.Bookings[j], w.Bookings[i] })
	p.world = w
	return p
}

// after returns p with plan carried out.
func (p problem) after(plan Plan) problem {
	p.world.Bookings = slices.Concat(p.world.Bookings, plan.asBookings())
	return p
}
