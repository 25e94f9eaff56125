package google

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"fika/calendar"
	"fika/internal/span"
)

// cursorFormat is raised when items or the parameters of the sync change their
// meaning: what was kept under another one is listed anew.
const cursorFormat = 2

// cursor is where the sync of one calendar stands.
type cursor struct {
	Format  int
	Account string // whose token it is
	Token   string
	Zone    string    // of the calendar
	Window  span.Span // that was listed; changes are followed in it alone
	Listed  time.Time // when it was listed whole
}

// replica is what is known of one calendar. Its items overlap the window.
type replica struct {
	cursor
	items   map[string]item
	version [16]byte          // of the items as a set; see [replica.put]
	words   map[string]string // one copy of each address and name: the same few people are in all meetings
}

func newReplica() *replica { return &replica{items: map[string]item{}, words: map[string]string{}} }

// decode reads what a mirror held. What cannot be read, or is of another format
// or account, counts as nothing.
func decode(c Copy, account string) *replica {
	r := newReplica()
	if json.Unmarshal([]byte(c.Cursor), &r.cursor) != nil || r.Format != cursorFormat || r.Account != account {
		return newReplica()
	}
	for id, data := range c.Items {
		var it item
		if json.Unmarshal(data, &it) != nil {
			return newReplica()
		}
		r.put(id, it)
	}
	return r
}

// put keeps it under id, and drop forgets it. The version is the sum modulo two
// of all items' digests: independent of their order, and changed at the cost of
// the items that change.
func (r *replica) put(id string, it item) {
	r.drop(id)
	it.Event.Organizer = calendar.Address(r.word(string(it.Event.Organizer)))
	for i, a := range it.Event.Attendees {
		it.Event.Attendees[i].Address = calendar.Address(r.word(string(a.Address)))
		it.Event.Attendees[i].Name, it.Event.Attendees[i].Reply = r.word(a.Name), calendar.Reply(r.word(string(a.Reply)))
	}
	r.items[id] = it
	r.toggle(it)
}

// word is the copy of w that is kept.
func (r *replica) word(w string) string {
	if known, ok := r.words[w]; ok {
		return known
	}
	r.words[w] = w
	return w
}

func (r *replica) drop(id string) {
	if it, ok := r.items[id]; ok {
		delete(r.items, id)
		r.toggle(it)
	}
}

func (r *replica) toggle(it item) {
	e := it.Event
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x00%d\x00%d\x00%s", e.ID, e.ETag, e.Span.Start.UnixNano(), e.Span.End.UnixNano(), it.Problem))
	for i := range r.version {
		r.version[i] ^= sum[i]
	}
}

// same reports whether nothing has happened between two readings of an event.
// The version moves with everything but the zone of the calendar.
func (it item) same(other item) bool {
	a, b := it.Event, other.Event
	return a.ETag == b.ETag && a.ETag != "" && it.Problem == other.Problem && it.Series == other.Series &&
		a.Span.Start.Equal(b.Span.Start) && a.Span.End.Equal(b.Span.End)
}

// list adds to l the events that overlap window, and what could not be
// understood, with the time that it may take: see [item.doubts].
func (r *replica) list(window span.Span, s shelf, around func() zones, l *calendar.Listing) {
	l.Events = slices.Grow(l.Events, r.count(window)) // events are large: growing bit by bit would double them
	for _, it := range r.items {
		if it.Problem != "" {
			l.Problems = append(l.Problems, calendar.Problem{UID: it.Event.UID,
				Text: fmt.Sprintf("%q on calendar %s: %s", it.Event.Title, s.Name, it.Problem)})
			for _, e := range it.doubts(around()) {
				if e.Calendar = s.ID; e.Takes(window) {
					l.Doubts = append(l.Doubts, e)
				}
			}
			continue
		}
		e := it.Event
		if !e.In(window) {
			continue
		}
		if e.Video == calendar.VideoFailed && !s.Meet {
			e.Video = calendar.VideoRefused // a second request would not be sent
		}
		e.Calendar = s.ID
		l.Events = append(l.Events, e)
	}
}

// count is how many events overlap window.
func (r *replica) count(window span.Span) (n int) {
	for _, it := range r.items {
		if it.Event.In(window) {
			n++
		}
	}
	return n
}
