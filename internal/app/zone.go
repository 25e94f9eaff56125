package app

import (
	"time"

	"fika/internal/machine"
	"fika/internal/moment"
)

// Zone is the zone of the configuration at path if that can be read, else the one
// that the machine is set to, UTC if it is set to none.
func Zone(path string, getenv func(string) string) *time.Location {
	if c, err := Load(path); err == nil {
		return c.Me.Zone
	}
	zone, err := moment.Zone(machine.Zone(getenv))
	if err != nil {
		return time.UTC
	}
	return zone
}
