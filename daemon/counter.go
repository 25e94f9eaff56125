package daemon

import (
	"fmt"
	"strings"
	"time"

	"fika/calendar"
	"fika/internal/api"
	"fika/internal/prose"
	"fika/internal/rsvp"
	"fika/internal/span"
	"fika/internal/store"
)

// A counter is what a guest asks for instead of the coffee as it is: in the comment of an
// answer, or in a message of their calendar (RFC 5546, 3.2.7). It is shown and never
// acted on.
type counter struct {
	text    string
	message time.Time // the start in a message; zero for a comment
	start   time.Time // zero if no certain one is named
}

// counterMethod is the METHOD of such a message.
const counterMethod = "COUNTER"

// counterOf returns what a guest of b asks for: the first of two, if both do; zero if
// nothing.
func (o *observation) counterOf(b store.Booking, e calendar.Event) counter {
	for _, g := range b.Guests() {
		if c := o.counterOfGuest(b.With(g), e); c != (counter{}) {
			return c
		}
	}
	return counter{}
}

// counterOfGuest returns what the only guest of b asks for: in the newest message about e,
// else in the comment on it; zero if nothing.
func (o *observation) counterOfGuest(b store.Booking, e calendar.Event) counter {
	var newest calendar.Event
	for _, r := range o.readings {
		for _, m := range r.Events {
			if m.Method == counterMethod && m.UID == e.UID && m.Sequence >= e.Sequence && o.invites(m, b.Person) &&
				(newest.UID == "" || calendar.Newer(m, newest) > 0) {
				newest = m
			}
		}
	}
	if newest.UID != "" && !sameSpan(newest.Span, e.Span) {
		return counter{o.commentOf(newest, b), newest.Span.Start, newest.Span.Start}
	}
	text := o.commentOf(e, b)
	if rsvp.AsksForNoMore(text) || !rsvp.SuggestsTime(text, o.startsOf(b, e)...) {
		return counter{}
	}
	instead := e.Span.Start.In(o.zone())
	if guest, _ := o.accepted(b.Person); guest.Zone != nil {
		instead = e.Span.Start.In(guest.Zone)
	}
	start, _ := rsvp.SuggestedStart(text, instead, b.SentAt)
	return counter{text: text, start: start}
}

// startsOf returns the times that the only guest of b may mean by the time of e, on their
// clock and on the user's: when it starts, and when it did before the user moved it, which
// an older comment is about.
func (o *observation) startsOf(b store.Booking, e calendar.Event) []time.Time {
	own := o.onClocks(b, e.Span.Start)
	if b.Pinned() {
		own = append(own, o.onClocks(b, b.Moved.From.Start)...)
	}
	return own
}

// onClocks returns t on the user's clock and on that of the only guest of b.
func (o *observation) onClocks(b store.Booking, t time.Time) []time.Time {
	clocks := []time.Time{t.In(o.zone())}
	if guest, _ := o.accepted(b.Person); guest.Zone != nil {
		clocks = append(clocks, t.In(guest.Zone))
	}
	return clocks
}

// tookUp reports whether the comment of the only guest of b asked for another time before
// the user moved b, and asks for none now.
func (o *observation) tookUp(b store.Booking, text string) bool {
	return b.Pinned() && rsvp.SuggestsTime(text, o.onClocks(b, b.Moved.From.Start)...)
}

// commentOf returns what the guest of b wrote on e.
func (o *observation) commentOf(e calendar.Event, b store.Booking) string {
	for _, a := range e.Attendees {
		if o.samePerson(a.Address, b.Person) && a.Comment != "" {
			return a.Comment
		}
	}
	return ""
}

// key identifies c in the store, which does not keep what guests write; "" for nothing. A
// comment is the same whatever day its clock means by now.
func (c counter) key() string {
	if c == (counter{}) {
		return ""
	}
	return hash(fmt.Sprintf("%s\x00%d", tidy(c.text), c.message.Unix()))
}

// note says in the log what c is about. It has none of the guest's words.
func (c counter) note(zone *time.Location) string {
	if c.start.IsZero() {
		return "not understood as a time"
	}
	return when(c.start, zone)
}

// countered reports whether the guest of b asked for another time, and the user has not
// moved it since.
func countered(b store.Booking) bool {
	return b.Counter != "" && b.CounterAt.After(b.Moved.At)
}

// decideUntil is until when the user can take up what the guest of b asked for with a no.
func (c configuration) decideUntil(b store.Booking) time.Time {
	return c.settings.Rules.AfterWorkingDays(b.CounterAt, 1)
}

// counterAnswer returns what the guest of b asks for, for the user to read; nil if nothing
// that is still open.
func (v *View) counterAnswer(b store.Booking) *api.Counter {
	e, ok := v.eventOf(b)
	if !ok || b.State != store.Booked || !countered(b) {
		return nil
	}
	c := v.counterOf(b, e.Event)
	if c.key() != b.Counter {
		return nil
	}
	a := &api.Counter{Text: quotedLine(c.text)}
	if c.start.IsZero() {
		return a
	}
	start := c.start.In(v.zone())
	a.Start = &start
	if broken := v.brokenBy(b, span.New(c.start, b.Span.Len())); len(broken) > 0 && !v.blind {
		a.Problem = broken[0]
	}
	return a
}

// comments returns what the guests of b wrote beside their answers, for the user to read,
// without what asks for another time or for no more invitations: that has its own place.
func (v *View) comments(b store.Booking) (all []api.Comment) {
	e, ok := v.eventOf(b)
	if !ok || b.State != store.Booked {
		return nil
	}
	for _, g := range b.Guests() {
		text := v.commentOf(e.Event, b.With(g))
		if quotedLine(text) != "" && !rsvp.AsksForNoMore(text) && !rsvp.SuggestsTime(text, v.startsOf(b.With(g), e.Event)...) && !v.tookUp(b.With(g), text) {
			all = append(all, api.Comment{Name: g.Name, Text: quotedLine(text)})
		}
	}
	return all
}

// quotedLine returns the beginning of what a guest wrote, on one line.
func quotedLine(text string) string {
	return prose.Truncate(strings.Join(strings.Fields(text), " "), prose.MaxQuoted)
}

// counterAct returns the act of deciding about what a guest asks for.
func counterAct(m api.Meeting) api.Act {
	act := api.Act{Text: fmt.Sprintf("%s asks for another time than %s", m.Name, when(m.Start, m.Start.Location())), Command: "fika why " + m.ID}
	if c := m.Counter; c.Start != nil {
		act.Text = fmt.Sprintf("%s names %s instead of %s", m.Name, when(*c.Start, c.Start.Location()), when(m.Start, m.Start.Location()))
		if c.Problem == "" {
			act.Command = api.MoveCommand(m.ID, *c.Start)
		}
	}
	return act
}
