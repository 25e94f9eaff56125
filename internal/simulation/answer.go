package simulation

import (
	"time"

	"fika/internal/date"
	"fika/internal/span"
	"fika/planner"
)

// reply is a guest's answer to an invitation.
type reply int

const (
	pending reply = iota
	accepted
	declined
	unanswered
)

// The model of the guests is invented and independent of the planner's estimates: it
// has a different form, and the planner sees what it depends on only through answers
// and calendars. The log odds of accepting are the sum of these terms. The time of
// the coffee has no effect, although that would favour a planner that looks for good
// times.
const (
	oddsNew         = -0.4 // 40 % of people accept whom the user has never met (CoffeeMe)
	oddsKnown       = 0.9  // the two have been in a meeting together
	oddsCommon      = 0.12 // for each of up to five common acquaintances
	oddsMood        = 0.7  // standard deviation of a permanent difference between guests
	oddsLoad        = -3.0 // for a full week of the guest, above loadFree
	oddsAsked       = -0.5 // for each invitation from anybody in the last askedDays days
	oddsAgain       = -0.8 // the same user invited them in the last againDays days
	loadFree        = 0.45
	askedDays       = 14
	againDays       = 28
	shareUnanswered = 0.4  // of those who do not accept
	shareMissed     = 0.06 // of the accepted coffees
)

// answer sets the guest's answer to v. A declined invitation is removed from both
// calendars.
func (r *run) answer(v *invitation) {
	b, mood := r.bookingOf(v), r.random.stream("answer", v.host.member, v.guest, v.week)
	switch accepts := mood.Float64() < r.acceptanceProbability(v); {
	case accepts:
		v.reply, b.Open, b.Accepted = accepted, false, true
	case mood.Float64() < shareUnanswered:
		v.reply = unanswered
	default:
		v.reply, b.Open = declined, false
		b.State, b.EndedAt = planner.StateDeclined, r.now
		r.withdraw(v)
	}
}

// withdraw removes v from both calendars.
func (r *run) withdraw(v *invitation) {
	r.diaries[v.host.member].remove(r.org, v.span)
	r.diaries[v.guest].remove(r.org, v.span)
}

func (r *run) bookingOf(v *invitation) *planner.Booking {
	for i := len(v.host.sent) - 1; i >= 0; i-- {
		if v.host.sent[i] == v {
			return &v.host.bookings[i]
		}
	}
	panic("simulation: an invitation without a booking")
}

// acceptanceProbability returns the probability that the guest of v accepts. Nobody
// accepts a coffee in their leave.
func (r *run) acceptanceProbability(v *invitation) float64 {
	if r.org.leaveAt(v.guest, v.span) != nil {
		return 0
	}
	host, guest := r.acquaintances[v.host.member], r.acquaintances[v.guest]
	odds := oddsNew + oddsMood*r.random.normal("openness", v.guest)
	if host[v.guest] || !v.neverMet {
		odds += oddsKnown
	}
	odds += oddsCommon * float64(min(5, host.countCommon(guest)))
	odds += oddsLoad * max(0, r.weekLoad(v.guest, v.span)-loadFree)
	odds += oddsAsked * float64(countAfter(r.invitedAt[v.guest], r.now.AddDate(0, 0, -askedDays))-1)
	again := 0
	for _, other := range v.host.sent {
		if other != v && other.guest == v.guest && other.sent.After(r.now.AddDate(0, 0, -againDays)) {
			again = 1
		}
	}
	return logistic(odds + oddsAgain*float64(again))
}

// countAfter returns how many of the sorted times are after t.
func countAfter(times []time.Time, t time.Time) (n int) {
	for i := len(times) - 1; i >= 0 && times[i].After(t); i-- {
		n++
	}
	return n
}

// weekLoad returns the fraction of office hours in the week of s that is taken.
func (r *run) weekLoad(member int, s span.Span) float64 {
	week := weekOf(r.org, s)
	var hours []span.Span
	for day := range workdays {
		hours = append(hours, WorkingHours().On(r.org.Start.AddDays(7*week+day), r.org.zone(member))...)
	}
	busy := r.diaries[member].page(r.org, week).all()
	return 1 - float64(totalLength(span.Subtract(hours, busy)))/float64(totalLength(hours))
}

func totalLength(spans []span.Span) (sum time.Duration) {
	for _, s := range spans {
		sum += s.Len()
	}
	return sum
}

// focusCost returns how many minutes of focus a coffee costs a member. Focus is free
// time in office hours, in blocks of at least focusBlock. What remains in shorter
// blocks is lost too.
func (r *run) focusCost(member int, s span.Span) int {
	hours := WorkingHours().On(date.Of(s.Start, r.org.zone(member)), r.org.zone(member))
	busy := r.diaries[member].page(r.org, weekOf(r.org, s)).all()
	before := focusMinutes(span.Subtract(hours, busy))
	return before - focusMinutes(span.Subtract(hours, span.Merge(append(busy, s))))
}

const focusBlock = 90 * time.Minute

func focusMinutes(free []span.Span) (minutes int) {
	for _, s := range free {
		if s.Len() >= focusBlock {
			minutes += int(s.Len() / time.Minute)
		}
	}
	return minutes
}

// WorkingHours returns the working hours of a simulated organisation, with an hour
// for lunch.
func WorkingHours() planner.Week {
	var w planner.Week
	for day := time.Monday; day <= time.Friday; day++ {
		w[day] = []planner.Hours{{From: 9 * 60, To: 12 * 60}, {From: 13 * 60, To: 17 * 60}}
	}
	return w
}
