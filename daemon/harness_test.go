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

// harness is one user's fika with a real store, and the calendars around it that
// others change.
type harness struct {
	dir      string
	others   others
	daemon   *daemon.Daemon
	options  daemon.Options // of daemon
	store    *store.Store
	settings daemon.Settings
	people   []planner.Person
	blind    string // why the people cannot be read; "" if they can

	leave func()                   // ends it, as the end of the process would
	again func() (*harness, error) // starts it again, after leave
}

// others are the people and their programs that change calendars beside fika. An event is
// that of a booking.
type others interface {
	answer(b store.Booking, reply string) error // the guest's PARTSTAT
	own(b store.Booking, reply string) error    // the user's
	move(b store.Booking, by time.Duration) error
	edit(b store.Booking) error // rewrites the title
	remove(b store.Booking) error
	alter(b store.Booking, words []string) error // see [alterations]
	file(b store.Booking) error                  // moves it to the other of Maya's calendars
	occupy(whose string, at span.Span) error     // with something else
	shut() error                                 // Maya's calendar cannot be read
	reopen() error

	// coffees are fika's own events in Maya's calendar, by booking.
	coffees() (map[string][]calendar.Event, error)
}

const (
	me    = "maya@example.com"
	title = "Coffee: {{.Me.FirstName}} and {{.Person.FirstName}}"
)

// open starts fika at dir, as a new process does. All calendars
// are folders of it.
func open(dir string, step func(string)) (*harness, error) {
	h, err := enter(dir)
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
	}
	h.others = folders{dir, zone}
	h.leave = func() { h.store.Close() }
	h.again = func() (*harness, error) { return open(dir, nil) }
	h.start(daemon.Options{
		Calendars: []daemon.Calendar{
			{Source: daemon.Source{Name: "work", Kind: "vdir", Book: true}, Calendar: work}, {Source: daemon.Source{Name: "private", Kind: "vdir"}, Calendar: private}},
		OpenColleague: func(p planner.Person) (calendar.Calendar, error) { return vdir.Open(p.Calendar, p.Zone) },
		Step:          step,
	})
	return h, nil
}

// enter opens the store in dir and has no calendars yet.
func enter(dir string) (*harness, error) {
	zone, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		return nil, err
	}
	h := &harness{dir: dir, people: colleagues(zone), settings: settings(zone)}
	h.store, err = store.Open(context.Background(), filepath.Join(dir, "state"))
	return h, err
}

// start sets the daemon to work with the calendars of o.
func (h *harness) start(o daemon.Options) {
	o.Store = h.store
	o.ReadPeople = func(context.Context) ([]planner.Person, []people.Fault) {
		if h.blind != "" {
			return nil, []people.Fault{{File: "people.csv", Text: h.blind}}
		}
		return h.people, nil
	}
	o.Paused = func(now time.Time) (store.Pause, bool, error) {
		return store.ReadPause(filepath.Join(h.dir, "state"), now)
	}
	h.options, h.daemon = o, daemon.New(o, h.settings)
}

// refit starts the daemon anew with other options, as after a change of the
// configuration that needs other parts.
func (h *harness) refit(change func(*daemon.Options)) {
	o := h.options
	o.Calendars = slices.Clone(o.Calendars)
	change(&o)
	h.start(o)
}

// look lets fika see what became of the world, without doing anything about it.
func (h *harness) look(t *testing.T, now time.Time) {
	t.Helper()
	if err := h.daemon.ReadView(t.Context(), now); err != nil {
		t.Fatal(err)
	}
}

// replace puts another calendar in the place of the one that h books in.
func (h *harness) replace(c calendar.Calendar) {
	h.refit(func(o *daemon.Options) { o.Calendars[0].Calendar = c })
}

// newHarness is a new fika for one test.
func newHarness(t *testing.T) *harness {
	t.Helper()
	h, err := open(t.TempDir(), nil)
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

// settings have one goal for each person: Ana's is proposed, Bo's is booked,
// Cy's slot is held.
func settings(zone *time.Location) daemon.Settings {
	s := daemon.Settings{
		Name: "Maya Lind", Addresses: []mailbox.Address{me},
		Undo: 2 * time.Hour, NoReply: 24 * time.Hour, Every: time.Minute,
		Invite: invitation.Texts{
			Title:    template.Must(template.New("title").Parse(title)),
			Greeting: template.Must(template.New("greeting").Parse("Hi {{.Person.FirstName}},")),
			Footer:   template.Must(template.New("footer").Parse("Declining is fine, no reason needed.")),
			Where:    "video",
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

// booking is the live booking with a person, else the newest, by the part
// before the @.
func (h *harness) booking(ctx context.Context, who string) (store.Booking, error) {
	all, err := h.store.Bookings(ctx, time.Time{})
	if err != nil {
		return store.Booking{}, err
	}
	var newest store.Booking
	for _, b := range all {
		if strings.HasPrefix(string(b.Person), who+"@") && (newest.ID == "" || b.State.Live() || b.Created.After(newest.Created)) {
			newest = b
		}
	}
	if newest.ID == "" {
		return newest, fmt.Errorf("no booking with %s", who)
	}
	return newest, nil
}
