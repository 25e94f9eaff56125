package googletest_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/api/calendar/v3"

	"fika/calendar/google/googletest"
)

// starts returns the start times of a list, in the calendar's zone.
func starts(items []*calendar.Event) []string {
	got := []string{}
	for _, e := range items {
		got = append(got, e.Start.DateTime+e.Start.Date)
	}
	return got
}

func expansion(t *testing.T, w *fixture) {
	for _, one := range []struct {
		name, start string
		lines       []string
		want        []string
	}{
		{"weekly over the clock change", "2026-03-23T09:00:00+01:00", []string{"RRULE:FREQ=WEEKLY;COUNT=2"},
			[]string{"2026-03-23T09:00:00+01:00", "2026-03-30T09:00:00+02:00"}},
		{"daily into the gap", "2026-03-28T02:30:00+01:00", []string{"RRULE:FREQ=DAILY;COUNT=3"},
			[]string{"2026-03-28T02:30:00+01:00", "2026-03-29T03:30:00+02:00", "2026-03-30T02:30:00+02:00"}},
		{"daily through the fold", "2026-10-24T02:30:00+02:00", []string{"RRULE:FREQ=DAILY;COUNT=3"},
			[]string{"2026-10-24T02:30:00+02:00", "2026-10-25T02:30:00+02:00", "2026-10-26T02:30:00+01:00"}},
		{"until an instant", "2026-03-23T09:00:00+01:00", []string{"RRULE:FREQ=WEEKLY;UNTIL=20260330T070000Z"},
			[]string{"2026-03-23T09:00:00+01:00", "2026-03-30T09:00:00+02:00"}},
		{"until a day", "2026-03-23T09:00:00+01:00", []string{"RRULE:FREQ=WEEKLY;UNTIL=20260330"},
			[]string{"2026-03-23T09:00:00+01:00", "2026-03-30T09:00:00+02:00"}},
		{"monthly with interval", "2026-01-31T09:00:00+01:00", []string{"RRULE:FREQ=MONTHLY;INTERVAL=2;COUNT=3"},
			[]string{"2026-01-31T09:00:00+01:00", "2026-03-31T09:00:00+02:00", "2026-05-31T09:00:00+02:00"}},
		{"with exceptions", "2026-03-02T09:00:00+01:00", []string{"RRULE:FREQ=DAILY;COUNT=4", "EXDATE;TZID=Europe/Zurich:20260303T090000", "EXDATE:20260304T080000Z", "RDATE;TZID=Europe/Zurich:20260310T120000"},
			[]string{"2026-03-02T09:00:00+01:00", "2026-03-05T09:00:00+01:00", "2026-03-10T12:00:00+01:00"}},
	} {
		e := meeting("", one.start)
		e.Recurrence = one.lines
		series := must(w.ann.Primary().Add(e))(t)
		got, _ := readAllPages(t, w.api.Events.List("primary").SingleEvents(true).OrderBy("startTime"))
		if diff := cmp.Diff(one.want, starts(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", one.name, diff)
		}
		noError(t, w.ann.Primary().Delete(series.Id))
	}
}

func exceptions(t *testing.T, w *fixture) {
	primary := w.ann.Primary()
	add(t, primary, weekly("serie", monday, ";COUNT=4"))
	day := allDay("dail0", "2026-03-28", "2026-03-29")
	day.Recurrence = []string{"RRULE:FREQ=DAILY;COUNT=2"}
	add(t, primary, day)
	noError(t, primary.Reschedule("serie_20260309T080000Z", at("2026-03-10T15:00:00+01:00"), at("2026-03-10T16:00:00+01:00")))
	noError(t, primary.Delete("serie_20260316T080000Z"))
	got, token := readAllPages(t, w.api.Events.List("primary").SingleEvents(true))
	want := map[string]string{
		"dail0_20260328": "2026-03-28", "dail0_20260329": "2026-03-29",
		"serie_20260302T080000Z": "2026-03-02T09:00:00+01:00",
		"serie_20260309T080000Z": "2026-03-10T15:00:00+01:00",
		"serie_20260323T080000Z": "2026-03-23T09:00:00+01:00",
	}
	have := map[string]string{}
	for i, s := range starts(got) {
		have[got[i].Id] = s
		if got[i].RecurringEventId == "" || got[i].OriginalStartTime == nil || len(got[i].Recurrence) > 0 {
			t.Errorf("%s is no instance", got[i].Id)
		}
	}
	if diff := cmp.Diff(want, have); diff != "" {
		t.Errorf("instances (-want +got):\n%s", diff)
	}
	got, _ = readAllPages(t, w.api.Events.List("primary"))
	if diff := cmp.Diff([]string{"dail0", "serie", "serie_20260309T080000Z", "serie_20260316T080000Z"}, ids(got)); diff != "" {
		t.Errorf("unexpanded (-want +got):\n%s", diff)
	}
	instances := must(w.api.Events.Instances("primary", "serie").Do())(t)
	if len(instances.Items) != 3 {
		t.Errorf("instances of the series: %v", ids(instances.Items))
	}

	// The whole series moves by an hour: the instances get new ids.
	noError(t, primary.Reschedule("serie", at("2026-03-02T10:00:00+01:00"), at("2026-03-02T11:00:00+01:00")))
	got, _ = w.delta(t, token, true)
	gone, come := 0, 0
	for _, e := range got {
		if e.Status == "cancelled" {
			gone++
		} else {
			come++
		}
	}
	if gone != 4 || come != 4 {
		t.Errorf("the move shows %d deleted and %d new: %v", gone, come, ids(got))
	}
}

func ordering(t *testing.T, w *fixture) {
	add(t, w.ann.Primary(), meeting("aaaaa", "2026-03-05T09:00:00+01:00"), meeting("bbbbb", monday))
	_, err := w.api.Events.List("primary").OrderBy("startTime").Do()
	wantAPIError(t, err, 400, "badRequest")
	got, _ := readAllPages(t, w.api.Events.List("primary").SingleEvents(true).OrderBy("startTime").MaxResults(1))
	if diff := cmp.Diff([]string{"bbbbb", "aaaaa"}, ids(got)); diff != "" {
		t.Errorf("by start (-want +got):\n%s", diff)
	}
}

func filters(t *testing.T, w *fixture) {
	marked := meeting("marked", monday)
	marked.ExtendedProperties = &calendar.EventExtendedProperties{Private: map[string]string{"booking": "b1", "app": "x"}}
	ooo := meeting("outof", monday)
	ooo.EventType = "outOfOffice"
	add(t, w.ann.Primary(), marked, ooo, meeting("plain", monday))
	list := func() *calendar.EventsListCall { return w.api.Events.List("primary") }
	for name, one := range map[string]struct {
		call *calendar.EventsListCall
		want []string
	}{
		"property":       {list().PrivateExtendedProperty("booking=b1"), []string{"marked"}},
		"part of it":     {list().PrivateExtendedProperty("booking=b"), []string{}},
		"both":           {list().PrivateExtendedProperty("booking=b1", "app=y"), []string{}},
		"uid":            {list().ICalUID("plain@google.com"), []string{"plain"}},
		"type":           {list().EventTypes("outOfOffice"), []string{"outof"}},
		"types":          {list().EventTypes("outOfOffice", "default"), []string{"marked", "outof", "plain"}},
		"changed since":  {list().UpdatedMin("2026-03-02T09:00:01+01:00"), []string{}},
		"no word of it":  {list().Q("tea"), []string{}},
		"a word of each": {list().Q("TALK"), []string{"marked", "outof", "plain"}},
	} {
		got, _ := readAllPages(t, one.call)
		if diff := cmp.Diff(one.want, ids(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func calendarList(t *testing.T, w *fixture) {
	w.ann.AddCalendar("own@group.calendar.google.com", "Own", "UTC")
	team := w.bob.AddCalendar("team@group.calendar.google.com", "Team", "UTC")
	team.Share(w.ann, "writerWithoutPrivateAccess")
	read := func(token string) *calendar.CalendarList {
		t.Helper()
		call := w.api.CalendarList.List()
		if token != "" {
			call.SyncToken(token)
		}
		return must(call.Do())(t)
	}
	got := func(l *calendar.CalendarList) map[string]string {
		roles := map[string]string{}
		for _, e := range l.Items {
			roles[e.Id] = e.AccessRole
			if e.Deleted {
				roles[e.Id] = "deleted"
			}
		}
		return roles
	}
	first := read("")
	want := map[string]string{annMail: "owner", "own@group.calendar.google.com": "owner", team.ID: "writerWithoutPrivateAccess"}
	if diff := cmp.Diff(want, got(first)); diff != "" {
		t.Errorf("the list (-want +got):\n%s", diff)
	}
	team.Share(w.ann, "oracle") // an unknown role
	if later := read(first.NextSyncToken); len(later.Items) != 0 {
		t.Errorf("a change of role is in the delta: %v", got(later))
	}
	if role := got(read(""))[team.ID]; role != "oracle" {
		t.Errorf("the new role is %q", role)
	}
	team.Share(w.ann, "")
	if diff := cmp.Diff(map[string]string{team.ID: "deleted"}, got(read(first.NextSyncToken))); diff != "" {
		t.Errorf("after it was taken away (-want +got):\n%s", diff)
	}
	_, err := w.api.CalendarList.List().SyncToken(first.NextSyncToken).MinAccessRole("owner").Do()
	wantAPIError(t, err, 400, "badRequest")
	w.Configure(func(s *googletest.Settings) { s.TokenLife = 1 })
	w.clock.advance(1e9)
	_, err = w.api.CalendarList.List().SyncToken(first.NextSyncToken).Do()
	wantAPIError(t, err, 410, "fullSyncRequired")
}
