package daemon

import (
	"context"
	"slices"
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

	*scene                 // sealed
	stood     []store.Hold // as in the store, with the times they began
	storeHold *store.Hold  // why the store aborted the last pass; nil if it did not
	last      time.Time    // the last pass; zero if there was none
	caps      api.Caps
	journal   journal
	version   string
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
	s, err := d.observe(ctx, now)
	if err != nil {
		return nil, err
	}
	return d.publish(ctx, s)
}

// publish makes s the newest view. s was read in a pass or for an order; publish reads
// what the store now says about bookings. The caller must not change s any more.
func (d *Daemon) publish(ctx context.Context, s *scene) (*View, error) {
	s.catchUp()
	if err := d.reread(ctx, s); err != nil {
		return nil, err
	}
	s.slim()
	entries, err := d.store.Log(ctx, d.journal.last, "", 0)
	if err != nil {
		return nil, err
	}
	d.journal = d.journal.with(entries)
	v, err := d.viewOf(ctx, s)
	if err != nil {
		return nil, err
	}
	v.storeHold, v.journal = d.storeHold, d.journal
	d.swap(v)
	return v, nil
}

// swap makes v the newest view.
func (d *Daemon) swap(v *View) {
	v.Rev = d.options.Revs.Add(1)
	d.newest.Store(v)
	d.opened.Do(func() { close(d.open) })
}

// viewOf returns s as a view, with data from the store.
func (d *Daemon) viewOf(ctx context.Context, s *scene) (*View, error) {
	s.waiting = nil
	if err := d.readWaiting(ctx, s); err != nil {
		return nil, err
	}
	// The caps are checked again with each change: a skipped coffee no longer waits.
	s.holds = slices.DeleteFunc(slices.Clone(s.holds), func(h store.Hold) bool { return h.Code == api.CodeCaps })
	s.remarks = s.collectRemarks()
	s.plan = sync.OnceValue(func() planner.Plan { return planner.Decide(s.now, s.set.Rules, s.world) })
	s.advice = sync.OnceValue(func() []planner.Advice { return planner.Advise(s.now, s.set.Rules, s.world, s.plan()) })
	v := &View{Seen: s.read, scene: s, version: d.options.Version}
	var err error
	if v.stood, err = d.store.Holds(ctx); err != nil {
		return nil, err
	}
	if v.last, err = d.store.LastPass(ctx); err != nil {
		return nil, err
	}
	v.caps, err = d.caps(ctx, s.basis, s.now)
	return v, err
}

// at returns the scene of v for a decision or an answer at now.
func (v *View) at(now time.Time) *scene {
	s := *v.scene
	s.now = now
	return &s
}

// from says which view an answer is from.
func (v *View) from() api.View {
	a := api.View{Rev: v.Rev}
	if !v.Seen.IsZero() {
		a.Seen = v.Seen.In(v.zone())
	}
	return a
}

// under returns v with the holds that the user's files make now: they apply without a
// pass.
func (v *View) under(stops []store.Hold, parting bool) *View {
	known := slices.DeleteFunc(slices.Clone(v.holds), func(h store.Hold) bool { return !isStop(h) })
	if parting == v.parting && slices.Equal(known, stops) {
		return v
	}
	return v.altered(func(s *scene) { s.stop(stops, parting) })
}

// altered returns a copy of v with a changed copy of its scene.
func (v *View) altered(change func(*scene)) *View {
	copied, s := *v, *v.scene
	change(&s)
	copied.scene = &s
	return &copied
}

// journal is fika's log by booking. It never changes.
type journal struct {
	last int64 // the newest entry
	by   map[string][]store.Entry
}

// with returns j with newer entries.
func (j journal) with(entries []store.Entry) journal {
	if len(entries) == 0 {
		return j
	}
	grown := journal{entries[len(entries)-1].ID, make(map[string][]store.Entry, len(j.by))}
	for booking, list := range j.by {
		grown.by[booking] = slices.Clip(list)
	}
	for _, e := range entries {
		if e.Booking != "" {
			grown.by[e.Booking] = append(grown.by[e.Booking], e)
		}
	}
	return grown
}
