package google

import (
	"fmt"
	"slices"
	"time"

	"fika/calendar"
	"fika/calendar/remote"
	"fika/internal/span"
)

// cursorFormat is raised when items or the parameters of the sync change their
// meaning: what was kept under another one is listed anew.
const cursorFormat = 2

// cursor is where the sync of one calendar stands.
type cursor struct {
	Format  int
	Account string // that the token was given to
	Token   string
	Zone    string    // of the calendar
	Window  span.Span // that was listed; changes are followed in it alone
	Listed  time.Time // when it was listed whole
}

// validFor reports whether c can be followed for an account.
func (c cursor) validFor(account string) bool {
	return c.Format == cursorFormat && c.Account == account && c.Token != ""
}

type (
	// replica is what is known of one calendar. Its items overlap the window.
	replica  = remote.Replica[cursor, item]
	replicas = remote.Replicas[cursor, item]
	change   = remote.Change[item]
)

// interner holds one copy of each address and name: the same few people are in all
// meetings.
type interner map[string]string

// internItem puts the one copy in the place of the item's own.
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

// unchanged reports whether nothing has happened between two readings of an event.
// The version moves with everything but the zone of the calendar.
func (it item) unchanged(other item) bool {
	a, b := it.Event, other.Event
	return a.ETag == b.ETag && a.ETag != "" && it.Problem == other.Problem && it.Series == other.Series &&
		a.Span.Start.Equal(b.Span.Start) && a.Span.End.Equal(b.Span.End)
}

// addItems adds to l the events of r that overlap window, and what could not be
// understood, with the time that it may take: see [item.doubts].
func addItems(l *calendar.Listing, r *replica, window span.Span, c listedCalendar, around func() candidateZones) {
	l.Events = slices.Grow(l.Events, countEvents(r, window)) // events are large: growing bit by bit would double them
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

// countEvents is how many events overlap window.
func countEvents(r *replica, window span.Span) (n int) {
	for _, it := range r.Items() {
		if it.Event.Overlaps(window) {
			n++
		}
	}
	return n
}
