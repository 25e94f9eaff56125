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

// event is what stands in a calendar: one meeting, or a series with what was
// taken out of it and what was changed. One event lies in many calendars.
type event struct {
	uid     string
	title   string
	place   string
	span    span.Span // an all-day event runs between midnights UTC, which stand for dates
	allDay  bool
	zone    *time.Location
	endZone *time.Location // nil: zone

	rule    string // RRULE; "" if the event does not repeat
	without []time.Time
	changes []change

	organizer *person // nil for a private entry
	guests    []guest // the organizer among them
	status    calendar.Status
	showAs    calendar.ShowAs
	free      bool // TRANSP:TRANSPARENT
	private   bool
	stamp     time.Time
}

// change is one occurrence of a series that became different: moved, or with
// other answers.
type change struct {
	of     time.Time // when it would have begun
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

// invited makes a guest of p.
func invited(p *person, reply rsvp.Reply) guest {
	return guest{name: p.name, address: p.address, reply: reply}
}

// declines reports whether address stands among guests with a no.
func declines(guests []guest, address mailbox.Address) bool {
	return slices.ContainsFunc(guests, func(g guest) bool {
		return g.address == address && g.reply == rsvp.Declined
	})
}

// answered returns guests with the answer of one of them changed. The argument
// is not.
func answered(guests []guest, address mailbox.Address, reply rsvp.Reply) []guest {
	guests = slices.Clone(guests)
	for i := range guests {
		if guests[i].address == address {
			guests[i].reply = reply
		}
	}
	return guests
}

// file is the name of the event's file. A reader knows what is in it.
func (e event) file() string {
	name, _, _ := strings.Cut(e.uid, "@")
	return name + ".ics"
}

// newUID names an event after its title and after what tells it apart from
// others of that title.
func (c chance) newUID(title string, label ...string) string {
	mark := digest(append([]string{fmt.Sprint(c), title}, label...)...)
	return fmt.Sprintf("%s-%08x@example.com", slug(title), uint32(mark))
}

// slug is title in letters that any file system takes.
func slug(title string) string {
	words := strings.FieldsFunc(strings.ToLower(title), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	return strings.Join(words, "-")
}
