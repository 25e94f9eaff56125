package daemon

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"fika/internal/api"
	"fika/internal/store"
	"fika/planner"
)

// View is what fika knows after one pass or order. It never changes, so questions to it
// never wait for passes, orders or other questions. Its answers depend only on the view
// and on now.
type View struct {
	Rev  int64     // increases with each view, see [Options.Revs]
	Seen time.Time // when the calendars and the people were read; zero if not yet

	*observation
	waiting     []waiting               // approved and due, but a cap has no room
	plan        func() planner.Plan     // what would be planned, computed when first needed
	advice      func() []planner.Advice // what would help the goals that fall short, likewise
	storedHolds []store.Hold            // as in the store, with the times they began
	storeHold   *store.Hold             // why the store aborted the last pass; nil if it did not
	last        time.Time               // the last pass; zero if there was none
	caps        api.Caps
	version     string
	messages    []store.Message // of the last days

	// The log of those bookings that answers show: see [View.recentIDs]. That of all would
	// grow for as long as fika is used.
	histories map[string][]store.Entry
}

// View returns the newest view, nil before the first.
func (d *Daemon) View() *View { return d.newest.Load() }

// ReadView reads the calendars and the people, and publishes the view, without acting on
// it. It is for a fika that answers one command; a running one makes passes.
func (d *Daemon) ReadView(ctx context.Context, now time.Time) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	_, err := d.readView(ctx, now)
	return err
}

func (d *Daemon) readView(ctx context.Context, now time.Time) (*View, error) {
	seen, err := d.observe(ctx, now)
	if err != nil {
		return nil, err
	}
	return d.publish(ctx, seen)
}

// publish makes seen the newest view, with what the store now says.
func (d *Daemon) publish(ctx context.Context, seen *observation) (*View, error) {
	seen, err := d.reread(ctx, seen)
	if err != nil {
		return nil, err
	}
	v, err := d.viewOf(ctx, seen.compact())
	if err != nil {
		return nil, err
	}
	v.storeHold = d.storeHold
	d.swap(v)
	return v, nil
}

// swap makes v the newest view.
func (d *Daemon) swap(v *View) {
	v.Rev = d.options.Revs.Add(1)
	d.newest.Store(v)
	d.firstViewOnce.Do(func() { close(d.hasView) })
}

// viewOf returns seen as a view, with data from the store.
func (d *Daemon) viewOf(ctx context.Context, seen *observation) (*View, error) {
	// The caps are checked again with each change: a skipped coffee no longer waits.
	isCap := func(h store.Hold) bool { return h.Code == api.CodeCaps }
	o := seen.with(func(o *observation) { o.holds = slices.DeleteFunc(slices.Clone(o.holds), isCap) })
	v := &View{Seen: o.read, observation: o, version: d.options.Version}
	v.plan = sync.OnceValue(func() planner.Plan { return planner.Decide(o.now, o.settings.Rules, o.world) })
	v.advice = sync.OnceValue(func() []planner.Advice { return planner.Advise(o.now, o.settings.Rules, o.world, v.plan()) })
	var err error
	if v.waiting, err = d.readWaiting(ctx, o); err != nil {
		return nil, err
	}
	if v.storedHolds, err = d.store.Holds(ctx); err != nil {
		return nil, err
	}
	if v.last, err = d.store.LastPass(ctx); err != nil {
		return nil, err
	}
	if v.histories, err = d.store.Histories(ctx, v.recentIDs()); err != nil {
		return nil, err
	}
	if v.messages, err = d.store.Messages(ctx, o.now.AddDate(0, 0, -messageDays)); err != nil {
		return nil, err
	}
	v.caps, err = d.caps(ctx, o.configuration, o.now)
	return v, err
}

// at returns v for a decision or an answer at now.
func (v *View) at(now time.Time) *View {
	return v.withObservation(v.with(func(o *observation) { o.now = now }))
}

// reference says which view an answer is from.
func (v *View) reference() api.View {
	a := api.View{Rev: v.Rev}
	if !v.Seen.IsZero() {
		a.Seen = v.Seen.In(v.zone())
	}
	return a
}

// withStops returns v with the holds that the user's files make now: they apply without a
// pass.
func (v *View) withStops(stops []store.Hold, removalsAllowed bool) *View {
	known := slices.DeleteFunc(slices.Clone(v.holds), func(h store.Hold) bool { return !isStop(h) })
	if removalsAllowed == v.removalsAllowed && slices.Equal(known, stops) {
		return v
	}
	return v.withObservation(v.observation.withStops(stops, removalsAllowed))
}

// withObservation returns v with another observation.
func (v *View) withObservation(o *observation) *View {
	copied := *v
	copied.observation = o
	return &copied
}

// historyDays is how long the history of an ended booking stays in a view after its last
// change: for the answer to the order that ended it, and for fika why.
const historyDays = 7

// recentIDs returns the ids of the bookings whose histories are in v: of the live ones, and
// of those that changed lately. Others are read when somebody asks for them.
func (v *View) recentIDs() []string {
	ids := []string{}
	since := v.now.AddDate(0, 0, -historyDays)
	for _, b := range v.bookings {
		if b.State.Live() || b.Changed.After(since) {
			ids = append(ids, b.ID)
		}
	}
	return ids
}

// withStoredBooking returns v with what only the store has of the booking that id names:
// an old booking itself, and its history. If there is none, it returns v, which says so.
func (d *Daemon) withStoredBooking(ctx context.Context, v *View, now time.Time, id string) (*View, error) {
	b, err := v.at(now).findCoffee(id, forQuestion)
	var f *api.Fault
	switch {
	case errors.As(err, &f) && f.Code == api.CodeNotFound:
		old, err := d.store.Named(ctx, strings.ToLower(strings.TrimSpace(id)))
		if err != nil || len(old) != 1 {
			return v.withBookings(old), err
		}
		v, b = v.withBookings(old), old[0]
	case err != nil:
		return v, nil //nolint:nilerr // the answer looks the name up again, and says what is wrong
	}
	if _, known := v.histories[b.ID]; known || b.State == Planned {
		return v, nil
	}
	history, err := d.store.Histories(ctx, []string{b.ID})
	if err != nil {
		return v, err
	}
	copied := *v
	copied.histories = maps.Clone(v.histories)
	maps.Copy(copied.histories, history)
	return &copied, nil
}
