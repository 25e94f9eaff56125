package planner

import (
	"fmt"
	"time"

	"fika/internal/span"
)

// guestLunchRule keeps the guest's lunch free. It is a rule of its own because stated
// hours seldom leave lunch out, and because a sentence about hours would not say what
// is in the way.
func guestLunchRule() rule {
	return rule{
		code: CodeGuestLunch, setting: "windows in [rhythm]",
		ok: func(in *input, q *query) bool {
			return !in.config.Guards.Lunch.Overlaps(q.slot.Span, in.zone(q.person))
		},
		text: func(in *input, q *query, ok bool) string {
			lunch := in.config.Guards.Lunch
			if lunch.IsZero() {
				return "you keep no lunch of guests free"
			}
			return fmt.Sprintf("%s %s %s's lunch, %s to %s in %s", in.startsSubject(q), lunchSide(in, q, ok), q.personName(), lunch.From, lunch.To, in.locationOf(q.person))
		},
	}
}

// lunchSide says where the start is, or all starts together.
func lunchSide(in *input, q *query, ok bool) string {
	switch {
	case ok:
		return "clear of"
	case q.slot == nil:
		return "in or just before"
	case in.config.Guards.Lunch.Overlaps(span.New(q.slot.Start, time.Minute), in.zone(q.person)):
		return "in"
	}
	return "just before"
}
