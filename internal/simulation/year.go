package simulation

import (
	"cmp"
	"slices"
	"time"

	"fika/internal/mailbox"
	"fika/planner"
)

// NewYear creates an organisation for a simulated year. In addition to what
// [NewOrganisation] creates, people have levels, managers, time zones and leave, and
// the rules are those of fika.example.toml, except that the simulated user approves
// every proposal.
func NewYear(g *Graph, seed uint64, users int) (*Organisation, error) {
	b := newBuilder(g, seed)
	b.addLevels()
	b.addManagers()
	b.addSites()
	b.fillCalendars()
	b.addLeave()
	b.rules, b.mayMeet = b.yearRules, b.clocksMeet
	return b.org, b.chooseUsers(users)
}

// The levels of an organisation, and the share of its people who have at least each
// of them. The more ties somebody has, the higher is their level.
var (
	levels      = []string{"staff", "manager", "director", "vp", "executive"}
	levelShares = []float64{1, 0.18, 0.06, 0.02, 0.005}
)

// Levels with a meaning in the figures of a year.
const (
	levelDirector planner.Level = 3
	levelVP       planner.Level = 4
)

// addLevels sets levels by the number of ties.
func (b *builder) addLevels() {
	for rank, i := range b.byTies() {
		for level, share := range levelShares {
			if float64(rank) < share*float64(len(b.neighbours)) {
				b.org.Members[i].Person.Level = planner.Level(level + 1)
			}
		}
	}
}

// byTies returns all members, those with the most ties first.
func (b *builder) byTies() []int {
	return mostFirst(len(b.neighbours), func(i int) int { return len(b.neighbours[i]) })
}

// mostFirst returns the first n members, those with the most of something first.
func mostFirst(n int, count func(i int) int) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(count(y), count(x)) })
	return order
}

// addManagers gives everybody the manager of the next levels in their department with
// the fewest reports so far, or else in the organisation.
func (b *builder) addManagers() {
	order, reports := b.byTies(), make([]int, len(b.neighbours))
	for _, i := range order {
		p, best := &b.org.Members[i].Person, -1
		for _, j := range order {
			above := &b.org.Members[j].Person
			if above.Level <= p.Level || best >= 0 && !b.closer(p, j, best, reports) {
				continue
			}
			best = j
		}
		if best >= 0 {
			p.Manager = b.org.Members[best].Person.ID
			reports[best]++
		}
	}
}

// closer reports whether member j rather than k is p's manager.
func (b *builder) closer(p *planner.Person, j, k int, reports []int) bool {
	x, y := &b.org.Members[j].Person, &b.org.Members[k].Person
	if own, other := x.Department == p.Department, y.Department == p.Department; own != other {
		return own
	}
	return cmp.Or(cmp.Compare(x.Level, y.Level), cmp.Compare(reports[j], reports[k])) < 0
}

// site is a place where people work.
type site struct {
	name, zone string
	share      float64 // of the departments
}

// sites returns the sites of an organisation.
func sites() []site {
	return []site{
		{"Berlin", "Europe/Berlin", 0.35},
		{"London", "Europe/London", 0.2},
		{"Helsinki", "Europe/Helsinki", 0.15},
		{"New York", "America/New_York", 0.15},
		{"Bangalore", "Asia/Kolkata", 0.1},
		{"Dubai", "Asia/Dubai", 0.05},
	}
}

// shareElsewhere is the part of the people who work at another site than most of
// their department.
const shareElsewhere = 0.1

// addSites draws a site for each department, and moves some people to another.
func (b *builder) addSites() {
	home := map[string]site{}
	for i := range b.org.Members {
		p := &b.org.Members[i].Person
		if _, drawn := home[p.Department]; !drawn {
			home[p.Department] = drawSite(b.random.fraction("site of department", len(home)))
		}
		at := home[p.Department]
		if r := b.random.stream("site", i); r.Float64() < shareElsewhere {
			at = drawSite(r.Float64())
		}
		zone, err := time.LoadLocation(at.zone)
		if err != nil {
			panic(err) // the program embeds all zones
		}
		p.Site, p.Zone = at.name, zone
	}
}

// drawSite returns the site at a fraction of all shares.
func drawSite(fraction float64) site {
	all := sites()
	for _, s := range all {
		if fraction -= s.share; fraction < 0 {
			return s
		}
	}
	return all[0]
}

// clocksMeet reports whether a coffee of i with j can be inside the windows of i and the
// hours that i's fika assumes for j, all year.
func (b *builder) clocksMeet(i, j int) bool {
	windows, hours := coffeeWindows(), planner.GuestHours()
	for _, day := range []int{2, 184} { // in winter and in summer
		d := b.org.Start.AddDays(day)
		meets := false
		for _, window := range windows.On(d, b.org.zone(i)) {
			for _, s := range hours.On(d, b.org.zone(j)) {
				meets = meets || s.Clip(window).Len() >= time.Hour
			}
		}
		if !meets {
			return false
		}
	}
	return true
}

// yearRules returns the rules of a user in a year.
func (b *builder) yearRules(i int, me mailbox.Address) planner.Rules {
	rules := b.ordinaryRules(i, me)
	rules.Levels, rules.Level = levels, b.org.Members[i].Person.Level
	rules.Zone = b.org.zone(i)
	rules.Guards.AskFirst = planner.AskFirst{Level: levelDirector, LevelsAbove: 2}
	rules.Guards.PerTeam = 3
	return rules
}
