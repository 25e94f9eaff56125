package daemon_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fika/daemon"
	"fika/planner"
)

// TestTimely checks that an event with one of the titles that a goal waits for makes it
// timely, from its own day on, and that no title is told.
func TestTimely(t *testing.T) {
	event := func(title, day, more string) string {
		return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\nBEGIN:VEVENT\r\nUID:won\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:" + title +
			"\r\nDTSTART:" + day + "T150000Z\r\nDTEND:" + day + "T153000Z\r\n" + more + "END:VEVENT\r\nEND:VCALENDAR\r\n"
	}
	for name, test := range map[string]struct {
		event string
		until string // as the reason tells it; "" if the goal is not timely
	}{
		"ten days ago":              {event("Acme CLOSED won!", "20260220", ""), "13 March"},
		"on the last day":           {event("Acme closed won", "20260209", ""), "2 March"},
		"the day before":            {event("Acme closed won", "20260208", ""), ""},
		"still to come":             {event("Acme closed won", "20260303", ""), ""},
		"cancelled":                 {event("Acme closed won", "20260220", "STATUS:CANCELLED\r\n"), ""},
		"of another title":          {event("Acme closed", "20260220", ""), ""},
		"repeats, the last counts":  {event("Acme closed won", "20260209", "RRULE:FREQ=WEEKLY;COUNT=3\r\n"), "16 March"},
		"repeats, and more to come": {event("Acme closed won", "20260225", "RRULE:FREQ=WEEKLY;COUNT=3\r\n"), "18 March"},
	} {
		t.Run(name, func(t *testing.T) {
			h, err := openHarness(t.TempDir(), func(string) {})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { h.stop() })
			if err := os.WriteFile(filepath.Join(h.dir, "private", "won.ics"), []byte(test.event), 0o600); err != nil {
				t.Fatal(err)
			}
			for i := range h.settings.Goals {
				h.settings.Goals[i].When = planner.Occasion{Title: []string{"deal review", "Closed Won"}, Within: 21}
			}
			h.daemon.Configure(h.settings)
			h.pass(t, monday)
			told := timelyReasons(t, h.daemon, monday)
			want := "timely until " + test.until
			switch {
			case test.until == "" && told != "", test.until != "" && !strings.Contains(told, want):
				t.Errorf("the reasons say %q, want %q", told, test.until)
			case strings.Contains(strings.ToLower(told), "acme"):
				t.Errorf("a title is told: %q", told)
			}
		})
	}
}

// timelyReasons returns what the proposals say of timely goals.
func timelyReasons(t *testing.T, d *daemon.Daemon, now time.Time) string {
	t.Helper()
	plan, err := d.View().Plan(now)
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, m := range plan.Meetings {
		for _, r := range m.Reasons {
			if r.Code == string(planner.CodeTimely) {
				told = append(told, r.Text)
			}
		}
	}
	if len(plan.Meetings) == 0 {
		t.Fatalf("no meeting is planned: %+v", plan.Unmet)
	}
	return strings.Join(told, "; ")
}
