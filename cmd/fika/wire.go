package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"fika/calendar"
	"fika/calendar/vdir"
	"fika/config"
	"fika/daemon"
	"fika/people"
	"fika/planner"
	"fika/store"
)

// load reads the configuration and says what to do if there is none.
func load(path string) (*config.Config, error) {
	c, err := config.Load(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &failure{"config_missing", exitConfig, "there is no configuration at " + path, "fika init writes one, fika demo shows what it would do"}
	}
	return c, err
}

// wiring makes the parts of a daemon out of a configuration.
type wiring struct {
	app     *app
	state   string
	current atomic.Pointer[config.Config] // whose people are read

	mu     sync.Mutex
	opened map[place]calendar.Calendar // colleagues' calendars; they keep what they read
}

// place is where a colleague's calendar lies, and the zone that it is read in.
type place struct {
	path string
	zone *time.Location
}

// daemon is a daemon for one command, which works on st, open in the folder
// state, after c.
func (a *app) daemon(c *config.Config, st *store.Store, state string) (*daemon.Daemon, error) {
	w := &wiring{app: a, state: state}
	w.current.Store(c)
	return w.daemon(st)
}

// daemon is a daemon that works on st after the current configuration.
func (w *wiring) daemon(st *store.Store) (*daemon.Daemon, error) {
	c := w.current.Load()
	w.opened = map[place]calendar.Calendar{}
	o := daemon.Options{
		Store: st, Log: w.app.log(), Version: thisVersion().Version,
		ReadPeople:    func() ([]planner.Person, []people.Fault) { return readPeople(w.current.Load()) },
		OpenColleague: w.openColleague,
		Paused:        func(now time.Time) (store.Pause, bool, error) { return store.ReadPause(w.state, now) },
	}
	for _, cal := range c.Calendars {
		opened, err := openCalendar(cal, c.Me.Zone)
		if err != nil {
			return nil, err
		}
		o.Calendars = append(o.Calendars, daemon.Source{
			Name: cal.Name, Kind: cal.Kind, Book: cal.Book, IgnoreAllDay: cal.IgnoreAllDay, Calendar: opened,
		})
	}
	return daemon.New(o, settings(c)), nil
}

// openCalendar opens one of the user's own calendars. A new kind of calendar is
// one more case here.
func openCalendar(c config.Calendar, zone *time.Location) (calendar.Calendar, error) {
	switch c.Kind {
	case "vdir":
		return &lateCalendar{open: func() (calendar.Calendar, error) { return vdir.Open(c.Path, zone) }}, nil
	}
	return nil, &failure{"config_invalid", exitConfig, fmt.Sprintf("calendar %q: this fika cannot read calendars of kind %q", c.Name, c.Kind),
		`use kind = "vdir" with a folder that another program keeps in step, such as vdirsyncer`}
}

// openColleague opens the calendar that a source names for p.
func (w *wiring) openColleague(p planner.Person) (calendar.Calendar, error) {
	at := place{p.Calendar, p.Zone}
	if at.zone == nil {
		at.zone = w.current.Load().Me.Zone
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if known, ok := w.opened[at]; ok {
		return known, nil
	}
	opened, err := vdir.Open(at.path, at.zone)
	if err != nil {
		return nil, err
	}
	w.opened[at] = opened
	return opened, nil
}

// readPeople reads the sources that c names and puts upon them what the user
// knows better.
func readPeople(c *config.Config) ([]planner.Person, []people.Fault) {
	list, faults := people.Load(people.Files{CSV: c.People.CSV, VCard: c.People.VCard}, c.Rules.Levels)
	var overrides []people.Override
	for _, p := range c.Persons {
		o := people.Override{
			Email: p.Email, Name: p.Name, Department: p.Department, Title: p.Title, Level: p.Level, Site: p.Site,
			Zone: p.Zone, Manager: p.Manager, Tags: p.Tags, Hours: p.Hours, AwayUntil: p.AwayUntil,
		}
		if p.Calendar != nil && *p.Calendar != "" && !filepath.IsAbs(*p.Calendar) {
			path := filepath.Join(filepath.Dir(c.Path), *p.Calendar)
			o.Calendar = &path
		} else {
			o.Calendar = p.Calendar
		}
		overrides = append(overrides, o)
	}
	return people.Apply(list, overrides), faults
}

// settings are what of c can change while a daemon runs.
func settings(c *config.Config) daemon.Settings {
	return daemon.Settings{
		Name: c.Me.Name, Addresses: c.Me.Addresses,
		Rules: c.Rules, Goals: c.Goals, Undo: c.Undo, NoReply: c.NoReply,
		Invite: daemon.Invite(c.Invite),
		Every:  c.Daemon.Every,
	}
}
