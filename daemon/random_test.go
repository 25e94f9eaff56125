package daemon_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	gcal "google.golang.org/api/calendar/v3"
	"pgregory.net/rapid"

	"fika/calendar/google/googletest"
	"fika/internal/api"
	"fika/internal/mailbox"
	"fika/internal/store"
	"fika/planner"
)

// actsEnv is how many lives TestActs has; make acts sets it.
const actsEnv = "FIKA_TEST_ACTS"

// act is one thing that happens in a random run, followed by a pass.
type act struct {
	Do   string
	Who  int // which of the bookings that it can be about
	Wait int // minutes until then
	Kill int // the moment of the pass at which the process dies; 0 for none
}

// actions are what users, guests, other programs and the server do. A frequent one is
// listed several times.
var actions = strings.Fields(`approve approve approve approve skip cancel
	reschedule reschedule move move delete restore restore file file uninvite swap
	add:ACCEPTED add:NEEDS-ACTION repeats text text place free private blank edit remove-mark
	yes yes yes no maybe
	lag lag:off order restart
	lost:insert lost:patch lost:delete gone:insert refuse:guest refuse:request refuse:all down heal heal heal
	pass pass pass`)

// TestActs checks 200 random actions with a Google that fails in every way, while the
// process is killed in a third of the passes. Nobody may be invited twice, no live
// coffee be forgotten, and nothing that the user made or changed be removed or
// overwritten.
func TestActs(t *testing.T) {
	lives, length := 2, 200
	if testing.Short() {
		lives, length = 1, 80
	}
	seed := "1" // the same lives each time, but for who asks for more
	if n, err := strconv.Atoi(os.Getenv(actsEnv)); err == nil {
		lives, length, seed = n, 200, flag.Lookup("rapid.seed").Value.String()
	}
	for name, value := range map[string]string{"rapid.checks": strconv.Itoa(lives), "rapid.seed": seed} {
		f := flag.Lookup(name)
		was := f.Value.String()
		defer f.Value.Set(was) //nolint:errcheck // it was its own
		if err := f.Value.Set(value); err != nil {
			t.Fatal(err)
		}
	}
	one := rapid.Custom(func(r *rapid.T) act {
		a := act{Do: rapid.SampledFrom(actions).Draw(r, "do"), Who: rapid.IntRange(0, 9).Draw(r, "who"), Wait: rapid.IntRange(1, 240).Draw(r, "wait")}
		if rapid.IntRange(0, 2).Draw(r, "dies") == 0 {
			a.Kill = rapid.IntRange(1, 25).Draw(r, "kill")
		}
		return a
	})
	total := map[string]int{}
	rapid.Check(t, func(r *rapid.T) {
		acts := rapid.SliceOfN(one, length, length).Draw(r, "acts")
		dir, err := os.MkdirTemp(t.TempDir(), "life")
		if err != nil {
			r.Fatal(err)
		}
		var wrong error
		synctest.Test(t, func(*testing.T) { wrong = runActs(dir, acts, total) })
		if wrong != nil {
			r.Fatal(wrong)
		}
	})
	t.Logf("%v", total)
	for _, what := range []string{"deaths", "invitations", "approve", "delete", "file", "repeats", "yes"} {
		if total[what] == 0 && !testing.Short() {
			t.Errorf("no %s in all lives; do they still do what they say?", what)
		}
	}
}

// randomRun is one random run, with the facts that must not be read back from the
// store.
type randomRun struct {
	*googlePlayer
	total   map[string]int
	trash   []store.Booking // whose events the user deleted last
	theirs  map[string]bool // events that the user changed, by id
	ordered map[string]bool // bookings that the user took back by order
	again   map[string]int  // invitations that the user's hand sent anew, by event and guest
	own     map[string]string
}

func runActs(dir string, acts []act, total map[string]int) (err error) {
	p, err := newGooglePlayer(dir, 0)
	if err != nil {
		return err
	}
	defer func() { p.stop() }()
	l := &randomRun{googlePlayer: p, total: total, theirs: map[string]bool{}, ordered: map[string]bool{}, again: map[string]int{}, own: map[string]string{}}
	if err := l.setUp(dir); err != nil {
		return err
	}
	for i, a := range acts {
		if err := l.act(a); err != nil {
			return fmt.Errorf("act %d, %+v: %w\n%s", i, a, err, p.logText())
		}
	}
	if err := l.checkSettled(); err != nil {
		return fmt.Errorf("at the end: %w\n%s", err, p.logText())
	}
	total["deaths"] += p.deaths
	for _, m := range p.google.Mails() {
		total[string(m.Kind)+"s"]++
	}
	return nil
}

// setUp gives Maya ten colleagues to meet and a week of meetings of her own.
func (l *randomRun) setUp(dir string) error {
	for i := range 10 {
		l.google.AddAccount(colleague(i), fmt.Sprintf("P%d Test", i), "Europe/Stockholm")
	}
	zone := l.settings.Rules.Zone
	for day := range 5 {
		at := time.Date(2026, 3, 3+7*(day%2)+day, 11, 0, 0, 0, zone)
		e, err := l.google.calendarOf("maya").Add(&gcal.Event{Summary: "Mine",
			Start: &gcal.EventDateTime{DateTime: at.Format(time.RFC3339)}, End: &gcal.EventDateTime{DateTime: at.Add(30 * time.Minute).Format(time.RFC3339)}})
		if err != nil {
			return err
		}
		l.own[e.Id] = e.Etag
	}
	var move func(h *harness) *harness
	move = func(h *harness) *harness {
		base := h.people[0]
		h.people, h.settings.Goals = nil, nil
		for i := range 10 {
			p := base
			p.ID, p.Name, p.Department = mailbox.Address(colleague(i)), fmt.Sprintf("P%d Test", i), fmt.Sprintf("Team %d", i)
			h.people = append(h.people, p)
		}
		for i, mode := range []planner.Mode{planner.ModeBook, planner.ModeHold, planner.ModePropose} {
			h.settings.Goals = append(h.settings.Goals, planner.Goal{ID: planner.GoalID(fmt.Sprintf("g%d", i)), Kind: "value", Theme: "sales_wins",
				Topic: "what customers ask for", Mode: mode, Weight: 3, Want: planner.Want{Meetings: 4, Per: planner.PerWeek}})
		}
		h.settings.Undo = 0
		h.settings.Rules.Windows, h.settings.Rules.PerDay, h.settings.Rules.PerWeek, h.settings.Rules.Open = planner.OfficeHours(10*60, 16*60), 4, 12, 9
		h.settings.Rules.Horizon, h.settings.Rules.Guards.Gap = 10, 7
		h.daemon.Configure(h.settings)
		h.reopen = func() (*harness, error) {
			next, err := openGoogle(dir, l.google)
			if err == nil {
				next = move(next)
			}
			return next, err
		}
		return h
	}
	*l.harness = *move(l.harness)
	l.google.moment = l.moment
	return l.step([]string{"at", "2026-03-02", "08:00"})
}

func colleague(i int) string { return fmt.Sprintf("p%d@example.com", i) }

// act carries out one action, and then makes a pass.
func (l *randomRun) act(a act) error {
	l.kill = 0
	l.now = l.now.Add(time.Duration(a.Wait) * time.Minute)
	if d := time.Until(l.now); d > 0 {
		time.Sleep(d)
	}
	if err := l.perform(a); err != nil {
		return err
	}
	l.kill = a.Kill
	err := l.step([]string{"pass"})
	l.kill = 0
	if err != nil {
		return err
	}
	return l.checkInvariants()
}

// candidates returns the bookings in one of the states, and withEvent only those whose
// event fika knows.
func (l *randomRun) candidates(withEvent bool, states ...store.State) ([]store.Booking, error) {
	all, err := l.store.Bookings(context.Background(), time.Time{})
	var list []store.Booking
	for _, b := range all {
		for _, s := range states {
			if b.State == s && (!withEvent || b.Event != "" && l.liveEvent(b.Event) != nil) {
				list = append(list, b)
			}
		}
	}
	return list, err
}

// liveEvent returns the event with that id from whichever calendar has it, or nil if
// none does.
func (l *randomRun) liveEvent(id string) *gcal.Event {
	for _, c := range []*googletest.Calendar{l.google.calendarOf("maya"), l.google.private} {
		if e := c.Event(id); e != nil && e.Status != "cancelled" {
			return e
		}
	}
	return nil
}

// perform carries out one action. An action without a suitable booking is skipped.
func (l *randomRun) perform(a act) error {
	word, arg, _ := strings.Cut(a.Do, ":")
	pick := func(withEvent bool, states ...store.State) (store.Booking, bool, error) {
		list, err := l.candidates(withEvent, states...)
		if err != nil || len(list) == 0 {
			return store.Booking{}, false, err
		}
		return list[a.Who%len(list)], true, nil
	}
	switch word {
	case "pass":
		return nil
	case "approve", "skip", "cancel":
		states := map[string][]store.State{"approve": {store.Proposed}, "skip": {store.Proposed}, "cancel": {store.Booked, store.Sending, store.Unknown}}[word]
		b, ok, err := pick(false, states...)
		if !ok {
			return err
		}
		return l.order(word, b)
	case "reschedule":
		b, ok, err := pick(false, store.Booked, store.Proposed, store.Approved)
		if !ok {
			return err
		}
		return l.reschedule(b, a.Who)
	case "restore":
		if len(l.trash) == 0 {
			return nil
		}
		b := l.trash[a.Who%len(l.trash)]
		return l.untrash(b)
	case "lag", "lost", "gone", "refuse", "down", "heal", "order", "restart":
		l.total[word]++
		return l.breakSomething(word, arg)
	}
	b, ok, err := pick(true, store.Booked, store.Proposed)
	if !ok {
		return err
	}
	l.total[word]++
	return l.editAsPeople(b, word, arg, a.Who)
}

func (l *randomRun) order(word string, b store.Booking) error {
	do := map[string]func(context.Context, time.Time, string) (api.Change, error){
		"approve": l.daemon.Approve, "skip": l.daemon.Skip, "cancel": l.daemon.Cancel,
	}[word]
	_, err := do(context.Background(), l.now, b.ID)
	var f *api.Fault
	if errors.As(err, &f) {
		return nil // the rules refuse
	}
	if err == nil {
		l.total[word]++
		l.ordered[b.ID] = l.ordered[b.ID] || word != "approve"
	}
	return err
}

// reschedule moves b as Maya orders it, up to five days and two hours later, if the rules
// allow it.
func (l *randomRun) reschedule(b store.Booking, n int) error {
	_, err := l.daemon.Move(context.Background(), l.now, b.ID, b.Span.Start.AddDate(0, 0, n%5).Add(time.Duration(n/5+1)*30*time.Minute))
	var f *api.Fault
	if errors.As(err, &f) {
		return nil // the rules refuse
	}
	if err == nil {
		l.total["reschedule"]++
	}
	return err
}

// breakSomething makes Google or the process fail, or ends that.
func (l *randomRun) breakSomething(word, arg string) error {
	fault := func(method string, effect googletest.Effect, after bool) {
		l.google.Inject(googletest.Fault{Method: method, Effect: effect, AfterCommit: after, Count: 2})
	}
	switch word {
	case "lag":
		if arg == "off" {
			return l.set("lag", "0s")
		}
		return l.set("lag", "20m")
	case "lost":
		fault("events."+arg, googletest.Dropped(), true)
	case "gone":
		fault("events."+arg, googletest.Dropped(), false)
	case "refuse":
		effect := map[string]googletest.Effect{
			"guest":   googletest.Refused(400, "global", "invalid", "Invalid attendee email."),
			"request": googletest.Refused(400, "global", "invalid", "Invalid conference type value."),
			"all":     googletest.Refused(403, "global", "surprise", "You may not."),
		}[arg]
		fault("events.insert", effect, false)
	case "down":
		fault("", googletest.Failed(503), false)
	case "heal":
		l.google.ClearFaults()
	case "order":
		if l.google.ids == nil {
			return l.step([]string{"order", "private", "primary"})
		}
		return l.step([]string{"order", "primary", "private"})
	case "restart":
		return l.step([]string{"restart"})
	}
	return nil
}

// editAsPeople changes the event of b as its people do.
func (l *randomRun) editAsPeople(b store.Booking, word, arg string, n int) error {
	switch word {
	case "yes", "no", "maybe":
		if b.State != store.Booked {
			return nil
		}
		reply := map[string]string{"yes": "ACCEPTED", "no": "DECLINED", "maybe": "TENTATIVE"}[word]
		return tolerate(l.google.answer(b, reply, ""))
	case "move":
		l.theirs[b.Event] = true
		e := l.liveEvent(b.Event)
		start, err := time.Parse(time.RFC3339, e.Start.DateTime)
		if err != nil {
			return nil //nolint:nilerr // a whole day
		}
		by := time.Duration(n-4) * 30 * time.Minute
		return l.google.calendarWith(b).Reschedule(b.Event, start.Add(by), start.Add(by+25*time.Minute))
	case "delete":
		l.trash = append(l.trash, b)
		return l.google.calendarWith(b).Delete(b.Event)
	case "file":
		return tolerate(l.google.moveElsewhere(b))
	case "blank":
		return l.google.alter(b, []string{"blank"})
	}
	l.theirs[b.Event] = true
	switch word {
	case "edit":
		return l.google.retitle(b)
	case "remove-mark":
		if b.State != store.Booked {
			return nil
		}
		return l.google.calendarWith(b).Edit(b.Event, func(e *gcal.Event) { e.ExtendedProperties = nil })
	case "swap":
		if err := l.google.alter(b, []string{"uninvite"}); err != nil {
			return err
		}
		return l.google.alter(b, []string{"add", "Dora", "ACCEPTED"})
	case "add":
		for _, a := range l.liveEvent(b.Event).Attendees {
			if a.DisplayName == "Dora" {
				return nil // once is enough
			}
		}
		return l.google.alter(b, []string{"add", "Dora", arg})
	}
	return l.google.alter(b, []string{word})
}

// tolerate returns err, unless a calendar cannot do it: a series is not moved, and a
// former guest does not answer.
func tolerate(err error) error {
	if err != nil && (errors.Is(err, googletest.ErrNoEvent) || strings.Contains(err.Error(), "cannotChangeOrganizer")) {
		return nil
	}
	return err
}

// untrash restores the event of b from the trash of its calendar.
func (l *randomRun) untrash(b store.Booking) error {
	if l.liveEvent(b.Event) != nil {
		return nil
	}
	for _, c := range []*googletest.Calendar{l.google.calendarOf("maya"), l.google.private} {
		e := c.Event(b.Event)
		if e == nil || !strings.EqualFold(e.Organizer.Email, c.ID) {
			continue
		}
		for _, a := range e.Attendees {
			l.again[b.Event+" "+a.Email]++
		}
		l.total["restore"]++
		return tolerate(c.Restore(b.Event))
	}
	return nil
}

// checkInvariants fails if something is wrong that must be right at any moment.
func (l *randomRun) checkInvariants() error {
	coffees, err := l.others.coffees()
	if err != nil {
		return err
	}
	for id, events := range coffees {
		if len(events) > 1 {
			return fmt.Errorf("booking %s has the events %+v", id, events)
		}
	}
	invited := map[string]int{}
	for _, m := range l.google.Mails() {
		if m.Kind != googletest.Invitation || strings.HasSuffix(m.To, "@example.org") {
			continue
		}
		if !strings.HasPrefix(m.To, "p") {
			return fmt.Errorf("%s was invited", m.To)
		}
		key := m.EventID + " " + m.To
		if invited[key]++; invited[key] > 1+l.again[key] {
			return fmt.Errorf("%s was invited %d times to %s", m.To, invited[key], m.EventID)
		}
	}
	for id, etag := range l.own {
		if e := l.liveEvent(id); e == nil || e.Etag != etag {
			return fmt.Errorf("a meeting of the user's own is %+v", e)
		}
	}
	return l.checkUserEvents()
}

// checkUserEvents fails unless every event that the user changed still exists, or the
// user removed it, or told fika to.
func (l *randomRun) checkUserEvents() error {
	all, err := l.store.Bookings(context.Background(), time.Time{})
	if err != nil {
		return err
	}
	taken := map[string]bool{}
	for _, b := range l.trash {
		taken[b.Event] = true
	}
	ours := map[string]store.Booking{}
	for _, b := range all {
		ours[b.ID] = b
	}
	for id := range l.theirs {
		if taken[id] || l.liveEvent(id) != nil {
			continue
		}
		for _, c := range []*googletest.Calendar{l.google.calendarOf("maya"), l.google.private} {
			if e := c.Event(id); e != nil && l.ordered[marked(e)] {
				taken[id] = true
			}
		}
		if !taken[id] {
			return fmt.Errorf("event %s, which the user changed, is gone", id)
		}
	}
	return nil
}

// checkSettled makes passes until nothing is left to do, and fails unless store and
// calendars agree.
func (l *randomRun) checkSettled() error {
	l.google.ClearFaults()
	if err := l.set("lag", "0s"); err != nil {
		return err
	}
	for range 8 {
		l.now = l.now.Add(time.Hour)
		time.Sleep(time.Until(l.now))
		if err := l.step([]string{"pass"}); err != nil {
			return err
		}
	}
	if err := l.checkInvariants(); err != nil {
		return err
	}
	all, err := l.store.Bookings(context.Background(), time.Time{})
	if err != nil {
		return err
	}
	stands := map[string]store.Booking{}
	for _, b := range all {
		if b.State == store.Sending || b.State == store.Unknown {
			return fmt.Errorf("%s is still %s: %+v", b.ID, b.State, l.report.Holds)
		}
		if b.State == store.Booked {
			stands[b.Event] = b
			if l.liveEvent(b.Event) == nil {
				return fmt.Errorf("%s is booked, and its event %s is gone", b.ID, b.Event)
			}
		}
	}
	for _, c := range []*googletest.Calendar{l.google.calendarOf("maya"), l.google.private} {
		for _, e := range c.Events() {
			if err := l.checkKnown(e, stands, all); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkKnown fails if a future coffee that fika's guest has not declined has no
// booking, unless the user cancelled it by an order, or met the same person in another
// coffee.
func (l *randomRun) checkKnown(e *gcal.Event, stands map[string]store.Booking, all []store.Booking) error {
	id := marked(e)
	start, _ := time.Parse(time.RFC3339, e.Start.DateTime) // zero for a whole day, which no coffee is
	if id == "" || !start.After(l.now) || l.ordered[id] {
		return nil
	}
	for _, a := range e.Attendees {
		if !strings.HasPrefix(a.Email, "p") || strings.HasPrefix(a.Email, "private") || a.ResponseStatus == "declined" {
			continue
		}
		b, ok := stands[e.Id]
		for _, other := range all {
			ok = ok || string(other.Person) == a.Email && other.State.Live()
		}
		if !ok {
			return fmt.Errorf("a coffee with %s at %s is forgotten: %+v", a.Email, start, b)
		}
	}
	return nil
}
