package google

import (
	"fmt"
	"slices"
	"time"

	"fika/calendar"
	"fika/calendar/remote"
	"fika/internal/span"
)

// cursorFormat is the version of stored items and sync parameters. Calendars stored
// under another version are synced in full.
const cursorFormat = 4

// cursor is where the next sync of one calendar continues.
type cursor struct {
	Format  int
	Account string // the account that the token was issued to
	Token   string
	Zone    string    // the calendar's zone
	Window  span.Span // the synced window; changes outside of it are dropped
	Listed  time.Time // when it was last synced in full
}

// validFor reports whether a sync for account can continue at c.
func (c cursor) validFor(account string) bool {
	return c.Format == cursorFormat && c.Account == account && c.Token != ""
}

type (
	// replica is one synced calendar. Its items overlap the window of the cursor.
	replica  = remote.Replica[cursor, item]
	replicas = remote.Replicas[cursor, item]
	change   = remote.Change[item]
)

// interner keeps one copy of each address and name, because the same few people are
// in most meetings.
type interner map[string]string

// internItem replaces the strings of the item with the shared copies.
func (w interner) internItem(it *item) {
	e := &it.Event
	e.Organizer = intern(w, e.Organizer)
	for i, a := range e.Attendees {
		e.Attendees[i].Address, e.Attendees[i].Name, e.Attendees[i].Reply = intern(w, a.Address), intern(w, a.Name), intern(w, a.Reply)
	}
}

func intern[T ~string](w interner, word T) T {
	if known, ok := w[string(word)]; ok {
		return T(known)
	}
	w[string(word)] = string(word)
	return word
}

// unchanged reports whether an event is the same in two listings. Its version covers
// everything but the zone of the calendar.
func (it item) unchanged(other item) bool {
	a, b := it.Event, other.Event
	return a.ETag == b.ETag && a.ETag != "" && it.Problem == other.Problem && it.Series == other.Series &&
		a.Span.Start.Equal(b.Span.Start) && a.Span.End.Equal(b.Span.End)
}

// addItems adds to l the events of r that overlap window. For events that could not
// be parsed it adds a problem and the times that they may take; see [item.doubts].
func addItems(l *calendar.Listing, r *replica, window span.Span, c listedCalendar, around func() candidateZones) {
	l.Events = slices.Grow(l.Events, countEvents(r, window)) // events are large, so growing the slice in steps would waste memory
	for _, it := range r.Items() {
		if it.Problem != "" {
			l.Problems = append(l.Problems, calendar.Problem{UID: it.Event.UID,
				Text: fmt.Sprintf("%q on calendar %s: %s", it.Event.Title, c.Name, it.Problem)})
			for _, e := range it.doubts(around()) {
				if e.Calendar = c.ID; e.OverlapsWithTravel(window) {
					l.Doubts = append(l.Doubts, e)
				}
			}
			continue
		}
		e := it.Event
		if !e.Overlaps(window) {
			continue
		}
		if e.Video == calendar.VideoFailed && !c.Meet {
			e.Video = calendar.VideoRefused // a second request would not be sent
		}
		e.Calendar = c.ID
		l.Events = append(l.Events, e)
	}
}

// countEvents returns how many events overlap window.
func countEvents(r *replica, window span.Span) (n int) {
	for _, it := range r.Items() {
		if it.Event.Overlaps(window) {
			n++
		}
	}
	return n
}
