package app

import (
	"time"

	"fika/config"
)

// Zone returns the zone of the configuration at path if it can be read, else the
// machine's, else UTC.
func Zone(path string, getenv func(string) string) *time.Location {
	if c, err := Load(path); err == nil {
		return c.Me.Zone
	}
	zone, err := config.LoadZone(MachineZone(getenv))
	if err != nil {
		return time.UTC
	}
	return zone
}
