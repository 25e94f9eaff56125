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

// of reports whether c can be followed for an account.
func (c cursor) of(account string) bool {
	return c.Format == cursorFormat && c.Account == account && c.Token != ""
}

type (
	// replica is what is known of one calendar. Its items overlap the window.
	replica  = remote.Replica[cursor, item]
	replicas = remote.Replicas[cursor, item]
	change   = remote.Change[item]
)

// words holds one copy of each address and name: the same few people are in all
// meetings.
type words map[string]string

// share puts the one copy in the place of the item's own.
func (w words) share(it *item) {
	e := &it.Event
	e.Organizer = one(w, e.Organizer)
	for i, a := range e.Attendees {
		e.Attendees[i].Address, e.Attendees[i].Name, e.Attendees[i].Reply = one(w, a.Address), one(w, a.Name), one(w, a.Reply)
	}
}

func one[T ~string](w words, word T) T {
	if known, ok := w[string(word)]; ok {
		return T(known)
	}
	w[string(word)] = string(word)
	return word
}

// same reports whether nothing has happened between two readings of an event.
// The version moves with everything but the zone of the calendar.
func (it item) same(other item) bool {
	a, b := it.Event, other.Event
	return a.ETag == b.ETag && a.ETag != "" && it.Problem == other.Problem && it.Series == other.Series &&
		a.Span.Start.Equal(b.Span.Start) && a.Span.End.Equal(b.Span.End)
}

// addTo adds to l the events of r that overlap window, and what could not be
// understood, with the time that it may take: see [item.doubts].
func addTo(l *calendar.Listing, r *replica, window span.Span, c entry, around func() zones) {
	l.Events = slices.Grow(l.Events, count(r, window)) // events are large: growing bit by bit would double them
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

// count is how many events overlap window.
func count(r *replica, window span.Span) (n int) {
	for _, it := range r.Items() {
		if it.Event.Overlaps(window) {
			n++
		}
	}
	return n
}
