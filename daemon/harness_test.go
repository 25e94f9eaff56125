package daemon_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"text/template"
	"time"

	"fika/calendar"
	"fika/calendar/vdir"
	"fika/daemon"
	"fika/internal/invitation"
	"fika/internal/mailbox"
	"fika/internal/people"
	"fika/internal/span"
	"fika/internal/store"
	"fika/planner"
)

// Tests of a whole daemon have three layers:
//
//   - A harness is one user's daemon with a real store. A test that needs one situation
//     uses it directly, with calendars that fail in some way: faultyCalendar,
//     hangingCalendar, blockedCalendar.
//   - Its others change calendars as people and programs do: in folders of .ics files
//     (folders_test.go), or at the test server for Google (google_setup_test.go).
//   - A player plays the scenarios in testdata, whose README explains the steps. Other
//     drivers are crashStates (a process that ends at any step), randomRun (random
//     actions) and year (a year in virtual time).

// harness is one user's daemon with a real store. Its others edit the calendars as
// people and programs do.
type harness struct {
	dir      string
	others   others
	daemon   *daemon.Daemon
	options  daemon.Options // of daemon
	store    *store.Store
	settings daemon.Settings
	people   []planner.Person
	me       planner.Person // what the list of people says about the user
	blind    string         // why the people cannot be read; "" if they can

	stop   func()                   // ends it, as the end of the process would
	reopen func() (*harness, error) // starts it again, after stop
}

// others are the people and programs that change calendars besides fika. The event of a
// booking is meant.
type others interface {
	answer(b store.Booking, reply, comment string) error // the guest's PARTSTAT
	ownReply(b store.Booking, reply string) error        // the user's
	move(b store.Booking, by time.Duration) error
	retitle(b store.Booking) error // rewrites the title
	remove(b store.Booking) error
	alter(b store.Booking, words []string) error // see [alterations]
	moveElsewhere(b store.Booking) error         // moves it to the other of Maya's calendars
	occupy(whose string, at span.Span) error     // with something else
	unmount() error                              // Maya's calendar cannot be read
	mount() error

	// coffees are fika's own events in Maya's calendar, by booking.
	coffees() (map[string][]calendar.Event, error)
}

const (
	me    = "maya@example.com"
	title = "Coffee: {{.Me.FirstName}} and {{.Person.FirstName}}"
)

// weekly is a meeting of every colleague before coffee time, because a calendar that shows
// nothing for weeks tells nothing.
const weekly = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//fika//test//EN\r\nBEGIN:VEVENT\r\nUID:weekly\r\nDTSTAMP:20260101T000000Z\r\n" +
	"DTSTART:20260105T063000Z\r\nDTEND:20260105T064500Z\r\nRRULE:FREQ=WEEKLY\r\nSUMMARY:Weekly\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

// openHarness opens the state in dir, as a starting process does. All calendars are
// folders below it.
func openHarness(dir string, step func(string)) (*harness, error) {
	h, err := openEmptyHarness(dir)
	if err != nil {
		return nil, err
	}
	zone := h.settings.Rules.Zone
	for _, folder := range []string{"work", "private", "ana", "bo", "cy"} {
		if err := os.MkdirAll(filepath.Join(dir, folder), 0o700); err != nil {
			return nil, err
		}
	}
	work, err := vdir.Open(filepath.Join(dir, "work"), zone)
	if err != nil {
		return nil, err
	}
	private, err := vdir.Open(filepath.Join(dir, "private"), zone)
	if err != nil {
		return nil, err
	}
	for i := range h.people {
		name, _, _ := strings.Cut(string(h.people[i].ID), "@")
		h.people[i].Calendar = filepath.Join(dir, name)
		if err := os.WriteFile(filepath.Join(dir, name, "weekly.ics"), []byte(weekly), 0o600); err != nil {
			return nil, err
		}
	}
	h.others = folders{dir, zone}
	h.stop = func() { h.store.Close() }
	h.reopen = func() (*harness, error) { return openHarness(dir, nil) }
	h.start(daemon.Options{
		Calendars: []daemon.Calendar{
			{Source: daemon.Source{Name: "work", Kind: "vdir", Book: true}, Calendar: work}, {Source: daemon.Source{Name: "private", Kind: "vdir"}, Calendar: private}},
		OpenColleague: func(p planner.Person) (calendar.Calendar, error) { return vdir.Open(p.Calendar, p.Zone) },
		Step:          step,
	})
	return h, nil
}

// openEmptyHarness opens the state in dir, without calendars and daemon.
func openEmptyHarness(dir string) (*harness, error) {
	zone, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		return nil, err
	}
	h := &harness{dir: dir, people: colleagues(zone), settings: settings(zone)}
	h.store, err = store.Open(context.Background(), filepath.Join(dir, "state"))
	return h, err
}

// start makes a daemon with the calendars of o.
func (h *harness) start(o daemon.Options) {
	o.Store = h.store
	o.ReadPeople = func(context.Context) (people.Everybody, []people.Fault) {
		if h.blind != "" {
			return people.Everybody{}, []people.Fault{{File: "people.csv", Text: h.blind}}
		}
		return people.Everybody{Colleagues: h.people, Me: h.me}, nil
	}
	o.Paused = func(now time.Time) (store.Pause, bool, error) {
		return store.ReadPause(filepath.Join(h.dir, "state"), now)
	}
	h.options, h.daemon = o, daemon.New(o, h.settings)
}

// restartWith makes a new daemon with changed options, as after a change of the
// configuration that needs other parts.
func (h *harness) restartWith(change func(*daemon.Options)) {
	o := h.options
	o.Calendars = slices.Clone(o.Calendars)
	change(&o)
	h.start(o)
}

// readCalendars makes the daemon read the calendars without acting.
func (h *harness) readCalendars(t *testing.T, now time.Time) {
	t.Helper()
	if err := h.daemon.ReadView(t.Context(), now); err != nil {
		t.Fatal(err)
	}
}

// replace replaces the calendar that fika writes to.
func (h *harness) replace(c calendar.Calendar) {
	h.restartWith(func(o *daemon.Options) { o.Calendars[0].Calendar = c })
}

// newHarness returns a harness in a new folder for one test.
func newHarness(t *testing.T) *harness {
	t.Helper()
	h, err := openHarness(t.TempDir(), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.store.Close() })
	return h
}

func colleagues(zone *time.Location) []planner.Person {
	var list []planner.Person
	for _, name := range []string{"Ana", "Bo", "Cy"} {
		local := strings.ToLower(name)
		list = append(list, planner.Person{
			ID: mailbox.Address(local + "@example.com"), Name: name + " Test", Department: "Sales " + name,
			Zone: zone, Level: 2,
		})
	}
	return list
}

// settings returns settings with one goal for each person: Ana's coffee is proposed,
// Bo's is booked by fika, and Cy's slot is blocked.
func settings(zone *time.Location) daemon.Settings {
	s := daemon.Settings{
		Name: "Maya Lind", Addresses: []mailbox.Address{me},
		Undo: 2 * time.Hour, NoReply: 24 * time.Hour, Every: time.Minute,
		Invite: invitation.Texts{
			Title:    template.Must(template.New("title").Parse(title)),
			Greeting: template.Must(template.New("greeting").Parse("Hi {{.Person.FirstName}},")),
			Footer:   template.Must(template.New("footer").Parse("Declining is fine, no reason needed.")),
		},
		Rules: planner.Rules{
			Me: me, Domains: []string{"example.com"}, Zone: zone,
			Hours: planner.OfficeHours(9*60, 17*60), Windows: planner.OfficeHours(10*60, 16*60),
			Length: 25 * time.Minute, Notice: 2, Horizon: 14,
			Buffer: planner.Buffer{Before: 5 * time.Minute, After: 10 * time.Minute},
			PerDay: 2, PerWeek: 5, Open: 5, Mode: planner.ModePropose,
			Guards: planner.Guards{Gap: 84, AfterDecline: 120, PerTeam: 3},
			Levels: []string{"intern", "staff", "manager"}, Level: 2,
		},
	}
	for _, g := range []struct {
		id   planner.GoalID
		mode planner.Mode
	}{{"ana", planner.ModePropose}, {"bo", planner.ModeBook}, {"cy", planner.ModeHold}} {
		s.Goals = append(s.Goals, planner.Goal{
			ID: g.id, Kind: "value", Theme: "sales_wins", Topic: "what customers ask for", Offer: "a look at our plans",
			Why: "SECRET-WHY", Mode: g.mode, Weight: 3,
			From: planner.Filter{Person: []mailbox.Address{mailbox.Address(g.id) + "@example.com"}},
			Want: planner.Want{Meetings: 1, Per: planner.PerQuarter},
		})
	}
	return s
}

// hasGuest reports whether who is a guest of b, by the part of the address before the @.
func hasGuest(b store.Booking, who string) bool {
	return slices.ContainsFunc(b.Guests(), func(g store.Guest) bool { return strings.HasPrefix(string(g.Person), who+"@") })
}

// seat returns b as if only who, one of its guests, were invited.
func seat(b store.Booking, who string) store.Booking {
	for _, g := range b.Guests() {
		if strings.HasPrefix(string(g.Person), who+"@") {
			return b.With(g)
		}
	}
	return b
}

// booking returns the live booking with a person, else the newest, by the part of the
// address before the @.
func (h *harness) booking(ctx context.Context, who string) (store.Booking, error) {
	all, err := h.store.Bookings(ctx, time.Time{})
	if err != nil {
		return store.Booking{}, err
	}
	var newest store.Booking
	for _, b := range all {
		if hasGuest(b, who) && (newest.ID == "" || b.State.Live() || b.Created.After(newest.Created)) {
			newest = b
		}
	}
	if newest.ID == "" {
		return newest, fmt.Errorf("no booking with %s", who)
	}
	return newest, nil
}
