package daemon

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"time"

	"fika/calendar"
	"fika/internal/api"
	"fika/internal/mailbox"
	"fika/internal/network"
	"fika/internal/people"
	"fika/internal/rsvp"
	"fika/internal/span"
	"fika/internal/store"
	"fika/planner"
)

// How far a pass looks.
const (
	PastDays = 2 * 366 // of history for ties, because dormant ones are old
	weekDays = 7       // before now and after the horizon: whole weeks count for caps and busy weeks
)

// scene is everything one pass sees. It is read once, from the top down.
type scene struct {
	basis
	now          time.Time
	read         time.Time                 // when the calendars and the people were read: now, except for an order
	window       span.Span                 // the part of the calendars that is read
	events       []calendar.Event          // the user's own in window, one copy of each occurrence
	doubts       []calendar.Event          // what else may take the user's time, see [calendar.Listing]
	marked       map[string][]sourcedEvent // fika's own events, by booking
	readings     []reading
	sourcePeople []planner.Person // accepted, with ties, as in the sources
	people       []planner.Person // sourcePeople with guards, without busy times
	who          planner.Roster   // maps addresses to people
	bookings     []store.Booking
	intents      []store.Intent            // open ones
	own          ownEvents                 // the events of the live ones
	guests       map[mailbox.Address]guest // who was asked for busy times, and the result
	world        planner.World
	waiting      []waiting // approved and due, but a cap has no room

	holds      []store.Hold
	syncs      []store.Sync
	problems   []string
	remarks    []string // more of them, about live coffees; see collectRemarks
	blind      bool     // one of the user's calendars, or all people, could not be read
	blindBy    int      // index of the hold that says so
	clockWrong bool     // now may be off by anything
	parting    bool     // a pause is in force that lets events of cancelled coffees be removed
	restored   bool     // the store was restored, and not compared with the calendars yet
	first      bool     // there was no pass yet, or none that the user trusts
	acting     bool     // what is found from here on is found while sending

	refusals    map[refusalKey]store.Refusal // by calendar and part
	limited     []store.Refusal              // calendars that asked not to be read for a while
	anyAccepted bool                         // a calendar has taken a change in this pass
	written     []written                    // the changes to events

	// For a view, computed when first needed:
	plan   func() planner.Plan     // what would be planned
	advice func() []planner.Advice // what would help the goals that fall short
}

// reading is one of the user's calendars as read.
type reading struct {
	source Source
	calendar.Listing
	err error
}

// hold adds a reason why nothing may be sent, with the hint of its code.
func (s *scene) hold(code api.Code, text string) {
	s.holdWith(code, text, api.Holds.Of(code).Hint)
}

// holdWith is hold with a more specific hint.
func (s *scene) holdWith(code api.Code, text, hint string) {
	s.holds = append(s.holds, store.Hold{Code: code, Text: text, Hint: hint, Acting: s.acting})
}

// newHold returns a hold since then, with the hint of its code.
func newHold(code api.Code, since time.Time, text string) store.Hold {
	return store.Hold{Code: code, Since: since, Text: text, Hint: api.Holds.Of(code).Hint}
}

// makeBlind makes the scene blind because of the hold that comes next.
func (s *scene) makeBlind() { s.blind, s.blindBy = true, len(s.holds) }

// blindness says why a question that needs every calendar cannot be answered.
func (s *scene) blindness() *api.Fault {
	h := s.holds[s.blindBy]
	return heldBy(h.Code, h.Text, h.Hint)
}

// observe reads everything a pass needs and changes nothing. Errors are from the store
// or the context; everything else becomes a hold or a problem.
func (d *Daemon) observe(ctx context.Context, now time.Time) (*scene, error) {
	s, err := d.observeUser(ctx, now)
	if err != nil {
		return nil, err
	}
	if !s.blind {
		if err := d.readGuests(ctx, s); err != nil {
			return nil, err
		}
	}
	s.remarks = s.collectRemarks()
	return s, d.readWaiting(ctx, s)
}

// observeUser is observe without other people's busy times.
func (d *Daemon) observeUser(ctx context.Context, now time.Time) (*scene, error) {
	s := &scene{basis: d.basis(), now: now, read: now, window: d.basis().around(now), guests: map[mailbox.Address]guest{}}
	if err := d.checkClock(ctx, s); err != nil {
		return nil, err
	}
	if err := d.checkRestored(ctx, s); err != nil {
		return nil, err
	}
	if d.damage != "" {
		s.hold(api.CodeDamaged, d.damage)
	}
	d.checkStops(s)
	if err := d.readRefusals(ctx, s); err != nil {
		return nil, err
	}
	if err := d.readCalendars(ctx, s); err != nil {
		return nil, err
	}
	encounters, err := d.readEncounters(ctx, s)
	if err != nil {
		return nil, err
	}
	if err := d.readPeople(ctx, s, encounters); err != nil {
		return nil, err
	}
	s.findMarked()
	s.checkTwice()
	return s, d.reread(ctx, s)
}

// observeAgain looks again, just before the invitation of b is sent, at what that
// depends on: the user's calendars, the people, and the guest's busy times. It reads
// each calendar completely, because one that lost everything shows an empty slot too.
func (d *Daemon) observeAgain(ctx context.Context, s *scene, b store.Booking) (*scene, error) {
	fresh, err := d.observeUser(ctx, s.now)
	if err != nil || fresh.blind {
		return fresh, err
	}
	_, err = d.readTimesOf(ctx, fresh, map[mailbox.Address]bool{fresh.who.PersonOf(b.Person): true})
	return fresh, err
}

// around returns the window that is read around now.
func (by basis) around(now time.Time) span.Span {
	zone := by.set.Rules.Zone
	monday := planner.DateOf(now, zone).Monday()
	return span.Span{
		Start: monday.AddDays(-weekDays).At(0, zone),
		End:   monday.AddDays(by.set.Rules.Horizon+3*weekDays).At(0, zone),
	}
}

// readCalendars lists the user's calendars. One that cannot be read makes the scene
// blind, because missing events do not mean free time.
func (d *Daemon) readCalendars(ctx context.Context, s *scene) error {
	known, err := d.store.Syncs(ctx)
	if err != nil {
		return err
	}
	var read []comparison
	began := time.Now() // reading the first calendar may take minutes
	for _, src := range s.sources {
		listing, err := d.readCalendar(ctx, s, src)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		s.readings = append(s.readings, reading{src, listing, err})
		was := syncOf(known, src.Name)
		if err != nil {
			s.makeBlind()
			s.holdCalendar(src.Name, "read", err)
			s.checkStale(was)
			was.Problem = err.Error()
			s.syncs = append(s.syncs, was)
			continue
		}
		for _, p := range listing.Problems {
			s.problems = append(s.problems, src.Name+": "+p.String())
		}
		s.checkSkew(src.Name, listing.ServerTime, s.now.Add(time.Since(began)))
		read = append(read, comparison{was, listing})
	}
	s.arrange()
	return d.checkEmptied(ctx, s, read)
}

// readCalendar lists src, unless it asked not to be read yet.
func (d *Daemon) readCalendar(ctx context.Context, s *scene, src Source) (calendar.Listing, error) {
	if f, stands := s.refused(src, reads); stands {
		return calendar.Listing{}, fmt.Errorf("%w until %s", calendar.ErrRateLimited, when(f.Until, s.set.Rules.Zone))
	}
	listing, err := src.Calendar.List(ctx, s.window)
	if until := calendar.NotBefore(err); errors.Is(err, calendar.ErrRateLimited) && until.After(s.now) {
		s.limited = append(s.limited, store.Refusal{Calendar: src.Name, Part: reads, Since: s.now, Until: until, Times: 1, Code: api.CodeRateLimited, Text: "it asked to wait"})
		err = fmt.Errorf("%w; not before %s", err, when(until, s.set.Rules.Zone))
	}
	return listing, err
}

// ownView returns l as it counts for src: if all-day events are to be ignored, they are
// free.
func (src Source) ownView(l calendar.Listing) calendar.Listing {
	if !src.IgnoreAllDay {
		return l
	}
	for _, events := range []*[]calendar.Event{&l.Events, &l.Doubts, &l.DetachedOverrides} {
		*events = slices.Clone(*events)
		for i := range *events {
			if e := &(*events)[i]; e.AllDay {
				e.Transparent, e.ShowAs = true, ""
			}
		}
	}
	return l
}

func syncOf(known []store.Sync, name string) store.Sync {
	for _, y := range known {
		if y.Calendar == name {
			return y
		}
	}
	return store.Sync{Calendar: name}
}

// readPeople reads the accepted people and adds the ties and the user's guards.
func (d *Daemon) readPeople(ctx context.Context, s *scene, encounters []network.Encounter) error {
	list, faults := d.options.ReadPeople(ctx)
	for _, f := range faults {
		if f.Note {
			continue // for config check: nobody was left out
		}
		s.problems = append(s.problems, f.String())
	}
	if i := slices.IndexFunc(faults, func(f people.Fault) bool { return f.Line == 0 }); i >= 0 {
		s.makeBlind()
		s.hold(api.CodePeopleUnreadable, "a source of people cannot be read: "+faults[i].String())
	}
	s.sourcePeople, s.who = slices.Clone(list), planner.NewRoster(list)
	ties := network.Compute(s.now, encounters, s.who.PersonOf)
	for i := range s.sourcePeople {
		tie := ties.Tie(s.sourcePeople[i].ID)
		s.sourcePeople[i].Tie = planner.Tie{Class: planner.TieClass(tie.Class), Strength: tie.Strength, Last: tie.Last, Common: tie.Common}
	}
	return d.guardPeople(ctx, s)
}

// guardPeople adds the user's guards to the people, and the little that fika keeps about
// those it was told to forget.
func (d *Daemon) guardPeople(ctx context.Context, s *scene) error {
	guards, err := d.store.Guards(ctx)
	if err != nil {
		return err
	}
	said := map[mailbox.Address]store.Guard{}
	for _, g := range guards {
		said[g.Person] = g
	}
	shadows, err := d.store.Shadows(ctx)
	if err != nil {
		return err
	}
	s.people = slices.Clone(s.sourcePeople)
	for i := range s.people {
		p := &s.people[i]
		g := guardOf(*p, said)
		p.Never, p.RestUntil, p.LiftedAt = p.Never || g.Never, g.Rest, g.Lifted
		kept := shadows.Of(p.Addresses()...)
		p.Never = p.Never || kept.Never
		if kept.Rest.After(p.RestUntil) {
			p.RestUntil = kept.Rest
		}
	}
	return nil
}

// refresh rereads the bookings. If they changed, it requests the busy times of people
// who only matter since then; finding those takes as long as a plan.
func (d *Daemon) refresh(ctx context.Context, s *scene) error {
	bookings, own := s.bookings, s.own
	if err := d.reread(ctx, s); err != nil || s.blind {
		return err
	}
	if reflect.DeepEqual(bookings, s.bookings) && maps.EqualFunc(own, s.own, slices.Equal) {
		return nil
	}
	return d.readGuests(ctx, s)
}

// reread rereads the bookings and the guards, and builds the planner's world of the
// scene.
func (d *Daemon) reread(ctx context.Context, s *scene) error {
	if err := d.guardPeople(ctx, s); err != nil {
		return err
	}
	var err error
	since := s.now.AddDate(0, 0, -planner.LookbackDays)
	if s.bookings, err = d.store.Bookings(ctx, since); err != nil {
		return err
	}
	if s.intents, err = d.store.Intents(ctx); err != nil {
		return err
	}
	for i := range s.bookings { // one may be older than the list that renames the person
		s.bookings[i].Person = s.who.PersonOf(s.bookings[i].Person)
	}
	s.own = s.findOwn()
	others := slices.DeleteFunc(slices.Concat(s.events, s.doubts), func(e calendar.Event) bool { return s.own.has(e.ID, e.Span) })
	s.world = planner.World{
		Goals:    s.set.Goals,
		Busy:     s.owner().Busy(others, s.window),
		Bookings: plannerBookings(s.bookings),
		People:   s.people,
	}
	if !s.blind {
		s.world.People = s.guestList()
	}
	return nil
}

// plannerBookings converts bookings for the planner.
func plannerBookings(bookings []store.Booking) []planner.Booking {
	converted := make([]planner.Booking, len(bookings))
	for i, b := range bookings {
		converted[i] = plannerBooking(b)
	}
	return converted
}

func plannerBooking(b store.Booking) planner.Booking {
	return planner.Booking{
		ID: b.ID, Person: b.Person, Goal: b.Goal, Span: b.Span, EndedAt: b.Ended,
		State:     meaning(b.State),
		NeverSent: !b.Sent && !b.State.Live(),
		Open:      b.State.Live() && b.Reply.Open(),
		Accepted:  b.Reply == rsvp.Accepted,
		Tentative: b.Reply == rsvp.Maybe || b.Reply == rsvp.Delegated,
	}
}

// meaning returns what a state of the store means to the next plan.
func meaning(s store.State) planner.BookingState {
	switch s {
	case store.Met:
		return planner.StateMet
	case store.Missed:
		return planner.StateMissed
	case store.Declined:
		return planner.StateDeclined
	case store.Cancelled:
		return planner.StateDropped
	case store.Skipped:
		return planner.StateSkipped
	case store.Refused:
		return planner.StateRefused
	case store.Expired, store.Released:
		return planner.StateLapsed
	}
	return planner.StateLive
}
