package daemon_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"text/template"
	"time"

	"fika/calendar"
	"fika/calendar/ics"
	"fika/calendar/vdir"
	"fika/daemon"
	"fika/people"
	"fika/planner"
	"fika/span"
	"fika/store"
)

// house is one user's fika with real files around it: their calendar, their
// colleagues' calendars, the store.
type house struct {
	dir      string
	daemon   *daemon.Daemon
	store    *store.Store
	settings daemon.Settings
	people   []planner.Person
	blind    string // why the people cannot be read; "" if they can
}

const (
	me    = "maya@example.com"
	title = "Coffee: {{.Me.FirstName}} and {{.Person.FirstName}}"
)

// open moves into the house at dir, as a process does that starts.
func open(dir string, step func(string)) (*house, error) {
	zone, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		return nil, err
	}
	h := &house{dir: dir, people: colleagues(dir, zone), settings: settings(zone)}
	for _, folder := range []string{"work", "ana", "bo", "cy"} {
		if err := os.MkdirAll(filepath.Join(dir, folder), 0o700); err != nil {
			return nil, err
		}
	}
	work, err := vdir.Open(filepath.Join(dir, "work"), zone)
	if err != nil {
		return nil, err
	}
	if h.store, err = store.Open(context.Background(), filepath.Join(dir, "state")); err != nil {
		return nil, err
	}
	h.daemon = daemon.New(daemon.Options{
		Store:     h.store,
		Calendars: []daemon.Source{{Name: "work", Kind: "vdir", Book: true, Calendar: work}},
		ReadPeople: func() ([]planner.Person, []people.Fault) {
			if h.blind != "" {
				return nil, []people.Fault{{File: "people.csv", Text: h.blind}}
			}
			return h.people, nil
		},
		OpenColleague: func(p planner.Person) (calendar.Calendar, error) { return vdir.Open(p.Calendar, p.Zone) },
		Paused: func(now time.Time) (store.Pause, bool, error) {
			return store.ReadPause(filepath.Join(dir, "state"), now)
		},
		Step: step,
	}, h.settings)
	return h, nil
}

// newHouse is a fresh house for one test.
func newHouse(t *testing.T) *house {
	t.Helper()
	h, err := open(t.TempDir(), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.store.Close() })
	return h
}

func colleagues(dir string, zone *time.Location) []planner.Person {
	var list []planner.Person
	for _, name := range []string{"Ana", "Bo", "Cy"} {
		local := strings.ToLower(name)
		list = append(list, planner.Person{
			ID: planner.PersonID(local + "@example.com"), Name: name + " Test", Department: "Sales " + name,
			Zone: zone, Calendar: filepath.Join(dir, local), Level: 2,
		})
	}
	return list
}

// settings have one goal for each person: Ana's is proposed, Bo's is booked,
// Cy's slot is held.
func settings(zone *time.Location) daemon.Settings {
	s := daemon.Settings{
		Name: "Maya Lind", Addresses: []planner.PersonID{me},
		Undo: 2 * time.Hour, NoReply: 24 * time.Hour, Every: time.Minute,
		Invite: daemon.Invite{
			Title:    template.Must(template.New("title").Parse(title)),
			Greeting: template.Must(template.New("greeting").Parse("Hi {{.Person.FirstName}},")),
			Footer:   template.Must(template.New("footer").Parse("Declining is fine, no reason needed.")),
			Where:    "video",
		},
		Rules: planner.Rules{
			Me: me, Domain: []string{"example.com"}, Zone: zone,
			Hours: planner.OfficeHours(9*60, 17*60), Windows: planner.OfficeHours(10*60, 16*60),
			Length: 25 * time.Minute, Notice: 2, Horizon: 14,
			Buffer: planner.Buffer{Before: 5 * time.Minute, After: 10 * time.Minute},
			PerDay: 2, PerWeek: 5, Open: 5, Mode: planner.Propose,
			Guards: planner.Guards{Gap: 84, AfterDecline: 120, PerTeam: 3},
			Levels: []string{"intern", "staff", "manager"}, Level: 2,
		},
	}
	for _, g := range []struct {
		id   planner.GoalID
		mode planner.Mode
	}{{"ana", planner.Propose}, {"bo", planner.Book}, {"cy", planner.Hold}} {
		s.Goals = append(s.Goals, planner.Goal{
			ID: g.id, Kind: "value", Theme: "sales_wins", Topic: "what customers ask for", Offer: "a look at our plans",
			Why: "SECRET-WHY", Mode: g.mode, Weight: 3,
			From: planner.Filter{Person: []planner.PersonID{planner.PersonID(g.id) + "@example.com"}},
			Want: planner.Want{Meetings: 1, Per: planner.PerQuarter},
		})
	}
	return s
}

// booking is the live booking with a person, else the newest, by the part
// before the @.
func (h *house) booking(ctx context.Context, who string) (store.Booking, error) {
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

// file is the .ics file of the event of a booking.
func (h *house) file(b store.Booking) string { return filepath.Join(h.dir, "work", b.Event+".ics") }

// rewrite edits the event of a person's booking as another program would:
// lines unfolded, one replaced.
func (h *house) rewrite(ctx context.Context, who string, edit func(line string) string) error {
	b, err := h.booking(ctx, who)
	if err != nil {
		return err
	}
	data, err := os.ReadFile(h.file(b))
	if err != nil {
		return err
	}
	lines := strings.Split(strings.ReplaceAll(string(data), "\r\n ", ""), "\r\n")
	for i := range lines {
		lines[i] = edit(lines[i])
	}
	return os.WriteFile(h.file(b), []byte(strings.Join(lines, "\r\n")), 0o600)
}

// answer sets the PARTSTAT of a guest, as their calendar program would have it
// carried to Maya's.
func (h *house) answer(ctx context.Context, who, reply string) error {
	return h.rewrite(ctx, who, func(line string) string {
		if !strings.HasPrefix(line, "ATTENDEE") || !strings.Contains(strings.ToLower(line), who+"@example.com") {
			return line
		}
		for _, old := range []string{"NEEDS-ACTION", "ACCEPTED", "DECLINED", "TENTATIVE"} {
			line = strings.Replace(line, "PARTSTAT="+old, "PARTSTAT="+reply, 1)
		}
		return line
	})
}

// occupy puts an event of somebody else's into a folder of the house.
func (h *house) occupy(folder string, at span.Span) error {
	uid := fmt.Sprintf("other-%s-%d", folder, at.Start.Unix())
	text := ics.Encode(calendar.Draft{ID: calendar.EventID(uid), Span: at, Zone: h.settings.Rules.Zone, Title: "Something else", Stamp: at.Start.AddDate(0, -1, 0)})
	return os.WriteFile(filepath.Join(h.dir, folder, uid+".ics"), text, 0o600)
}

// coffees are fika's own events in Maya's calendar, by booking.
func (h *house) coffees() (map[string][]calendar.Event, error) {
	work, err := vdir.Open(filepath.Join(h.dir, "work"), h.settings.Rules.Zone)
	if err != nil {
		return nil, err
	}
	years := span.Span{Start: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)}
	listing, err := work.List(context.Background(), years)
	if err != nil {
		return nil, err
	}
	by := map[string][]calendar.Event{}
	for _, e := range listing.Events {
		if e.Mark.Booking != "" {
			by[e.Mark.Booking] = append(by[e.Mark.Booking], e)
		}
	}
	return by, nil
}
