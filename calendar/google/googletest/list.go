package googletest

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"google.golang.org/api/calendar/v3"
)

// listing is a parsed events.list request.
type listing struct {
	calendar                 *Calendar
	since                    int64 // 0 for a full listing
	from, to                 time.Time
	zone                     *time.Location
	single                   bool // singleEvents
	deleted                  bool // showDeleted
	hidden                   bool // showHiddenInvitations
	byStart                  bool
	visibility               visibility
	guests                   int // maxAttendees
	updated                  time.Time
	query                    url.Values
	series                   string // only instances of this series; "" for all events
	horizon, deletionHorizon time.Time
}

// forbiddenWithToken lists the parameters that cannot be combined with a sync token,
// from the documentation.
var forbiddenWithToken = []string{"iCalUID", "orderBy", "privateExtendedProperty", "q", "sharedExtendedProperty", "timeMin", "timeMax", "updatedMin"}

func (s *Server) listEvents(c *call) (any, error) {
	l, err := s.readListing(c)
	if err != nil {
		return nil, err
	}
	return l.answer(s, c)
}

// listInstances is events.instances: the expansion of one series.
func (s *Server) listInstances(c *call) (any, error) {
	l, err := s.readListing(c)
	if err != nil {
		return nil, err
	}
	if r := l.calendar.events[c.vars[1]]; r == nil || r.purged {
		return nil, notFound()
	}
	l.single, l.series = true, c.vars[1]
	return l.answer(s, c)
}

func (l *listing) answer(s *Server, c *call) (any, error) {
	p, err := page(s, c, l.items(), "events/"+l.calendar.ID, pageLimits{250, 2500})
	if err != nil {
		return nil, err
	}
	return &calendar.Events{
		Kind: "calendar#events", Etag: etag(s.revision), Summary: l.calendar.Summary,
		TimeZone: l.zone.String(), AccessRole: c.account.role(l.calendar), Updated: stamp(s.now()),
		Items: p.items, NextPageToken: p.nextPage, NextSyncToken: p.nextSync,
	}, nil
}

func (s *Server) readListing(c *call) (*listing, *apiError) {
	cal, err := c.account.calendar(c.vars[0], "freeBusyReader")
	if err != nil {
		return nil, err
	}
	sight, err := c.visibilityOf(cal)
	if err != nil {
		return nil, err
	}
	q, now := c.query, s.now()
	l := &listing{
		calendar: cal, zone: cal.zone, query: q, visibility: sight,
		single: q.Get("singleEvents") == "true" || !sight.details, deleted: q.Get("showDeleted") == "true",
		hidden: q.Get("showHiddenInvitations") == "true", byStart: q.Get("orderBy") == "startTime",
		horizon: now.AddDate(s.settings.Horizon, 0, 0), deletionHorizon: now.AddDate(0, 6, 0),
	}
	if s.settings.DeleteWholeSeries {
		l.deletionHorizon = l.horizon
	}
	if l.byStart && !l.single {
		return nil, badRequest("badRequest", "The requested ordering is not available for the particular query.")
	}
	if err := l.readZone(q); err != nil {
		return nil, err
	}
	if text := q.Get("maxAttendees"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return nil, invalid("maxAttendees", "Invalid integer value: '"+text+"'.")
		}
		l.guests = n
	}
	if text := q.Get("syncToken"); text != "" {
		return l, l.readSyncToken(s, c, text)
	}
	return l, l.readWindow(q)
}

func (l *listing) readZone(q url.Values) *apiError {
	name := q.Get("timeZone")
	if name == "" {
		return nil
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return invalid("timeZone", "Invalid time zone.")
	}
	l.zone = zone
	return nil
}

// readSyncToken makes the listing a delta since a sync token.
func (l *listing) readSyncToken(s *Server, c *call, text string) *apiError {
	for _, name := range forbiddenWithToken {
		if c.query.Has(name) {
			return badRequest("badRequest", "Sync token cannot be used with other request restrictions.")
		}
	}
	if c.query.Get("showDeleted") == "false" {
		return badRequest("badRequest", "Sync token cannot be used with other request restrictions.")
	}
	t, err := s.readToken(text, "events/"+l.calendar.ID, l.calendar.tokensFrom)
	if err != nil {
		return err
	}
	if s.settings.StrictToken && t.Print != c.fingerprint() {
		return badRequest("badRequest", "Sync token cannot be used with other request restrictions.")
	}
	l.since = t.Revision
	return nil
}

func (l *listing) readWindow(q url.Values) *apiError {
	for name, t := range map[string]*time.Time{"timeMin": &l.from, "timeMax": &l.to, "updatedMin": &l.updated} {
		text := q.Get(name)
		if text == "" {
			continue
		}
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			return &apiError{code: 400, reason: "badRequest", message: "Bad Request", locationType: "parameter", location: name}
		}
		*t = at.Truncate(time.Second)
	}
	if !l.from.IsZero() && !l.to.IsZero() && !l.from.Before(l.to) {
		return &apiError{code: 400, domain: "calendar", reason: "timeRangeEmpty", message: "The specified time range is empty.", locationType: "parameter", location: "timeMax"}
	}
	return nil
}

// items returns the items of all pages of the listing.
func (l *listing) items() []paged[*calendar.Event] {
	var items []paged[*calendar.Event]
	for _, r := range l.calendar.events {
		if !r.shown || r.purged || r.hidden && !l.hidden {
			continue
		}
		for _, e := range l.expand(r) {
			e = l.project(e)
			key := e.Id
			if l.byStart && e.Start != nil {
				key = momentIn(l.calendar.zone, e.Start).at.UTC().Format(time.RFC3339) + e.Id
			}
			items = append(items, paged[*calendar.Event]{key, e})
		}
	}
	return items
}

// project reduces an event to the fields that the caller requested and may see.
func (l *listing) project(e *calendar.Event) *calendar.Event {
	return limitAttendees(l.visibility.project(e), l.guests)
}

// matchesFilters applies the filters other than the window.
func (l *listing) matchesFilters(e *calendar.Event) bool {
	q := l.query
	if uid := q.Get("iCalUID"); uid != "" && uid != e.ICalUID {
		return false
	}
	if kinds := q["eventTypes"]; len(kinds) > 0 && !slices.Contains(kinds, e.EventType) {
		return false
	}
	if words := q.Get("q"); words != "" && !strings.Contains(strings.ToLower(e.Summary+" "+e.Description+" "+e.Location), strings.ToLower(words)) {
		return false
	}
	props := e.ExtendedProperties
	if props == nil {
		props = &calendar.EventExtendedProperties{}
	}
	return hasProperties(props.Private, q["privateExtendedProperty"]) && hasProperties(props.Shared, q["sharedExtendedProperty"])
}

func hasProperties(props map[string]string, wanted []string) bool {
	for _, w := range wanted {
		name, value, _ := strings.Cut(w, "=")
		if got, ok := props[name]; !ok || got != value {
			return false
		}
	}
	return true
}
