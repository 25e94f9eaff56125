package planner

import (
	"time"

	"fika/internal/date"
)

// history is what the bookings show about one person.
type history struct {
	live         *Booking  // the live booking, nil if there is none
	lastMet      time.Time // end of the last coffee that took place
	lastMissed   time.Time // end of the last coffee that did not take place
	declines     int       // since the user lifted earlier ones
	lastDeclined time.Time
	lastSilent   time.Time                                     // end of the last invitation without an answer
	silences     []time.Time                                   // all of these since the user lifted earlier ones
	lastAnswered time.Time                                     // end of the last invitation with an answer
	lastRefused  time.Time                                     // end of the last invitation that did not reach the person
	lifted       struct{ declined, silent, refused time.Time } // the last ones that the user lifted
	lastSkipped  time.Time
	lastDropped  time.Time
	answers      answerCounts
}

// answerCounts counts how invitations ended. Unanswered live invitations do not
// count. One that the user cancelled before the guest accepted counts as dropped.
type answerCounts struct{ accepted, total, dropped int }

// addBookings adds the bookings to the histories and quotas.
func (in *input) addBookings(bookings []Booking, checked string) {
	for i := range bookings {
		b := bookings[i]
		p := in.person(b.Person)
		if checked != "" && b.ID == checked {
			continue
		}
		in.bookings = append(in.bookings, b)
		r := in.histories[p.ID]
		if r == nil {
			r = &history{}
			in.histories[p.ID] = r
		}
		r.add(&b, p.LiftedAt)
		in.answers[p.Tie.Class] = in.answers[p.Tie.Class].add(&b)
		if b.State == StateLive {
			in.live = append(in.live, b.Span)
		}
	}
	for i := range bookings { // what counts may depend on every history
		in.count(&bookings[i], in.person(bookings[i].Person))
	}
	sortByStart(in.live)
}

// add adds b. The order of bookings does not matter.
func (h *history) add(b *Booking, lifted time.Time) {
	h.answers = h.answers.add(b)
	if b.Accepted || b.Tentative || b.State == StateDeclined || b.State == StateMet {
		h.lastAnswered = laterOf(h.lastAnswered, b.endTime())
	}
	switch b.State {
	case StateLive:
		if h.live == nil || startsEarlier(b, h.live) {
			h.live = b
		}
	case StateMet:
		h.lastMet = laterOf(h.lastMet, b.Span.End)
	case StateMissed:
		h.lastMissed = laterOf(h.lastMissed, b.Span.End)
		if !b.Accepted && !b.Tentative {
			h.addSilence(b.endTime(), lifted)
		}
	case StateDeclined:
		if b.endTime().After(lifted) {
			h.declines++
			h.lastDeclined = laterOf(h.lastDeclined, b.endTime())
		} else {
			h.lifted.declined = laterOf(h.lifted.declined, b.endTime())
		}
	case StateSkipped:
		h.lastSkipped = laterOf(h.lastSkipped, b.endTime())
	case StateRefused:
		if b.endTime().After(lifted) {
			h.lastRefused = laterOf(h.lastRefused, b.endTime())
		} else {
			h.lifted.refused = laterOf(h.lifted.refused, b.endTime())
		}
	case StateLapsed:
		if !b.NeverSent {
			h.addSilence(b.endTime(), lifted)
		}
	case StateDropped:
		h.lastDropped = laterOf(h.lastDropped, b.endTime())
	}
}

// addSilence records that an invitation ended at t without an answer.
func (h *history) addSilence(t, lifted time.Time) {
	if t.After(lifted) {
		h.lastSilent = laterOf(h.lastSilent, t)
		h.silences = append(h.silences, t)
	} else {
		h.lifted.silent = laterOf(h.lifted.silent, t)
	}
}

// consecutiveSilences returns the number of unanswered invitations since the last
// answer.
func (h *history) consecutiveSilences() (n int) {
	for _, t := range h.silences {
		if t.After(h.lastAnswered) {
			n++
		}
	}
	return n
}

// Two declines, or two unanswered invitations in a row, bar the person until the user
// lifts it.
func (h *history) declinedTwice() bool { return h.declines >= 2 }
func (h *history) silentTwice() bool   { return h.consecutiveSilences() >= 2 }

// GuestRest returns how long p may not be invited because of p's answers or their
// absence: for good, or until a day in the user's zone, which is zero if there is no
// rest. It uses the same history as the rules, so the result stays valid when p is
// forgotten. It ignores what the user lifted, and what the user did (skip, cancel),
// since neither is p's wish.
func GuestRest(rules Rules, p Person, bookings []Booking) (never bool, until date.Date) {
	var r history
	for i := range bookings {
		r.add(&bookings[i], p.LiftedAt)
	}
	for _, rest := range []struct {
		since time.Time
		days  int
	}{{r.lastDeclined, rules.Guards.AfterDecline}, {r.lastSilent, SilentRestDays}} {
		if rest.since.IsZero() {
			continue
		}
		if end := date.Of(rest.since, rules.Zone).AddDays(rest.days); until.Before(end) {
			until = end
		}
	}
	return r.declinedTwice() || r.silentTwice(), until
}

// add counts b if the guest accepted or declined, or never answered, which does not
// count as accepting. An acceptance counts even if the coffee did not take place.
func (a answerCounts) add(b *Booking) answerCounts {
	switch {
	case b.Accepted && b.State != StateDeclined:
		a.accepted++
		a.total++
	case b.NeverSent:
	case b.State == StateMet, b.State == StateMissed, b.State == StateDeclined, b.State == StateLapsed:
		a.total++
	case b.State == StateDropped:
		a.dropped++
	}
	return a
}

// endTime returns when b ended, or its start if that is not known.
func (b *Booking) endTime() time.Time {
	if b.EndedAt.IsZero() {
		return b.Span.Start
	}
	return b.EndedAt
}

// lastMeeting returns when the person and the user last met: in any meeting that the
// calendar shows, or for a coffee. It is zero if they never met.
func (q *query) lastMeeting() time.Time { return laterOf(q.person.Tie.Last, q.history.lastMet) }

func laterOf(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func startsEarlier(a, b *Booking) bool {
	if !a.Span.Start.Equal(b.Span.Start) {
		return a.Span.Start.Before(b.Span.Start)
	}
	return a.ID < b.ID
}
