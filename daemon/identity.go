package daemon

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"strings"

	"fika/calendar"
	"fika/internal/store"
	"fika/planner"
)

// eventID is the ID of b's event. It is derived rather than stored first, so that
// sending twice cannot create two events. It uses lower-case base32hex and has 5 to 1024
// letters, as Google requires; in file calendars it is the UID.
func eventID(install string, b store.Booking) calendar.EventID {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x00%d", install, b.ID, b.Generation))
	return calendar.EventID(idPrefix + strings.ToLower(base32.HexEncoding.EncodeToString(sum[:idBytes])))
}

const (
	idPrefix = "fk"
	idBytes  = 25 // of the digest, which are 40 letters
)

// derived reports whether id has the form of [eventID]: only this or another fika makes
// such IDs.
func derived(id calendar.EventID) bool {
	return len(id) == len(idPrefix)+idBytes*8/5 && strings.HasPrefix(string(id), idPrefix)
}

// bookingID names the meeting m before it is stored, so that the ID in a plan can be
// approved. Six base32 letters are enough for one user's meetings; IDs already used are
// skipped.
func (o *observation) bookingID(install string, m planner.Meeting) string {
	used := map[string]bool{}
	for _, b := range o.bookings {
		used[b.ID] = true
	}
	for n := 0; ; n++ {
		if id := meetingID(install, m, n); !used[id] {
			return id
		}
	}
}

// meetingID returns the n-th name of the meeting m.
func meetingID(install string, m planner.Meeting, n int) string {
	text := fmt.Appendf(nil, "%s\x00%s\x00%s\x00%d\x00%d", install, m.Person, m.Goal, m.Span.Start.Unix(), n)
	if m.Second != "" {
		text = fmt.Appendf(text, "\x00%s", m.Second)
	}
	sum := sha256.Sum256(text)
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:])[:6])
}
