package planner

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"fika/span"

	"pgregory.net/rapid"
)

// problem is an input of Decide.
type problem struct {
	now   time.Time
	rules Rules
	world World
}

// zones, drawn by index so that a failure prints short: of one user and many guests; Stockholm and New York change their clocks
// on different Sundays, Kolkata and Sydney never with them.
func zones() []*time.Location {
	return []*time.Location{zone("Europe/Stockholm"), zone("America/New_York"), zone("Asia/Kolkata"), zone("Australia/Sydney"), time.UTC}
}

// seasons are days before a change of clocks, a quarter, a year, and one of none.
func seasons() []Date {
	return []Date{{2026, 3, 2}, {2026, 3, 23}, {2026, 10, 19}, {2026, 12, 21}, {2026, 6, 10}}
}

// drawProblem draws a problem of up to n people, small enough for rules to bite.
func drawProblem(t *rapid.T, n int) problem {
	p := problem{rules: drawRules(t)}
	clock := Clock(rapid.IntRange(0, 1439).Draw(t, "clock"))
	p.now = rapid.SampledFrom(seasons()).Draw(t, "season").Add(rapid.IntRange(0, 6).Draw(t, "day")).At(clock, p.rules.Zone)
	today := DateOf(p.now, p.rules.Zone)
	if rapid.Bool().Draw(t, "blackout") {
		from := today.Add(rapid.IntRange(0, 8).Draw(t, "from"))
		p.rules.Blackout = []Blackout{{From: from, To: from.Add(rapid.IntRange(0, 3).Draw(t, "to"))}}
	}
	p.world.Busy = drawBusy(t, p.now, 12)
	for i := range rapid.IntRange(0, n).Draw(t, "people") {
		p.world.People = append(p.world.People, drawPerson(t, p.now, i))
	}
	for i := range rapid.IntRange(1, 4).Draw(t, "goals") {
		p.world.Goals = append(p.world.Goals, drawGoal(t, today, i))
	}
	for i := range rapid.IntRange(0, 6).Draw(t, "bookings") {
		p.world.Bookings = append(p.world.Bookings, drawBooking(t, p.now, n, i))
	}
	return p
}

func drawRules(t *rapid.T) Rules {
	windows := []string{"tue-thu 10:00-11:45; tue,thu 14:00-16:00", "mon-fri 09:00-10:00", "sun-sat 08:00-20:00", "tue 15:00-15:30"}
	return Rules{
		Me: "p0@example.com", Domain: []string{"example.com"},
		Zone:    zones()[rapid.IntRange(0, 4).Draw(t, "zone")],
		Hours:   week(rapid.SampledFrom([]string{"mon-fri 09:00-12:00; mon-fri 13:00-17:00", "sun-sat 00:00-24:00", "mon-thu 08:00-18:00; fri 09:00-12:00"}).Draw(t, "hours")),
		Windows: week(rapid.SampledFrom(windows).Draw(t, "windows")),
		Length:  time.Duration(rapid.SampledFrom([]int{15, 25, 60}).Draw(t, "length")) * time.Minute,
		Notice:  rapid.IntRange(0, 3).Draw(t, "notice"), Horizon: rapid.IntRange(0, 15).Draw(t, "horizon"),
		Buffer:   Buffer{time.Duration(rapid.IntRange(0, 15).Draw(t, "before")) * time.Minute, time.Duration(rapid.IntRange(0, 15).Draw(t, "after")) * time.Minute},
		BusyWeek: time.Duration(rapid.SampledFrom([]int{0, 5, 20}).Draw(t, "busy week")) * time.Hour,
		PerDay:   rapid.IntRange(0, 3).Draw(t, "per day"), PerWeek: rapid.IntRange(0, 4).Draw(t, "per week"), Open: rapid.IntRange(0, 5).Draw(t, "open"),
		Mode: rapid.SampledFrom([]Mode{Propose, Book, ""}).Draw(t, "mode"),
		Guards: Guards{
			Gap: rapid.SampledFrom([]int{0, 84}).Draw(t, "gap"), AfterDecline: 120, PerTeam: rapid.IntRange(0, 2).Draw(t, "per team"),
			AskFirst: AskFirst{Level: 3}, Never: []PersonID{"p1@example.com"},
		},
		Levels: []string{"low", "mid", "high"}, Level: 1,
	}
}

func drawBusy(t *rapid.T, now time.Time, most int) []span.Span {
	var busy []span.Span
	for range rapid.IntRange(0, most).Draw(t, "meetings") {
		start := now.Add(time.Duration(rapid.IntRange(0, 16*24*12).Draw(t, "at")) * 5 * time.Minute)
		busy = append(busy, span.New(start, time.Duration(rapid.IntRange(1, 300).Draw(t, "long"))*time.Minute))
	}
	return span.Merge(busy)
}

func drawPerson(t *rapid.T, now time.Time, i int) Person {
	p := Person{
		ID: address(i), Name: fmt.Sprintf("P%d", i),
		Department: rapid.SampledFrom([]string{"Sales", "sales", "Legal", "Data", ""}).Draw(t, "department"),
		Level:      Level(rapid.IntRange(0, 3).Draw(t, "level")),
		Zone:       append(zones(), nil)[rapid.IntRange(0, 5).Draw(t, "guest zone")],
		BusyKnown:  rapid.IntRange(0, 4).Draw(t, "known") > 0,
		Busy:       drawBusy(t, now, 8),
		Tie: Tie{
			Class:  rapid.SampledFrom([]TieClass{"", New, Weak, Dormant, Warm}).Draw(t, "tie"),
			Common: rapid.IntRange(0, 20).Draw(t, "common"),
		},
	}
	if rapid.Bool().Draw(t, "met before") {
		p.Tie.Last = now.AddDate(0, 0, -rapid.IntRange(0, 120).Draw(t, "met"))
	}
	if rapid.Bool().Draw(t, "states hours") {
		p.Hours = OfficeHours(7*60, 19*60)
	}
	if rapid.IntRange(0, 9).Draw(t, "away") == 0 {
		p.AwayUntil = DateOf(now, time.UTC).Add(3)
	}
	return p
}

func drawGoal(t *rapid.T, today Date, i int) Goal {
	g := Goal{
		ID:     GoalID(fmt.Sprintf("g%d", i)),
		Weight: rapid.IntRange(1, 5).Draw(t, "weight"),
		Length: time.Duration(rapid.SampledFrom([]int{0, 15}).Draw(t, "own length")) * time.Minute,
		Mode:   rapid.SampledFrom([]Mode{"", Propose, Book}).Draw(t, "own mode"),
		Want: rapid.SampledFrom([]Want{
			{Meetings: 2, Per: PerQuarter}, {Meetings: 1, Per: PerWeek}, {Each: 42, Latest: 70}, {Each: 20},
			{Cover: ByDepartment, Per: PerQuarter}, {Cover: ByLevel, Per: PerMonth}, {Meetings: 9, Per: PerYear},
		}).Draw(t, "want"),
	}
	if rapid.Bool().Draw(t, "filters") {
		g.From.Department = []string{"Sales"}
	}
	if rapid.Bool().Draw(t, "ties") {
		g.Ties = []TieClass{New, Dormant}
	}
	if rapid.IntRange(0, 3).Draw(t, "ends") == 0 {
		g.Until = today.Add(rapid.IntRange(-1, 10).Draw(t, "until"))
	}
	return g
}

func drawBooking(t *rapid.T, now time.Time, people, i int) Booking {
	b := Booking{
		ID: fmt.Sprintf("b%d", i), Person: address(rapid.IntRange(0, people).Draw(t, "guest")),
		Goal:  GoalID(fmt.Sprintf("g%d", rapid.IntRange(0, 4).Draw(t, "goal"))),
		State: rapid.SampledFrom([]BookingState{Live, Met, Missed, Declined, Dropped, Skipped, Lapsed}).Draw(t, "state"),
	}
	days := -rapid.IntRange(1, 130).Draw(t, "ago")
	if b.State == Live {
		days = rapid.IntRange(0, 10).Draw(t, "ahead")
		b.Open = rapid.Bool().Draw(t, "waits")
	}
	start := now.AddDate(0, 0, days).Truncate(5 * time.Minute)
	b.Span = span.New(start, 25*time.Minute)
	if b.State != Live {
		b.Ended = start
	}
	return b
}

func address(i int) PersonID { return PersonID(fmt.Sprintf("p%d@example.com", i)) }

// shuffled is the same world in another order.
func (p problem) shuffled(seed uint64) problem {
	r := rand.New(rand.NewPCG(seed, seed))
	w := World{slices.Clone(p.world.Goals), slices.Clone(p.world.People), slices.Clone(p.world.Busy), slices.Clone(p.world.Bookings)}
	r.Shuffle(len(w.Goals), func(i, j int) { w.Goals[i], w.Goals[j] = w.Goals[j], w.Goals[i] })
	r.Shuffle(len(w.People), func(i, j int) { w.People[i], w.People[j] = w.People[j], w.People[i] })
	r.Shuffle(len(w.Busy), func(i, j int) { w.Busy[i], w.Busy[j] = w.Busy[j], w.Busy[i] })
	r.Shuffle(len(w.Bookings), func(i, j int) { w.Bookings[i], w.Bookings[j] = w.Bookings[j], w.Bookings[i] })
	p.world = w
	return p
}
