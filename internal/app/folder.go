package app

import (
	"cmp"
	"fmt"

	"fika/calendar"
	"fika/calendar/vdir"
	"fika/config"
	"fika/internal/store"
	"fika/planner"
)

// openFolder opens a folder of .ics files, or a single file.
func openFolder(w *Wiring, c config.Calendar, _ *store.Store) *account {
	zone := w.config.Load().Me.Zone
	return &account{settings: c, calendar: newLazyCalendar(func() (calendar.Calendar, error) {
		return w.withPeopleZones(vdir.Open(c.Path, zone))
	})}
}

// place is where a colleague's calendar is, its owner, and the name of the zone it is
// read in. It has the name because each reading of the people creates new zones.
type place struct {
	path, zone string
	owner      string // all addresses
}

// Colleague opens the calendar that a source names for p.
func (w *Wiring) Colleague(p planner.Person) (calendar.Calendar, error) {
	zone := cmp.Or(p.Zone, w.config.Load().Me.Zone)
	at := place{p.Calendar, zone.String(), fmt.Sprint(p.Addresses())}
	w.mu.Lock()
	defer w.mu.Unlock()
	if known, ok := w.colleagues[at]; ok {
		return known, nil
	}
	opened, err := w.withPeopleZones(vdir.OpenBusyOnly(p.Calendar, calendar.Owner{Addresses: p.Addresses(), Zone: zone}))
	if err != nil {
		return nil, err
	}
	w.colleagues[at] = opened
	return opened, nil
}

// withPeopleZones gives a calendar the zones of the people: a time in an unknown zone may be
// meant in any of them.
func (w *Wiring) withPeopleZones(c *vdir.Calendar, err error) (calendar.Calendar, error) {
	if err != nil {
		return nil, err
	}
	c.AddZones(w.peopleZones)
	return c, nil
}
