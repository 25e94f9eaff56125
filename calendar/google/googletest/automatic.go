package googletest

import (
	"time"

	"google.golang.org/api/calendar/v3"
)

// answerByThemselves answers for guests who let Google do that: rooms accept if they are
// free, and focus time or absence may decline events that overlap with it. For a series
// the first instance decides.
func (s *Server) answerByThemselves(e *calendar.Event) {
	for _, a := range e.Attendees {
		guest := s.known(a.Email)
		if guest == nil || guest.gone {
			continue
		}
		start, end := in(guest.primary.zone, e.Start).at, in(guest.primary.zone, e.End).at
		switch {
		case guest.room:
			a.Resource, a.ResponseStatus = true, "accepted"
			if len(guest.primary.busy(start, end, e.Id)) > 0 {
				a.ResponseStatus = "declined"
			}
		case a.ResponseStatus == "needsAction" && guest.primary.declines(start, end):
			a.ResponseStatus = "declined"
		}
	}
}

// declines reports whether an event of the calendar makes its owner decline overlapping
// events. Both modes are treated alike: a meeting is checked when it is new or was
// moved, not when the focus time changes.
func (c *Calendar) declines(start, end time.Time) bool {
	for _, r := range c.events {
		if cancelled(r.event) || r.purged || !declineMode(r.event) {
			continue
		}
		from, to := in(c.zone, r.event.Start).at, in(c.zone, r.event.End).at
		if from.Before(end) && to.After(start) {
			return true
		}
	}
	return false
}

func declineMode(e *calendar.Event) bool {
	mode := ""
	switch {
	case e.FocusTimeProperties != nil:
		mode = e.FocusTimeProperties.AutoDeclineMode
	case e.OutOfOfficeProperties != nil:
		mode = e.OutOfOfficeProperties.AutoDeclineMode
	}
	return mode == "declineAllConflictingInvitations" || mode == "declineOnlyNewConflictingInvitations"
}
