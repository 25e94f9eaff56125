package googletest

import (
	"encoding/json"
	"maps"
	"net/http"

	"google.golang.org/api/calendar/v3"
)

func (s *Server) getEvent(c *call) (any, error) {
	cal, err := c.account.calendar(c.vars[0], "freeBusyReader")
	if err != nil {
		return nil, err
	}
	sight, err := c.visibilityOf(cal)
	if err != nil {
		return nil, err
	}
	r := cal.find(c.vars[1])
	if r == nil || r.purged || !r.shown {
		return nil, notFound()
	}
	if r.deletedByGuest || r.event.Start == nil {
		return stub(r.event, etag(r.version)), nil
	}
	l := &listing{zone: cal.zone}
	if err := l.readZone(c.query); err != nil {
		return nil, err
	}
	return sight.project(cal.present(r, l.zone)), nil
}

// find returns the record with this id. For an unchanged instance of a series it
// returns a new record, which is stored only if it is changed. It returns nil if
// there is no such event.
func (c *Calendar) find(id string) *record {
	if r := c.events[id]; r != nil {
		if master := c.events[r.event.RecurringEventId]; master != nil && cancelled(master.event) && !cancelled(r.event) {
			gone := *r
			gone.event = clone(r.event)
			gone.event.Status = "cancelled"
			return &gone
		}
		return r
	}
	master := c.events[seriesID(id)]
	if master == nil || len(master.event.Recurrence) == 0 || master.purged {
		return nil
	}
	s, err := newSeries(master.event, c.zone)
	if err != nil {
		return nil
	}
	e := s.find(id)
	if e == nil {
		return nil
	}
	return &record{event: clone(e), rev: master.rev, version: master.version, shown: master.shown, hidden: master.hidden}
}

// insertEvent is events.insert.
func (s *Server) insertEvent(c *call) (any, error) {
	cal, e, err := s.readWrite(c)
	if err != nil {
		return nil, err
	}
	if e.Id != "" && e.ICalUID != "" {
		return nil, badRequest("invalid", "Only one of id and iCalUID can be set.")
	}
	if s.settings.ReplaceIDs {
		e.Id = ""
	}
	r, err := s.create(cal, e, writeOptions{account: c.account, send: c.send(), conference: c.conference()})
	if err != nil {
		return nil, err
	}
	return cal.present(r, cal.zone), nil
}

// readWrite finds the calendar of a write and decodes the event.
func (s *Server) readWrite(c *call) (*Calendar, *calendar.Event, *apiError) {
	cal, err := c.account.calendar(c.vars[0], "freeBusyReader")
	if err != nil {
		return nil, nil, err
	}
	if err := c.checkMayWrite(cal); err != nil {
		return nil, nil, err
	}
	var e calendar.Event
	if err := c.read(&e); err != nil {
		return nil, nil, err
	}
	if s.settings.DropProperties {
		e.ExtendedProperties = nil
	}
	return cal, &e, nil
}

func (c *call) send() string {
	if c.query.Get("sendNotifications") == "true" {
		return "all"
	}
	return c.query.Get("sendUpdates")
}

// conference reports whether the caller supports conferences.
func (c *call) conference() bool { return c.query.Get("conferenceDataVersion") == "1" }

// patchEvent is events.patch: objects are merged, arrays replaced, and null deletes.
func (s *Server) patchEvent(c *call) (any, error) {
	cal, r, err := s.readChange(c)
	if err != nil {
		return nil, err
	}
	var patch map[string]any
	if err := c.read(&patch); err != nil {
		return nil, err
	}
	next, ok := mergePatch(r.event, patch)
	if !ok {
		return nil, badRequest("parseError", "Parse Error")
	}
	return s.changed(c, cal, r, next)
}

// updateEvent is events.update: fields that are not sent are removed.
func (s *Server) updateEvent(c *call) (any, error) {
	cal, r, err := s.readChange(c)
	if err != nil {
		return nil, err
	}
	var next calendar.Event
	if err := c.read(&next); err != nil {
		return nil, err
	}
	if next.Status == "" {
		next.Status = "confirmed"
	}
	return s.changed(c, cal, r, &next)
}

func (s *Server) changed(c *call, cal *Calendar, r *record, next *calendar.Event) (any, error) {
	if err := s.change(cal, r, next, writeOptions{account: c.account, send: c.send(), conference: c.conference()}); err != nil {
		return nil, err
	}
	return cal.present(r, cal.zone), nil
}

// moveEvent is events.move.
func (s *Server) moveEvent(c *call) (any, error) {
	cal, r, err := s.readChange(c)
	if err != nil {
		return nil, err
	}
	to, err := c.account.calendar(c.query.Get("destination"), "freeBusyReader")
	if err != nil {
		return nil, err
	}
	if err := c.checkMayWrite(to); err != nil {
		return nil, err
	}
	there, err := s.move(cal, r, to, writeOptions{account: c.account, send: c.send()})
	if err != nil {
		return nil, err
	}
	return to.present(there, to.zone), nil
}

// deleteEvent is events.delete.
func (s *Server) deleteEvent(c *call) (any, error) {
	cal, r, err := s.readChange(c)
	if err != nil {
		return nil, err
	}
	s.remove(cal, r, writeOptions{account: c.account, send: c.send()})
	return nil, nil
}

// readChange finds the event of a change and checks whether the caller may change it.
func (s *Server) readChange(c *call) (*Calendar, *record, *apiError) {
	cal, err := c.account.calendar(c.vars[0], "freeBusyReader")
	if err != nil {
		return nil, nil, err
	}
	if err := c.checkMayWrite(cal); err != nil {
		return nil, nil, err
	}
	r := cal.find(c.vars[1])
	switch {
	case r == nil || r.purged || !r.shown:
		return nil, nil, notFound()
	case cancelled(r.event) && c.Method == http.MethodDelete:
		return nil, nil, &apiError{code: http.StatusGone, reason: "deleted", message: "Resource has been deleted"}
	case cancelled(r.event):
		return nil, nil, &apiError{code: http.StatusForbidden, reason: "forbidden", message: "Forbidden"}
	}
	if want := c.Header.Get("If-Match"); want != "" && want != "*" && want != etag(r.version) {
		return nil, nil, &apiError{
			code: http.StatusPreconditionFailed, reason: "conditionNotMet", message: "Precondition Failed",
			locationType: "header", location: "If-Match",
		}
	}
	return cal, r, nil
}

// mergePatch applies a JSON merge patch to an event.
func mergePatch(e *calendar.Event, patch map[string]any) (*calendar.Event, bool) {
	data, err := json.Marshal(e)
	if err != nil {
		panic(err)
	}
	var whole map[string]any
	if err := json.Unmarshal(data, &whole); err != nil {
		panic(err)
	}
	mergeObject(whole, patch)
	data, err = json.Marshal(whole)
	if err != nil {
		panic(err)
	}
	var next calendar.Event
	return &next, json.Unmarshal(data, &next) == nil
}

func mergeObject(whole, patch map[string]any) {
	for k, v := range patch {
		below, object := v.(map[string]any)
		have, _ := whole[k].(map[string]any)
		switch {
		case v == nil:
			delete(whole, k)
		case object && (k == "start" || k == "end"):
			whole[k] = mergeEventTime(have, below)
		case object:
			if have == nil {
				have = map[string]any{}
				whole[k] = have
			}
			mergeObject(have, below)
		default:
			whole[k] = v
		}
	}
}

// mergeEventTime merges the start or end of an event. date and dateTime exclude each
// other, so the new one replaces the other; a zone is kept.
func mergeEventTime(have, patch map[string]any) map[string]any {
	next := maps.Clone(have)
	if next == nil {
		next = map[string]any{}
	}
	if patch["date"] != nil && patch["dateTime"] == nil {
		delete(next, "dateTime")
		delete(next, "timeZone")
	}
	if patch["dateTime"] != nil && patch["date"] == nil {
		delete(next, "date")
	}
	mergeObject(next, patch)
	return next
}
