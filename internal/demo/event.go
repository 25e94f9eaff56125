package demo

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fika/calendar"
	"fika/internal/mailbox"
	"fika/internal/rsvp"
	"fika/internal/span"
)

// event is a calendar entry: one meeting, or a series with its exceptions and changes.
// The same event is in many calendars.
type event struct {
	uid     string
	title   string
	place   string
	span    span.Span // for an all-day event, between midnights UTC, which represent dates
	allDay  bool
	zone    *time.Location
	endZone *time.Location // nil: zone

	rule    string // RRULE; "" if the event does not repeat
	without []time.Time
	changes []change

	organizer *person // nil for a private entry
	guests    []guest // including the organizer
	status    calendar.Status
	showAs    calendar.ShowAs
	free      bool // TRANSP:TRANSPARENT
	private   bool
	stamp     time.Time
}

// change is one changed occurrence of a series: moved, or with other answers.
type change struct {
	of     time.Time // its original start
	span   span.Span
	guests []guest
}

// guest is one line of the list of guests.
type guest struct {
	name    string
	address mailbox.Address
	reply   rsvp.Reply
	room    bool
}

// newGuest returns p as a guest.
func newGuest(p *person, reply rsvp.Reply) guest {
	return guest{name: p.name, address: p.address, reply: reply}
}

// hasDeclined reports whether the guest with that address declined.
func hasDeclined(guests []guest, address mailbox.Address) bool {
	return slices.ContainsFunc(guests, func(g guest) bool {
		return g.address == address && g.reply == rsvp.Declined
	})
}

// withReply returns a copy of guests with the reply of one of them changed.
func withReply(guests []guest, address mailbox.Address, reply rsvp.Reply) []guest {
	guests = slices.Clone(guests)
	for i := range guests {
		if guests[i].address == address {
			guests[i].reply = reply
		}
	}
	return guests
}

// file returns the name of the event's file, readable for people.
func (e event) file() string {
	name, _, _ := strings.Cut(e.uid, "@")
	return name + ".ics"
}

// newUID derives a UID from the title and from labels that distinguish events with the
// same title.
func (c random) newUID(title string, label ...string) string {
	mark := digest(append([]string{fmt.Sprint(c), title}, label...)...)
	return fmt.Sprintf("%s-%08x@example.com", slug(title), uint32(mark))
}

// slug returns title in characters that are safe in file names.
func slug(title string) string {
	words := strings.FieldsFunc(strings.ToLower(title), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	return strings.Join(words, "-")
}
