package main

import (
	"slices"
	"time"

	"fika/calendar"
	"fika/calendar/vdir"
	"fika/planner"
)

// elsewhere gives a calendar the zones of the people: a time whose zone is unknown
// may be meant where any of them lives.
func (w *wiring) elsewhere(c *vdir.Calendar, err error) (calendar.Calendar, error) {
	if err != nil {
		return nil, err
	}
	c.Elsewhere(w.peopleZones)
	return c, nil
}

// peopleZones are the zones of the people as they were read last. Before that they
// are read, because the calendars come first in a pass.
func (w *wiring) peopleZones() []*time.Location {
	if w.zones.Load() == nil {
		list, _ := readPeople(w.current.Load()) // the directory, which takes a request, knows no zones
		zones := zonesOf(list)
		w.zones.Store(&zones)
	}
	return *w.zones.Load()
}

// zonesOf are the zones of people, each once.
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
