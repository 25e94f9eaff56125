package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fika/calendar"
	"fika/calendar/ics"
	"fika/internal/rsvp"
	"fika/internal/span"
)

var killSeed = flag.Uint64("killseed", 0, "seed of TestKill; 0 takes a new one")

// busyConfig is a configuration in which fika books as much as it may, so that every
// pass during working hours has something to propose, send or settle.
const busyConfig = busyRules + `
[[calendar]]
name = "work"
kind = "vdir"
path = "calendars/work"
book = true
`

// busyRules is busyConfig without a calendar.
const busyRules = `
[me]
name       = "Maya Lind"
email      = "maya@example.com"
timezone   = "Europe/Stockholm"
department = "Communications"
level      = "staff"
levels     = ["staff", "director"]

[people]
csv     = ["people.csv"]
domains = ["example.com"]

[rhythm]
hours    = ["mon-fri 08:00-18:00"]
windows  = ["mon-fri 09:00-17:00"]
per_day  = 5
per_week = 15
open     = 12
minutes  = 25
notice   = "2d"
horizon  = "2w"

[trust]
mode = "book"
undo = "0h"

[guards]
gap           = "1d"
after_decline = "1d"
per_team      = 1000
no_reply      = "24h"

[[goal]]
id    = "everybody"
kind  = "value"
theme = "business_trends"
topic = "what changes"
why   = "The more that is on its way, the more a kill can break."
want  = { meetings = 200, per = "quarter" }
`

// weeklyEvent returns a file with one event.
func weeklyEvent(uid, from, to string) string {
	return strings.Join([]string{"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN", "BEGIN:VEVENT", "UID:" + uid,
		"DTSTAMP:20260101T000000Z", "DTSTART:" + from, "DTEND:" + to, "SUMMARY:" + uid, "RRULE:FREQ=WEEKLY",
		"END:VEVENT", "END:VCALENDAR", ""}, "\r\n")
}

// newBusyWorkspace returns a workspace with n colleagues with almost empty calendars.
func newBusyWorkspace(t *testing.T, colleagues int) *workspace {
	d := &workspace{t: t, dir: t.TempDir(), now: time.Date(2026, 3, 2, 7, 0, 0, 0, time.UTC)}
	d.write("fika.toml", busyConfig)
	d.write("calendars/work/standup.ics", weeklyEvent("standup", "20260105T080000Z", "20260105T083000Z"))
	people := "name,email,department,level,timezone,calendar\n"
	for i := range colleagues {
		people += fmt.Sprintf("Guest%02d Test,guest%02d@example.com,Team %d,staff,Europe/Stockholm,colleagues/%02d.ics\n", i, i, i%6, i)
		d.write(fmt.Sprintf("colleagues/%02d.ics", i), weeklyEvent("course", "20260107T090000Z", "20260107T110000Z"))
	}
	d.write("people.csv", people)
	d.addPastInvitations()
	return d
}

// TestKill kills fika run at random moments, two hundred times in a month, while the
// guests answer. Each run continues from the previous one. go test -run TestKill
// -killseed N repeats a test, as far as the machine kills at the same steps.
func TestKill(t *testing.T) {
	lives := scaledRuns(200)
	seed := *killSeed
	if seed == 0 {
		seed = rand.Uint64()
	}
	t.Logf("-killseed %d", seed)
	chance := rand.New(rand.NewPCG(seed, 0))
	colleagues := 60 // more than one free/busy query can ask for
	if raceEnabled {
		colleagues = 20 // the detector slows down planning most
	}
	d := newBusyWorkspace(t, colleagues)
	l := &ledger{workspace: d, chance: chance, events: map[string]string{}, gone: map[string]bool{}, holds: map[string]string{}}
	var spent time.Duration
	for life := range lives {
		d.now = d.now.Add(time.Duration(1+chance.IntN(5)) * time.Hour)
		p := d.run()
		if life%10 == 0 {
			spent = p.firstPass()
		} else {
			p.killDuringPass(chance, spent)
		}
		p.kill()
		l.read()
		l.answer()
	}
	t.Logf("%d lives, %d events", lives, len(l.events))
	if len(l.events) < lives/10 {
		t.Errorf("only %d invitations in all these lives; what was killed had nothing to do", len(l.events))
	}
	l.settle()
	l.compare()
}

// scaledRuns returns how many of n runs to make: a few with -short, and with the race
// detector enough to execute each place once.
func scaledRuns(n int) int {
	switch {
	case raceEnabled:
		return 4
	case testing.Short():
		return 25
	}
	return n
}

// firstPass waits for the first pass of the process, and returns how long it took.
func (p *process) firstPass() time.Duration {
	p.waitForLine("running on")
	began := time.Now()
	p.waitForLine("msg=pass")
	return time.Since(began)
}

// killDuringPass kills the process at a random moment of its first pass.
// daemon/crash_test.go kills after each named step; this test covers the moments
// between them, in the file system and in SQLite. No result depends on the speed of
// the machine: the moments are spread over slightly more than the duration of the
// last complete pass. One kill in eight comes while fika is still starting.
func (p *process) killDuringPass(chance *rand.Rand, pass time.Duration) {
	if chance.IntN(8) > 0 {
		p.waitForLine("running on")
	}
	<-time.After(time.Duration(chance.Int64N(int64(pass+pass/4) + 1)))
	p.kill()
}

// ledger records what the guests and the user have seen of fika's events between its
// runs.
type ledger struct {
	*workspace
	chance *rand.Rand
	events map[string]string // content by file name, as it was seen last
	gone   map[string]bool   // files that were seen and have disappeared
	holds  map[string]string // file by the booking that it is for
}

// read checks the folder: no booking may have two events, no removed event may come
// back, and none may be written twice.
func (l *ledger) read() {
	l.t.Helper()
	here := map[string]bool{}
	paths, err := filepath.Glob(l.file("calendars/work/fk*.ics"))
	if err != nil {
		l.t.Fatal(err)
	}
	for _, path := range paths {
		name := filepath.Base(path)
		here[name] = true
		text := l.workspace.read("calendars/work/" + name)
		if was, seen := l.events[name]; seen {
			if l.gone[name] {
				l.t.Errorf("%s was taken away and is back", name)
			}
			if was != text {
				l.t.Errorf("%s was written a second time:\n%s\n%s", name, was, text)
			}
			continue
		}
		l.events[name] = text
		booking := l.event(name).Mark.Booking
		if other, taken := l.holds[booking]; taken {
			l.t.Errorf("booking %q has two events, %s and %s", booking, other, name)
		}
		l.holds[booking] = name
	}
	for name := range l.events {
		l.gone[name] = l.gone[name] || !here[name]
	}
}

// event returns the only event of a file.
func (l *ledger) event(name string) calendar.Event {
	l.t.Helper()
	always := span.Span{Start: l.now.AddDate(-1, 0, 0), End: l.now.AddDate(1, 0, 0)}
	events, problems := ics.Parse([]byte(l.events[name])).Expand(always, time.UTC)
	if len(events) != 1 || len(problems) > 0 {
		l.t.Fatalf("%s has %d events, %v", name, len(events), problems)
	}
	return events[0]
}

// answer lets some guests say yes or no. A few never answer.
func (l *ledger) answer() {
	l.t.Helper()
	paths, err := filepath.Glob(l.file("calendars/work/fk*.ics")) // sorted, so that the seed decides
	if err != nil {
		l.t.Fatal(err)
	}
	for _, path := range paths {
		name := filepath.Base(path)
		reply := []rsvp.Reply{rsvp.Accepted, rsvp.Declined, rsvp.NoReply, rsvp.NoReply}[l.chance.IntN(4)]
		for _, a := range l.event(name).Attendees {
			if a.Reply == rsvp.NoReply && reply != rsvp.NoReply {
				l.events[name] = string(ics.Parse([]byte(l.events[name])).Reply(a.Address, reply))
				l.write("calendars/work/"+name, l.events[name])
			}
		}
	}
}

// settle makes passes until fika is done, then expects two passes without changes.
func (l *ledger) settle() {
	l.t.Helper()
	l.passUntilDone()
	l.wantQuietPasses()
	l.read()
}

// compare compares the calendar with the store: each event belongs to a booking that
// knows it, and each booking with an event has one.
func (l *ledger) compare() {
	l.t.Helper()
	bookings := l.wantSettled(func(event string) bool { return l.events[event+".ics"] != "" && !l.gone[event+".ics"] })
	for booking, name := range l.holds {
		b, ok := bookings[booking]
		if !ok {
			l.t.Errorf("%s: its booking %s is lost", name, booking)
		}
		if !l.gone[name] && b.Event+".ics" != name {
			l.t.Errorf("%s is there, and its booking %s, %s, does not know it", name, booking, b.State)
		}
	}
	left, err := filepath.Glob(l.file("calendars/work/.*"))
	if err != nil || len(left) > 0 {
		l.t.Errorf("left behind: %v %v", left, err)
	}
}
