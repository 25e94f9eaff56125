package app

import (
	"cmp"
	"context"
	"slices"
	"time"

	"fika/config"
	"fika/internal/mailbox"
	"fika/internal/people"
	"fika/planner"
)

// directory is the organisation's directory as last read, which happens a few times a
// day.
type directory struct {
	at     time.Time
	people []planner.Person
}

const directoryEvery = 6 * time.Hour

// readPeople reads the colleagues with the current configuration, including the
// organisation's directory if enabled. If the directory cannot be read, the last result
// is used.
func (w *Wiring) readPeople(ctx context.Context) (people.Everybody, []people.Fault) {
	list, faults := w.readEverybody(ctx)
	zones := zonesOf(list.Colleagues)
	w.zones.Store(&zones)
	return list, faults
}

func (w *Wiring) readEverybody(ctx context.Context) (people.Everybody, []people.Fault) {
	c := w.config.Load()
	i := slices.IndexFunc(w.mine, func(a *account) bool { return a.directory != nil })
	if !c.People.Directory || i < 0 {
		return ReadPeople(c)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.o.Now()
	if w.directory.people == nil || now.Sub(w.directory.at) > directoryEvery {
		ctx, stop := context.WithTimeout(ctx, time.Minute)
		defer stop()
		found, err := w.mine[i].directory(ctx)
		if err != nil && w.directory.people == nil {
			return people.Everybody{}, []people.Fault{{File: "the directory of " + w.mine[i].settings.Name, Text: err.Error()}}
		}
		if err == nil {
			w.directory = directory{now, found}
		}
	}
	return ReadPeople(c, w.directory.people...)
}

// ReadPeople reads everybody from the sources in c, and applies the user's corrections
// and the wishes files. more are people from a source that is not a file.
func ReadPeople(c *config.Config, more ...planner.Person) (people.Everybody, []people.Fault) {
	list, faults := people.Load(people.Files{CSV: c.People.CSV, VCard: c.People.VCard, Columns: c.People.Columns}, c.Rules.Levels)
	list = people.Merge(list, more)
	list = people.ApplyOverrides(list, c.Persons)
	wishes, unread := people.LoadWishes(c.People.Wishes)
	unknown := wishes.Apply(list)
	isMine := func(a mailbox.Address) bool { return slices.Contains(c.Me.Addresses, a) }
	var me planner.Person
	colleagues := slices.DeleteFunc(list, func(p planner.Person) bool {
		mine := slices.ContainsFunc(p.Addresses(), isMine)
		if mine && (me.ID == "" || p.ID == c.Me.Email) {
			me = p
		}
		return mine
	})
	for i := range colleagues {
		p := &colleagues[i]
		p.Region = cmp.Or(p.Region, c.RegionOf(p.Site))
	}
	return people.Everybody{Colleagues: people.PreferAccepted(colleagues, c.IsInside), Me: me, UnknownWishes: unknown}, slices.Concat(faults, unread)
}

// peopleZones returns the zones of the people as last read. The first time it reads
// them, because a pass reads the calendars first.
func (w *Wiring) peopleZones() []*time.Location {
	if w.zones.Load() == nil {
		list, _ := ReadPeople(w.config.Load()) // the directory, which takes a request, has no zones
		zones := zonesOf(list.Colleagues)
		w.zones.Store(&zones)
	}
	return *w.zones.Load()
}

// zonesOf returns the zones of people, each once.
func zonesOf(list []planner.Person) []*time.Location {
	var zones []*time.Location
	known := map[string]bool{}
	for _, p := range list {
		if p.Zone != nil && !known[p.Zone.String()] {
			known[p.Zone.String()] = true
			zones = append(zones, p.Zone)
		}
	}
	return slices.Clip(zones)
}
