package daemon_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"text/template"
	"time"

	"github.com/google/go-cmp/cmp"

	"fika/calendar"
	"fika/calendar/vdir"
	"fika/daemon"
	"fika/internal/invitation"
	"fika/internal/rsvp"
	"fika/internal/store"
	"fika/planner"
)

// TestWhyStaysHome checks that a goal's private reason is in nothing that fika writes
// outside its own state.
func TestWhyStaysHome(t *testing.T) {
	h := newHarness(t)
	ctx := context.Background()
	now := time.Date(2026, 3, 2, 8, 0, 0, 0, h.settings.Rules.Zone)
	if _, err := h.daemon.Pass(ctx, now); err != nil {
		t.Fatal(err)
	}
	for _, who := range []string{"ana", "cy"} {
		if err := h.approve(ctx, who, now); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := h.daemon.Pass(ctx, now.Add(3*time.Hour)); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(h.dir, "work", "*.ics"))
	if err != nil || len(files) != 3 {
		t.Fatalf("%d files (%v), want an invitation for each of three", len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		flat := strings.ReplaceAll(string(text), "\r\n ", "")
		if strings.Contains(flat, "SECRET") {
			t.Errorf("%s tells why:\n%s", file, flat)
		}
	}
}

// TestInvitation checks the whole text of an invitation.
func TestInvitation(t *testing.T) {
	h := newHarness(t)
	e := h.invite(t)
	if want := "Coffee: Maya and Ana"; e.Title != want {
		t.Errorf("title %q, want %q", e.Title, want)
	}
	for _, want := range []string{"Hi Ana,", "25 minutes", "what customers ask for", "In return I can offer a look at our plans.", "I will send the link.", "Declining is fine"} {
		if !strings.Contains(e.Description, want) {
			t.Errorf("the invitation lacks %q:\n%s", want, e.Description)
		}
	}
	if e.Organizer != me {
		t.Errorf("organizer %s", e.Organizer)
	}
	guests := 0
	for _, a := range e.Attendees {
		if a.Address == "ana@example.com" && a.Reply == rsvp.NoReply {
			guests++
		}
	}
	if guests != 1 || len(e.Attendees) != 2 {
		t.Errorf("attendees %+v, want Maya and Ana, who has not answered", e.Attendees)
	}
}

var update = flag.Bool("update", false, "rewrite the golden files")

// ties are meetings with Ana before March 2026 that make each class of tie, in the
// words of a calendar.
var ties = []struct{ class, start, rule string }{
	{"new", "", ""},
	{"weak", "20251110T090000Z", ""},
	{"dormant", "20250303T090000Z", "RRULE:FREQ=WEEKLY;COUNT=8\r\n"},
	{"warm", "20260105T090000Z", "RRULE:FREQ=WEEKLY;COUNT=8\r\n"},
}

// TestInvitationOfEachTheme checks invitations against the texts in
// testdata/invitations, for each theme of a goal and each class of tie. Somebody whom
// the user never met must not read about catching up.
func TestInvitationOfEachTheme(t *testing.T) {
	for theme, topic := range map[string]string{
		"business_trends": "where the market for fresh food goes", "sales_wins": "what customers ask for this quarter",
		"employee_programs": "what the mentoring program does for your team", "technologies": "the new routing engine",
		"challenges": "what slows your team down", "information_habits": "how you like to get news",
		"connect_dots": "late deliveries on Fridays",
		"future_role":  "how your role works day to day", "new_responsibility": "running a launch",
		"perspective": "a day in your corner of the company", "trusted_connections": "catching up",
		"honest_feedback": "how my briefings land",
	} {
		t.Run(theme, func(t *testing.T) {
			var got strings.Builder
			for _, tie := range ties {
				h := newHarness(t)
				h.meet(t, tie.class, tie.start, tie.rule)
				h.settings.Goals[0].Theme, h.settings.Goals[0].Topic = theme, topic
				h.settings.Goals[0].Ties = []planner.TieClass{planner.TieClass(tie.class)}
				h.settings.Rules.Guards.Gap = 0
				h.daemon.Configure(h.settings)
				e := h.invite(t)
				text := fmt.Sprintf("%s\n%s\n\n%s\n", e.Title, e.Location, e.Description)
				if tie.class == "new" && strings.Contains(text, "catch up") {
					t.Errorf("who was never met reads:\n%s", text)
				}
				if n := len(strings.Fields(text)); n > 75 {
					t.Errorf("%d words: nobody reads that", n)
				}
				fmt.Fprintf(&got, "== %s\n%s\n", tie.class, text)
			}
			golden := filepath.Join("testdata/invitations", theme+".txt")
			if *update {
				if err := os.WriteFile(golden, []byte(got.String()), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got.String()); diff != "" {
				t.Errorf("invitation (-want +got):\n%s", diff)
			}
		})
	}
}

// meet adds a meeting of Maya and Ana to Maya's calendar.
func (h *harness) meet(t *testing.T, name, start, rule string) {
	t.Helper()
	if start == "" {
		return
	}
	text := "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\nBEGIN:VEVENT\r\nUID:" + name + "\r\nDTSTAMP:20250101T000000Z\r\n" +
		"DTSTART:" + start + "\r\nDURATION:PT30M\r\n" + rule +
		"ORGANIZER:mailto:" + me + "\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:ana@example.com\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
	if err := os.WriteFile(filepath.Join(h.dir, "work", name+".ics"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestPlaceOfInvitation checks which place and text each value of where leads to.
func TestPlaceOfInvitation(t *testing.T) {
	for where, want := range map[string]struct{ location, says, saysNot string }{
		"video":                       {"Video call", "I will send the link", ""},
		"https://meet.example.com/me": {"https://meet.example.com/me", "", "link"},
		"in person":                   {"In person", "for a coffee?", "link"},
		"walk":                        {"A walk", "25 minutes for a walk?", "link"},
	} {
		t.Run(want.location, func(t *testing.T) {
			h := newHarness(t)
			h.settings.Rules.Where, h.settings.Rules.Site, h.people[0].Site = []planner.Place{planner.Place(where)}, "Lund", "Lund"
			h.daemon.Configure(h.settings)
			e := h.invite(t)
			if e.Location != want.location || !strings.Contains(e.Description, want.says) ||
				want.saysNot != "" && strings.Contains(e.Description, want.saysNot) {
				t.Errorf("where %q: location %q, text:\n%s", where, e.Location, e.Description)
			}
		})
	}
}

// invite makes fika invite Ana, and returns the event.
func (h *harness) invite(t *testing.T) calendar.Event {
	t.Helper()
	ctx := context.Background()
	now := time.Date(2026, 3, 2, 8, 0, 0, 0, h.settings.Rules.Zone)
	if _, err := h.daemon.Pass(ctx, now); err != nil {
		t.Fatal(err)
	}
	if err := h.approve(ctx, "ana", now); err != nil {
		t.Fatal(err)
	}
	if _, err := h.daemon.Pass(ctx, now); err != nil {
		t.Fatal(err)
	}
	b, err := h.booking(ctx, "ana")
	if err != nil {
		t.Fatal(err)
	}
	coffees, err := h.others.coffees()
	if err != nil || len(coffees[b.ID]) != 1 {
		t.Fatalf("%v, %v", coffees, err)
	}
	return coffees[b.ID][0]
}

// TestInvitationInTheGuestsLanguage checks that a guest's own language wins over that of
// the settings, and that the letter shown before is the one that is sent.
func TestInvitationInTheGuestsLanguage(t *testing.T) {
	h := newHarness(t)
	h.settings.Invite = invitation.Texts{Language: "sv"}
	h.people[0].Name, h.people[0].Language, h.people[0].Salutation = "Dr. Ana Krüger", "de", "Frau"
	h.daemon.Configure(h.settings)
	e := h.invite(t)
	if e.Title != "Kaffee: Maya Lind und Ana Krüger" || e.Location != "Videogespräch" || !strings.HasPrefix(e.Description, "Guten Tag Frau Dr. Krüger,\n\nhätten Sie 25 Minuten") {
		t.Errorf("title %q, place %q, text:\n%s", e.Title, e.Location, e.Description)
	}
	b, err := h.booking(t.Context(), "bo")
	if err != nil {
		t.Fatal(err)
	}
	why, err := h.daemon.Why(t.Context(), day(2).At(8*60, h.settings.Rules.Zone), b.ID)
	if err != nil || why.Letter == nil || why.Letter.Title != "Fika: Maya och Bo" || !strings.HasPrefix(why.Letter.Text, "Hej Bo!\n") {
		t.Errorf("%v: Bo's letter is %+v", err, why.Letter)
	}
}

// TestNoName checks that a guest without a name is greeted neither by their mailbox nor
// with a gap, whatever the templates are. Templates that have words for this case keep
// them.
func TestNoName(t *testing.T) {
	parse := func(text string) *template.Template { return template.Must(template.New("").Parse(text)) }
	for _, c := range []struct{ title, greeting, wantTitle, wantGreeting string }{
		{title, "Hi {{.Person.FirstName}},", "Coffee with Maya", "Hello,"},
		{"Kaffe med {{.Me.FirstName}}", "Hej!", "Kaffe med Maya", "Hej!"},
		{"{{.Person.Name}} + {{.Me.Name}}", "{{if .Person.FirstName}}Hallo {{.Person.FirstName}}{{else}}Guten Tag{{end}},", "Coffee with Maya", "Guten Tag,"},
	} {
		h := newHarness(t)
		h.people[0].Name = ""
		h.settings.Invite.Title, h.settings.Invite.Greeting = parse(c.title), parse(c.greeting)
		h.daemon.Configure(h.settings)
		e := h.invite(t)
		if got, _, _ := strings.Cut(e.Description, "\n"); e.Title != c.wantTitle || got != c.wantGreeting {
			t.Errorf("%q and %q became %q and %q", c.title, c.greeting, e.Title, got)
		}
		if strings.Contains(strings.ReplaceAll(e.Title+e.Description, "ana@example.com", ""), "ana") {
			t.Errorf("it names the mailbox:\n%s\n%s", e.Title, e.Description)
		}
	}
}

// TestZoneDoubt checks that fika does not invite somebody with an unknown time zone
// without asking the user.
func TestZoneDoubt(t *testing.T) {
	h := newHarness(t)
	h.people[1].Zone, h.people[1].ZoneDoubt = nil, "America/New York" // Bo's goal books by itself
	h.restartWith(func(o *daemon.Options) {
		o.OpenColleague = func(p planner.Person) (calendar.Calendar, error) { return vdir.Open(p.Calendar, h.settings.Rules.Zone) }
	})
	h.pass(t, monday)
	h.pass(t, monday.Add(3*time.Hour))
	b, err := h.booking(t.Context(), "bo")
	if err != nil || b.State != store.Proposed || b.Mode != planner.ModePropose {
		t.Fatalf("%+v, %v", b, err)
	}
	if !slices.ContainsFunc(b.Reasons, func(r planner.Reason) bool { return r.Code == planner.CodeZoneUnknown }) {
		t.Errorf("it does not say why: %+v", b.Reasons)
	}
}

// TestNamesakes checks that while there are coffees with two people of the same name,
// each title says which one is meant, and the greeting does not change.
func TestNamesakes(t *testing.T) {
	h := newHarness(t)
	h.people[0].Name, h.people[1].Name = "Dr. Ana Test", "Other, Ana"
	e := h.invite(t)
	if e.Title != "Coffee: Maya and Ana Test" || !strings.HasPrefix(e.Description, "Hi Ana,\n") {
		t.Errorf("title %q, text %q", e.Title, e.Description)
	}
}
