package daemon

import (
	"slices"
	"time"

	"fika/calendar"
	"fika/internal/api"
	"fika/internal/invitation"
	"fika/internal/mailbox"
	"fika/internal/network"
	"fika/internal/span"
	"fika/internal/store"
	"fika/planner"
)

// observation is what fika knows at one time: what the calendars, the people and the
// store said. It never changes: whoever learns more makes a new one. It holds no calendar
// and no store, so its methods only derive facts, and cannot reach either.
type observation struct {
	configuration
	now    time.Time
	read   time.Time // when the calendars and the people were read: now, except for an order
	window span.Span // the part of the calendars that is read

	// From the calendars:
	readings []reading
	marked   map[string][]sourcedEvent // fika's own events, by booking
	syncs    []store.Sync              // what to remember of the readings
	limited  []store.Refusal           // calendars that asked not to be read for a while

	shared     map[mailbox.Address][]invitation.Meeting // small meetings with each person, for letters
	told       map[mailbox.Address][]invitation.Mention // topics of notes about each person, for letters
	encounters [][]network.Encounter                    // with anybody, for the mirror; in parts, because those of long ago are shared

	// From the people:
	sourcePeople  []planner.Person               // accepted, with ties, as in the sources
	unknownWishes int                            // rows of wishes files about nobody of them
	roster        planner.Roster                 // maps addresses to people
	hierarchy     *planner.Hierarchy             // who manages whom
	guests        map[mailbox.Address]guestTimes // who was asked for busy times, and the result
	names         invitation.Names               // of everybody

	// From the store, see [tools.reread]:
	people   []planner.Person // sourcePeople with guards, without busy times
	bookings []store.Booking
	intents  []store.Intent               // open ones
	refusals map[refusalKey]store.Refusal // by calendar and part
	sent     int                          // invitations ever sent
	own      ownEvents                    // the events of live bookings
	world    planner.World                // all of this for the planner

	// What to make of it:
	holds           []store.Hold
	problems        []string
	blind           bool       // one of the user's calendars, or all people, could not be read
	blindFor        store.Hold // says which
	clockWrong      bool       // now may be off by anything
	removalsAllowed bool       // a pause is in force that lets events of cancelled coffees be removed
	restored        bool       // the store was restored, and not compared with the calendars yet
	first           bool       // there was no pass yet, or none that the user trusts
}

// reading is one of the user's calendars as read.
type reading struct {
	source Source
	calendar.Listing
	err    error
	checks []calendar.Check
}

// with returns a copy of o with a change.
func (o *observation) with(change func(*observation)) *observation {
	changed := *o
	change(&changed)
	return &changed
}

// events returns the user's own events in the window, one copy of each occurrence, and
// what else may take the user's time, see [calendar.Listing].
func (o *observation) events() (events, doubts []calendar.Event) {
	var read []calendar.Listing
	for _, r := range o.readings {
		if r.err == nil {
			read = append(read, r.source.ownView(r.Listing))
		}
	}
	return o.owner().Combine(read)
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

// findMarked returns fika's own events by booking.
func (o *observation) findMarked() map[string][]sourcedEvent {
	marked := map[string][]sourcedEvent{}
	for _, r := range o.readings {
		for _, e := range r.Events {
			if o.hasOwnMark(e) {
				marked[e.Mark.Booking] = append(marked[e.Mark.Booking], sourcedEvent{r.source, e})
			}
		}
	}
	return marked
}

// without returns o without that booking in the planner's world: it has ended, and is
// excluded from the checks of the others until the bookings are reread.
func (o *observation) without(booking string) *observation {
	return o.with(func(o *observation) {
		o.world.Bookings = slices.DeleteFunc(slices.Clone(o.world.Bookings), func(b planner.Booking) bool { return b.ID == booking })
	})
}

// compact returns o without spare memory: a view stays until the next one.
func (o *observation) compact() *observation {
	return o.with(func(o *observation) {
		o.readings = slices.Clone(o.readings)
		for i := range o.readings {
			r := &o.readings[i]
			r.Events, r.DetachedOverrides = slices.Clone(r.Events), slices.Clone(r.DetachedOverrides)
		}
	})
}

// blindness says why a question that needs every calendar cannot be answered.
func (o *observation) blindness() *api.Fault {
	return heldBy(o.blindFor.Code, o.blindFor.Text, o.blindFor.Hint)
}
