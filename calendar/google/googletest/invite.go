package googletest

import (
	"time"

	"google.golang.org/api/calendar/v3"
)

// invite propagates a change of the organizer's copy to the guests: to their
// calendars, if they have accounts, and by mail.
func (s *Server) invite(c *Calendar, r *record, before *calendar.Event, by writeOptions) {
	e := r.event
	content := !same(sharedFields(before), sharedFields(e))
	for _, a := range e.Attendees {
		if c.hasAddress(a.Email) {
			continue
		}
		old := attendee(before, a.Email)
		s.deliver(r, a, false)
		switch {
		case cancelled(e):
			s.sendMail(by.send, Cancellation, c.ID, a.Email, e)
		case old == nil:
			s.sendMail(by.send, Invitation, c.ID, a.Email, e)
		case content:
			s.sendMail(by.send, Update, c.ID, a.Email, e)
		}
	}
	for _, a := range before.Attendees {
		if attendee(e, a.Email) == nil && !c.hasAddress(a.Email) {
			s.withdraw(a.Email, e)
			s.sendMail(by.send, Cancellation, c.ID, a.Email, e)
		}
	}
}

// sharedFields returns the fields of an event whose changes are announced to guests.
func sharedFields(e *calendar.Event) *calendar.Event {
	return &calendar.Event{
		Summary: e.Summary, Description: e.Description, Location: e.Location, Status: e.Status,
		Start: e.Start, End: e.End, Recurrence: e.Recurrence, ConferenceData: e.ConferenceData,
	}
}

// deliver creates or updates a guest's copy in their calendar, under the same id.
// Fields that are private to the copy are kept. With guestsOnly it updates only the
// list of guests.
func (s *Server) deliver(r *record, a *calendar.EventAttendee, guestsOnly bool) {
	account := s.findAccount(a.Email)
	if account == nil || account.deleted {
		return
	}
	c := account.primary
	have := c.events[r.event.Id]
	if have == nil && guestsOnly || have != nil && have.deletedByGuest && a.ResponseStatus == "declined" {
		return
	}
	next := clone(r.event)
	if have == nil {
		have = &record{visible: s.now().Add(s.settings.ReadDelay), shown: s.settings.ReadDelay == 0, hidden: account.hideUnanswered}
		copyPrivateFields(&calendar.Event{Reminders: &calendar.EventReminders{UseDefault: true}, Transparency: next.Transparency}, next)
	} else if guestsOnly {
		next = clone(have.event)
		next.Attendees = clone(r.event).Attendees
	} else {
		copyPrivateFields(have.event, next)
	}
	if a.ResponseStatus != "needsAction" {
		have.hidden = false
	}
	if have.event == nil || !same(have.event, next) {
		have.deletedByGuest = false
		s.store(c, have, next)
	}
}

// copyPrivateFields copies the fields that are private to a guest's copy.
func copyPrivateFields(from, to *calendar.Event) {
	to.Transparency, to.Visibility, to.ColorId, to.Reminders = from.Transparency, from.Visibility, from.ColorId, from.Reminders
	var props calendar.EventExtendedProperties
	if to.ExtendedProperties != nil {
		props.Shared = to.ExtendedProperties.Shared
	}
	if from.ExtendedProperties != nil {
		props.Private = from.ExtendedProperties.Private
	}
	to.ExtendedProperties = nil
	if len(props.Shared)+len(props.Private) > 0 {
		to.ExtendedProperties = &props
	}
}

// withdraw cancels the copy of somebody who is no longer a guest.
func (s *Server) withdraw(email string, e *calendar.Event) {
	account := s.findAccount(email)
	if account == nil || account.deleted {
		return
	}
	r := account.primary.events[e.Id]
	if r == nil || cancelled(r.event) {
		return
	}
	next := clone(r.event)
	next.Status = "cancelled"
	s.store(account.primary, r, next)
}

// reply propagates a guest's answer, the only change that leaves their copy, to the
// organizer's copy and from there to those of the other guests.
func (s *Server) reply(c *Calendar, r *record, before *calendar.Event, by writeOptions) {
	mine, old := c.ownAttendee(r.event), c.ownAttendee(before)
	if mine == nil || old == nil || mine.ResponseStatus == old.ResponseStatus && mine.Comment == old.Comment && mine.AdditionalGuests == old.AdditionalGuests {
		return
	}
	r.hidden = false
	organizer := r.event.Organizer.Email
	s.sendMail(by.send, Reply, c.ID, organizer, r.event)
	home := s.calendars[normalizeID(organizer)]
	if home == nil {
		return
	}
	kept := home.find(r.event.Id)
	if kept == nil || cancelled(kept.event) {
		return
	}
	next := clone(kept.event)
	a := c.ownAttendee(next)
	if a == nil {
		return
	}
	a.ResponseStatus, a.Comment, a.AdditionalGuests = mine.ResponseStatus, mine.Comment, mine.AdditionalGuests
	s.store(home, kept, next)
	for _, other := range next.Attendees {
		if !c.hasAddress(other.Email) && normalizeID(other.Email) != normalizeID(home.ID) {
			s.deliver(kept, other, true)
		}
	}
}

// pendingChange is an event that will change at a later time.
type pendingChange struct {
	calendar *Calendar
	record   *record
}

// runDueChanges makes the changes that are due: it completes conferences, and makes
// new events visible, which is when deltas report them.
func (s *Server) runDueChanges() {
	now := s.now()
	due := s.pending
	s.pending = nil
	for _, w := range due {
		r := w.record
		if !r.shown && !now.Before(r.visible) {
			r.shown, r.rev = true, s.nextRevision()
		}
		if !r.conferenceDue.IsZero() && !now.Before(r.conferenceDue) {
			r.conferenceDue = time.Time{}
			s.concludeConference(w.calendar, r)
		}
		if !r.shown || !r.conferenceDue.IsZero() {
			s.pending = append(s.pending, w)
		}
	}
}
