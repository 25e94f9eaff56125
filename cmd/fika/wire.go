package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"fika/calendar"
	"fika/calendar/vdir"
	"fika/config"
	"fika/daemon"
	"fika/internal/api"
	"fika/internal/people"
	"fika/internal/store"
	"fika/planner"
)

// load reads the configuration and says what to do if there is none.
func load(path string) (*config.Config, error) {
	text, err := config.Read(path)
	return understand(path, reading{text, err})
}

// wiring makes the parts of a daemon out of a configuration.
type wiring struct {
	app     *cli
	state   string
	current atomic.Pointer[config.Config] // whose people are read
	carried bool                          // somebody brings invitations from folders to their guests, as in the demo
	lent    []*account                    // of another wiring, used where the settings are the same

	mu        sync.Mutex
	opened    map[place]calendar.Calendar // colleagues' calendars; they keep what they read
	accounts  []*account                  // of the user's own calendars; see close
	directory directory

	zones atomic.Pointer[[]*time.Location] // of the people as they were read last; nil before
}

// directory is what was read of the organisation's, which is asked for a few
// times a day.
type directory struct {
	at     time.Time
	people []planner.Person
}

const directoryEvery = 6 * time.Hour

// place is where a colleague's calendar lies, whose it is, and the name of the
// zone that it is read in: each reading of the people makes new zones of the
// same names.
type place struct {
	path, zone string
	owner      string // all addresses
}

// daemon is a daemon for one command, which works on st, open in the folder
// state, after c. The caller calls done in the end.
func (a *cli) daemon(c *config.Config, st *store.Store, state string) (d *daemon.Daemon, done func(), err error) {
	w := &wiring{app: a, state: state}
	w.current.Store(c)
	d, err = w.daemon(st)
	return d, w.close, err
}

// daemon is a daemon that works on st after the current configuration.
func (w *wiring) daemon(st *store.Store) (*daemon.Daemon, error) {
	c := w.current.Load()
	w.opened, w.accounts = map[place]calendar.Calendar{}, nil
	o := daemon.Options{
		Store: st, Log: w.app.log(), Version: thisVersion().Version,
		ReadPeople:    w.readPeople,
		OpenColleague: w.openColleague, Reread: w.reread,
		Paused: func(now time.Time) (store.Pause, bool, error) { return store.ReadPause(w.state, now) },
	}
	for _, cal := range c.Calendars {
		opened, err := w.openCalendar(cal, st)
		if err != nil {
			return nil, err
		}
		o.Calendars = append(o.Calendars, daemon.Source{
			Name: cal.Name, Kind: cal.Kind, Book: cal.Book, IgnoreAllDay: cal.IgnoreAllDay, Calendar: opened,
			Video: cal.Kind == config.Google, Invites: w.carried || cal.Kind == config.Google, Parts: cal.Kind == config.Google,
		})
	}
	if len(w.accounts) > 0 {
		o.FreeBusy = w.accounts[0].freeBusy
	}
	return daemon.New(o, settings(c)), nil
}

// reread lets every calendar that keeps a copy read everything anew.
func (w *wiring) reread(ctx context.Context) error {
	var errs []error
	for _, a := range w.accounts {
		opened, err := a.use()
		if err == nil {
			err = opened.Forget(ctx)
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// account is the account of c: a lent one if there is one, since two of the same
// sign-in would renew it behind each other's back.
func (w *wiring) account(c config.Calendar, st *store.Store) *account {
	for _, a := range w.lent {
		if reflect.DeepEqual(a.settings, c) {
			return a
		}
	}
	a := newAccount(c, w.state, st, func(address string) bool { return mine(w.current.Load())(address) })
	a.zone, a.elsewhere = w.current.Load().Me.Zone, w.peopleZones
	return a
}

// close ends what the daemon's calendars have under way, but for lent ones.
func (w *wiring) close() {
	for _, a := range w.accounts {
		if !slices.Contains(w.lent, a) {
			a.close()
		}
	}
}

// openCalendar opens one of the user's own calendars. A new kind of calendar is
// one more case here, and in openable.
func (w *wiring) openCalendar(c config.Calendar, st *store.Store) (calendar.Calendar, error) {
	switch c.Kind {
	case config.VDir:
		zone := w.current.Load().Me.Zone
		return &lateCalendar{open: func() (calendar.Calendar, error) { return w.elsewhere(vdir.Open(c.Path, zone)) }}, nil
	case config.Google:
		a := w.account(c, st)
		w.accounts = append(w.accounts, a)
		return a.calendar(), nil
	}
	return nil, openable(c)
}

// openable says why no fika of this version can open c, nil if it can.
func openable(c config.Calendar) error {
	if c.Kind == config.VDir || c.Kind == config.Google {
		return nil
	}
	return &api.Fault{Code: api.CodeConfigInvalid, Text: fmt.Sprintf("calendar %q: this fika cannot read calendars of kind %q", c.Name, c.Kind),
		Hint: `use kind = "vdir" with a folder that another program keeps in step, such as vdirsyncer`}
}

// openColleague opens the calendar that a source names for p.
func (w *wiring) openColleague(p planner.Person) (calendar.Calendar, error) {
	zone := cmp.Or(p.Zone, w.current.Load().Me.Zone)
	at := place{p.Calendar, zone.String(), fmt.Sprint(p.Addresses())}
	w.mu.Lock()
	defer w.mu.Unlock()
	if known, ok := w.opened[at]; ok {
		return known, nil
	}
	opened, err := w.elsewhere(vdir.OpenBusy(p.Calendar, daemon.OwnerOf(p, zone)))
	if err != nil {
		return nil, err
	}
	w.opened[at] = opened
	return opened, nil
}

// readPeople reads the colleagues after the current configuration, with the
// organisation's directory if it asks for that. A directory that cannot be read
// now is as it was.
func (w *wiring) readPeople(ctx context.Context) ([]planner.Person, []people.Fault) {
	list, faults := w.readEverybody(ctx)
	zones := zonesOf(list)
	w.zones.Store(&zones)
	return list, faults
}

func (w *wiring) readEverybody(ctx context.Context) ([]planner.Person, []people.Fault) {
	c := w.current.Load()
	if !c.People.Directory || len(w.accounts) == 0 {
		return readPeople(c)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.app.now()
	if w.directory.people == nil || now.Sub(w.directory.at) > directoryEvery {
		ctx, stop := context.WithTimeout(ctx, time.Minute)
		defer stop()
		found, faults := w.accounts[0].directory(ctx)
		if len(faults) > 0 && w.directory.people == nil {
			return nil, faults
		}
		if len(faults) == 0 {
			w.directory = directory{now, found}
		}
	}
	return readPeople(c, w.directory.people...)
}

// readPeople reads the colleagues: the sources that c names, upon them what the
// user knows better, and without the user, whom most lists of people hold.
func readPeople(c *config.Config, more ...planner.Person) ([]planner.Person, []people.Fault) {
	list, faults := people.Load(people.Files{CSV: c.People.CSV, VCard: c.People.VCard, Columns: c.People.Columns}, c.Rules.Levels)
	list = people.Merge(list, more)
	mine := func(a planner.PersonID) bool { return slices.Contains(c.Me.Addresses, a) }
	colleagues := slices.DeleteFunc(people.Apply(list, c.Persons), func(p planner.Person) bool {
		return slices.ContainsFunc(p.Addresses(), mine)
	})
	return people.Lead(colleagues, c.IsInside), faults
}

// settings are what of c can change while a daemon runs.
func settings(c *config.Config) daemon.Settings {
	return daemon.Settings{
		File: c.Path,
		Name: c.Me.Name, Addresses: c.Me.Addresses,
		Rules: c.Rules, Goals: c.Goals, Undo: c.Undo, NoReply: c.NoReply,
		Invite: daemon.Invite(c.Invite),
		Every:  c.Daemon.Every,
	}
}
