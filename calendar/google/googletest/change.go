package googletest

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"slices"

	"google.golang.org/api/calendar/v3"
)

// writeOptions is who changes an event, and the options of the request.
type writeOptions struct {
	account    *Account
	send       string // sendUpdates
	conference bool   // conferenceData in the event counts
}

// create adds a new event to c. The ID of an event is never free again.
func (s *Server) create(c *Calendar, e *calendar.Event, by writeOptions) (*record, *apiError) {
	if e.Id == "" {
		e.Id = s.newID()
	} else if err := checkID(e.Id); err != nil {
		return nil, err
	}
	if err := c.validateAndComplete(e); err != nil {
		return nil, err
	}
	if c.events[e.Id] != nil {
		return nil, &apiError{code: http.StatusConflict, reason: "duplicate", message: "The requested identifier already exists."}
	}
	now := s.now()
	if e.Status == "" {
		e.Status = "confirmed"
	}
	if e.ICalUID == "" {
		e.ICalUID = e.Id + "@google.com"
	}
	e.Created = stamp(now)
	e.Creator = &calendar.EventCreator{Email: by.account.Email}
	e.Organizer = &calendar.EventOrganizer{Email: c.ID, DisplayName: c.organizer()}
	e.RecurringEventId, e.OriginalStartTime, e.HangoutLink = "", nil, ""
	for _, a := range e.Attendees {
		if !c.hasAddress(a.Email) {
			a.ResponseStatus = "needsAction" // guests answer for themselves
		}
	}
	r := &record{visible: now.Add(s.settings.ReadDelay), shown: s.settings.ReadDelay == 0}
	if err := s.updateConference(c, r, &calendar.Event{}, e, by.conference); err != nil {
		return nil, err
	}
	s.autoReply(e)
	s.store(c, r, e)
	s.invite(c, r, &calendar.Event{}, by)
	return r, nil
}

// organizer returns the name on invitations from c.
func (c *Calendar) organizer() string {
	if c == c.owner.primary {
		return ""
	}
	return c.Summary
}

// change makes the event of r look like next, as far as by may do that.
func (s *Server) change(c *Calendar, r *record, next *calendar.Event, by writeOptions) *apiError {
	before := r.event
	next.Id, next.ICalUID, next.Created, next.EventType = before.Id, before.ICalUID, before.Created, before.EventType
	next.Creator, next.Organizer, next.Sequence, next.Updated = before.Creator, before.Organizer, before.Sequence, before.Updated
	next.RecurringEventId, next.OriginalStartTime, next.HangoutLink = before.RecurringEventId, before.OriginalStartTime, before.HangoutLink
	if err := c.validateAndComplete(next); err != nil {
		return err
	}
	mine := c.organizes(before)
	if !mine && !sameFlags(before, next) {
		return forbidden("forbiddenForNonOrganizer", "Shared properties can only be changed by the organizer of the event.")
	}
	if err := s.updateConference(c, r, before, next, by.conference); err != nil {
		return err
	}
	if !mine {
		keepGuests(c, before, next)
	} else if moved(c, before, next) {
		next.Sequence++
		resetGuests(c, next)
	}
	if mine {
		s.autoReply(next)
	}
	if same(before, next) {
		return nil
	}
	s.store(c, r, next)
	if mine {
		s.invite(c, r, before, by)
	} else {
		s.reply(c, r, before, by)
	}
	return nil
}

// remove deletes the event of r: from the organizer's calendar for everybody, from a
// guest's as a decline.
func (s *Server) remove(c *Calendar, r *record, by writeOptions) {
	before, next := r.event, clone(r.event)
	next.Status = "cancelled"
	if c.organizes(before) {
		next.Sequence++
		s.store(c, r, next)
		s.invite(c, r, before, by)
		return
	}
	r.deletedByGuest = true
	if me := c.ownAttendee(next); me != nil {
		me.ResponseStatus = "declined"
	}
	s.store(c, r, next)
	s.reply(c, r, before, by)
}

// move moves the event of r from c to to, with the same IDs. The guests' copies get the
// new organizer.
func (s *Server) move(c *Calendar, r *record, to *Calendar, by writeOptions) (*record, *apiError) {
	there := to.events[r.event.Id]
	if r.event.EventType != "default" || !c.organizes(r.event) || there != nil && !cancelled(there.event) {
		return nil, &apiError{code: http.StatusBadRequest, domain: "calendar", reason: "cannotChangeOrganizer", message: "The event cannot be moved."}
	}
	before, next, gone := r.event, clone(r.event), clone(r.event)
	next.Organizer = &calendar.EventOrganizer{Email: to.ID, DisplayName: to.organizer()}
	gone.Status = "cancelled"
	s.store(c, r, gone)
	if there == nil {
		there = &record{shown: true}
	}
	s.store(to, there, next)
	s.invite(to, there, before, by)
	return there, nil
}

// store saves a new version of an event. Only reminders do not change updated.
func (s *Server) store(c *Calendar, r *record, next *calendar.Event) {
	before := r.event
	r.rev = s.nextRevision()
	r.version = r.rev
	if before == nil || !same(withReminders(before, next), next) {
		next.Updated = stamp(s.now())
	}
	r.event = next
	c.events[next.Id] = r
	if before != nil && len(before.Recurrence)+len(next.Recurrence) > 0 && !cancelled(next) {
		s.recordShape(c, r, before)
	}
	if !r.shown || !r.conferenceDue.IsZero() {
		s.pending = append(s.pending, pendingChange{c, r})
	}
}

// recordShape records what a series was before it became r, or that it was a single event,
// and handles the instances that were changed separately.
func (s *Server) recordShape(c *Calendar, r *record, before *calendar.Event) {
	if moved(c, before, r.event) || !slices.Equal(before.Recurrence, r.event.Recurrence) {
		r.pastShapes = append(r.pastShapes, pastShape{before, r.rev})
		s.dropExceptions(c, r.event)
	}
	if cancelled(before) { // they come back with it
		for _, e := range c.exceptions(r.event.Id) {
			e.rev = s.nextRevision()
		}
	}
}

// exceptions returns the instances of a series that were changed separately.
func (c *Calendar) exceptions(master string) []*record {
	var found []*record
	for _, id := range slices.Sorted(maps.Keys(c.events)) {
		if r := c.events[id]; r.event.RecurringEventId == master {
			found = append(found, r)
		}
	}
	return found
}

// dropExceptions cancels the exceptions that a series loses when its times change.
func (s *Server) dropExceptions(c *Calendar, master *calendar.Event) {
	shape, err := newSeries(master, c.zone)
	for _, r := range c.exceptions(master.Id) {
		if err == nil && len(master.Recurrence) > 0 && shape.find(r.event.Id) != nil {
			continue
		}
		r.event = clone(r.event)
		r.event.Status, r.rev = "cancelled", s.nextRevision()
		r.version = r.rev
	}
}

// moved reports whether the times differ.
func moved(c *Calendar, a, b *calendar.Event) bool {
	return !momentIn(c.zone, a.Start).equal(momentIn(c.zone, b.Start)) || !momentIn(c.zone, a.End).equal(momentIn(c.zone, b.End))
}

// organizes reports whether c holds the organizer's copy.
func (c *Calendar) organizes(e *calendar.Event) bool {
	return e.Organizer == nil || normalizeID(e.Organizer.Email) == normalizeID(c.ID)
}

func resetGuests(c *Calendar, e *calendar.Event) {
	for _, a := range e.Attendees {
		if !c.hasAddress(a.Email) {
			a.ResponseStatus = "needsAction"
		}
	}
}

// keepGuests accepts only a guest's own answer from their list.
func keepGuests(c *Calendar, before, next *calendar.Event) {
	mine := c.ownAttendee(next)
	next.Attendees = clone(before).Attendees
	if kept := c.ownAttendee(next); kept != nil && mine != nil {
		kept.ResponseStatus, kept.Comment, kept.AdditionalGuests = mine.ResponseStatus, mine.Comment, mine.AdditionalGuests
	}
}

func sameFlags(a, b *calendar.Event) bool {
	usual := func(p *bool) bool { return p == nil || *p }
	return usual(a.GuestsCanInviteOthers) == usual(b.GuestsCanInviteOthers) &&
		usual(a.GuestsCanSeeOtherGuests) == usual(b.GuestsCanSeeOtherGuests) && a.GuestsCanModify == b.GuestsCanModify
}

func withReminders(e, from *calendar.Event) *calendar.Event {
	c := *e
	c.Reminders = from.Reminders
	return &c
}

// same compares the wire formats, in which nil and empty are equal.
func same(a, b *calendar.Event) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}
