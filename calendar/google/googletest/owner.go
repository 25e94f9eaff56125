package googletest

import (
	"errors"
	"slices"
	"strings"
	"time"

	"google.golang.org/api/calendar/v3"
)

// ErrNoEvent says that the calendar has no event with this id.
var ErrNoEvent = errors.New("the calendar has no such event")

// Add creates an event as the owner would in a browser; guests get mail. It returns
// the event as the API shows it.
func (c *Calendar) Add(e *calendar.Event) (*calendar.Event, error) {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	c.server.runDueChanges()
	r, err := c.server.create(c, clone(e), c.asOwner())
	if err != nil {
		return nil, err
	}
	return c.present(r, c.zone), nil
}

func (c *Calendar) asOwner() writeOptions {
	return writeOptions{account: c.owner, send: "all", conference: true}
}

// ReceiveInvitation adds an invitation by an organizer of another organisation to the
// calendar.
func (c *Calendar) ReceiveInvitation(organizer string, e *calendar.Event) (*calendar.Event, error) {
	s := c.server
	s.mu.Lock()
	defer s.mu.Unlock()
	next := clone(e)
	if err := c.validateAndComplete(next); err != nil {
		return nil, err
	}
	if next.Id == "" {
		next.Id = s.newID()
	}
	if next.ICalUID == "" {
		next.ICalUID = next.Id + "@elsewhere.example"
	}
	next.Status, next.Created = "confirmed", stamp(s.now())
	next.Organizer, next.Creator = &calendar.EventOrganizer{Email: organizer}, &calendar.EventCreator{Email: organizer}
	r := &record{shown: true, hidden: c.owner.hideUnanswered}
	s.store(c, r, next)
	return c.present(r, c.zone), nil
}

// Edit changes an event as the owner of the calendar would in a browser: its text,
// times, guests or transparency. The id of an instance changes only that instance. On
// a guest's calendar the change stays local, except for the reply.
func (c *Calendar) Edit(id string, change func(*calendar.Event)) error {
	return c.withEvent(id, func(r *record) error {
		next := clone(r.event)
		change(next)
		if err := c.server.change(c, r, next, c.asOwner()); err != nil {
			return err
		}
		return nil
	})
}

// withEvent calls f with an event that is not deleted, while the server is locked.
func (c *Calendar) withEvent(id string, f func(*record) error) error {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	c.server.runDueChanges()
	r := c.find(id)
	if r == nil || r.purged || cancelled(r.event) {
		return ErrNoEvent
	}
	return f(r)
}

// Reschedule moves a timed event, as the owner would by dragging it.
func (c *Calendar) Reschedule(id string, start, end time.Time) error {
	return c.Edit(id, func(e *calendar.Event) {
		e.Start = &calendar.EventDateTime{DateTime: start.Format(time.RFC3339), TimeZone: e.Start.TimeZone}
		e.End = &calendar.EventDateTime{DateTime: end.Format(time.RFC3339), TimeZone: e.End.TimeZone}
	})
}

// Reply answers an invitation on the owner's calendar with accepted, declined,
// tentative or needsAction.
func (c *Calendar) Reply(id, response, comment string) error {
	return c.Edit(id, func(e *calendar.Event) {
		if me := c.ownAttendee(e); me != nil {
			me.ResponseStatus, me.Comment = response, comment
		}
	})
}

// Delete moves an event to the trash.
func (c *Calendar) Delete(id string) error {
	return c.withEvent(id, func(r *record) error {
		c.server.remove(c, r, c.asOwner())
		return nil
	})
}

// Restore takes an event out of the trash, which invites its guests again.
func (c *Calendar) Restore(id string) error {
	s := c.server
	s.mu.Lock()
	defer s.mu.Unlock()
	r := c.events[id]
	if r == nil || r.purged || !cancelled(r.event) {
		return ErrNoEvent
	}
	next := clone(r.event)
	next.Status = "confirmed"
	r.deletedByGuest = false
	s.store(c, r, next)
	if c.organizes(next) {
		s.invite(c, r, &calendar.Event{}, c.asOwner())
	}
	return nil
}

// Purge deletes an event from the trash. It can no longer be found, but its id stays
// taken.
func (c *Calendar) Purge(id string) error {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	r := c.events[id]
	if r == nil || !cancelled(r.event) {
		return ErrNoEvent
	}
	r.purged = true
	return nil
}

// MoveTo moves an event to another calendar, whose owner becomes its organizer. It
// may be moved back.
func (c *Calendar) MoveTo(id string, to *Calendar) error {
	return c.withEvent(id, func(r *record) error {
		_, err := c.server.move(c, r, to, writeOptions{account: c.owner})
		if err != nil {
			return err
		}
		return nil
	})
}

// Event returns an event as the API shows it, even if it is deleted; nil if there is
// none.
func (c *Calendar) Event(id string) *calendar.Event {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	c.server.runDueChanges()
	r := c.find(id)
	if r == nil || r.purged {
		return nil
	}
	return c.present(r, c.zone)
}

// Events returns all events that are not deleted, series unexpanded, ordered by id.
func (c *Calendar) Events() []*calendar.Event {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	c.server.runDueChanges()
	var all []*calendar.Event
	for id := range c.events {
		if r := c.find(id); !r.purged && !cancelled(r.event) {
			all = append(all, c.present(r, c.zone))
		}
	}
	slices.SortFunc(all, func(a, b *calendar.Event) int { return strings.Compare(a.Id, b.Id) })
	return all
}
