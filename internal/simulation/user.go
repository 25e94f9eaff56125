package simulation

import (
	"time"

	"fika/internal/mailbox"
	"fika/internal/network"
	"fika/internal/span"
	"fika/planner"
)

// user is a member who invites.
type user struct {
	member   int
	order    []int // everybody else, in an order specific to the user
	met      []network.Encounter
	ties     *network.Network // as of the last look
	bookings []planner.Booking
	sent     []*invitation // of the bookings
	turns    int           // goals that have had their turn
	served   map[turn]time.Time
	wanted   map[planner.GoalID][]bool // by member: who matches the goal's filter
}

// turn is a guest asked for a goal.
type turn struct {
	goal  planner.GoalID
	guest int
}

// invitation is one that a user sent.
type invitation struct {
	host      *user
	guest     int
	span      span.Span
	week      int // in which it was sent
	sent      time.Time
	reply     reply
	held      bool
	stranger  bool // the two had never met
	lostHost  int  // minutes of the host's focus
	lostGuest int
}

func (r *run) newUser(member int) *user {
	u := &user{member: member, met: r.org.Members[member].Past, served: map[turn]time.Time{}, wanted: map[planner.GoalID][]bool{}}
	u.met = u.met[:len(u.met):len(u.met)]
	for week := -r.org.History; week < 0; week++ {
		u.met = append(u.met, r.diaries[member].encounters(r.org, member, week)...)
	}
	for _, g := range r.org.Members[member].Goals {
		for i := range r.org.Members {
			u.wanted[g.ID] = append(u.wanted[g.ID], i != member && g.From.Matches(r.org.Members[i].Person))
		}
	}
	for _, i := range r.chance.of("order", member).Perm(len(r.org.Members)) {
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
	u.ties = network.Compute(r.now, u.met, nil)
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
				r.rhythm.add(!last.IsZero() && r.now.Before(last.AddDate(0, 0, limit)))
			}
		}
	}
}

func (r *run) goals(u *user) []planner.Goal { return r.org.Members[u.member].Goals }

// send puts a proposal into the guest's inbox.
func (r *run) send(u *user, p proposal) {
	v := &invitation{
		host: u, guest: p.guest, span: p.span, week: r.week, sent: r.now,
		stranger: r.tie(u, p.guest).Class == network.ClassNew,
		lostHost: r.lost(u.member, p.span), lostGuest: r.lost(p.guest, p.span),
	}
	r.diaries[u.member].add(r.org, v.span, true)
	r.diaries[v.guest].add(r.org, v.span, false)
	u.sent = append(u.sent, v)
	u.bookings = append(u.bookings, r.booking(p, len(u.bookings)))
	u.served[turn{p.goal, p.guest}] = r.now
	r.open = append(r.open, v)
	r.sent = append(r.sent, v)
	r.asked[p.guest] = append(r.asked[p.guest], r.now)
}

// settle updates the user's bookings to now: past coffees took place, and those
// without an answer are released a day before, as fika does.
func (r *run) settle(u *user) {
	for i := range u.bookings {
		b, v := &u.bookings[i], u.sent[i]
		if b.State != planner.StateLive {
			continue
		}
		switch {
		case v.reply == silent && !r.now.Before(b.Span.Start.AddDate(0, 0, -1)):
			b.State, b.Open, b.EndedAt = planner.StateLapsed, false, r.now
			r.withdraw(v)
		case v.reply == yes && !b.Span.End.After(r.now):
			r.meet(v, b)
		}
	}
}

// meet holds an accepted coffee; now and then it falls through.
func (r *run) meet(v *invitation, b *planner.Booking) {
	b.EndedAt = b.Span.End
	if v.held = r.chance.share("comes", v.host.member, v.guest, v.week) >= fallsThrough; !v.held {
		b.State = planner.StateMissed
		return
	}
	b.State = planner.StateMet
	host, guest := &r.org.Members[v.host.member].Person, &r.org.Members[v.guest].Person
	v.host.met = append(v.host.met, network.Encounter{With: []mailbox.Address{guest.ID}, Span: v.span, Size: 2})
	if u := r.host[v.guest]; u != nil {
		u.met = append(u.met, network.Encounter{With: []mailbox.Address{host.ID}, Span: v.span, Size: 2})
	}
}
