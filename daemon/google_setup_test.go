package daemon_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	gcal "google.golang.org/api/calendar/v3"

	"fika/calendar"
	"fika/calendar/google"
	"fika/calendar/google/googletest"
	"fika/calendar/remote"
	"fika/config"
	"fika/daemon"
	"fika/internal/app"
	"fika/internal/mailbox"
	"fika/internal/span"
	"fika/internal/store"
	"fika/planner"
)

// googleWorld has a Google account for each person. As [others] it changes Maya's
// calendars and those of her guests.
type googleWorld struct {
	*googletest.Server
	ids         []string             // of Maya's calendars that are read, the first to write to; empty: all
	private     *googletest.Calendar // the second of Maya's own
	ahead       atomic.Int64         // nanoseconds of its clock before that of the machine; it answers on goroutines of its own
	hidesGuests bool                 // it shows only a part of the guests of an event
	refresh     remote.Secret        // the token that the last sign-in gave
	restored    map[string]int       // by event id: each restoring invites its guests anew
	moment      func(name string)    // told each request of fika's, before it leaves and when it was answered
}

// newGoogleWorld returns a server with everybody's account.
func newGoogleWorld() *googleWorld {
	f := &googleWorld{restored: map[string]int{}, moment: func(string) {}}
	f.Server = googletest.New(func() time.Time { return time.Now().Add(time.Duration(f.ahead.Load())) }, "")
	for _, name := range []string{"Maya", "Ana", "Bo", "Cy"} {
		f.AddAccount(strings.ToLower(name)+"@example.com", name+" Test", "Europe/Stockholm")
	}
	for _, name := range []string{"ana", "bo", "cy"} { // see weekly
		start := time.Now().Truncate(24*time.Hour).AddDate(0, 0, -7).Add(6 * time.Hour).UTC()
		weekly := event("Weekly", span.New(start, 15*time.Minute))
		weekly.Recurrence = []string{"RRULE:FREQ=WEEKLY"}
		if _, err := f.calendarOf(name).Add(weekly); err != nil {
			panic(err)
		}
	}
	f.private = f.Account(me).AddCalendar("private@group.calendar.google.com", "Private", "Europe/Stockholm")
	return f
}

// calendarOf returns somebody's own calendar, by the part of the address before the @.
func (f *googleWorld) calendarOf(who string) *googletest.Calendar {
	return f.Account(who + "@example.com").Primary()
}

// event returns the id of b's event. Fika may not know it yet.
func (f *googleWorld) event(b store.Booking) string {
	if b.Event != "" {
		return b.Event
	}
	for _, c := range []*googletest.Calendar{f.calendarOf("maya"), f.private} {
		for _, e := range c.Events() {
			if marked(e) == b.ID {
				return e.Id
			}
		}
	}
	return ""
}

// calendarWith returns the one of Maya's calendars that has b's event.
func (f *googleWorld) calendarWith(b store.Booking) *googletest.Calendar {
	if e := f.private.Event(f.event(b)); e != nil && e.Status != "cancelled" {
		return f.private
	}
	return f.calendarOf("maya")
}

func (f *googleWorld) alter(b store.Booking, words []string) error {
	return f.calendarWith(b).Edit(f.event(b), func(e *gcal.Event) {
		switch words[0] {
		case "repeats":
			e.Recurrence = []string{"RRULE:FREQ=WEEKLY;COUNT=10"}
		case "free":
			e.Transparency = "transparent"
		case "tentative":
			e.Status = "tentative"
		case "private":
			e.Visibility = "private"
		case "blank":
			e.Description += " \n \n"
		case "text":
			e.Description += "\nBring the plans."
		case "place":
			e.Location = "The bench by the lake"
		case "uninvite":
			e.Attendees = nil
		case "add":
			word := map[string]string{"ACCEPTED": "accepted", "NEEDS-ACTION": "needsAction"}[words[2]]
			e.Attendees = append(e.Attendees, &gcal.EventAttendee{Email: strings.ToLower(words[1]) + "@example.org", DisplayName: words[1], ResponseStatus: word})
		}
	})
}

func (f *googleWorld) moveElsewhere(b store.Booking) error {
	from, to := f.calendarWith(b), f.private
	if from == to {
		to = f.calendarOf("maya")
	}
	return from.MoveTo(f.event(b), to)
}

// marked returns the booking in the mark of e, or "".
func marked(e *gcal.Event) string {
	if e.ExtendedProperties == nil {
		return ""
	}
	return e.ExtendedProperties.Private["fikaBooking"]
}

var replies = map[string]string{"ACCEPTED": "accepted", "DECLINED": "declined", "TENTATIVE": "tentative"}

func (f *googleWorld) answer(b store.Booking, reply, comment string) error {
	return f.Account(string(b.Person)).Primary().Reply(f.event(b), replies[reply], comment)
}

// ownReply sets Maya's reply. It adds her to the event if necessary: at Google an
// organizer is an attendee only once they answer.
func (f *googleWorld) ownReply(b store.Booking, reply string) error {
	return f.calendarWith(b).Edit(f.event(b), func(e *gcal.Event) {
		e.Attendees = slices.DeleteFunc(e.Attendees, func(a *gcal.EventAttendee) bool { return a.Email == me })
		e.Attendees = append(e.Attendees, &gcal.EventAttendee{Email: me, ResponseStatus: replies[reply]})
	})
}

func (f *googleWorld) move(b store.Booking, by time.Duration) error {
	return f.calendarWith(b).Reschedule(f.event(b), b.Span.Start.Add(by), b.Span.End.Add(by))
}

func (f *googleWorld) retitle(b store.Booking) error {
	return f.calendarWith(b).Edit(f.event(b), func(e *gcal.Event) { e.Summary = "Walk in the park" })
}

func (f *googleWorld) remove(b store.Booking) error { return f.calendarWith(b).Delete(f.event(b)) }

func (f *googleWorld) occupy(whose string, at span.Span) error {
	if whose == "work" {
		whose = "maya"
	}
	_, err := f.calendarOf(whose).Add(event("Something else", at))
	return err
}

func event(title string, at span.Span) *gcal.Event {
	return &gcal.Event{Summary: title,
		Start: &gcal.EventDateTime{DateTime: at.Start.Format(time.RFC3339), TimeZone: at.Start.Location().String()},
		End:   &gcal.EventDateTime{DateTime: at.End.Format(time.RFC3339), TimeZone: at.Start.Location().String()}}
}

func (f *googleWorld) unmount() error {
	f.Inject(googletest.Fault{Method: "events.list", Count: googletest.Always, Effect: googletest.Failed(503)})
	return nil
}

func (f *googleWorld) mount() error {
	f.ClearFaults()
	return nil
}

func (f *googleWorld) coffees() (map[string][]calendar.Event, error) {
	by := map[string][]calendar.Event{}
	for _, c := range []*googletest.Calendar{f.calendarOf("maya"), f.private} {
		for _, e := range c.Events() {
			if id := marked(e); id != "" {
				coffee := calendar.Event{ID: calendar.EventID(e.Id), Title: e.Summary, Location: e.Location, Description: e.Description}
				for _, a := range e.Attendees {
					coffee.Attendees = append(coffee.Attendees, calendar.Attendee{Address: mailbox.Address(a.Email)})
				}
				by[id] = append(by[id], coffee)
			}
		}
	}
	return by, nil
}

// signIn saves a sign-in with all scopes that fika needs, except for those in without,
// as fika login does.
func (f *googleWorld) signIn(dir string, without ...string) error {
	var scopes []string
	for _, s := range []string{google.ScopeEvents, google.ScopeFreeBusy, google.ScopeCalendars} {
		if len(without) == 0 || !strings.HasSuffix(s, without[0]) {
			scopes = append(scopes, s)
		}
	}
	token := f.Account(me).Grant(scopes...)
	f.refresh = remote.Secret(token.RefreshToken)
	return vault(dir).Save(google.SignIn{Account: me, ClientID: f.Client().ID, Scopes: scopes, Obtained: time.Now(),
		Refresh: f.refresh, Access: remote.Secret(token.AccessToken), Expiry: time.Now().Add(time.Hour), Renewed: time.Now()})
}

func vault(dir string) google.Vault { return google.File{Path: filepath.Join(dir, "google-work.json")} }

// openGoogle starts fika at dir with all calendars on f, wired as in the program. Steps
// of a pass and requests are moments.
func openGoogle(dir string, f *googleWorld) (*harness, error) {
	h, err := openEmptyHarness(dir)
	if err != nil {
		return nil, err
	}
	account, err := google.Open(google.Options{
		Client: google.Client{ID: f.Client().ID, Secret: remote.Secret(f.Client().Secret),
			AuthURL: "http://google.invalid/o/oauth2/auth", TokenURL: "http://google.invalid/token"},
		IDs: f.ids, Vault: vault(dir), Mirror: app.Mirror(h.store.Mirror("work")),
		Endpoint: "http://google.invalid/calendar/v3/", Transport: transport{f},
	})
	if err != nil {
		h.store.Close()
		return nil, err
	}
	h.others = f
	h.stop = func() {
		account.Close()
		h.store.Close()
	}
	h.reopen = func() (*harness, error) { return openGoogle(dir, f) }
	// What is planned is not the matter here: two hours of a few days are enough.
	h.settings.Rules.Windows, h.settings.Rules.Horizon = planner.OfficeHours(10*60, 12*60), 7
	h.start(daemon.Options{
		Calendars:     []daemon.Calendar{app.Calendar(config.Calendar{Name: "work", Kind: config.KindGoogle, WritesBookings: true}, account)},
		OpenColleague: func(p planner.Person) (calendar.Calendar, error) { return nil, fmt.Errorf("no calendar of %s", p.ID) },
		FreeBusy:      app.KnownBusy(account), Reread: account.Forget, Step: func(name string) { f.moment(name) },
	})
	return h, nil
}

// transport carries fika's requests to the server.
type transport struct{ *googleWorld }

func (w transport) RoundTrip(r *http.Request) (*http.Response, error) {
	name := method(r)
	if name == "token" { // has a goroutine of its own, of which nobody waits for a moment
		return w.Transport().RoundTrip(r)
	}
	w.moment(name)
	answer, err := w.Transport().RoundTrip(r)
	if err == nil && w.hidesGuests && name == "events.get" {
		err = hideGuests(answer)
	}
	w.moment("answered:" + name)
	return answer, err
}

// hideGuests makes an answer say that the event has more guests than it lists.
func hideGuests(answer *http.Response) error {
	var e map[string]any
	if err := json.NewDecoder(answer.Body).Decode(&e); err != nil {
		return err
	}
	e["attendeesOmitted"] = true
	data, err := json.Marshal(e)
	answer.Body = io.NopCloser(bytes.NewReader(data))
	return err
}

// method returns Google's name of the method that a request calls.
func method(r *http.Request) string {
	last := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]
	switch {
	case last == "token":
		return "token"
	case last == "freeBusy":
		return "freebusy.query"
	case strings.Contains(r.URL.Path, "/calendarList"):
		return "calendarList"
	case last == "events":
		return map[string]string{"GET": "events.list", "POST": "events.insert"}[r.Method]
	}
	return map[string]string{"GET": "events.get", "PATCH": "events.patch", "DELETE": "events.delete"}[r.Method]
}
