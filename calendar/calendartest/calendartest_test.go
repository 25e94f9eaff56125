package calendartest

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	_ "time/tzdata"

	"fika/calendar"
	"fika/internal/mailbox"
	"fika/internal/rsvp"
	"fika/internal/span"
)

// TestSuite runs the suite on an in-memory calendar. It keeps every promise except the
// one named by the environment.
func TestSuite(t *testing.T) {
	Run(t, func(t *testing.T) Backend { return newStore(t, os.Getenv("CALENDARTEST_FAULT")).backend() })
}

// TestSuiteDetectsFaults breaks one promise at a time and checks that the suite reports it.
func TestSuiteDetectsFaults(t *testing.T) {
	for fault, promise := range map[string]string{
		"insert overwrites":                   "an_id_can_be_used_once",
		"insert is per handle":                "one_of_several_concurrent_inserts_wins",
		"insert loses the race":               "concurrent_inserts_of_different_events_succeed",
		"mark is dropped":                     "the_mark_is_read_back",
		"text is truncated":                   "text_is_unchanged",
		"text is not escaped":                 "hostile_text_is_escaped",
		"a hold has guests":                   "a_hold_has_no_attendees",
		"guests are dropped":                  "an_invitation_names_its_guests",
		"comments are dropped":                "a_guest's_answer_is_read_with_its_comment",
		"nobody is taken off":                 "an_update_takes_a_guest_off",
		"update ignores etag":                 "an_update_requires_the_current_version",
		"update drops other properties":       "an_update_keeps_unrelated_properties",
		"update creates":                      "updating_a_deleted_event_fails",
		"an update without guests drops them": "a_line_before_the_removal_keeps_the_guests",
		"reschedule ignores etag":             "other_times_require_the_current_version",
		"reschedule keeps answers":            "other_times_ask_the_guests_again",
		"reschedule drops other properties":   "other_times_change_nothing_else",
		"remove ignores etag":                 "a_removal_requires_the_current_version",
		"remove of nothing succeeds":          "a_removed_event_is_gone",
		"etag is that of the store":           "a_version_belongs_to_one_event",
		"window is closed":                    "windows_are_half_open",
		"find only looks at this year":        "a_moved_event_is_found",
		"all-day is 24 hours":                 "all-day_events_are_local_days",
		"series is in UTC":                    "a_series_keeps_its_wall_clock",
		"version never changes":               "the_version_follows_the_content",
		"problem hides the rest":              "an_unreadable_event_hides_nothing",
		"problem is free time":                "an_unreadable_event_hides_nothing",
		"context is ignored":                  "a_cancelled_context_ends_every_call",
		"place is not reported":               "every_result_reports_its_place",
		"UID is not found":                    "every_result_reports_its_place",
		"find only looks at one calendar":     "an_event_is_found_on_another_calendar",
		"changes ignore the calendar":         "an_event_is_found_on_another_calendar",
	} {
		t.Run(fault, func(t *testing.T) {
			cmd := exec.Command(os.Args[0], "-test.run=^TestSuite$")
			cmd.Env = append(os.Environ(), "CALENDARTEST_FAULT="+fault)
			out, err := cmd.CombinedOutput()
			if err == nil || !strings.Contains(string(out), "--- FAIL: TestSuite/"+promise+" ") {
				t.Errorf("the suite missed it (%v); want %s to fail\n%s", err, promise, out)
			}
		})
	}
}

// store is a calendar in memory, shared by its handles.
type store struct {
	fault  string
	zone   *time.Location
	mu     sync.Mutex
	events map[calendar.EventID]*entry
	spoilt time.Time
	writes int
}

// home is the calendar for new events.
const home = "main"

type entry struct {
	event     calendar.Event
	zone      *time.Location
	weekly    bool
	decorated bool
	etag      string
}

func newStore(t *testing.T, fault string) *store {
	zone, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	return &store{fault: fault, zone: zone, events: map[calendar.EventID]*entry{}}
}

func (s *store) backend() Backend {
	edit := func(act func(e *entry)) func(*testing.T, calendar.EventID) {
		return func(t *testing.T, id calendar.EventID) {
			s.mu.Lock()
			defer s.mu.Unlock()
			if s.events[id] == nil {
				t.Fatalf("no event %s", id)
			}
			act(s.events[id])
			s.touch(s.events[id])
		}
	}
	return Backend{
		Zone: s.zone,
		Open: func(*testing.T) calendar.Calendar { return &handle{store: s, seen: map[calendar.EventID]bool{}} },
		Add:  func(_ *testing.T, f ForeignEvent) { s.add(f) },
		Move: func(t *testing.T, id calendar.EventID, to span.Span) {
			edit(func(e *entry) { e.event.Span = to })(t, id)
		},
		Reply: func(t *testing.T, id calendar.EventID, guest mailbox.Address, reply rsvp.Reply, comment string) {
			if s.fault == "comments are dropped" {
				comment = ""
			}
			edit(func(e *entry) {
				for i := range e.event.Attendees {
					if a := &e.event.Attendees[i]; a.Address == guest {
						a.Reply, a.Comment = reply, comment
					}
				}
			})(t, id)
		},
		AddForeignData: edit(func(e *entry) { e.decorated = true }),
		HasForeignData: func(_ *testing.T, id calendar.EventID) bool { return s.events[id].decorated },
		Delete: func(_ *testing.T, id calendar.EventID) {
			s.mu.Lock()
			defer s.mu.Unlock()
			delete(s.events, id)
			s.writes++
		},
		MoveToOtherCalendar: edit(func(e *entry) { e.event.Calendar = "side" }),
		AddUnreadable:       func(_ *testing.T, on time.Time) { s.spoilt = on },
	}
}

func (s *store) add(f ForeignEvent) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := &entry{zone: f.Zone, weekly: f.Rule != "", event: calendar.Event{
		Calendar: home, UID: f.UID, Title: f.Title, Span: f.Span, AllDay: f.AllDay, Transparent: f.Free, ID: calendar.EventID(f.UID)}}
	if f.AllDay && s.fault == "all-day is 24 hours" {
		e.event.Span.End = f.Span.Start.Add(24 * time.Hour)
	}
	if s.fault == "series is in UTC" {
		e.zone = time.UTC
	}
	s.events[e.event.ID] = e
	s.touch(e)
}

// touch gives e a new version. The lock must be held.
func (s *store) touch(e *entry) {
	s.writes++
	e.etag = fmt.Sprint(s.writes)
}

// put writes d to e. The lock must be held.
func (s *store) put(e *entry, d calendar.Draft) {
	ev := calendar.Event{Calendar: cmp.Or(d.Calendar, home), UID: string(d.ID) + "@store", ID: d.ID, Span: d.Span, Title: d.Title, Location: d.Location,
		Description: d.Text, Organizer: d.Organizer.Address, Sequence: d.Sequence, Stamp: d.Stamp, Mark: d.Mark}
	for _, g := range d.Guests {
		ev.Attendees = append(ev.Attendees, calendar.Attendee{Address: g.Address, Name: g.Name, Reply: rsvp.NoReply})
	}
	if len(d.Guests) == 0 && s.fault != "an update without guests drops them" {
		ev.Attendees, ev.Organizer = slices.Clone(e.event.Attendees), cmp.Or(ev.Organizer, e.event.Organizer)
	}
	if s.fault != "nobody is taken off" {
		ev.Attendees = slices.DeleteFunc(ev.Attendees, func(a calendar.Attendee) bool { return slices.Contains(d.Without, a.Address) })
	}
	switch {
	case s.fault == "mark is dropped":
		ev.Mark = calendar.Mark{}
	case s.fault == "text is truncated" && len(ev.Title) > 75:
		ev.Title = ev.Title[:75]
	case s.fault == "text is not escaped" && strings.Contains(ev.Title, "ATTENDEE"):
		ev.Attendees = append(ev.Attendees, calendar.Attendee{Address: "mallory@example.com"})
	case s.fault == "a hold has guests" && d.Private:
		ev.Attendees = append(ev.Attendees, calendar.Attendee{Address: ann, Reply: rsvp.NoReply})
	case s.fault == "guests are dropped":
		ev.Attendees = nil
	case s.fault == "update drops other properties":
		e.decorated = false
	}
	e.event = ev
	s.touch(e)
}

type handle struct {
	*store
	seen map[calendar.EventID]bool
}

func (h *handle) end(ctx context.Context) error {
	if h.fault == "context is ignored" {
		return nil
	}
	return ctx.Err()
}

// read returns e as fika sees it. The lock must be held.
func (h *handle) read(e *entry) calendar.Event {
	ev := e.event
	ev.ETag = e.etag
	if h.fault == "place is not reported" {
		ev.Calendar = ""
	}
	if h.fault == "etag is that of the store" {
		ev.ETag = fmt.Sprint(h.writes)
	}
	return ev
}

// at returns the event at place, or nil. The lock must be held.
func (h *handle) at(place calendar.Place) *entry {
	e := h.events[place.ID]
	if e != nil && e.event.Calendar != cmp.Or(place.Calendar, home) && h.fault != "changes ignore the calendar" {
		return nil
	}
	return e
}

func (h *handle) List(ctx context.Context, window span.Span) (calendar.Listing, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	l := calendar.Listing{Version: fmt.Sprint("v", h.writes), DefaultCalendar: home}
	if h.fault == "version never changes" {
		l.Version = "v1"
	}
	if !h.spoilt.IsZero() {
		l.Problems = []calendar.Problem{{Text: "spoilt"}}
		if h.fault != "problem is free time" {
			noon := h.spoilt.In(h.zone)
			midnight := time.Date(noon.Year(), noon.Month(), noon.Day(), 0, 0, 0, 0, h.zone)
			l.Doubts = []calendar.Event{{Span: span.Span{Start: midnight, End: midnight.AddDate(0, 0, 1)}, Doubt: "only its day is known"}}
		}
		if h.fault == "problem hides the rest" {
			return l, nil
		}
	}
	if h.fault == "window is closed" {
		window.End = window.End.Add(1)
	}
	for _, e := range h.events {
		for week := 0; week == 0 || e.weekly && week < 52; week++ {
			ev := h.read(e)
			if e.weekly {
				ev.Span.Start = ev.Span.Start.In(e.zone).AddDate(0, 0, 7*week)
				ev.Span.End = ev.Span.End.In(e.zone).AddDate(0, 0, 7*week)
				ev.Instance = ev.Span.Start.UTC().Format(time.RFC3339)
			}
			if ev.Span.Overlaps(window) {
				l.Events = append(l.Events, ev)
			}
		}
	}
	return l, h.end(ctx)
}

func (h *handle) Find(ctx context.Context, at calendar.Place) (calendar.Event, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	e := h.events[at.ID]
	for _, other := range h.events {
		if e == nil && at.ID == "" && other.event.UID == at.UID && h.fault != "UID is not found" {
			e = other
		}
	}
	if e != nil && e.event.Calendar != home && h.fault == "find only looks at one calendar" {
		e = nil
	}
	if e == nil || h.fault == "find only looks at this year" && e.event.Span.Start.Year() != 2026 {
		if err := h.end(ctx); err != nil {
			return calendar.Event{}, err
		}
		return calendar.Event{}, calendar.ErrNotFound
	}
	return h.read(e), h.end(ctx)
}

func (h *handle) Insert(ctx context.Context, d calendar.Draft) (calendar.Event, error) {
	if err := h.end(ctx); err != nil {
		return calendar.Event{}, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	_, taken := h.events[d.ID]
	if h.fault == "insert is per handle" {
		taken = h.seen[d.ID]
	}
	if taken && h.fault != "insert overwrites" {
		return calendar.Event{}, calendar.ErrExists
	}
	h.seen[d.ID] = true
	e := &entry{}
	h.put(e, d)
	if h.fault == "insert loses the race" && strings.HasPrefix(string(d.ID), "fkseveral") && len(h.events) > 0 {
		clear(h.events)
	}
	h.events[d.ID] = e
	return h.read(e), nil
}

func (h *handle) Update(ctx context.Context, etag string, d calendar.Draft) (calendar.Event, error) {
	if err := h.end(ctx); err != nil {
		return calendar.Event{}, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	e := h.at(d.Place())
	switch {
	case e == nil && h.fault == "update creates":
		e = &entry{}
		h.events[d.ID] = e
	case e == nil:
		return calendar.Event{}, calendar.ErrNotFound
	case h.read(e).ETag != etag && h.fault != "update ignores etag":
		return calendar.Event{}, calendar.ErrChanged
	}
	h.put(e, d)
	return h.read(e), nil
}

func (h *handle) Reschedule(ctx context.Context, etag string, n calendar.NewTimes) (calendar.Event, error) {
	if err := h.end(ctx); err != nil {
		return calendar.Event{}, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	e := h.at(n.Place)
	switch {
	case e == nil:
		return calendar.Event{}, calendar.ErrNotFound
	case h.read(e).ETag != etag && h.fault != "reschedule ignores etag":
		return calendar.Event{}, calendar.ErrChanged
	}
	e.event.Span, e.event.Sequence, e.event.Stamp = n.Span, e.event.Sequence+1, n.Stamp
	e.event.Description = cmp.Or(n.Text, e.event.Description)
	for i := range e.event.Attendees {
		if a := &e.event.Attendees[i]; h.fault != "reschedule keeps answers" {
			a.Reply = rsvp.NoReply
		}
	}
	if h.fault == "reschedule drops other properties" {
		e.decorated = false
	}
	h.touch(e)
	return h.read(e), nil
}

func (h *handle) Remove(ctx context.Context, at calendar.Place, etag string) error {
	if err := h.end(ctx); err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	e := h.at(at)
	switch {
	case e == nil && h.fault == "remove of nothing succeeds":
		return nil
	case e == nil:
		return calendar.ErrNotFound
	case h.read(e).ETag != etag && h.fault != "remove ignores etag":
		return calendar.ErrChanged
	}
	delete(h.events, e.event.ID)
	h.writes++
	return nil
}
