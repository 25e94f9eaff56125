package googletest

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"time"

	"google.golang.org/api/calendar/v3"
)

// Calendar is one calendar with all events it ever had.
type Calendar struct {
	ID      string
	Summary string

	server         *Server
	owner          *Account
	zone           *time.Location
	acl            map[string]string // role by address
	everybody      string            // role of the rest of the organisation
	events         map[string]*record
	tokensFrom     int64  // sync tokens of earlier revisions are invalid
	conferenceKind string // kind of video conference, "" for none
	busyFails      int    // number of free/busy queries that still fail
}

// entry is a calendar in somebody's list. Roles and zones belong to the calendar, not
// the list, so changing them does not change rev.
type entry struct {
	calendar *Calendar
	rev      int64
	hidden   bool
	removed  bool
}

// record is an event as one calendar has it, including deleted ones.
type record struct {
	event          *calendar.Event // complete; fields are left out when it is sent
	rev            int64           // of the last change that a delta shows
	version        int64           // the source of the etag
	pastShapes     []pastShape     // what the series was before its shape changed
	visible        time.Time       // reads do not see it before
	shown          bool            // visible was reached
	hidden         bool            // an invitation that a wary guest did not answer
	deletedByGuest bool            // the guest deleted their copy
	purged         bool            // gone from the trash too; only the id is still taken
	conferenceDue  time.Time       // when the pending conference is settled
}

// pastShape is a shape that a series had until a revision.
type pastShape struct {
	event *calendar.Event
	until int64
}

func (s *Server) newCalendar(owner *Account, id, summary, zone string) *Calendar {
	c := &Calendar{
		ID: id, Summary: summary, server: s, owner: owner, zone: mustZone(zone),
		acl: map[string]string{}, events: map[string]*record{}, conferenceKind: "hangoutsMeet",
	}
	if id == owner.Email {
		c.everybody = "freeBusyReader"
	}
	s.calendars[normalizeID(id)] = c
	owner.entries[normalizeID(id)] = &entry{calendar: c, rev: s.nextRevision()}
	return c
}

// Share gives somebody a role: freeBusyReader, reader, writer, owner, or an invented
// one. The calendar appears in their list from reader up. "" removes every role,
// including the organisation's. The calendar's sync tokens become invalid.
func (c *Calendar) Share(a *Account, role string) {
	s := c.server
	s.mu.Lock()
	defer s.mu.Unlock()
	known := a.entries[normalizeID(c.ID)]
	c.acl[normalizeID(a.Email)] = role
	c.tokensFrom = s.nextRevision()
	switch {
	case known == nil && rank(role) >= rank("reader"):
		a.entries[normalizeID(c.ID)] = &entry{calendar: c, rev: s.nextRevision()}
	case known != nil && role == "":
		known.removed, known.rev = true, s.nextRevision()
	case known != nil && known.removed && role != "":
		known.removed, known.rev = false, s.nextRevision()
	}
}

// ShareBusy sets whether the whole organisation sees when the calendar is busy.
func (c *Calendar) ShareBusy(on bool) {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	c.everybody = ""
	if on {
		c.everybody = "freeBusyReader"
	}
	c.tokensFrom = c.server.nextRevision()
}

// Hide sets whether the owner hid the calendar in their list.
func (c *Calendar) Hide(on bool) {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	e := c.owner.entries[normalizeID(c.ID)]
	e.hidden, e.rev = on, c.server.nextRevision()
}

// AllowConference sets the kind of conference that the calendar supports, "hangoutsMeet"
// by default; "" is none.
func (c *Calendar) AllowConference(kind string) {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	c.conferenceKind = kind
}

// ExpireSyncTokens makes every sync token issued for the calendar answer 410.
func (c *Calendar) ExpireSyncTokens() {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	c.tokensFrom = c.server.nextRevision()
}

// etag returns a quoted number that changes with every change.
func etag(version int64) string {
	return strconv.Quote(strconv.FormatInt(3_500_000_000_000_000+2000*version, 10))
}

// listCalendars is calendarList.list. With a sync token it returns only changed entries,
// with removed ones marked as deleted.
func (s *Server) listCalendars(c *call) (any, error) {
	q := c.query
	since := int64(0)
	if token := q.Get("syncToken"); token != "" {
		if q.Has("minAccessRole") || q.Has("showOwnOrganizationOnly") || q.Get("showDeleted") == "false" || q.Get("showHidden") == "false" {
			return nil, badRequest("badRequest", "Sync token cannot be used with other request restrictions.")
		}
		t, err := s.readToken(token, "calendarList/"+c.account.Email, 0)
		if err != nil {
			return nil, err
		}
		since = t.Revision
	}
	var items []paged[*calendar.CalendarListEntry]
	for _, e := range c.account.list() {
		gone := e.removed || c.account.role(e.calendar) == ""
		wanted := since > 0 && e.rev > since ||
			since == 0 && (!gone || q.Get("showDeleted") == "true") && (!e.hidden || q.Get("showHidden") == "true")
		if wanted && rank(c.account.role(e.calendar)) >= rank(q.Get("minAccessRole")) {
			items = append(items, paged[*calendar.CalendarListEntry]{e.calendar.ID, c.account.present(e)})
		}
	}
	p, err := page(s, c, items, "calendarList/"+c.account.Email, pageLimits{100, 250})
	if err != nil {
		return nil, err
	}
	return &calendar.CalendarList{
		Kind: "calendar#calendarList", Etag: etag(s.revision), Items: p.items,
		NextPageToken: p.nextPage, NextSyncToken: p.nextSync,
	}, nil
}

func (a *Account) list() []*entry {
	return slices.SortedFunc(maps.Values(a.entries), func(x, y *entry) int { return cmp.Compare(x.calendar.ID, y.calendar.ID) })
}

func (s *Server) getCalendar(c *call) (any, error) {
	cal, err := c.account.calendar(c.vars[0], "freeBusyReader")
	if err != nil {
		return nil, err
	}
	e := c.account.entries[normalizeID(cal.ID)]
	if e == nil || e.removed {
		return nil, notFound()
	}
	return c.account.present(e), nil
}

// present formats an entry for the wire.
func (a *Account) present(e *entry) *calendar.CalendarListEntry {
	c := e.calendar
	l := &calendar.CalendarListEntry{
		Kind: "calendar#calendarListEntry", Etag: etag(e.rev), Id: c.ID,
		Summary: c.Summary, TimeZone: c.zone.String(), AccessRole: a.role(c), DataOwner: c.owner.Email,
		Primary: c == a.primary, Selected: !e.hidden, Hidden: e.hidden,
		ConferenceProperties: &calendar.ConferenceProperties{},
	}
	if c.conferenceKind != "" {
		l.ConferenceProperties.AllowedConferenceSolutionTypes = []string{c.conferenceKind}
	}
	if e.removed || l.AccessRole == "" {
		return &calendar.CalendarListEntry{Kind: l.Kind, Etag: l.Etag, Id: l.Id, Deleted: true}
	}
	return l
}
