package planner

import "time"

// record is what the bookings tell of one person.
type record struct {
	live     *Booking // on its way
	met      time.Time
	missed   time.Time
	declines int                                           // since the user lifted earlier ones
	declined time.Time                                     // the last of them
	silent   time.Time                                     // the last invitation that ended without an answer
	silences []time.Time                                   // all of them, since the user lifted earlier ones
	answered time.Time                                     // the last invitation with one
	refused  time.Time                                     // the last invitation that did not reach them
	lifted   struct{ declined, silent, refused time.Time } // the last of those that the user lifted
	skipped  time.Time
	dropped  time.Time
	answers  answers
}

// answers count how invitations ended. One that still waits is not counted, and one
// that the user took back before the guest said yes counts as dropped.
type answers struct{ yes, all, dropped int }

// addBookings reads the bookings into records and counts.
func (v *view) addBookings(bookings []Booking, without string) {
	for i := range bookings {
		b := bookings[i]
		if without != "" && b.ID == without {
			continue
		}
		v.bookings = append(v.bookings, b)
		p := v.person(b.Person)
		r := v.past[p.ID]
		if r == nil {
			r = &record{}
			v.past[p.ID] = r
		}
		r.add(&b, p.LiftedAt)
		v.answers[p.Tie.Class] = v.answers[p.Tie.Class].add(&b)
		if b.State == StateLive {
			v.live = append(v.live, b.Span)
		}
		v.count(&b, p)
	}
	sortByStart(v.live)
}

// add takes b in, whatever the order in which bookings come.
func (r *record) add(b *Booking, lifted time.Time) {
	r.answers = r.answers.add(b)
	if b.Accepted || b.Tentative || b.State == StateDeclined || b.State == StateMet {
		r.answered = latest(r.answered, b.ended())
	}
	switch b.State {
	case StateLive:
		if r.live == nil || earlier(b, r.live) {
			r.live = b
		}
	case StateMet:
		r.met = latest(r.met, b.Span.End)
	case StateMissed:
		r.missed = latest(r.missed, b.Span.End)
		if !b.Accepted && !b.Tentative {
			r.unanswered(b.ended(), lifted)
		}
	case StateDeclined:
		if b.ended().After(lifted) {
			r.declines++
			r.declined = latest(r.declined, b.ended())
		} else {
			r.lifted.declined = latest(r.lifted.declined, b.ended())
		}
	case StateSkipped:
		r.skipped = latest(r.skipped, b.ended())
	case StateRefused:
		if b.ended().After(lifted) {
			r.refused = latest(r.refused, b.ended())
		} else {
			r.lifted.refused = latest(r.lifted.refused, b.ended())
		}
	case StateLapsed:
		if !b.NeverSent {
			r.unanswered(b.ended(), lifted)
		}
	case StateDropped:
		r.dropped = latest(r.dropped, b.ended())
	}
}

// unanswered takes in that an invitation ended at t without an answer.
func (r *record) unanswered(t, lifted time.Time) {
	if t.After(lifted) {
		r.silent = latest(r.silent, t)
		r.silences = append(r.silences, t)
	} else {
		r.lifted.silent = latest(r.lifted.silent, t)
	}
}

// inARow counts the silences since the last answer.
func (r *record) inARow() (n int) {
	for _, t := range r.silences {
		if t.After(r.answered) {
			n++
		}
	}
	return n
}

// Two noes, or two silences in a row, forbid until the user lifts them.
func (r *record) declinedTwice() bool { return r.declines >= 2 }
func (r *record) silentTwice() bool   { return r.inARow() >= 2 }

// GuestRest says how long p may not be invited again because of p's answers, or
// because none came: for good, or until a day in the user's zone; the zero Date
// means not at all. It reads the same record as the rules, so that forgetting p
// does not change what holds. What the user lifted does not count, and neither does
// what the user did (skipped, cancelled), which is no wish of p's.
func GuestRest(rules Rules, p Person, bookings []Booking) (never bool, until Date) {
	var r record
	for i := range bookings {
		r.add(&bookings[i], p.LiftedAt)
	}
	for _, rest := range []struct {
		since time.Time
		days  int
	}{{r.declined, rules.Guards.AfterDecline}, {r.silent, SilentRestDays}} {
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
func (a answers) add(b *Booking) answers {
	switch {
	case b.Accepted && b.State != StateDeclined:
		a.yes++
		a.all++
	case b.NeverSent:
	case b.State == StateMet, b.State == StateMissed, b.State == StateDeclined, b.State == StateLapsed:
		a.all++
	case b.State == StateDropped:
		a.dropped++
	}
	return a
}

// ended is when b left the live states; if that is not known, its start.
func (b *Booking) ended() time.Time {
	if b.EndedAt.IsZero() {
		return b.Span.Start
	}
	return b.EndedAt
}

// lastReal is when p and the user last really met: in any meeting that the
// calendar shows, or over a coffee. Zero: never.
func (a *ask) lastReal() time.Time { return latest(a.person.Tie.Last, a.past.met) }

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func earlier(a, b *Booking) bool {
	if !a.Span.Start.Equal(b.Span.Start) {
		return a.Span.Start.Before(b.Span.Start)
	}
	return a.ID < b.ID
}
