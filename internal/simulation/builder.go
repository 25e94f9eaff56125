package simulation

import (
	"cmp"
	"fmt"
	"math/bits"
	"math/rand/v2"
	"slices"
	"time"

	"fika/internal/date"
	"fika/internal/mailbox"
	"fika/planner"
)

// NewOrganisation creates an organisation from a graph. People who know each other well
// meet every few weeks, in pairs and larger groups, others twice a year. Everybody has
// other work too, and people with many ties have less free time. All users want the same
// two things: to keep six contacts warm, and to meet every department. The same seed
// gives the same organisation. It fails if the graph has too few people with enough
// ties.
func NewOrganisation(g *Graph, seed uint64, users int) (*Organisation, error) {
	b := newBuilder(g, seed)
	b.fillCalendars()
	return b.org, b.chooseUsers(users)
}

// newBuilder returns a builder of an organisation whose members have nothing in their
// calendars.
func newBuilder(g *Graph, seed uint64) *builder {
	b := &builder{
		graph: g, neighbours: g.neighbours(), random: random(seed),
		org:    &Organisation{Zone: time.UTC, Start: date.Date{Year: 2026, Month: time.January, Day: 5}, History: cycle},
		taken:  make([]timetable, len(g.Names)),
		office: make([]uint64, len(g.Names)), shift: make([]int, len(g.Names)),
		halves: make([]int, len(g.Names)), target: make([]int, len(g.Names)),
		metRegularly: map[[2]int]bool{},
		mayMeet:      func(int, int) bool { return true },
	}
	b.rules = b.ordinaryRules
	for i, name := range g.Names {
		p := planner.Person{
			ID:   mailbox.Spell(fmt.Sprintf("p%d@%s", i, domain)),
			Name: "Person " + name, BusyKnown: true,
		}
		if g.Teams[i] != "" {
			p.Department = "Department " + g.Teams[i]
		}
		b.org.Members = append(b.org.Members, Member{Person: p})
	}
	return b
}

// fillCalendars gives everybody a year of meetings and work.
func (b *builder) fillCalendars() {
	b.setOffices()
	b.setTargets()
	b.addMeetings()
	b.fillWithWork()
}

const (
	domain = "organisation.example"
	cycle  = 52 // weeks after which all series repeat together

	// The half hours of a week: 6 before lunch and 8 after it, on five days.
	morningHalves = 6
	perDay        = 14
	halfHour      = 30 * time.Minute

	keyContacts = 6
)

// timetable has a bit for each half hour of each day of the cycle, in the
// organisation's zone in January. A set bit means taken, or not in the member's
// working hours.
type timetable [cycle][workdays]uint64

// builder fills the calendars of an organisation.
type builder struct {
	graph        *Graph
	neighbours   []map[int]int
	random       random
	org          *Organisation
	taken        []timetable
	office       []uint64        // by member: the working hours of a day, as in a timetable
	shift        []int           // by member: half hours by which their day begins after the organisation's
	halves       []int           // half hours a week in regular meetings
	target       []int           // half hours a week to fill in total
	metRegularly map[[2]int]bool // pairs with a regular meeting

	rules   func(i int, me mailbox.Address) planner.Rules // of user i
	mayMeet func(i, j int) bool                           // whether j can be a key contact of user i
}

// setTargets draws how full each week is: 15 to 65 percent, more for people with many
// ties.
func (b *builder) setTargets() {
	order := make([]int, len(b.neighbours))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(len(b.neighbours[x]), len(b.neighbours[y])) })
	for rank, i := range order {
		load := 0.15 + 0.3*b.random.fraction("load", i) + 0.2*float64(rank)/float64(len(order))
		b.target[i] = int(load * perDay * workdays)
	}
}

// addMeetings turns ties into series, the strongest first.
func (b *builder) addMeetings() {
	list := slices.Clone(b.graph.Ties)
	r := b.random.stream("ties")
	r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	slices.SortStableFunc(list, func(x, y Tie) int { return cmp.Compare(y.Weight, x.Weight) })
	for _, t := range list {
		if t.Weight > 1 && b.hasTime(t.A) && b.hasTime(t.B) {
			b.addRegularMeeting(r, t)
		}
	}
	for _, t := range list {
		if !b.metRegularly[[2]int{t.A, t.B}] {
			every := cycle / 2
			if t.Weight == 1 && r.IntN(2) == 0 {
				every = cycle
			}
			b.addSeries(r, []int{t.A, t.B}, 1, every)
		}
	}
}

// hasTime reports whether regular meetings take less than three fifths of i's target
// for the week.
func (b *builder) hasTime(i int) bool { return 5*b.halves[i] < 3*b.target[i] }

// addRegularMeeting adds a meeting for the two, often with others whom both know.
func (b *builder) addRegularMeeting(r *rand.Rand, t Tie) {
	members := []int{t.A, t.B}
	others := pickInt(r, 0, 0, 0, 0, 0, 1, 1, 2, 3, 5)
	for _, i := range b.commonNeighbours(r, t) {
		if len(members) < 2+others && b.hasTime(i) {
			members = append(members, i)
		}
	}
	every, halves := pickInt(r, 1, 1, 2, 2, 4), pickInt(r, 1, 1, 2)
	if !b.addSeries(r, members, halves, every) {
		return
	}
	for n, one := range members {
		b.halves[one] += max(1, halves/every)
		for _, other := range members[:n] {
			b.metRegularly[[2]int{min(one, other), max(one, other)}] = true
		}
	}
}

// commonNeighbours returns the people whom both sides of t know, in random order.
func (b *builder) commonNeighbours(r *rand.Rand, t Tie) []int {
	var list []int
	for i := range b.neighbours[t.A] {
		if b.neighbours[t.B][i] > 0 {
			list = append(list, i)
		}
	}
	slices.Sort(list)
	r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}

// fillWithWork fills everybody's week with work alone or with people outside the
// organisation.
func (b *builder) fillWithWork() {
	for i := range b.org.Members {
		r := b.random.stream("work", i)
		full := b.halvesTaken(i)
		for range 4 * perDay {
			if full >= b.target[i] {
				break
			}
			halves := pickInt(r, 1, 2, 2, 3)
			if b.addSeries(r, []int{i}, halves, 1) {
				full += halves
			}
		}
	}
}

// halvesTaken returns how many half hours of i's average week are taken.
func (b *builder) halvesTaken(i int) (halves int) {
	for week := range cycle {
		for _, day := range b.taken[i][week] {
			halves += bits.OnesCount64(day & b.office[i])
		}
	}
	return halves / cycle
}

// addSeries adds a series at a time when all members are free. It reports whether it
// found such a time in a few tries.
func (b *builder) addSeries(r *rand.Rand, members []int, halves, every int) bool {
	const tries = 16
	for range tries {
		day, half, phase := r.IntN(workdays), r.IntN(perDay), r.IntN(every)
		if half+halves > perDay || half < morningHalves && half+halves > morningHalves {
			continue
		}
		want := (uint64(1)<<halves - 1) << b.halfOfDay(members[0], half)
		if !b.isFree(members, day, phase, every, want) {
			continue
		}
		for _, i := range members {
			for week := phase; week < cycle; week += every {
				b.taken[i][week][day] |= want
			}
		}
		length := time.Duration(halves) * halfHour
		if r.IntN(5) == 0 {
			length -= 5 * time.Minute // some are short, and look like coffees
		}
		b.org.Series = append(b.org.Series, Series{
			Members: members, Day: day, At: clockOf(half), Length: length,
			Every: every, Phase: phase, Zone: b.org.Members[members[0]].Person.Zone,
		})
		return true
	}
	return false
}

// isFree reports whether the half hours in want are free for all members, whenever
// the series takes place.
func (b *builder) isFree(members []int, day, phase, every int, want uint64) bool {
	for _, i := range members {
		for week := phase; week < cycle; week += every {
			if b.taken[i][week][day]&want != 0 {
				return false
			}
		}
	}
	return true
}

// setOffices computes the working hours of everybody, and marks the rest as taken.
func (b *builder) setOffices() {
	midnight := b.org.Start.At(0, b.org.Zone)
	for i := range b.org.Members {
		zone := cmp.Or(b.org.Members[i].Person.Zone, b.org.Zone)
		b.shift[i] = int(b.org.Start.At(0, zone).Sub(midnight) / halfHour)
		for half := range perDay {
			b.office[i] |= 1 << b.halfOfDay(i, half)
		}
		for week := range b.taken[i] {
			for day := range b.taken[i][week] {
				b.taken[i][week][day] = ^b.office[i]
			}
		}
	}
}

// halfOfDay returns the bit in a timetable of a half hour of i's working day.
func (b *builder) halfOfDay(i, half int) int { return int(clockOf(half))/30 + b.shift[i] }

// clockOf returns when a half hour of the day begins.
func clockOf(half int) date.Clock {
	if half >= morningHalves {
		half += 2
	}
	return date.Clock(9*60 + 30*half)
}

func pickInt(r *rand.Rand, list ...int) int { return list[r.IntN(len(list))] }

// chooseUsers gives goals and rules to random members, among those with enough ties
// without a regular meeting.
func (b *builder) chooseUsers(users int) error {
	found := 0
	for _, i := range b.random.stream("users").Perm(len(b.org.Members)) {
		if found == users {
			break
		}
		contacts := b.contacts(i)
		if len(contacts) < keyContacts {
			continue
		}
		m := &b.org.Members[i]
		m.Rules, m.Goals = b.rules(i, m.Person.ID), goals(contacts[:keyContacts])
		found++
	}
	if found < users {
		return fmt.Errorf("the network has only %d people with at least %d ties without a regular meeting, and %d users were asked for", found, keyContacts, users)
	}
	return nil
}

// contacts returns the ties of i without a regular meeting, in random order.
func (b *builder) contacts(i int) []mailbox.Address {
	var list []mailbox.Address
	for _, j := range b.random.stream("contacts", i).Perm(len(b.neighbours)) {
		if b.neighbours[i][j] > 0 && !b.metRegularly[[2]int{min(i, j), max(i, j)}] && b.mayMeet(i, j) {
			list = append(list, b.org.Members[j].Person.ID)
		}
	}
	return list
}

// ordinaryRules returns the rules of fika.example.toml, but with wider windows and
// higher caps, so that they do not limit any policy.
func (b *builder) ordinaryRules(_ int, me mailbox.Address) planner.Rules {
	return planner.Rules{
		Me: me, Domains: []string{domain}, Zone: b.org.Zone,
		Hours: WorkingHours(), Windows: coffeeWindows(), Length: 25 * time.Minute,
		Notice: 2, Horizon: 10, Buffer: planner.Buffer{Before: 5 * time.Minute, After: 10 * time.Minute},
		PerDay: 2, PerWeek: 5, Mode: planner.ModeBook,
		Guards: planner.Guards{Gap: 84, AfterDecline: 120, Lunch: planner.Hours{From: 12 * 60, To: 13 * 60}},
	}
}

// coffeeWindows returns the hours in which users have coffee.
func coffeeWindows() (windows planner.Week) {
	for day := time.Tuesday; day <= time.Thursday; day++ {
		windows[day] = []planner.Hours{{From: 10 * 60, To: 11*60 + 45}, {From: 14 * 60, To: 16 * 60}}
	}
	return windows
}

// goals returns the goals of every user.
func goals(contacts []mailbox.Address) []planner.Goal {
	return []planner.Goal{
		{ID: "circle", Weight: 3, From: planner.Filter{Person: contacts}, Want: planner.Want{Each: 42, Latest: 70}},
		{ID: "departments", Weight: 2, Want: planner.Want{Cover: planner.ByDepartment, Per: planner.PerQuarter}},
	}
}
