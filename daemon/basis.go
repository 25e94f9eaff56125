package daemon

import (
	"time"

	"fika/calendar"
	"fika/internal/store"
)

// basis is what a daemon works by at one time: the settings in force, and what
// does not change while it lives. A scene keeps the one that it was seen by, so that
// no decision or answer mixes two configurations.
type basis struct {
	set     Settings
	sources []Source
	install string // the id of the store
}

// zone is the user's own.
func (by basis) zone() *time.Location { return by.set.Rules.Zone }

// owner is the user as the reader of their own calendars.
func (by basis) owner() calendar.Owner {
	return calendar.Owner{Addresses: by.set.Addresses, Zone: by.set.Rules.Zone}
}

// ownerOn is the user as the reader of src.
func (by basis) ownerOn(src Source) calendar.Owner {
	owner := by.owner()
	owner.IgnoreAllDay = src.IgnoreAllDay
	return owner
}

// home is the calendar that has b's event, or will have it: another one may have
// become the one to write to since. False: it is no longer configured.
func (by basis) home(b store.Booking) (Source, bool) {
	for _, src := range by.sources {
		if src.Name == b.Calendar || b.Calendar == "" && src.Book {
			return src, true
		}
	}
	return Source{}, false
}

// target is the calendar that the request of in is for. False: it is no longer
// configured.
func (by basis) target(in store.Intent, b store.Booking) (Source, bool) {
	if b.Event == "" && in.Calendar != "" {
		b.Calendar = in.Calendar
	}
	return by.home(b)
}

// book is the calendar that fika writes to.
func (by basis) book() Source {
	for _, src := range by.sources {
		if src.Book {
			return src
		}
	}
	return Source{}
}

// invites reports whether an invitation in the calendar of that name reaches its
// guest by itself.
func (by basis) invites(name string) bool {
	for _, src := range by.sources {
		if src.Name == name {
			return src.Invites
		}
	}
	return false
}
