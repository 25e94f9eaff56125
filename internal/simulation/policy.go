package simulation

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"fika/internal/mailbox"
	"fika/internal/network"
	"fika/internal/span"
	"fika/planner"
)

// Policy is a way to choose whom to invite: one of [Policies], or Fika with a factor for
// how much it spares people whom many ask, such as "fika:0.5" or "fika:2".
type Policy string

// The policies. All except Fika only choose people, and take the first time that is
// free for both. All follow the same rules, including the guards of colleagues, as
// checked by [planner.Check]; only Fika considers what the goals want.
const (
	Fika       Policy = "fika"        // the planner
	Random     Policy = "random"      // anybody whom a goal looks for
	RoundRobin Policy = "round-robin" // goals take turns, and so do the people of each goal
	Overdue    Policy = "overdue"     // goals take turns, each with the person not met for longest
)

// Policies returns all policies.
func Policies() []Policy { return []Policy{Fika, Random, RoundRobin, Overdue} }

// maxSparing is the highest factor of a policy.
const maxSparing = 20

// parts returns which of [Policies] p is, and how much it spares more than usual, in per
// cent; see [planner.Guards]. The error says what a policy may be.
func (p Policy) parts() (name Policy, sparing int, err error) {
	word, factor, scaled := strings.Cut(string(p), ":")
	name = Policy(word)
	times, invalid := 1.0, false
	if scaled {
		times, err = strconv.ParseFloat(factor, 64)
		invalid = err != nil || name != Fika || !(times >= 0 && times <= maxSparing)
	}
	if invalid || !slices.Contains(Policies(), name) {
		return "", 0, fmt.Errorf("there is no policy %q", p)
	}
	return name, int(math.Round(100*times)) - 100, nil
}

// Check returns an error unless p is a policy.
func (p Policy) Check() error {
	_, _, err := p.parts()
	return err
}

// proposal is an invitation before it is sent.
type proposal struct {
	guest int
	goal  planner.GoalID
	span  span.Span
	spare bool // the goal has what it wants
}

// policyFunc returns at most n proposals for a user, based on what that user knows.
type policyFunc func(r *run, u *user, n int) []proposal

func policies() map[Policy]policyFunc {
	return map[Policy]policyFunc{
		Fika:       choosePlanned,
		Random:     chooseByRank(anyGoal, randomRank),
		RoundRobin: chooseByRank(nextGoal, lastInvited),
		Overdue:    chooseByRank(nextGoal, lastMet),
	}
}

// choosePlanned chooses the meetings of the planner, with room for n more than are
// open now.
func choosePlanned(r *run, u *user, n int) []proposal {
	rules := r.rules(u, n)
	people := make([]planner.Person, 0, len(u.order))
	member := make(map[mailbox.Address]int, len(u.order))
	for _, i := range u.order {
		people = append(people, r.person(u, i))
		member[people[len(people)-1].ID] = i
	}
	plan := planner.Decide(r.now, rules, r.world(u, people))
	var chosen []proposal
	for _, m := range plan.Meetings {
		chosen = append(chosen, proposal{guest: member[m.Person], goal: m.Goal, span: m.Span})
	}
	return chosen
}

// rules returns u's rules with room for n more unanswered invitations: the
// simulation decides how many are sent.
func (r *run) rules(u *user, n int) planner.Rules {
	rules := r.org.Members[u.member].Rules
	rules.Open, rules.Guards.Sparing = n, r.sparing
	for i := range u.bookings {
		if u.bookings[i].Open {
			rules.Open++
		}
	}
	return rules
}

// person returns what u knows about member i.
func (r *run) person(u *user, i int) planner.Person {
	p := r.org.Members[i].Person
	tie := r.tie(u, i)
	p.Tie = planner.Tie{Class: planner.TieClass(tie.Class), Strength: tie.Strength, Last: tie.Last, Common: tie.Common}
	if p.BusyKnown {
		p.Busy = r.diaries[i].busy(r.org, r.week)
	}
	return p
}

// tie returns u's tie to member i, from u's calendar.
func (r *run) tie(u *user, i int) network.Tie {
	return u.ties.Tie(r.org.Members[i].Person.ID)
}

func (r *run) world(u *user, people []planner.Person) planner.World {
	return planner.World{
		Goals:    r.goals(u),
		People:   people,
		Busy:     r.diaries[u.member].busyWithoutHosted(r.org, r.week),
		Bookings: slices.Clone(u.bookings),
	}
}

func (r *run) booking(p proposal, n int) planner.Booking {
	return planner.Booking{
		ID: fmt.Sprintf("b%d", n), Person: r.org.Members[p.guest].Person.ID, Goal: p.goal, Span: p.span, SentAt: r.now,
		State: planner.StateLive, Open: true,
	}
}

// rank orders people, the smallest first.
type rank func(r *run, u *user, g *planner.Goal, guest int) int64

// chooseByRank takes a goal for each invitation, and the first of its people by rank
// who may be invited.
func chooseByRank(goalOf func(r *run, u *user, n int) *planner.Goal, rank rank) policyFunc {
	return func(r *run, u *user, n int) []proposal {
		var chosen []proposal
		world, rules := r.world(u, nil), r.rules(u, n)
		for range n * len(r.goals(u)) {
			if len(chosen) == n {
				break
			}
			g := goalOf(r, u, u.turns)
			u.turns++
			if p, ok := r.firstAllowed(u, rules, g, rank, &world, chosen); ok {
				chosen = append(chosen, p)
				world.Bookings = append(world.Bookings, r.booking(p, len(world.Bookings)))
			}
		}
		return chosen
	}
}

// firstAllowed returns the first of g's people by rank who shares a free time with u
// and is allowed by the rules. A nil goal means any goal.
func (r *run) firstAllowed(u *user, rules planner.Rules, g *planner.Goal, rank rank, world *planner.World, chosen []proposal) (proposal, bool) {
	type candidate struct {
		guest int
		goal  *planner.Goal
		rank  int64
	}
	var list []candidate
	for _, i := range u.order {
		goal := g
		if goal == nil {
			goal = r.matchingGoal(u, i)
		} else if !r.matchesGoal(u, goal, i) {
			goal = nil
		}
		if goal == nil || slices.ContainsFunc(chosen, func(p proposal) bool { return p.guest == i }) {
			continue
		}
		list = append(list, candidate{i, goal, rank(r, u, goal, i)})
	}
	slices.SortStableFunc(list, func(a, b candidate) int { return cmp.Compare(a.rank, b.rank) })
	free := map[time.Duration][]span.Span{}
	for _, c := range list {
		at, ok := r.firstFree(u, c.goal, c.guest, free, world)
		if !ok {
			continue
		}
		p := proposal{guest: c.guest, goal: c.goal.ID, span: at}
		world.People = append(r.invitedPeople(u, chosen, c.guest), r.person(u, c.guest))
		verdict := planner.Check(r.now, rules, *world, r.booking(p, len(world.Bookings)))
		if p.spare = verdict.Code == planner.CodeWant; verdict.OK || p.spare {
			return p, true
		}
	}
	return proposal{}, false
}

// invitedPeople returns everybody whom u has invited or is about to, except one: limits
// of departments and covers count them.
func (r *run) invitedPeople(u *user, chosen []proposal, except int) (people []planner.Person) {
	listed := memberSet{except: true}
	add := func(i int) {
		if !listed[i] {
			listed[i] = true
			people = append(people, r.org.Members[i].Person)
		}
	}
	for _, v := range u.sent {
		add(v.guest)
	}
	for _, p := range chosen {
		add(p.guest)
	}
	return people
}

// firstFree returns the first time that u's rules and calendar allow and when the
// guest is free, including buffers, in the hours that the planner assumes and not at
// lunch.
func (r *run) firstFree(u *user, g *planner.Goal, guest int, free map[time.Duration][]span.Span, world *planner.World) (span.Span, bool) {
	rules := &r.org.Members[u.member].Rules
	length := cmp.Or(g.Length, rules.Length)
	if _, asked := free[length]; !asked {
		window := span.Span{Start: r.now, End: r.now.AddDate(0, 0, rules.Horizon+1)}
		free[length] = planner.Slots(r.now, *rules, *world, window, length, "")
	}
	hours, busy := r.org.Members[guest].Person.Hours, r.diaries[guest].busy(r.org, r.week)
	if hours.IsZero() {
		hours = planner.GuestHours()
	}
	for _, s := range free[length] {
		if _, taken := span.Hit(busy, s.Pad(rules.Buffer.Before, rules.Buffer.After)); !taken && hours.Covers(s, r.org.zone(guest)) && !rules.Guards.Lunch.Overlaps(s, r.org.zone(guest)) {
			return s, true
		}
	}
	return span.Span{}, false
}

// matchesGoal reports whether g looks for guest.
func (r *run) matchesGoal(u *user, g *planner.Goal, guest int) bool {
	return u.wanted[g.ID][guest] && (len(g.Ties) == 0 || slices.Contains(g.Ties, planner.TieClass(r.tie(u, guest).Class)))
}

// matchingGoal returns the first of u's goals that looks for guest, or nil.
func (r *run) matchingGoal(u *user, guest int) *planner.Goal {
	goals := r.goals(u)
	for i := range goals {
		if r.matchesGoal(u, &goals[i], guest) {
			return &goals[i]
		}
	}
	return nil
}

func anyGoal(*run, *user, int) *planner.Goal { return nil }

func nextGoal(r *run, u *user, n int) *planner.Goal {
	goals := r.goals(u)
	return &goals[n%len(goals)]
}

func randomRank(r *run, u *user, _ *planner.Goal, guest int) int64 {
	return int64(r.random.number("random", u.member, guest, r.week, u.turns) >> 1)
}

// lastInvited ranks by the last invitation. People who were never invited stay in the
// user's own order.
func lastInvited(_ *run, u *user, g *planner.Goal, guest int) int64 {
	return sortableTime(u.lastInvited[goalGuest{g.ID, guest}])
}

func lastMet(r *run, u *user, _ *planner.Goal, guest int) int64 {
	return sortableTime(r.tie(u, guest).Last)
}

// sortableTime returns t in seconds, 0 for the zero time, which sorts first.
func sortableTime(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}
