package wording

import (
	"fika/internal/api"
	"fika/internal/rsvp"
)

// Standing is the state of a booking in words. For one that is in the calendar it
// includes the guest's answer.
func Standing(state api.State, reply rsvp.Reply) string {
	if state != api.StateBooked {
		return string(state)
	}
	return "booked, " + reply.Words()
}

// Next says what happens to m next, which depends on its state and its goal's mode.
func Next(m api.Meeting) string {
	switch {
	case m.State == "approved" && m.Waits != "":
		return "approved; it waits, because " + m.Waits
	case m.State == "approved":
		return "approved, goes out by itself"
	case m.State == "proposed":
		return "waits for you: fika approve " + m.ID
	case m.Mode == api.ModeBook:
		return "fika will approve it itself"
	case m.Mode == api.ModeHold:
		return "fika will block the slot, and wait for you"
	}
	return "new; yours to approve"
}

// Nobody says why a plan is empty: no goal wants more, or nothing is possible.
func Nobody(a api.Plan) string {
	switch {
	case a.Unasked > 0:
		return "Nobody to meet now, of those who were asked."
	case len(a.Unmet) > 0:
		return "Nobody to meet now: no meeting is possible."
	case len(a.Holds) > 0:
		return "Nobody to meet now."
	}
	return "Nobody to meet now: no goal wants more."
}

// Place says where a meeting is.
func Place(l *api.Letter) string {
	if l.Video {
		return l.Where + " with a link that the calendar makes"
	}
	return l.Where
}
