package planner

import "time"

// history is what the bookings tell of one person.
type history struct {
	live         *Booking // on its way
	lastMet      time.Time
	lastMissed   time.Time
	declines     int                                           // since the user lifted earlier ones
	lastDeclined time.Time                                     // the last of them
	lastSilent   time.Time                                     // the last invitation that ended without an answer
	silences     []time.Time                                   // all of them, since the user lifted earlier ones
	lastAnswered time.Time                                     // the last invitation with one
	lastRefused  time.Time                                     // the last invitation that did not reach them
	lifted       struct{ declined, silent, refused time.Time } // the last of those that the user lifted
	lastSkipped  time.Time
	lastDropped  time.Time
	answers      answerCounts
}

// answerCounts count how invitations ended. One that still waits is not counted, and one
// that the user took back before the guest said yes counts as dropped.
type answerCounts struct{ accepted, total, dropped int }

// addBookings reads the bookings into records and counts.
func (in *input) addBookings(bookings []Booking, without string) {
	for i := range bookings {
		b := bookings[i]
		if without != "" && b.ID == without {
			continue
		}
		in.bookings = append(in.bookings, b)
		p := in.person(b.Person)
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
		in.count(&b, p)
	}
	sortByStart(in.live)
}

// add takes b in, whatever the order in which bookings come.
func (r *history) add(b *Booking, lifted time.Time) {
	r.answers = r.answers.add(b)
	if b.Accepted || b.Tentative || b.State == StateDeclined || b.State == StateMet {
		r.lastAnswered = laterOf(r.lastAnswered, b.endTime())
	}
	switch b.State {
	case StateLive:
		if r.live == nil || startsEarlier(b, r.live) {
			r.live = b
		}
	case StateMet:
		r.lastMet = laterOf(r.lastMet, b.Span.End)
	case StateMissed:
		r.lastMissed = laterOf(r.lastMissed, b.Span.End)
		if !b.Accepted && !b.Tentative {
			r.addSilence(b.endTime(), lifted)
		}
	case StateDeclined:
		if b.endTime().After(lifted) {
			r.declines++
			r.lastDeclined = laterOf(r.lastDeclined, b.endTime())
		} else {
			r.lifted.declined = laterOf(r.lifted.declined, b.endTime())
		}
	case StateSkipped:
		r.lastSkipped = laterOf(r.lastSkipped, b.endTime())
	case StateRefused:
		if b.endTime().After(lifted) {
			r.lastRefused = laterOf(r.lastRefused, b.endTime())
		} else {
			r.lifted.refused = laterOf(r.lifted.refused, b.endTime())
		}
	case StateLapsed:
		if !b.NeverSent {
			r.addSilence(b.endTime(), lifted)
		}
	case StateDropped:
		r.lastDropped = laterOf(r.lastDropped, b.endTime())
	}
}

// addSilence takes in that an invitation ended at t without an answer.
func (r *history) addSilence(t, lifted time.Time) {
	if t.After(lifted) {
		r.lastSilent = laterOf(r.lastSilent, t)
		r.silences = append(r.silences, t)
	} else {
		r.lifted.silent = laterOf(r.lifted.silent, t)
	}
}

// consecutiveSilences counts the silences since the last answer.
func (r *history) consecutiveSilences() (n int) {
	for _, t := range r.silences {
		if t.After(r.lastAnswered) {
			n++
		}
	}
	return n
}

// Two noes, or two silences in a row, forbid until the user lifts them.
func (r *history) declinedTwice() bool { return r.declines >= 2 }
func (r *history) silentTwice() bool   { return r.consecutiveSilences() >= 2 }

// GuestRest says how long p may not be invited again because of p's answers, or
// because none came: for good, or until a day in the user's zone; the zero Date
// means not at all. It reads the same record as the rules, so that forgetting p
// does not change what holds. What the user lifted does not count, and neither does
// what the user did (skipped, cancelled), which is no wish of p's.
func GuestRest(rules Rules, p Person, bookings []Booking) (never bool, until Date) {
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
		if end := DateOf(rest.since, rules.Zone).AddDays(rest.days); until.Before(end) {
			until = end
		}
	}
	return r.declinedTwice() || r.silentTwice(), until
}

// add counts b if the guest said yes or no, or never answered before the day, which
// counts as no yes. A yes counts whatever became of the coffee.
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

// endTime is when b left the live states; if that is not known, its start.
func (b *Booking) endTime() time.Time {
	if b.EndedAt.IsZero() {
		return b.Span.Start
	}
	return b.EndedAt
}

// lastMeeting is when p and the user last really met: in any meeting that the
// calendar shows, or over a coffee. Zero: never.
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
