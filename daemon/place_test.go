package daemon_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"text/template"
	"time"

	"fika/daemon"
	"fika/internal/date"
	"fika/internal/span"
	"fika/internal/store"
	"fika/planner"
)

// elsewhere writes an event of whole days into a folder: its owner works elsewhere then, in
// the words of Outlook's.
func (h *harness) elsewhere(t *testing.T, folder, from, to string) {
	t.Helper()
	text := "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\nBEGIN:VEVENT\r\nUID:elsewhere\r\nDTSTAMP:20260301T000000Z\r\nSUMMARY:Customer visit\r\n" +
		"DTSTART;VALUE=DATE:" + from + "\r\nDTEND;VALUE=DATE:" + to + "\r\nTRANSP:TRANSPARENT\r\nX-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE\r\n" +
		"END:VEVENT\r\nEND:VCALENDAR\r\n"
	if err := os.WriteFile(filepath.Join(h.dir, folder, "elsewhere.ics"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestPlaceIsAskedAgainBeforeSending checks that a place which no longer suits when the
// invitation is about to leave, because the user or the guest works elsewhere by then, is
// replaced by the next one, or else the coffee goes back to the plan.
func TestPlaceIsAskedAgainBeforeSending(t *testing.T) {
	for _, test := range []struct {
		folder   string // whose calendar says so
		where    []planner.Place
		state    store.State
		location string
		says     string
	}{
		{"work", []planner.Place{"in person", "video"}, store.Booked, "Video call", "it will be by video, not in person"},
		{"private", []planner.Place{"walk", "https://meet.example.com/r?pwd=hunter2"}, store.Booked, "https://meet.example.com/r?pwd=hunter2", "it will be at a place of your own, not for a walk"},
		{"ana", []planner.Place{"walk", "video"}, store.Booked, "Video call", "it will be by video, not for a walk"},
		{"work", []planner.Place{"walk", "in person"}, store.Expired, "", "you work elsewhere (Customer visit) on "},
		{"ana", []planner.Place{"in person"}, store.Expired, "", "Ana works elsewhere on "},
	} {
		t.Run(test.folder+" "+string(test.where[0])+" "+string(test.state), func(t *testing.T) {
			var h *harness
			sending := false
			h, err := openHarness(t.TempDir(), func(step string) {
				if sending && step == "settled" { // after the pass has read and judged everything
					h.elsewhere(t, test.folder, "20260302", "20260401")
				}
			})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { h.stop() })
			h.meetAt(test.where)
			h.pass(t, monday)
			before, err := h.booking(t.Context(), "ana")
			if err != nil || before.Where != test.where[0] {
				t.Fatalf("%v: it is %q", err, before.Where)
			}
			if err := h.approve(t.Context(), "ana", monday); err != nil {
				t.Fatal(err)
			}
			sending = true
			h.pass(t, monday)
			after, err := h.store.Booking(t.Context(), before.ID)
			if err != nil || after.State != test.state {
				t.Fatalf("%v: it is %s", err, after.State)
			}
			coffees, err := h.others.coffees()
			if err != nil {
				t.Fatal(err)
			}
			if test.location != "" && (len(coffees[before.ID]) != 1 || coffees[before.ID][0].Location != test.location || strings.Contains(coffees[before.ID][0].Description, "for a walk")) {
				t.Errorf("the events are %+v", coffees[before.ID])
			}
			if test.location == "" && len(coffees[before.ID]) > 0 {
				t.Errorf("it was sent: %+v", coffees[before.ID])
			}
			entries, err := h.store.Log(t.Context(), 0, before.ID, 0)
			if err != nil {
				t.Fatal(err)
			}
			var notes []string
			for _, e := range entries {
				notes = append(notes, e.Note)
			}
			if said := strings.Join(notes, "\n"); !strings.Contains(said, test.says) || strings.Contains(said, "hunter2") {
				t.Errorf("the log says:\n%s", said)
			}
			if busy := h.busyDays(t); busy > 0 {
				t.Errorf("%d days are busy", busy)
			}
		})
	}
}

// busyDays counts how often that event makes the user busy.
func (h *harness) busyDays(t *testing.T) (n int) {
	t.Helper()
	window := span.New(monday.AddDate(0, 0, 1), 20*24*time.Hour)
	busy, err := h.daemon.Busy(t.Context(), monday, window, "", false)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range busy.Busy {
		if b.Title == "Customer visit" {
			n++
		}
	}
	return n
}

// TestOwedLink checks that fika asks for a promised link from the working day before the
// coffee, and no longer once there is one, the event is somewhere else, or the coffee is over.
func TestOwedLink(t *testing.T) {
	for _, test := range []struct {
		name string
		edit func(line string) string
		owed bool // after the edit
	}{
		{"as written", nil, true},
		{"a link as the place", replaceLine("LOCATION", "LOCATION:https://meet.example.com/x"), false},
		{"another place", replaceLine("LOCATION", "LOCATION:The bench by the lake"), false},
		{"no place", replaceLine("LOCATION", "LOCATION:"), true},
		{"a link in the text", insertAfter("DESCRIPTION", `\nJoin: https://meet.example.com/x`), false},
		{"other words in the text", insertAfter("DESCRIPTION", `\nBring the plans.`), true},
		{"a conference", insertBefore("END:VEVENT", "CONFERENCE;VALUE=URI:https://meet.example.com/x"), false},
		{"a meeting of Teams", insertBefore("END:VEVENT", "X-MICROSOFT-SKYPETEAMSMEETINGURL:https://meet.example.com/x"), false},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := newHarness(t)
			h.settings.Invite.Footer = nil
			h.settings.Invite.About = "https://wiki.example.com/fika" // not a link to a call
			h.daemon.Configure(h.settings)
			h.invite(t)
			b, err := h.booking(t.Context(), "ana")
			if err != nil {
				t.Fatal(err)
			}
			if err := h.others.answer(b, "ACCEPTED", ""); err != nil {
				t.Fatal(err)
			}
			if test.edit != nil {
				if err := h.others.(folders).rewrite(b, test.edit); err != nil {
					t.Fatal(err)
				}
			}
			before := h.settings.Rules.WorkingDayBefore(date.Of(b.Span.Start, h.settings.Rules.Zone))
			const says = "you promised Ana the link; the coffee is "
			for _, at := range []struct {
				now  time.Time
				when string // "" if it is not due
			}{
				{before.AddDays(-1).At(23*60, h.settings.Rules.Zone), ""},
				{before.At(7*60, h.settings.Rules.Zone), b.Span.Start.In(h.settings.Rules.Zone).Format("tomorrow 15:04")},
				{b.Span.End.Add(-time.Minute), b.Span.Start.In(h.settings.Rules.Zone).Format("today 15:04")},
			} {
				h.pass(t, at.now)
				status, err := h.daemon.Status(t.Context(), at.now)
				if err != nil {
					t.Fatal(err)
				}
				due := at.when != "" && test.owed
				if (status.Act.Text == says+at.when) != due || !due && strings.Contains(status.Act.Text, "link") {
					t.Errorf("at %s the act is %+v, due %t", at.now, status.Act, due)
				}
				for _, m := range status.Next {
					if m.Person == "ana@example.com" && (m.OwesLink != test.owed || m.Place != "video") {
						t.Errorf("at %s the next is %+v", at.now, m)
					}
				}
			}
			h.pass(t, b.Span.End.Add(time.Minute))
			status, err := h.daemon.Status(t.Context(), b.Span.End.Add(time.Minute))
			if err != nil || strings.Contains(status.Act.Text, "link") {
				t.Errorf("%v: after the coffee the act is %+v", err, status.Act)
			}
			if said := h.said(t, b.ID, "you promised Ana the link; it is not in the event"); said != 1 && test.owed || said != 0 && !test.owed {
				t.Errorf("the log has it %d times", said)
			}
		})
	}
}

// said counts the entries of the log about a booking with that note.
func (h *harness) said(t *testing.T, booking, note string) (n int) {
	t.Helper()
	entries, err := h.store.Log(t.Context(), 0, booking, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Note == note {
			n++
		}
	}
	return n
}

// TestNoLinkIsOwed checks that nothing is asked for where the invitation has a link, or the
// two do not meet by video, and that nothing is called a promise that is none.
func TestNoLinkIsOwed(t *testing.T) {
	own := template.Must(template.New("text").Parse("Hi {{.Person.FirstName}}, coffee?"))
	for _, test := range []struct {
		name   string
		change func(*daemon.Settings)
		act    string // how it begins
	}{
		{"a standing link", func(s *daemon.Settings) { s.Invite.Video = "https://meet.example.com/maya" }, "read who Ana Test is"},
		{"in person", func(s *daemon.Settings) { s.Rules.Where = []planner.Place{"in person"} }, "read who Ana Test is"},
		{"a room", func(s *daemon.Settings) { s.Rules.Where = []planner.Place{"https://meet.example.com/room"} }, "read who Ana Test is"},
		{"a text without a promise", func(s *daemon.Settings) { s.Invite.Text = own }, "Ana has no link yet; the coffee is "},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := newHarness(t)
			h.settings.Goals = h.settings.Goals[:1]
			h.settings.Rules.Site, h.people[0].Site = "Lund", "Lund"
			test.change(&h.settings)
			h.daemon.Configure(h.settings)
			h.invite(t)
			b, err := h.booking(t.Context(), "ana")
			if err != nil {
				t.Fatal(err)
			}
			if err := h.others.answer(b, "ACCEPTED", ""); err != nil {
				t.Fatal(err)
			}
			now := b.Span.Start.Add(-time.Hour)
			h.pass(t, now)
			status, err := h.daemon.Status(t.Context(), now)
			if err != nil || !strings.HasPrefix(status.Act.Text, test.act) {
				t.Errorf("%v: the act is %+v", err, status.Act)
			}
		})
	}
}
