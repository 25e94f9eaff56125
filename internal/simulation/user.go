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

func (l *life) newUser(member int) *user {
	u := &user{member: member, met: l.org.Members[member].Past, served: map[turn]time.Time{}, wanted: map[planner.GoalID][]bool{}}
	u.met = u.met[:len(u.met):len(u.met)]
	for week := -l.org.History; week < 0; week++ {
		u.met = append(u.met, l.diaries[member].encounters(l.org, member, week)...)
	}
	for _, g := range l.org.Members[member].Goals {
		for i := range l.org.Members {
			u.wanted[g.ID] = append(u.wanted[g.ID], i != member && g.From.Matches(l.org.Members[i].Person))
		}
	}
	for _, i := range l.chance.of("order", member).Perm(len(l.org.Members)) {
		if i != member {
			u.order = append(u.order, i)
		}
	}
	return u
}

// look updates the user's network from their calendar, and counts which key contacts
// are on rhythm. It counts only in the second half of the run: at the start no policy
// has had a chance.
func (l *life) look(u *user) {
	u.ties = network.Compute(l.now, u.met, nil)
	if l.week < l.o.Weeks/2 {
		return
	}
	for _, g := range l.goals(u) {
		if g.Want.Each == 0 {
			continue
		}
		limit := max(g.Want.Each, g.Want.Latest)
		for _, i := range u.order {
			if u.wanted[g.ID][i] {
				last := l.tie(u, i).Last
				l.rhythm.add(!last.IsZero() && l.now.Before(last.AddDate(0, 0, limit)))
			}
		}
	}
}

func (l *life) goals(u *user) []planner.Goal { return l.org.Members[u.member].Goals }

// send puts a proposal into the guest's inbox.
func (l *life) send(u *user, p proposal) {
	v := &invitation{
		host: u, guest: p.guest, span: p.span, week: l.week, sent: l.now,
		stranger: l.tie(u, p.guest).Class == network.ClassNew,
		lostHost: l.lost(u.member, p.span), lostGuest: l.lost(p.guest, p.span),
	}
	l.diaries[u.member].add(l.org, v.span, true)
	l.diaries[v.guest].add(l.org, v.span, false)
	u.sent = append(u.sent, v)
	u.bookings = append(u.bookings, l.booking(p, len(u.bookings)))
	u.served[turn{p.goal, p.guest}] = l.now
	l.open = append(l.open, v)
	l.sent = append(l.sent, v)
	l.asked[p.guest] = append(l.asked[p.guest], l.now)
}

// settle updates the user's bookings to now: past coffees took place, and those
// without an answer are released a day before, as fika does.
func (l *life) settle(u *user) {
	for i := range u.bookings {
		b, v := &u.bookings[i], u.sent[i]
		if b.State != planner.StateLive {
			continue
		}
		switch {
		case v.reply == silent && !l.now.Before(b.Span.Start.AddDate(0, 0, -1)):
			b.State, b.Open, b.EndedAt = planner.StateLapsed, false, l.now
			l.withdraw(v)
		case v.reply == yes && !b.Span.End.After(l.now):
			l.meet(v, b)
		}
	}
}

// meet holds an accepted coffee; now and then it falls through.
func (l *life) meet(v *invitation, b *planner.Booking) {
	b.EndedAt = b.Span.End
	if v.held = l.chance.share("comes", v.host.member, v.guest, v.week) >= fallsThrough; !v.held {
		b.State = planner.StateMissed
		return
	}
	b.State = planner.StateMet
	host, guest := &l.org.Members[v.host.member].Person, &l.org.Members[v.guest].Person
	v.host.met = append(v.host.met, network.Encounter{With: []mailbox.Address{guest.ID}, Span: v.span, Size: 2})
	if u := l.host[v.guest]; u != nil {
		u.met = append(u.met, network.Encounter{With: []mailbox.Address{host.ID}, Span: v.span, Size: 2})
	}
}
