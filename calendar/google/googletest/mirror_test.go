package googletest_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/api/calendar/v3"
	"pgregory.net/rapid"

	"fika/calendar/google/googletest"
)

// TestDeltasMatchFullList makes random changes in the browser and through the API.
// Applying every delta to the first full list must give the current full list, and
// each guest must see the same answers as the organizer.
func TestDeltasMatchFullList(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		m := newMirror(t, rt)
		rt.Repeat(map[string]func(*rapid.T){
			"look":    m.sync,
			"add":     m.add,
			"drag":    m.drag,
			"edit":    m.edit,
			"repeat":  m.repeat,
			"delete":  m.delete,
			"restore": m.restore,
			"reply":   m.reply,
			"api":     m.patch,
		})
		m.sync(rt)
	})
}

// mirror is a client that only uses deltas.
type mirror struct {
	server   *googletest.Server
	ann, bob *googletest.Account
	api      *calendar.Service
	ids      []string
	views    []*view
}

// view is the calendar with or without expanded series.
type view struct {
	single bool
	token  string
	have   map[string]string // etag by id
}

func newMirror(t *testing.T, rt *rapid.T) *mirror {
	now := at(monday)
	s := googletest.New(func() time.Time { return now }, "")
	s.Configure(func(set *googletest.Settings) { set.DeleteWholeSeries = true })
	m := &mirror{server: s, ann: s.AddAccount(annMail, "Ann", "Europe/Zurich"), bob: s.AddAccount(bobMail, "Bob", "Asia/Kolkata")}
	m.api = clientInMemory(t, s, m.ann)
	for _, single := range []bool{false, true} {
		v := &view{single: single}
		v.have, v.token = m.full(rt, single)
		m.views = append(m.views, v)
	}
	return m
}

func (m *mirror) full(rt *rapid.T, single bool) (map[string]string, string) {
	have, token := map[string]string{}, ""
	err := m.api.Events.List("primary").SingleEvents(single).MaxResults(40).Pages(rt.Context(), func(p *calendar.Events) error {
		for _, e := range p.Items {
			if e.Status != "cancelled" {
				have[e.Id] = e.Etag
			}
		}
		token = p.NextSyncToken
		return nil
	})
	if err != nil {
		rt.Fatal(err)
	}
	return have, token
}

// sync applies the changes since the last sync and checks the result.
func (m *mirror) sync(rt *rapid.T) {
	for _, v := range m.views {
		err := m.api.Events.List("primary").SingleEvents(v.single).SyncToken(v.token).MaxResults(9).Pages(rt.Context(), func(p *calendar.Events) error {
			for _, e := range p.Items {
				v.have[e.Id] = e.Etag
				if e.Status == "cancelled" {
					delete(v.have, e.Id)
				}
			}
			v.token = p.NextSyncToken
			return nil
		})
		if err != nil {
			rt.Fatal(err)
		}
		want, _ := m.full(rt, v.single)
		if diff := cmp.Diff(want, v.have); diff != "" {
			rt.Fatalf("singleEvents=%v: full list and mirror differ (-full +mirror):\n%s", v.single, diff)
		}
	}
	for _, e := range m.ann.Primary().Events() {
		if series := m.bob.Primary().Event(e.RecurringEventId); len(e.Attendees) == 0 || series != nil && series.Status == "cancelled" {
			continue // no guest, or the guest deleted the whole series
		}
		theirs := m.bob.Primary().Event(e.Id)
		if theirs == nil || theirs.Status == "cancelled" && e.Attendees[0].ResponseStatus != "declined" {
			rt.Fatalf("%s: the guest has no copy", e.Id)
		}
		if got, want := theirs.Attendees[0].ResponseStatus, e.Attendees[0].ResponseStatus; got != want {
			rt.Fatalf("%s: the guest sees %s, the organizer %s", e.Id, got, want)
		}
	}
}

func (m *mirror) add(rt *rapid.T) {
	id := fmt.Sprintf("event%d", len(m.ids))
	e := meeting(id, rapid.SampledFrom([]string{monday, "2026-03-27T02:30:00+01:00", "2026-10-24T02:30:00+02:00"}).Draw(rt, "start"))
	if rapid.Bool().Draw(rt, "all day") {
		e = allDay(id, "2026-03-28", "2026-03-29")
	}
	if rapid.Bool().Draw(rt, "guest") {
		e.Attendees = []*calendar.EventAttendee{{Email: bobMail}}
	}
	if rapid.Bool().Draw(rt, "series") {
		e.Recurrence = []string{rapid.SampledFrom([]string{"RRULE:FREQ=DAILY;COUNT=4", "RRULE:FREQ=WEEKLY;COUNT=3", "RRULE:FREQ=WEEKLY;INTERVAL=5;UNTIL=20261101"}).Draw(rt, "rule")}
	}
	if _, err := m.ann.Primary().Add(e); err != nil {
		rt.Fatal(err)
	}
	m.ids = append(m.ids, id)
}

// target returns the id of an event or instance that the user can see.
func (m *mirror) target(rt *rapid.T) string {
	list, err := m.api.Events.List("primary").SingleEvents(rapid.Bool().Draw(rt, "instance")).MaxResults(2500).Do()
	if err != nil {
		rt.Fatal(err)
	}
	if len(list.Items) == 0 {
		rt.Skip("nothing there")
	}
	return rapid.SampledFrom(ids(list.Items)).Draw(rt, "target")
}

// mayFail ignores the error for an event that no longer exists; everything else must
// succeed.
func mayFail(rt *rapid.T, err error) {
	if err != nil && !errors.Is(err, googletest.ErrNoEvent) {
		rt.Fatal(err)
	}
}

func (m *mirror) drag(rt *rapid.T) {
	hours := rapid.IntRange(-30, 30).Draw(rt, "hours")
	mayFail(rt, m.ann.Primary().Edit(m.target(rt), func(e *calendar.Event) {
		for _, end := range []*calendar.EventDateTime{e.Start, e.End} {
			if end.Date != "" {
				day, _ := time.Parse(time.DateOnly, end.Date)
				end.Date = day.AddDate(0, 0, hours).Format(time.DateOnly)
			} else {
				end.DateTime = at(end.DateTime).Add(time.Duration(hours) * time.Hour).Format(time.RFC3339)
			}
		}
	}))
}

func (m *mirror) edit(rt *rapid.T) {
	title := rapid.SampledFrom([]string{"Talk", "Walk"}).Draw(rt, "title")
	mayFail(rt, m.ann.Primary().Edit(m.target(rt), func(e *calendar.Event) { e.Summary = title }))
}

// repeat turns an event into a series, changes the rule of a series, or turns it into
// a single event.
func (m *mirror) repeat(rt *rapid.T) {
	if len(m.ids) == 0 {
		rt.Skip("nothing there")
	}
	rule := rapid.SampledFrom([]string{"", "RRULE:FREQ=DAILY;COUNT=3", "RRULE:FREQ=DAILY;INTERVAL=2;COUNT=3"}).Draw(rt, "rule")
	mayFail(rt, m.ann.Primary().Edit(rapid.SampledFrom(m.ids).Draw(rt, "id"), func(e *calendar.Event) {
		e.Recurrence = nil
		if rule != "" {
			e.Recurrence = []string{rule}
		}
	}))
}

func (m *mirror) delete(rt *rapid.T) { mayFail(rt, m.ann.Primary().Delete(m.target(rt))) }

func (m *mirror) restore(rt *rapid.T) {
	if len(m.ids) == 0 {
		rt.Skip("nothing there")
	}
	mayFail(rt, m.ann.Primary().Restore(rapid.SampledFrom(m.ids).Draw(rt, "id")))
}

func (m *mirror) reply(rt *rapid.T) {
	answer := rapid.SampledFrom([]string{"accepted", "declined", "tentative", "needsAction"}).Draw(rt, "answer")
	if rapid.Bool().Draw(rt, "throw away") {
		mayFail(rt, m.bob.Primary().Delete(m.target(rt)))
		return
	}
	mayFail(rt, m.bob.Primary().Reply(m.target(rt), answer, ""))
}

func (m *mirror) patch(rt *rapid.T) {
	id := m.target(rt)
	call := m.api.Events.Patch("primary", id, &calendar.Event{Location: rapid.SampledFrom([]string{"here", "there"}).Draw(rt, "location")})
	if _, err := call.SendUpdates("all").Do(); err != nil {
		rt.Logf("patch of %s: %v", id, err)
	}
}
