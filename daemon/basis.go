package daemon

import (
	"time"

	"fika/calendar"
	"fika/internal/store"
)

// basis is what a daemon works with at one time: the settings in force, and what never
// changes. An observation keeps the basis it was made with, so that no decision or answer mixes
// two configurations.
type basis struct {
	set     Settings
	sources []Source
	install string // the ID of the store
}

// zone returns the user's zone.
func (by basis) zone() *time.Location { return by.set.Rules.Zone }

// owner returns the user as the reader of their own calendars.
func (by basis) owner() calendar.Owner {
	return calendar.Owner{Addresses: by.set.Addresses, Zone: by.set.Rules.Zone}
}

// ownerOn returns the user as the reader of src.
func (by basis) ownerOn(src Source) calendar.Owner {
	owner := by.owner()
	owner.IgnoreAllDay = src.IgnoreAllDay
	return owner
}

// home returns the calendar that has, or will have, b's event. It may differ from the one
// that fika writes to now. It is false if that calendar is no longer configured.
func (by basis) home(b store.Booking) (Source, bool) {
	for _, src := range by.sources {
		if src.Name == b.Calendar || b.Calendar == "" && src.Book {
			return src, true
		}
	}
	return Source{}, false
}

// target returns the calendar for the request of in. It is false if that calendar is no
// longer configured.
func (by basis) target(in store.Intent, b store.Booking) (Source, bool) {
	if b.Event == "" && in.Calendar != "" {
		b.Calendar = in.Calendar
	}
	return by.home(b)
}

// book returns the calendar that fika writes to.
func (by basis) book() Source {
	for _, src := range by.sources {
		if src.Book {
			return src
		}
	}
	return Source{}
}

// invites reports whether the calendar with that name delivers invitations to guests.
func (by basis) invites(name string) bool {
	for _, src := range by.sources {
		if src.Name == name {
			return src.Invites
		}
	}
	return false
}
