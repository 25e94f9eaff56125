package simulation

import (
	"slices"
	"time"

	"fika/internal/mailbox"
	"fika/internal/network"
	"fika/internal/span"
	"fika/planner"
)

// user is a member who uses fika.
type user struct {
	member      int
	order       []int // everybody else, in an order specific to the user
	encounters  []network.Encounter
	ties        *network.Network // as of the last readCalendars
	bookings    []planner.Booking
	sent        []*invitation // of the bookings
	turns       int           // number of goals that had their turn
	lastInvited map[goalGuest]time.Time
	wanted      map[planner.GoalID][]bool // by member: who matches the goal's filter
}

// goalGuest is a guest invited for a goal.
type goalGuest struct {
	goal  planner.GoalID
	guest int
}

// invitation is an invitation that a user sent.
type invitation struct {
	host           *user
	guest          int
	span           span.Span
	week           int // in which it was sent
	sent           time.Time
	reply          reply
	held           bool
	neverMet       bool // the two had never met before
	spare          bool // the goal had what it wants
	hostFocusCost  int  // minutes
	guestFocusCost int
}

func (r *run) newUser(member int) *user {
	u := &user{member: member, encounters: r.org.Members[member].Past, lastInvited: map[goalGuest]time.Time{}, wanted: map[planner.GoalID][]bool{}}
	u.encounters = u.encounters[:len(u.encounters):len(u.encounters)]
	for week := -r.org.History; week < 0; week++ {
		u.encounters = append(u.encounters, r.diaries[member].encounters(r.org, member, week)...)
	}
	for _, g := range r.org.Members[member].Goals {
		for i := range r.org.Members {
			u.wanted[g.ID] = append(u.wanted[g.ID], i != member && g.From.Matches(r.org.Members[i].Person))
		}
	}
	for _, i := range r.random.stream("order", member).Perm(len(r.org.Members)) {
		if i != member {
			u.order = append(u.order, i)
		}
	}
	return u
}

// readCalendars updates the user's network from their calendar, and counts which key
// contacts are on rhythm. It counts only in the second half of the run: at the start
// no policy has had a chance.
func (r *run) readCalendars(u *user) {
	u.ties = network.Compute(r.now, u.encounters, nil)
	if r.week < r.o.Weeks/2 {
		return
	}
	for _, g := range r.goals(u) {
		if g.Want.Each == 0 {
			continue
		}
		limit := max(g.Want.Each, g.Want.Latest)
		for _, i := range u.order {
			if u.wanted[g.ID][i] {
				last := r.tie(u, i).Last
				r.onRhythm.add(!last.IsZero() && r.now.Before(last.AddDate(0, 0, limit)))
			}
		}
	}
}

// goals returns the goals of u. A coffee of three is simulated as one with a single guest.
func (r *run) goals(u *user) []planner.Goal {
	goals := slices.Clone(r.org.Members[u.member].Goals)
	for i := range goals {
		goals[i].Size = 0
	}
	return goals
}

// send invites the guest of a proposal.
func (r *run) send(u *user, p proposal) {
	v := &invitation{
		host: u, guest: p.guest, span: p.span, spare: p.spare, week: r.week, sent: r.now,
		neverMet:      r.tie(u, p.guest).Class == network.ClassNew,
		hostFocusCost: r.focusCost(u.member, p.span), guestFocusCost: r.focusCost(p.guest, p.span),
	}
	r.diaries[u.member].add(r.org, v.span, true)
	r.diaries[v.guest].add(r.org, v.span, false)
	u.sent = append(u.sent, v)
	u.bookings = append(u.bookings, r.booking(p, len(u.bookings)))
	u.lastInvited[goalGuest{p.goal, p.guest}] = r.now
	r.unanswered = append(r.unanswered, v)
	r.invitations = append(r.invitations, v)
	r.invitedAt[p.guest] = append(r.invitedAt[p.guest], r.now)
}

// updateBookings updates the user's bookings to now: past coffees took place, and
// those without an answer are released a day before, as fika does.
func (r *run) updateBookings(u *user) {
	for i := range u.bookings {
		b, v := &u.bookings[i], u.sent[i]
		if b.State != planner.StateLive {
			continue
		}
		switch {
		case (v.reply == unanswered || v.reply == pending) && !r.now.Before(b.Span.Start.AddDate(0, 0, -1)):
			v.reply = unanswered
			b.State, b.Open, b.EndedAt = planner.StateLapsed, false, r.now
			r.withdraw(v)
		case v.reply == accepted && !b.Span.End.After(r.now):
			r.endCoffee(v, b)
		}
	}
}

// endCoffee ends an accepted coffee. Some do not take place.
func (r *run) endCoffee(v *invitation, b *planner.Booking) {
	b.EndedAt = b.Span.End
	if v.held = r.random.fraction("comes", v.host.member, v.guest, v.week) >= shareMissed; !v.held {
		b.State = planner.StateMissed
		return
	}
	b.State = planner.StateMet
	host, guest := &r.org.Members[v.host.member].Person, &r.org.Members[v.guest].Person
	v.host.encounters = append(v.host.encounters, network.Encounter{With: []mailbox.Address{guest.ID}, Span: v.span, Size: 2})
	if u := r.userOf[v.guest]; u != nil {
		u.encounters = append(u.encounters, network.Encounter{With: []mailbox.Address{host.ID}, Span: v.span, Size: 2})
	}
}
