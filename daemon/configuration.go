package daemon

import (
	"time"

	"fika/calendar"
	"fika/internal/store"
)

// configuration is what a daemon works with at one time: the settings in force, and what
// never changes. An observation keeps the configuration it was made with, so that no
// decision or answer mixes two configurations.
type configuration struct {
	settings  Settings
	sources   []Source
	installID string // the ID of the store
}

// zone returns the user's zone.
func (c configuration) zone() *time.Location { return c.settings.Rules.Zone }

// owner returns the user as the reader of their own calendars.
func (c configuration) owner() calendar.Owner {
	return calendar.Owner{Addresses: c.settings.Addresses, Zone: c.settings.Rules.Zone}
}

// ownerOn returns the user as the reader of src.
func (c configuration) ownerOn(src Source) calendar.Owner {
	owner := c.owner()
	owner.IgnoreAllDay = src.IgnoreAllDay
	return owner
}

// home returns the calendar that has, or will have, b's event. It may differ from the one
// that fika writes to now. It is false if that calendar is no longer configured.
func (c configuration) home(b store.Booking) (Source, bool) {
	for _, src := range c.sources {
		if src.Name == b.Calendar || b.Calendar == "" && src.Book {
			return src, true
		}
	}
	return Source{}, false
}

// target returns the calendar for the request of in. It is false if that calendar is no
// longer configured.
func (c configuration) target(in store.Intent, b store.Booking) (Source, bool) {
	if b.Event == "" && in.Calendar != "" {
		b.Calendar = in.Calendar
	}
	return c.home(b)
}

// book returns the calendar that fika writes to.
func (c configuration) book() Source {
	for _, src := range c.sources {
		if src.Book {
			return src
		}
	}
	return Source{}
}

// invites reports whether the calendar with that name delivers invitations to guests.
func (c configuration) invites(name string) bool {
	for _, src := range c.sources {
		if src.Name == name {
			return src.Invites
		}
	}
	return false
}
