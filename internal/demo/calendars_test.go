package demo

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fika/calendar"
	"fika/calendar/ics"
	"fika/internal/mailbox"
	"fika/internal/rsvp"
	"fika/internal/span"
)

// calendars returns the events of calendars in c by folder, the user's two together, as a
// reader in the owner's zone sees them. Without keys it returns everybody's.
func calendars(t *testing.T, c *Company, window span.Span, keys ...string) map[string][]calendar.Event {
	t.Helper()
	byFolder := map[string][]calendar.Event{}
	for _, f := range c.files {
		if !strings.HasSuffix(f.path, ".ics") {
			continue
		}
		folder := f.path[:strings.LastIndex(f.path, "/")]
		if f.path == homeFile {
			folder = workFolder
		}
		i := slices.IndexFunc(c.people, func(p *person) bool { return p.folder == folder })
		if i < 0 {
			t.Fatalf("%s: nobody's calendar", f.path)
		}
		if len(keys) > 0 && !slices.Contains(keys, c.people[i].key()) {
			continue
		}
		file := ics.Parse(f.data)
		if uids := file.UIDs(); len(uids) != 1 && f.path != homeFile {
			t.Errorf("%s: %d events, want one", f.path, len(uids))
		}
		events, problems := file.Expand(window, c.people[i].zone)
		for _, p := range problems {
			t.Errorf("%s: %v", f.path, p)
		}
		byFolder[folder] = append(byFolder[folder], events...)
	}
	return byFolder
}

// share returns the fraction of a week's office hours in which p is not free, without
// days off; false if there are none left.
func share(p *person, events []calendar.Event, term term, week int) (float64, bool) {
	owner := calendar.Owner{Addresses: []mailbox.Address{p.address}, Zone: p.zone}
	busy := owner.Busy(events, term.span())
	var taken, all time.Duration
	for weekday := range 5 {
		whole := span.Span{Start: term.at(p.zone, week, weekday, 0), End: term.at(p.zone, week, weekday, 24*60)}
		if slices.ContainsFunc(busy, func(s span.Span) bool { return s.Covers(whole) }) {
			continue
		}
		for _, hours := range term.officeHours(p.zone, week, weekday) {
			all += hours.Len()
			for _, s := range busy {
				taken += s.Clip(hours).Len()
			}
		}
	}
	return taken.Seconds() / all.Seconds(), all > 0
}

func TestEveryCalendarIsReadWithoutProblems(t *testing.T) {
	for i, c := range companies() {
		found := calendars(t, c, newTerm(now, c.people.find(userKey).zone).span())
		for _, p := range c.people {
			if p.folder != "" && len(found[p.folder]) == 0 {
				t.Errorf("company %d: %s has no events", i, p.key())
			}
		}
	}
}

func TestWeeklyLoadIsRealistic(t *testing.T) {
	for i, c := range companies() {
		term := newTerm(now, c.people.find(userKey).zone)
		found := calendars(t, c, span.Span{Start: term.date(0, -1), End: term.date(lastWeek+1, 0)})
		for _, p := range c.people {
			if p.folder == "" || p.key() == onLeaveKey {
				continue
			}
			var sum, weeks float64
			for week := range lastWeek + 1 {
				part, works := share(p, found[p.folder], term, week)
				if !works {
					continue
				}
				sum, weeks = sum+part, weeks+1
				if p.isUser() && (part < 0.45 || part > 0.60) {
					t.Errorf("company %d: the user is busy %.0f%% of week %d, want 45 to 60", i, 100*part, week)
				}
			}
			if mean := sum / weeks; mean < 0.30 || mean > 0.70 {
				t.Errorf("company %d: %s is busy %.0f%% of the weeks ahead, want 30 to 70", i, p.key(), 100*mean)
			}
		}
	}
}

// TestTies counts encounters as fika does: meetings of at most 12 people that took
// place and that the user did not decline. A demo may play the month from now on, or
// the one before.
func TestTies(t *testing.T) {
	for i, c := range companies() {
		for _, at := range []time.Time{now, now.AddDate(0, 0, -28)} {
			met := encounters(t, c, at)
			class, of := map[string]int{}, map[string]string{}
			for _, p := range c.people {
				of[p.key()] = tie(met[p.address], at)
				class[of[p.key()]]++
			}
			for name, least := range map[string]int{"warm": 8, "dormant": 4, "weak": 8, "new": 15} {
				if class[name] < least {
					t.Errorf("company %d, %v: %d ties are %s, want at least %d", i, at, class[name], name, least)
				}
			}
			for name, want := range map[string]string{"tomas": "warm", "astrid": "weak", "maria": "dormant"} {
				if of[name] != want {
					t.Errorf("company %d, %v: the tie to the mentor %s is %s, want %s", i, at, name, of[name], want)
				}
			}
		}
	}
}

// encounters returns the ends of the user's meetings with everybody before at.
func encounters(t *testing.T, c *Company, at time.Time) map[mailbox.Address][]time.Time {
	t.Helper()
	me := c.people.find(userKey)
	past := span.Span{Start: newTerm(now, me.zone).span().Start, End: at}
	met := map[mailbox.Address][]time.Time{}
	for _, e := range calendars(t, c, past, userKey)[workFolder] {
		if e.Status == calendar.Cancelled || len(e.Attendees) > maxSmallMeeting || e.Span.End.After(at) ||
			replyOf(e, me.address) != rsvp.Accepted {
			continue
		}
		for _, a := range e.Attendees {
			if a.Address != me.address && !a.Room && a.Reply == rsvp.Accepted {
				met[a.Address] = append(met[a.Address], e.Span.End)
			}
		}
	}
	return met
}

func replyOf(e calendar.Event, who mailbox.Address) rsvp.Reply {
	for _, a := range e.Attendees {
		if a.Address == who {
			return a.Reply
		}
	}
	return rsvp.NoReply
}

func tie(met []time.Time, at time.Time) string {
	last := slices.MaxFunc(append(met, time.Time{}), time.Time.Compare)
	switch silent := at.Sub(last); {
	case len(met) == 0:
		return "new"
	case silent <= 90*24*time.Hour:
		return "warm"
	case silent >= 180*24*time.Hour && len(met) >= 5:
		return "dormant"
	}
	return "weak"
}

// TestVariety checks for everything that makes real calendars hard to read.
func TestVariety(t *testing.T) {
	var work, home strings.Builder
	for path, data := range contents(companies()[0]) {
		if strings.HasPrefix(path, workFolder) {
			work.WriteString(data)
		}
		if path == homeFile {
			home.WriteString(data)
		}
	}
	for _, want := range []string{
		"EXDATE;TZID=", "RECURRENCE-ID;TZID=", ";UNTIL=", "INTERVAL=2", "DTSTART;VALUE=DATE:", "STATUS:TENTATIVE",
		"STATUS:CANCELLED", "PARTSTAT=DECLINED", "PARTSTAT=TENTATIVE", "PARTSTAT=NEEDS-ACTION", "CUTYPE=ROOM",
		"X-MICROSOFT-CDO-BUSYSTATUS:OOF", "TRANSP:TRANSPARENT", "DTEND;TZID=Europe/London", "TZID=Asia/Kolkata",
		"TZID=America/New_York", "BEGIN:VTIMEZONE", "BEGIN:DAYLIGHT",
	} {
		if !strings.Contains(work.String(), want) {
			t.Errorf("no %s in the user's calendar", want)
		}
	}
	if !strings.Contains(home.String(), "CLASS:PRIVATE") {
		t.Error("nothing private at home")
	}
}

// TestZoneChanges checks that a weekly meeting keeps its wall clock time through the year.
func TestZoneChanges(t *testing.T) {
	c := companies()[0]
	term := newTerm(now, c.people.find(userKey).zone)
	for _, name := range []string{userKey, "charlotte", "andre"} {
		p := c.people.find(name)
		offsets := map[int]bool{}
		for _, e := range calendars(t, c, term.span(), name)[p.folder] {
			if e.Title != "All hands" && e.Title != "New York breakfast" {
				continue
			}
			at := e.Span.Start.In(p.zone)
			_, offset := at.Zone()
			offsets[offset] = true
			if zone := c.people.find("ingrid").zone; e.Title == "All hands" && e.Span.Start.In(zone).Hour() != 15 {
				t.Errorf("%s: all hands at %v", name, e.Span.Start.In(zone))
			}
		}
		if len(offsets) != 2 {
			t.Errorf("%s: the calendar lies in %d offsets from UTC, want both of the year", name, len(offsets))
		}
	}
}
