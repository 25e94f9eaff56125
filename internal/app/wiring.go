package app

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"fika/calendar"
	"fika/config"
	"fika/daemon"
	"fika/internal/store"
)

// Wiring makes the parts of a daemon from a configuration. The caller must call Close.
type Wiring struct {
	o      Options
	config atomic.Pointer[config.Config] // the one whose people are read
	shared []*account                    // from another wiring, used if the settings are the same

	revs atomic.Int64 // of the views of its daemons, one after the other

	mu         sync.Mutex
	colleagues map[place]calendar.Calendar // kept, because they cache
	mine       []*account                  // the user's own calendars
	directory  directory

	zones atomic.Pointer[[]*time.Location] // of the people as last read; nil before
}

// Wire returns the wiring for c.
func Wire(o Options, c *config.Config) *Wiring {
	w := &Wiring{o: o, colleagues: map[place]calendar.Calendar{}}
	w.config.Store(c)
	return w
}

// Daemon returns a daemon that works on st with the configuration.
func (w *Wiring) Daemon(st *store.Store) (*daemon.Daemon, error) {
	c := w.config.Load()
	w.colleagues, w.mine = map[place]calendar.Calendar{}, nil
	o := daemon.Options{
		Store: st, Log: w.o.log(), Version: w.o.Version, Revs: &w.revs,
		ReadPeople: w.readPeople, ReadHolidays: w.readHolidays, FormatGoal: config.FormatGoal, OpenChannel: openChannel,
		OpenColleague: w.Colleague, Reread: w.reread,
		Paused: func(now time.Time) (store.Pause, bool, error) { return store.ReadPause(w.o.Paths.State, now) },
	}
	for _, cal := range c.Calendars {
		a, err := w.account(cal, st)
		if err != nil {
			return nil, err
		}
		opened := Calendar(cal, a.calendar)
		opened.Invites = opened.Invites || w.o.Delivered
		o.Calendars = append(o.Calendars, opened)
		if o.FreeBusy == nil {
			o.FreeBusy = a.busy
		}
	}
	return daemon.New(o, Settings(c)), nil
}

// Calendar describes one of the user's calendars to a daemon, according to its kind.
func Calendar(c config.Calendar, opened calendar.Calendar) daemon.Calendar {
	k := kinds()[c.Kind]
	return daemon.Calendar{Calendar: opened, Source: daemon.Source{
		Name: c.Name, Kind: c.Kind, Book: c.WritesBookings, IgnoreAllDay: c.IgnoreAllDay,
		Video: k.video, Invites: k.invites, Farewells: k.farewells,
	}}
}

// account opens one of the user's own calendars, or uses a shared one: two with the same
// sign-in would refresh it behind each other's back.
func (w *Wiring) account(c config.Calendar, st *store.Store) (*account, error) {
	k, err := kindOf(c)
	if err != nil {
		return nil, err
	}
	var a *account
	if i := slices.IndexFunc(w.shared, func(a *account) bool { return reflect.DeepEqual(a.settings, c) }); i >= 0 {
		a = w.shared[i]
	} else {
		a = k.open(w, c, st)
	}
	w.mine = append(w.mine, a)
	return a, nil
}

// Calendar opens one of the user's own calendars for a single use. Without st it leaves
// no copy.
func (w *Wiring) Calendar(c config.Calendar, st *store.Store) (calendar.Calendar, error) {
	a, err := w.account(c, st)
	if err != nil {
		return nil, err
	}
	return a.calendar.use()
}

// reread makes every calendar with a copy read everything again.
func (w *Wiring) reread(ctx context.Context) error {
	var errs []error
	for _, a := range w.mine {
		if a.forget != nil {
			errs = append(errs, a.forget(ctx))
		}
	}
	return errors.Join(errs...)
}

// Close stops what the calendars have in progress, except shared ones.
func (w *Wiring) Close() {
	for _, a := range w.mine {
		if a.close != nil && !slices.Contains(w.shared, a) {
			a.close()
		}
	}
}

// Settings returns the part of c that can change while a daemon runs.
func Settings(c *config.Config) daemon.Settings {
	return daemon.Settings{
		File: c.Path,
		Name: c.Me.Name, Addresses: c.Me.Addresses,
		Signature: c.Me.Signature, Department: c.Me.Department,
		Rules: c.Rules, Goals: c.Goals, Undo: c.Undo, NoReply: c.NoReply,
		Invite: c.Invite,
		Every:  c.Daemon.Every, Messages: messages(c), KeepNotes: c.Notes.KeepDays,
	}
}
