package planner

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"fika/internal/date"
	"fika/internal/holiday"
	"fika/internal/mailbox"
	"fika/internal/span"
)

// The promises are checked against the input alone, by the slowest and plainest
// means, so that a fault in a rule cannot hide in its own test.

func TestPlanKeepsEveryPromise(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, 8)
		plan := Decide(p.now, p.rules, p.world)
		for _, m := range plan.Meetings {
			p.checkTime(t, m)
			p.checkTable(t, m)
			for _, guest := range m.Guests() {
				m.Person = guest
				p.checkGuest(t, m)
				p.checkGoal(t, m)
			}
		}
		p.checkCaps(t, plan)
	})
}

// inWeek reports whether s lies inside one range of w in zone.
func inWeek(w Week, s span.Span, zone *time.Location) bool {
	from, to := s.Start.In(zone), s.End.In(zone)
	clock := func(t time.Time) date.Clock { return date.Clock(t.Hour()*60 + t.Minute()) }
	end := clock(to)
	if end == 0 {
		end = 24 * 60
	}
	return slices.ContainsFunc(w[from.Weekday()], func(h Hours) bool { return h.From <= clock(from) && end <= h.To && clock(from) < end })
}

// touches reports whether a clock in zone is inside h at any minute of s.
func touches(h Hours, s span.Span, zone *time.Location) bool {
	for at := s.Start; at.Before(s.End); at = at.Add(time.Minute) {
		local := at.In(zone)
		if clock := date.Clock(local.Hour()*60 + local.Minute()); h.From <= clock && clock < h.To {
			return true
		}
	}
	return false
}

// undisturbed reports whether s with its buffer overlaps no busy time.
func undisturbed(busy []span.Span, s span.Span, b Buffer) bool {
	return !slices.ContainsFunc(busy, func(x span.Span) bool {
		return x.Start.Before(s.End.Add(b.After)) && x.End.After(s.Start.Add(-b.Before))
	})
}

func (p problem) checkTime(t *rapid.T, m Meeting) {
	r, start := p.rules, m.Span.Start.In(p.rules.Zone)
	if !m.Span.Start.After(p.now) {
		t.Errorf("%v is not in the future", m.Span)
	}
	if start.Minute()%5 != 0 || start.Second() != 0 {
		t.Errorf("%v is off the grid", start)
	}
	if !inWeek(r.Hours, m.Span, r.Zone) || !inWeek(r.Windows, m.Span, r.Zone) {
		t.Errorf("%v is outside hours or windows", start)
	}
	if !undisturbed(p.world.Busy, m.Span, r.Buffer) {
		t.Errorf("%v: the user is busy or the buffer is not free", start)
	}
	today, day := date.Of(p.now, r.Zone), date.Of(start, r.Zone)
	if today.AddDays(r.Horizon).Before(day) {
		t.Errorf("%v is beyond the horizon", day)
	}
	passed := 0 // working days that have begun between today and the day
	for d := today.AddDays(1); !day.Before(d); d = d.AddDays(1) {
		if p.works(d) {
			passed++
		}
	}
	if passed < r.Notice || !p.works(day) {
		t.Errorf("%v has %d working days of notice", day, passed)
	}
	var busy time.Duration
	for i := range 7 {
		for _, h := range r.Hours[day.Monday().AddDays(i).Weekday()] {
			hours := span.Span{Start: day.Monday().AddDays(i).At(h.From, r.Zone), End: day.Monday().AddDays(i).At(h.To, r.Zone)}
			for _, b := range p.world.Busy {
				busy += b.Clip(hours).Len()
			}
		}
	}
	if r.BusyWeek > 0 && busy > r.BusyWeek {
		t.Errorf("%v: the week has %v of meetings", day, busy)
	}
}

func (p problem) works(d date.Date) bool {
	return !p.off(p.rules.Region, d) && len(p.rules.Hours[d.Weekday()]) > 0 && !slices.ContainsFunc(p.rules.Blackouts, func(b Blackout) bool {
		return b.From.Compare(d) <= 0 && d.Compare(b.To) <= 0
	})
}

// off reports whether d is a public holiday of r.
func (p problem) off(r holiday.Region, d date.Date) bool {
	return len(p.rules.Holidays.Between(r, d, d)) > 0
}

func (p problem) person(id mailbox.Address) Person {
	i := slices.IndexFunc(p.world.People, func(x Person) bool { return x.ID == id })
	if i < 0 {
		return Person{}
	}
	return p.world.People[i]
}

func (p problem) goal(id GoalID) Goal {
	return p.world.Goals[slices.IndexFunc(p.world.Goals, func(g Goal) bool { return g.ID == id })]
}

func (p problem) checkGuest(t *rapid.T, m Meeting) {
	guest := p.person(m.Person)
	if guest.ID == "" || guest.ID == p.rules.Me || slices.Contains(p.rules.Guards.Never, guest.ID) {
		t.Errorf("%q must never be invited", m.Person)
	}
	if date.Of(p.now, p.rules.Zone).Before(guest.AwayUntil) {
		t.Errorf("%s is away", guest.ID)
	}
	hours, zone := guest.Hours, guest.Zone
	if hours.IsZero() {
		hours = OfficeHours(10*60, 16*60)
	}
	if zone == nil {
		zone = p.rules.Zone
	}
	if p.off(guest.Region, date.Of(m.Span.Start, zone)) {
		t.Errorf("%v is a public holiday of %s", m.Span.Start.In(zone), guest.ID)
	}
	if touches(p.rules.Guards.Lunch, m.Span, zone) {
		t.Errorf("%v touches %s's lunch", m.Span.Start.In(zone), guest.ID)
	}
	if !inWeek(hours, m.Span, zone) {
		t.Errorf("%v is outside %s's hours", m.Span.Start.In(zone), guest.ID)
	}
	if guest.BusyKnown && !undisturbed(guest.Busy, m.Span, p.rules.Buffer) {
		t.Errorf("%v: %s is busy or the buffer is not free", m.Span, guest.ID)
	}
	if (!guest.BusyKnown || guest.Level == 0 || guest.Level >= p.rules.Guards.AskFirst.Level) && m.Mode != ModePropose {
		t.Errorf("mode %s for %s, who is to be asked about", m.Mode, guest.ID)
	}
	if (p.world.Sent < 3 || p.levelsUp(guest) > 0 || p.isBelow(guest)) && m.Mode != ModePropose {
		t.Errorf("mode %s for %s after %d invitations", m.Mode, guest.ID, p.world.Sent)
	}
	declines := 0
	for _, b := range p.world.Bookings {
		if b.Person != m.Person {
			continue
		}
		age := p.now.Sub(b.EndedAt)
		if b.State == StateLive || b.State == StateDeclined && age < 118*24*time.Hour || b.State == StateSkipped && age < 27*24*time.Hour || b.State == StateDropped && age < 83*24*time.Hour {
			t.Errorf("%s rests: %+v", m.Person, b)
		}
		if b.State == StateDeclined {
			declines++
		}
	}
	if declines > 1 {
		t.Errorf("%s declined twice", m.Person)
	}
}

// checkTable checks that a goal of size 3 has two guests who do not meet each other.
func (p problem) checkTable(t *rapid.T, m Meeting) {
	guests := m.Guests()
	if (p.goal(m.Goal).Size == 3) != (len(guests) == 2) {
		t.Errorf("%s, of size %d, has the guests %v", m.Goal, p.goal(m.Goal).Size, guests)
	}
	for i := range guests {
		if other := guests[len(guests)-1-i]; len(guests) > 1 && (other == guests[i] || slices.Contains(p.person(guests[i]).Meets, other)) {
			t.Errorf("%v meet each other", guests)
		}
	}
}

// hasMet reports whether the user and guest have met.
func (p problem) hasMet(guest Person) bool {
	return !guest.Tie.Last.IsZero() || slices.ContainsFunc(p.world.Bookings, func(b Booking) bool { return b.Person == guest.ID && b.State == StateMet })
}

// levelsUp returns how far above the user guest is, by level or by the line of managers.
func (p problem) levelsUp(guest Person) int {
	up := 0
	if guest.Level > 0 {
		up = max(0, int(guest.Level-p.rules.Level))
	}
	for at, n := p.rules.Me, 0; at != "" && !p.inCircle(at); n++ {
		if at = p.managerOf(at); at == guest.ID {
			up = max(up, n+1)
		}
	}
	return up
}

// isFirstContactUp reports whether guest, who is far above and not the user's manager, has
// never met the user.
func (p problem) isFirstContactUp(guest Person) bool {
	manager := p.managerOf(p.rules.Me) == guest.ID && !p.inCircle(p.rules.Me)
	return p.levelsUp(guest) >= 2 && !manager && !p.hasMet(guest)
}

// isBelow reports whether guest reports to the user.
func (p problem) isBelow(guest Person) bool {
	return guest.Manager == p.rules.Me && !p.inCircle(guest.ID)
}

// inCircle reports whether the managers of somebody lead back to them.
func (p problem) inCircle(who mailbox.Address) bool {
	at := who
	for range len(p.world.People) + 2 {
		if at = p.managerOf(at); at == who {
			return true
		}
	}
	return false
}

func (p problem) managerOf(who mailbox.Address) mailbox.Address {
	if who == p.rules.Me && p.rules.Manager != "" {
		return p.rules.Manager
	}
	return p.person(who).Manager
}

func (p problem) checkGoal(t *rapid.T, m Meeting) {
	g, guest, day := p.goal(m.Goal), p.person(m.Person), date.Of(m.Span.Start, p.rules.Zone)
	length := g.Length
	if length == 0 {
		length = p.rules.Length
	}
	if g.Size != 3 && p.levelsUp(guest) >= 2 {
		length = min(length, 15*time.Minute)
	}
	if m.Span.Len() != length {
		t.Errorf("%s lasts %v, want %v", g.ID, m.Span.Len(), length)
	}
	if (m.Place == PlaceInPerson || m.Place == PlaceWalk) && (guest.Site == "" || !strings.EqualFold(guest.Site, p.rules.Site) || p.isElsewhere(p.world.Stays, day) || p.isElsewhere(guest.Stays, day)) {
		t.Errorf("%s is %s with %s of %s on %v", g.ID, m.Place, guest.ID, guest.Site, day)
	}
	if !slices.Contains(g.Where, m.Place) && (len(g.Where) > 0 || !slices.Contains(p.rules.Where, m.Place)) && m.Place != PlaceVideo {
		t.Errorf("%s is %q", g.ID, m.Place)
	}
	if !g.Until.IsZero() && g.Until.Before(day) {
		t.Errorf("%v is after the end of %s", day, g.ID)
	}
	if !p.climbed(g).Matches(guest) || len(g.Ties) > 0 && !slices.Contains(g.Ties, guest.Tie.Class) && !(guest.Tie.Class == "" && slices.Contains(g.Ties, TieNew)) {
		t.Errorf("%s does not look for %s", g.ID, guest.ID)
	}
	last := guest.Tie.Last
	for _, b := range p.world.Bookings {
		if b.Person == guest.ID && (b.State == StateMet || b.State == StateMissed && g.Want.Each == 0) && b.Span.End.After(last) {
			last = b.Span.End
		}
	}
	pause := float64(p.rules.Guards.Gap)
	if g.Want.Each > 0 {
		pause = 0.7 * float64(g.Want.Each)
	}
	if !last.IsZero() && float64(date.Of(last, p.rules.Zone).DaysUntil(day)) < pause {
		t.Errorf("%s was met on %v and is planned on %v", guest.ID, last, day)
	}
}

// isElsewhere reports whether a stay on d is not in an office of Lund's.
func (p problem) isElsewhere(stays []Stay, d date.Date) bool {
	day := span.Span{Start: d.At(0, p.rules.Zone), End: d.AddDays(1).At(0, p.rules.Zone)}
	return slices.ContainsFunc(stays, func(s Stay) bool {
		return s.Span.Overlaps(day) && (s.Kind != StayOffice || s.Name == "Lisbon")
	})
}

// capChecker counts the bookings that count for caps, one at a time.
type capChecker struct {
	*rapid.T
	p       problem
	days    map[date.Date]int
	weeks   map[date.Date]int
	open    int
	teams   map[[2]string]int
	people  map[mailbox.Address]int
	wants   map[[3]string]int
	coffees []span.Span
	upward  int  // first contacts with people far above in four weeks
	again   bool // the booking is of the same coffee as the last one
}

func (p problem) checkCaps(t *rapid.T, plan Plan) {
	c := &capChecker{T: t, p: p, days: map[date.Date]int{}, weeks: map[date.Date]int{}, teams: map[[2]string]int{}, people: map[mailbox.Address]int{}, wants: map[[3]string]int{}}
	for _, b := range p.world.Bookings {
		c.add(b, false)
	}
	for _, m := range plan.Meetings {
		for i, guest := range m.Guests() {
			c.again = i > 0
			c.add(Booking{Person: guest, Goal: m.Goal, Span: m.Span, State: StateLive, Open: true}, true)
		}
	}
}

// add counts b and, if it is planned, checks that the caps allow it.
func (c *capChecker) add(b Booking, planned bool) {
	r, day := c.p.rules, date.Of(b.Span.Start, c.p.rules.Zone)
	check := func(n, most int, what string) {
		if planned && n > most {
			c.Errorf("%s: %d, at most %d", what, n, most)
		}
	}
	if b.State == StateLive || b.State == StateMet || b.State == StateMissed {
		c.days[day]++
		c.weeks[day.Monday()]++
		check(c.days[day], min(r.PerDay, 5), "per day")
		check(c.weeks[day.Monday()], min(r.PerWeek, 15), "per week")
	}
	if team := fold(c.p.person(b.Person).Department); team != "" && b.State != StateSkipped && !b.NeverSent && r.Guards.PerTeam > 0 {
		key := [2]string{team, day.String()[:7]}
		c.teams[key]++
		check(c.teams[key], r.Guards.PerTeam, "per team")
	}
	switch guest := c.p.person(b.Person); {
	case !b.SentAt.IsZero():
		if (b.FirstContactUp || c.p.isFirstContactUp(guest)) && date.Of(b.SentAt, r.Zone).DaysUntil(date.Of(c.p.now, r.Zone)) < 28 {
			c.upward++
		}
	case b.State == StateLive && c.p.isFirstContactUp(guest):
		c.upward++
		check(c.upward, 1, "first contacts far up")
	}
	if b.State == StateLive {
		if b.Open {
			c.open++
			check(c.open, r.Open, "open")
		}
		for _, other := range c.coffees {
			if planned && !c.again && (!undisturbed([]span.Span{other}, b.Span, r.Buffer) || !undisturbed([]span.Span{b.Span}, other, r.Buffer)) {
				c.Errorf("coffees %v and %v are too close", other, b.Span)
			}
		}
		c.coffees = append(c.coffees, b.Span)
		c.people[b.Person]++
		check(c.people[b.Person], 1, "per person")
	}
	if i := slices.IndexFunc(c.p.world.Goals, func(g Goal) bool { return g.ID == b.Goal }); i >= 0 && (b.State == StateLive || b.State == StateMet) {
		key, most := c.wantOf(c.p.world.Goals[i], b, day)
		c.wants[key]++
		check(c.wants[key], most, "want of "+string(b.Goal))
	}
}

// wantOf returns the counter of b in g's want, and its limit. A rhythm has no limit;
// the pause between two meetings replaces it.
func (c *capChecker) wantOf(g Goal, b Booking, day date.Date) (key [3]string, most int) {
	key = [3]string{string(g.ID), g.Want.Per.Start(day).String()}
	switch guest := c.p.person(b.Person); {
	case g.Want.Each > 0:
		return key, math.MaxInt
	case g.Want.Cover == ByDepartment:
		key[2] = fold(guest.Department)
		return key, 1
	case g.Want.Cover == ByLevel:
		key[2] = strconv.Itoa(int(guest.Level))
		return key, 1
	}
	return key, g.Want.Meetings
}

// climbed returns whom g looks for: of a ladder, nobody above the level that is open.
func (p problem) climbed(g Goal) Filter {
	met := map[Level]map[mailbox.Address]bool{}
	for _, b := range p.world.Bookings {
		if b.Goal != g.ID || b.State != StateMet {
			continue
		}
		level := p.person(b.Person).Level
		step := slices.IndexFunc(g.Ladder, func(l Level) bool { return level <= l })
		if level == 0 || step < 0 {
			continue
		}
		if met[g.Ladder[step]] == nil {
			met[g.Ladder[step]] = map[mailbox.Address]bool{}
		}
		met[g.Ladder[step]][b.Person] = true
	}
	for _, level := range g.Ladder {
		if g.From.LevelMax = level; len(met[level]) < 2 {
			break
		}
	}
	return g.From
}
