package main

import (
	"math/rand/v2"
	"net/http"
	"slices"
	"testing"
	"time"

	"google.golang.org/api/calendar/v3"

	"fika/calendar/google/googletest"
	"fika/internal/api"
)

// TestGoogleKill is TestKill with Google Calendar: fika run is killed at random
// moments, two hundred times, while the server fails in all ways and the guests
// answer. A request of a killed process may arrive after its successor has started,
// as on a real network.
func TestGoogleKill(t *testing.T) {
	lives := scaledRuns(200)
	seed := *killSeed
	if seed == 0 {
		seed = rand.Uint64()
	}
	t.Logf("-killseed %d", seed)
	chance := rand.New(rand.NewPCG(seed, 0))
	f := newGoogleWorkspace(t, busyRules, 40)
	f.standup()
	if said, talk, code := f.login(browser{}); code != api.ExitDone {
		t.Fatalf("login: exit %d\n%s%s", code, said, talk)
	}
	l := &googleLedger{googleWorkspace: f, chance: chance, gone: map[string]bool{}}
	var spent time.Duration
	for life := range lives {
		f.setTime(f.now.Add(time.Duration(1+chance.IntN(5)) * time.Hour))
		f.google.ClearFaults()
		lucky, whole := life%10 == 0, true
		if !lucky {
			whole = l.injectFaults()
		}
		p := f.run()
		switch {
		case lucky:
			spent = p.firstPass()
		case whole:
			p.firstPass()
		default:
			p.killDuringPass(chance, spent)
		}
		p.kill()
		l.read()
		l.answer()
	}
	f.google.ClearFaults()
	l.settle()
	l.compare()
	l.checkCoverage(lives)
}

// standup adds a meeting of Maya's that fika did not create, on every working day.
func (f *googleWorkspace) standup() {
	f.t.Helper()
	f.addSeries(f.maya, "Stand-up", "09:00:00", "MO,TU,WE,TH,FR")
}

// googleLedger records what the guests and Google have seen of fika's events.
type googleLedger struct {
	*googleWorkspace
	chance *rand.Rand
	gone   map[string]bool // events that were cancelled once
}

// injectFaults makes the server fail in some ways during the next run, and reports
// whether that run may finish its pass. A third of the runs may, and then only
// changes fail. Most kills come before a pass sends anything, and a pass that cannot
// read sends nothing, so otherwise few invitations would meet a failure.
func (l *googleLedger) injectFaults() (whole bool) {
	const insert = "events.insert"
	page := l.maya.Primary()
	sending := []googletest.Fault{
		{Method: insert, Effect: googletest.Dropped()},
		{Method: insert, Effect: googletest.Dropped(), AfterCommit: true},
		{Method: insert, Effect: googletest.Failed(http.StatusInternalServerError), AfterCommit: true},
		{Method: insert, Effect: googletest.Failed(http.StatusServiceUnavailable)},
		{Method: insert, Effect: googletest.Truncated()},
		{Method: insert, Effect: googletest.RateLimited(http.StatusForbidden, "")},
		{Method: googletest.Writes, Effect: googletest.Dropped(), AfterCommit: true, Count: 3},
		{Method: "events.delete", Effect: googletest.Failed(http.StatusBadGateway), AfterCommit: true},
	}
	reading := []googletest.Fault{
		{Method: googletest.Reads, Effect: googletest.RateLimited(http.StatusTooManyRequests, "0"), Count: 4},
		{Method: "events.get", Effect: googletest.Failed(http.StatusServiceUnavailable)},
		{Method: "events.list", Effect: googletest.Truncated()},
		{Method: "token", Effect: googletest.Failed(http.StatusServiceUnavailable)},
		{Effect: googletest.CaptivePortal(), Skip: 3},
	}
	faults := sending
	if whole = l.chance.IntN(3) == 0; !whole {
		faults = slices.Concat(sending, reading)
	}
	for n := range 2 + l.chance.IntN(4) {
		f := faults[l.chance.IntN(len(faults))]
		if n > 0 { // the first request fails: many passes have only one of a kind
			f.Skip += l.chance.IntN(2)
		}
		l.google.Inject(f)
	}
	switch l.chance.IntN(6) {
	case 0:
		l.maya.ExpireAccess()
	case 1:
		page.ExpireSyncTokens()
	}
	return whole
}

// marked returns fika's live events by booking.
func (l *googleLedger) marked() map[string][]*calendar.Event {
	found := map[string][]*calendar.Event{}
	for _, e := range l.maya.Primary().Events() {
		if booking := bookingOf(e); booking != "" {
			found[booking] = append(found[booking], e)
		}
	}
	return found
}

// bookingOf returns fika's mark on an event, "" if it has none.
func bookingOf(e *calendar.Event) string {
	if e.ExtendedProperties == nil {
		return ""
	}
	return e.ExtendedProperties.Private["fikaBooking"]
}

// read checks the server: no guest may be invited twice to an event, no booking may have
// two events, and no cancelled event may come back.
func (l *googleLedger) read() {
	l.t.Helper()
	for key, n := range l.invitations() {
		if n > 1 {
			l.t.Errorf("%s was invited %d times to %s", key[1], n, key[0])
		}
		if e := l.maya.Primary().Event(key[0]); e == nil || e.Status == "cancelled" {
			l.gone[key[0]] = true
		} else if l.gone[key[0]] {
			l.t.Errorf("%s was cancelled and is back", key[0])
		}
	}
	for booking, events := range l.marked() {
		if len(events) > 1 {
			l.t.Errorf("booking %s has %d events", booking, len(events))
		}
		if n := len(events[0].Attendees); n != 1 {
			l.t.Errorf("booking %s has %d guests", booking, n)
		}
	}
}

// answer lets some guests say yes or no. Most never answer.
func (l *googleLedger) answer() {
	l.t.Helper()
	for _, e := range l.maya.Primary().Events() {
		reply := []string{"accepted", "declined", "", ""}[l.chance.IntN(4)]
		if bookingOf(e) == "" || reply == "" || e.Attendees[0].ResponseStatus != "needsAction" {
			continue
		}
		if err := l.google.Account(e.Attendees[0].Email).Primary().Reply(e.Id, reply, ""); err != nil {
			l.t.Errorf("%s answers: %v", e.Attendees[0].Email, err)
		}
	}
}

// settle makes passes until fika is done, then expects two passes without changes.
func (l *googleLedger) settle() {
	l.t.Helper()
	l.passUntilDone()
	mails, asked := len(l.google.Mails()), l.google.Count("events.insert")
	l.wantQuietPasses()
	if m, n := len(l.google.Mails()), l.google.Count("events.insert"); m != mails || n != asked {
		l.t.Errorf("two quiet passes sent %d mails and asked for %d events", m-mails, n-asked)
	}
	l.read()
}

// compare compares the calendar with the store.
func (l *googleLedger) compare() {
	l.t.Helper()
	bookings := l.wantSettled(func(event string) bool { return l.maya.Primary().Event(event) != nil })
	for booking, events := range l.marked() {
		if b, ok := bookings[booking]; !ok || b.Event != events[0].Id {
			l.t.Errorf("%s is there, and its booking %s, %s, does not know it", events[0].Id, booking, b.State)
		}
	}
}

// checkCoverage checks that the test had enough invitations and failures.
func (l *googleLedger) checkCoverage(lives int) {
	l.t.Helper()
	broken := 0
	for _, r := range l.google.Requests() {
		if r.Method == "events.insert" && r.Status != http.StatusOK {
			broken++
		}
	}
	sent := len(l.invitations())
	l.t.Logf("%d lives, %d invitations, %d of the requests for one broke or were refused", lives, sent, broken)
	if sent < lives/10 || broken < lives/200 {
		l.t.Errorf("%d invitations and %d broken requests in %d lives; what was killed had nothing to do", sent, broken, lives)
	}
}
