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

// TestGoogleKill is TestKill with Google Calendar: fika run is killed at random moments,
// two hundred times, while the server fails in every way it can, and the guests answer.
// A killed process's request may arrive after its successor has started, as on a real
// network.
func TestGoogleKill(t *testing.T) {
	lives := many(200)
	seed := *killSeed
	if seed == 0 {
		seed = rand.Uint64()
	}
	t.Logf("-killseed %d", seed)
	chance := rand.New(rand.NewPCG(seed, 0))
	f := newFarDesk(t, eagerRules, 40)
	f.standup()
	if said, talk, code := f.login(browser{}); code != api.ExitDone {
		t.Fatalf("login: exit %d\n%s%s", code, said, talk)
	}
	l := &farLedger{farDesk: f, chance: chance, gone: map[string]bool{}}
	var spent time.Duration
	for life := range lives {
		f.at(f.now.Add(time.Duration(1+chance.IntN(5)) * time.Hour))
		f.far.ClearFaults()
		lucky, whole := life%10 == 0, true
		if !lucky {
			whole = l.misfortune()
		}
		p := f.run()
		switch {
		case lucky:
			spent = p.live()
		case whole:
			p.live()
		default:
			p.cutShort(chance, spent)
		}
		p.kill()
		l.read()
		l.answer()
	}
	f.far.ClearFaults()
	l.settle()
	l.compare()
	l.enough(lives)
}

// standup is a meeting of Maya's that fika did not make, every working day.
func (f *farDesk) standup() {
	f.t.Helper()
	at := func(clock string) *calendar.EventDateTime {
		return &calendar.EventDateTime{DateTime: "2026-01-05T" + clock, TimeZone: "Europe/Stockholm"}
	}
	if _, err := f.maya.Primary().Add(&calendar.Event{
		Summary: "Stand-up", Start: at("09:00:00"), End: at("09:30:00"), Recurrence: []string{"RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"},
	}); err != nil {
		f.t.Fatal(err)
	}
}

// farLedger is what the guests and Google have seen of fika's events.
type farLedger struct {
	*farDesk
	chance *rand.Rand
	gone   map[string]bool // events that were cancelled once
}

// misfortune makes the server fail in some ways during the next life, and reports
// whether that life may finish its pass. A third of them may, and only changes fail then.
// Most kills come before a pass sends anything, and a pass that cannot read sends
// nothing: with such lives alone, few invitations would meet a failure.
func (l *farLedger) misfortune() (whole bool) {
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
		if n > 0 { // the first comes at once: many passes have one request of a kind
			f.Skip += l.chance.IntN(2)
		}
		l.far.Inject(f)
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
func (l *farLedger) marked() map[string][]*calendar.Event {
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
func (l *farLedger) read() {
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
func (l *farLedger) answer() {
	l.t.Helper()
	for _, e := range l.maya.Primary().Events() {
		reply := []string{"accepted", "declined", "", ""}[l.chance.IntN(4)]
		if bookingOf(e) == "" || reply == "" || e.Attendees[0].ResponseStatus != "needsAction" {
			continue
		}
		if err := l.far.Account(e.Attendees[0].Email).Primary().Reply(e.Id, reply, ""); err != nil {
			l.t.Errorf("%s answers: %v", e.Attendees[0].Email, err)
		}
	}
}

// settle lets fika finish what it began, then expects two quiet passes.
func (l *farLedger) settle() {
	l.t.Helper()
	l.finish()
	mails, asked := len(l.far.Mails()), l.far.Count("events.insert")
	l.quiet()
	if m, n := len(l.far.Mails()), l.far.Count("events.insert"); m != mails || n != asked {
		l.t.Errorf("two quiet passes sent %d mails and asked for %d events", m-mails, n-asked)
	}
	l.read()
}

// compare compares the calendar with the store.
func (l *farLedger) compare() {
	l.t.Helper()
	bookings := l.settled(func(event string) bool { return l.maya.Primary().Event(event) != nil })
	for booking, events := range l.marked() {
		if b, ok := bookings[booking]; !ok || b.Event != events[0].Id {
			l.t.Errorf("%s is there, and its booking %s, %s, does not know it", events[0].Id, booking, b.State)
		}
	}
}

// enough checks that the run had enough opportunities to fail, and failures.
func (l *farLedger) enough(lives int) {
	l.t.Helper()
	broken := 0
	for _, r := range l.far.Requests() {
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
