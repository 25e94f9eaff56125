package googletest

import (
	"time"

	"google.golang.org/api/calendar/v3"
)

// autoReply answers for guests who let Google do that: rooms accept if they are
// free, and focus time or absence may decline events that overlap with it. For a series
// the first instance decides.
func (s *Server) autoReply(e *calendar.Event) {
	for _, a := range e.Attendees {
		guest := s.findAccount(a.Email)
		if guest == nil || guest.deleted {
			continue
		}
		start, end := momentIn(guest.primary.zone, e.Start).at, momentIn(guest.primary.zone, e.End).at
		switch {
		case guest.room:
			a.Resource, a.ResponseStatus = true, "accepted"
			if len(guest.primary.busy(start, end, e.Id)) > 0 {
				a.ResponseStatus = "declined"
			}
		case a.ResponseStatus == "needsAction" && guest.primary.autoDeclines(start, end):
			a.ResponseStatus = "declined"
		}
	}
}

// autoDeclines reports whether an event of the calendar makes its owner decline overlapping
// events. Both modes are treated alike: a meeting is checked when it is new or was
// moved, not when the focus time changes.
func (c *Calendar) autoDeclines(start, end time.Time) bool {
	for _, r := range c.events {
		if cancelled(r.event) || r.purged || !autoDeclineEnabled(r.event) {
			continue
		}
		from, to := momentIn(c.zone, r.event.Start).at, momentIn(c.zone, r.event.End).at
		if from.Before(end) && to.After(start) {
			return true
		}
	}
	return false
}

func autoDeclineEnabled(e *calendar.Event) bool {
	mode := ""
	switch {
	case e.FocusTimeProperties != nil:
		mode = e.FocusTimeProperties.AutoDeclineMode
	case e.OutOfOfficeProperties != nil:
		mode = e.OutOfOfficeProperties.AutoDeclineMode
	}
	return mode == "declineAllConflictingInvitations" || mode == "declineOnlyNewConflictingInvitations"
}
