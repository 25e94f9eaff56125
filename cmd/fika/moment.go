package main

import (
	"fmt"
	"time"

	"fika/internal/app"
	"fika/internal/machine"
	"fika/internal/moment"
)

// anyZone is the zone of the configuration if it can be read, else the
// machine's.
func (a *cli) anyZone() *time.Location {
	if p, err := a.paths(); err == nil {
		if c, err := app.Load(p.Config); err == nil {
			return c.Me.Zone
		}
	}
	zone, err := moment.Zone(machine.Zone(a.getenv))
	if err != nil {
		return time.UTC
	}
	return zone
}

// sayZone is t with its zone, for times that were meant in one and may be read
// in another.
func sayZone(t time.Time) string {
	return fmt.Sprintf("%s (%s)", t.Format("Mon 2 Jan 2006 15:04"), t.Location())
}
