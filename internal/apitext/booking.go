package apitext

import (
	"cmp"
	"fmt"
	"time"

	"fika/internal/api"
	"fika/internal/prose"
	"fika/internal/rsvp"
)

// State describes the state of a booking. If it is in the calendar, the guest's
// answer is included.
func State(state api.State, reply rsvp.Reply) string {
	if state != api.StateBooked {
		return string(state)
	}
	return "booked, " + reply.Words()
}

// Next says what happens to m next, depending on its state and its goal's mode.
func Next(m api.Meeting) string {
	switch {
	case m.State == api.StateApproved && m.Waits != "":
		return "approved, but waiting because " + m.Waits
	case m.State == api.StateApproved:
		return "approved, will be sent"
	case m.State == api.StateProposed:
		return "waiting for you: fika approve " + m.ID
	case m.Mode == api.ModeBook:
		return "fika will approve it"
	case m.Mode == api.ModeHold:
		return "fika will block the slot and wait for you"
	}
	return "new; needs your approval"
}

// EmptyPlan explains an empty plan: no goal wants more, or nothing is possible.
func EmptyPlan(a api.Plan) string {
	switch {
	case a.Unasked > 0:
		return "Nobody to meet now among the people asked so far."
	case len(a.Unmet) > 0:
		return "Nobody to meet now: no meeting is possible."
	case len(a.Holds) > 0:
		return "Nobody to meet now."
	}
	return "Nobody to meet now: no goal wants more."
}

// Place says where a meeting takes place.
func Place(l *api.Letter) string {
	if l.Video {
		return l.Where + " with a link from the calendar"
	}
	return l.Where
}

// Answers says what each guest of b has answered, as the beginning of a sentence. called is
// what it calls the guest of a coffee of two.
func Answers(b api.Booking, called string) string {
	guests := b.Guests
	if len(guests) == 0 {
		guests = []api.Guest{{Name: called, Reply: b.Reply}}
	}
	var answers []string
	for _, g := range guests {
		said := "has not answered yet"
		switch g.Reply {
		case rsvp.Accepted, rsvp.Maybe, rsvp.Declined:
			said = "has said " + g.Reply.Words()
		case rsvp.Delegated:
			said = "has " + g.Reply.Words()
		}
		answers = append(answers, cmp.Or(g.Name, g.Person)+" "+said)
	}
	return prose.List(answers)
}

// Counter says what the guest called who asks for, and how the user takes it up; the hint
// is "" if there is nothing to do but to answer them. when formats a time.
func Counter(c *api.Counter, id, who string, when func(time.Time) string) (text, hint string) {
	text = fmt.Sprintf("%s wrote: %q", who, c.Text)
	if c.Text == "" {
		text = who + " asks for another time"
	}
	switch {
	case c.Start == nil:
		return text, fmt.Sprintf(`to move it: fika move %s "DATE TIME"`, id)
	case c.Problem != "":
		return text + "; " + c.Problem, ""
	}
	return fmt.Sprintf("%s (%s)", text, when(*c.Start)), api.MoveCommand(id, *c.Start)
}

// Link says that the guest of m has no link to a call yet; "" if they have, or need none.
func Link(m api.Meeting) string {
	if m.OwesLink {
		return "no link yet"
	}
	return ""
}
