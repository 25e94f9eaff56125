package main

import (
	"strings"
	"testing"
	"time"
)

// TestNothingPrivateLeaves lives three weeks with fika, with a word in the why of the goal,
// in the titles of the user's events, in notes and in the reason of a pause. The word is in no event
// that fika writes, in no message, in no answer to an assistant, and in no bug report.
func TestNothingPrivateLeaves(t *testing.T) {
	d := newBusyWorkspace(t, 12)
	d.write("fika.toml", strings.Replace(busyConfig, `why   = "`, `why   = "Zugvogel `, 1)+`
[[notify]]
kind = "command"
argv = ["sh", "-c", "cat >> told.txt"]
when = ["day", "brief", "answer", "hold", "week"]
`)
	d.write("calendars/work/own.ics", weeklyEvent("Zugvogel and others", "20260106T120000Z", "20260106T123000Z"))
	d.write("told.txt", "")
	l := &ledger{workspace: d, events: map[string]string{}, gone: map[string]bool{}, holds: map[string]string{}}
	noted := map[string]bool{}
	for range 15 {
		for _, hour := range []int{8, 14} {
			d.now = d.now.Truncate(24 * time.Hour).Add(time.Duration(hour) * time.Hour)
			d.mustRun("fika", "run", "--once")
			l.read()
			l.acceptAll()
			for _, b := range live(d.bookings()) {
				if !noted[b.Person] {
					noted[b.Person] = true
					d.mustRun("fika", "note", b.Person, "Zugvogel is late #zugvogel", "--promise", "send Zugvogel the page", "--by", "tomorrow")
				}
			}
		}
		d.now = d.now.AddDate(0, 0, 1)
	}
	d.mustRun("fika", "pause", "--why", "Zugvogel leave")
	p := d.run()
	p.waitForLine("msg=pass")
	s := d.session()
	var answers strings.Builder
	for _, tool := range []string{"status", "today", "plan", "goals", "bookings"} {
		text, _ := use(t, s, tool, nil)
		answers.WriteString(text)
	}
	for _, b := range live(d.bookings()) {
		text, _ := use(t, s, "why", map[string]any{"id": b.ID})
		answers.WriteString(text)
		text, _ = use(t, s, "find_person", map[string]any{"person": b.Person})
		answers.WriteString(text)
	}
	var events strings.Builder
	for _, text := range l.events {
		events.WriteString(text)
	}
	log := d.mustRun("fika", "log", "--json")
	told := d.read("told.txt")
	for where, text := range map[string]string{"an event": events.String(), "a message": told, "an answer to an assistant": answers.String(), "the log": strings.ReplaceAll(log, "Zugvogel leave", "")} {
		if len(text) < 200 {
			t.Errorf("%s: %d bytes are too few to test anything", where, len(text))
		}
		if at := strings.Index(strings.ToLower(text), canary); at >= 0 {
			t.Errorf("%s has %q", where, text[max(0, at-100):min(len(text), at+100)])
		}
	}
	for _, want := range []string{"said yes to", "Week: "} {
		if !strings.Contains(told, want) {
			t.Errorf("no message has %q:\n%s", want, told)
		}
	}
	d.writeBundle("bundle.zip") // which looks for the word itself
}

// acceptAll lets every guest say yes.
func (l *ledger) acceptAll() {
	for name, text := range l.events {
		if !l.gone[name] {
			l.events[name] = strings.ReplaceAll(text, "PARTSTAT=NEEDS-ACTION", "PARTSTAT=ACCEPTED")
			l.write("calendars/work/"+name, l.events[name])
		}
	}
}
