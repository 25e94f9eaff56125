package daemon_test

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	gcal "google.golang.org/api/calendar/v3"

	"fika/calendar/google/googletest"
	"fika/internal/span"
)

// play plays one step: one of [player.play], or one for Google alone, as explained in
// testdata/README.md.
func (p *googlePlayer) play(words []string) error {
	arg := func(i int) string {
		if i < len(words) {
			return words[i]
		}
		return ""
	}
	switch words[0] {
	case "at", "before":
		err := p.player.play(words)
		p.sleepUntil(p.now)
		return err
	case "fault":
		return p.fault(words[1:])
	case "heal":
		p.google.ClearFaults()
	case "on":
		p.next[arg(1)] = words[2:]
	case "die":
		panic(processKilled{})
	case "pass-killed":
		return p.passKilled(arg(1))
	case "order":
		p.google.ids = nil
		for _, id := range words[1:] {
			if id == "private" {
				id = p.google.private.ID
			}
			p.google.ids = append(p.google.ids, id)
		}
		p.stop()
		return p.restart()
	case "set":
		return p.set(arg(1), arg(2))
	case "revoke":
		p.google.Account(me).Revoke()
	case "expire":
		p.google.Account(me).ExpireAccess()
	case "login":
		return p.google.signIn(p.dir, words[min(len(words), 2):]...)
	case "untrash", "remove-mark", "guest-moves", "guest-deletes", "uninvite":
		return p.editEvent(words)
	case "leaves":
		p.google.Account(arg(1) + "@example.com").Delete()
	case "shares":
		p.google.calendarOf(arg(1)).ShareBusy(arg(2) == "yes")
	case "busy-fails":
		n, err := strconv.Atoi(arg(2))
		p.google.calendarOf(arg(1)).FailBusy(n)
		return err
	case "hide-guests":
		p.google.hidesGuests = true
	case "team":
		role := arg(1)
		if role == "none" {
			role = ""
		}
		p.teamCalendar().Share(p.google.Account(me), role)
	case "add", "retitle", "drop":
		return p.editOwnCalendar(words)
	default:
		if err, known := p.check(words); known {
			return err
		}
		return p.player.play(words)
	}
	return nil
}

// passKilled makes a pass that is killed at that moment, and starts the next process.
func (p *googlePlayer) passKilled(moment string) error {
	p.next[moment] = []string{"die"}
	died, err := p.tryStep([]string{"pass"})
	if err != nil || !died {
		return fmt.Errorf("it lives, %v", err)
	}
	p.stop()
	return p.restart()
}

// teamCalendar returns the calendar of Maya's team, which somebody else owns.
func (p *googlePlayer) teamCalendar() *googletest.Calendar {
	if p.ours == nil { // far away, where a day can begin at one o'clock
		p.ours = p.google.AddAccount("lead@example.com", "Lead", "America/Santiago").AddCalendar("team@group.example.com", "Team", "America/Santiago")
	}
	return p.ours
}

// editEvent changes the event of a booking, as Maya, her guest or another program.
func (p *googlePlayer) editEvent(words []string) error {
	b, err := p.booking(context.Background(), words[1])
	if err != nil {
		return err
	}
	id := p.google.event(b)
	switch words[0] {
	case "untrash":
		p.google.restored[b.Event]++
		return p.google.calendarOf("maya").Restore(b.Event)
	case "remove-mark":
		return p.google.calendarOf("maya").Edit(id, func(e *gcal.Event) { e.ExtendedProperties = nil })
	case "guest-deletes":
		return p.google.calendarOf(words[1]).Delete(id)
	case "uninvite":
		return p.google.calendarOf("maya").Edit(id, func(e *gcal.Event) { e.Attendees = nil })
	}
	by, err := time.ParseDuration(words[2])
	if err != nil {
		return err
	}
	return p.google.calendarOf(words[1]).Reschedule(id, b.Span.Start.Add(by), b.Span.End.Add(by))
}

// effects are what can go wrong with a request.
var effects = map[string]googletest.Effect{
	"dropped": googletest.Dropped(), "cut": googletest.Truncated(), "unreachable": googletest.Unreachable(),
	"slow": googletest.Slow(10 * time.Minute), "hotel": googletest.CaptivePortal(),
	"500": googletest.Failed(500), "503": googletest.Failed(503),
	"403": googletest.RateLimited(403, ""), "429": googletest.RateLimited(429, "10"),
	"quota":     googletest.Refused(403, "usageLimits", "quotaExceeded", "Calendar usage limits exceeded."),
	"forbidden": googletest.Refused(403, "calendar", "wordOfTheFuture", "Not today."),
	"null":      googletest.Null(), "empty": googletest.Empty(),
	"404": googletest.Refused(404, "global", "notFound", "Not Found"),
	"410": googletest.Refused(410, "calendar", "fullSyncRequired", "Sync token is no longer valid, a full sync is required."),
}

func (p *googlePlayer) fault(words []string) (err error) {
	effect, ok := effects[words[1]]
	if !ok {
		return fmt.Errorf("no such effect")
	}
	f := googletest.Fault{Method: words[0], Effect: effect}
	if f.Method == "any" {
		f.Method = ""
	}
	for i := 2; i < len(words) && err == nil; i++ {
		switch words[i] {
		case "after":
			f.AfterCommit = true
		case "always":
			f.Count = googletest.Always
		case "skip":
			i++
			f.Skip, err = strconv.Atoi(words[i])
		case "times":
			i++
			f.Count, err = strconv.Atoi(words[i])
		}
	}
	p.google.Inject(f)
	return err
}

func (p *googlePlayer) set(name, value string) (err error) {
	n, d := 0, time.Duration(0)
	switch name {
	case "no_conference":
		p.google.calendarOf("maya").AllowConference("")
		return nil
	case "bad_guest":
		p.google.Configure(func(s *googletest.Settings) { s.InvalidGuests = append(s.InvalidGuests, value+"@example.com") })
		return nil
	}
	switch {
	case value == "":
	case strings.ContainsAny(value, "smh"):
		d, err = time.ParseDuration(value)
	default:
		n, err = strconv.Atoi(value)
	}
	p.google.Configure(func(s *googletest.Settings) {
		switch name {
		case "lag":
			s.ReadDelay = d
		case "page":
			s.PageSize = n
		case "token_life":
			s.TokenLife = d
		case "conference":
			s.ConferenceDelay, s.ConferenceFails = d, true
		case "conference_works":
			s.ConferenceFails = false
		case "empty_pages":
			s.EmptyPages = true
		case "testing":
			s.Testing = true
		case "clock":
			p.google.ahead.Store(int64(d))
		case "conference_refused":
			s.ConferenceRefused = true
		case "zone_unknown":
			s.UnknownZones = []string{p.settings.Rules.Zone.String()}
		case "own_ids":
			s.ReplaceIDs = true
		default:
			err = fmt.Errorf("there is no setting %q", name)
		}
	})
	return err
}

// editOwnCalendar changes other events of Maya's: the steps add, retitle and drop.
func (p *googlePlayer) editOwnCalendar(words []string) error {
	name := words[1]
	mine := p.google.calendarOf("maya")
	switch words[0] {
	case "retitle":
		return mine.Edit(idOf(name), func(e *gcal.Event) { e.Summary += " (new)" })
	case "drop":
		return mine.Delete(idOf(name))
	}
	e := &gcal.Event{Id: idOf(name), Summary: name, Start: &gcal.EventDateTime{}, End: &gcal.EventDateTime{}}
	zone := p.settings.Rules.Zone
	rest := words[4:]
	days, err := strconv.Atoi(words[3])
	timed := err != nil
	for i := 0; i < len(rest); i++ {
		switch rest[i] {
		case "weekly":
			e.Recurrence = []string{"RRULE:FREQ=WEEKLY"}
		case "team":
			mine = p.teamCalendar()
		case "free":
			e.Transparency = "transparent"
		case "zone":
			i++
			if zone, err = time.LoadLocation(rest[i]); err != nil {
				return err
			}
		case "type":
			i++
			e.EventType = rest[i]
		case "in": // the name of an office
			i++
			e.WorkingLocationProperties = &gcal.EventWorkingLocationProperties{Type: "officeLocation",
				OfficeLocation: &gcal.EventWorkingLocationPropertiesOfficeLocation{Label: rest[i]}}
		}
	}
	switch e.EventType {
	case "workingLocation":
		e.Transparency, e.Visibility = "transparent", "public"
		if e.WorkingLocationProperties == nil {
			e.WorkingLocationProperties = &gcal.EventWorkingLocationProperties{Type: "homeOffice", HomeOffice: map[string]any{}}
		}
	case "birthday":
		e.Transparency, e.Visibility = "transparent", "private"
	}
	if timed {
		at, err := moments(words[2], words[3], words[4], zone)
		if err != nil {
			return err
		}
		timed := event(name, at)
		e.Start, e.End = timed.Start, timed.End
	} else {
		first, err := time.Parse(time.DateOnly, words[2])
		if err != nil {
			return err
		}
		e.Start.Date, e.End.Date = words[2], first.AddDate(0, 0, days).Format(time.DateOnly)
	}
	_, err = mine.Add(e)
	return err
}

// idOf returns an event id for name in the characters that Google allows.
func idOf(name string) string { return fmt.Sprintf("id%x", name) }

// moments returns the span that begins at a date and time in zone.
func moments(date, clock, length string, zone *time.Location) (span.Span, error) {
	start, err := time.ParseInLocation("2006-01-02 15:04", date+" "+clock, zone)
	if err != nil {
		return span.Span{}, err
	}
	d, err := time.ParseDuration(length)
	return span.New(start, d), err
}
