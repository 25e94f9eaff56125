package daemon_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fika/daemon"
	"fika/internal/api"
	"fika/internal/mailbox"
	"fika/internal/store"
	"fika/planner"
)

// TestLife checks the scenarios in testdata/life with calendars that are folders.
// testdata/README.md explains the steps.
func TestLife(t *testing.T) {
	for _, s := range scenarios(t, "life") {
		t.Run(s.name, func(t *testing.T) {
			p := &player{harness: newHarness(t)}
			for _, line := range s.lines {
				if err := p.play(line.words); err != nil {
					t.Fatalf("%s: %v\n%s", line, err, p.logText())
				}
			}
		})
	}
}

// player plays one scenario.
type player struct {
	*harness
	now    time.Time
	report daemon.Report
	table  planner.Mode // of its only goal, with two guests; "": Maya has her usual goals
}

// play plays one step; testdata/README.md explains them.
func (p *player) play(words []string) error {
	ctx := context.Background()
	arg := func(i int) string {
		if i < len(words) {
			return words[i]
		}
		return ""
	}
	switch words[0] {
	case "files":
	case "table":
		p.table = planner.Mode(words[1])
		p.setTable()
	case "at":
		t, err := time.ParseInLocation("2006-01-02 15:04", arg(1)+" "+arg(2), p.settings.Rules.Zone)
		p.now = t
		return err
	case "before":
		b, err := p.booking(ctx, arg(1))
		if err != nil {
			return err
		}
		by, err := time.ParseDuration(arg(2))
		p.now = b.Span.Start.Add(-by)
		return err
	case "pass":
		var err error
		p.report, err = p.daemon.Pass(ctx, p.now)
		return err
	case "approve", "skip", "cancel", "met", "undo", "forget", "lift", "reschedule", "sick":
		return p.order(ctx, words)
	case "restart":
		p.stop()
		return p.restart()
	case "full":
		return p.daemon.Sync(ctx, true)
	case "answer", "own", "move", "edit", "delete", "busy", "file", "hide", "show", "alter":
		return p.changeCalendar(ctx, words)
	case "pause":
		return store.SetPause(filepath.Join(p.dir, "state"), store.Pause{Since: p.now, Why: "a quiet week"})
	case "resume":
		return store.ClearPause(filepath.Join(p.dir, "state"))
	case "people-unreadable", "people-readable":
		p.blind = map[string]string{"people-unreadable": "permission denied"}[words[0]]
	case "config-broken", "config-fixed":
		p.settings.Problem = map[string]string{"config-broken": "fika.toml:3:1: unknown key"}[words[0]]
		p.daemon.Configure(p.settings)
	case "places":
		var where []planner.Place
		for _, at := range words[1:] {
			where = append(where, planner.Place(strings.ReplaceAll(at, "-", " ")))
		}
		p.meetAt(where)
	case "unmount":
		return p.others.unmount()
	case "mount":
		return p.others.mount()
	case "copy":
		_, err := p.daemon.Backup(ctx, filepath.Join(p.dir, "copy.db"))
		return err
	case "restore":
		return p.restore(ctx)
	case "expect":
		return p.checkBooking(ctx, arg(1), arg(2), words[3:])
	case "nobody":
		if b, err := p.booking(ctx, arg(1)); err == nil {
			return fmt.Errorf("there is %s, %s", b.ID, b.State)
		}
	case "reads", "unread", "logged", "unlogged", "stands":
		return p.checkEvent(ctx, words[0], arg(1), strings.Join(words[2:], " "))
	case "problem":
		if text := strings.Join(words[1:], " "); !strings.Contains(strings.Join(p.report.Problems, "\n"), text) {
			return fmt.Errorf("the problems are %q", p.report.Problems)
		}
	case "never", "invitable":
		return p.checkNever(ctx, arg(1), words[0] == "never")
	case "guests":
		return p.checkGuests(ctx, words[1:])
	case "coffees":
		return p.checkCoffees(arg(1))
	case "holds":
		return p.checkHolds(words[1:])
	case "status":
		return p.checkStatus(ctx, words[1:])
	default:
		return fmt.Errorf("no such step")
	}
	return nil
}

// restore restores the copy of the store, and starts a process with it.
func (p *player) restore(ctx context.Context) error {
	p.stop()
	if _, err := store.Restore(ctx, filepath.Join(p.dir, "state"), filepath.Join(p.dir, "copy.db"), p.now); err != nil {
		return err
	}
	return p.restart()
}

// restart starts the process that was stopped.
func (p *player) restart() error {
	where := p.settings.Rules.Where
	again, err := p.reopen()
	if err == nil {
		*p.harness = *again
		p.meetAt(where)
		p.setTable()
	}
	return err
}

// meetAt makes everybody work in Lund, and coffees be at those places; it does nothing if
// there are none.
func (h *harness) meetAt(where []planner.Place) {
	if len(where) == 0 {
		return
	}
	h.settings.Rules.Where, h.settings.Rules.Site = where, "Lund"
	for i := range h.people {
		h.people[i].Site = "Lund"
	}
	h.daemon.Configure(h.settings)
}

// setTable replaces the goals by one of size 3, if the scenario says so.
func (p *player) setTable() {
	if p.table == "" {
		return
	}
	p.settings.Goals = p.settings.Goals[:1:1]
	g := &p.settings.Goals[0]
	g.Size, g.Mode, g.Want.Meetings = 3, p.table, 2
	g.From.Person = []mailbox.Address{"ana@example.com", "bo@example.com"}
	p.daemon.Configure(p.settings)
}

// order carries out an order of the user. With "fails CODE" at the end, it must be
// refused.
func (p *player) order(ctx context.Context, words []string) error {
	want := ""
	if n := len(words); n > 2 && words[n-2] == "fails" {
		words, want = words[:n-2], words[n-1]
	}
	if err := p.daemon.ReadView(ctx, p.now); err != nil { // as a fika does that answers one command
		return err
	}
	err := p.say(ctx, words)
	var f *api.Fault
	switch {
	case want == "":
		return err
	case !errors.As(err, &f) || string(f.Code) != want:
		return fmt.Errorf("want a fault %s, got %v", want, err)
	case f.Text == "" || f.Hint == "":
		return fmt.Errorf("the fault does not say what to do next: %+v", f)
	}
	return nil
}

func (p *player) say(ctx context.Context, words []string) error {
	if words[0] == "undo" {
		_, err := p.daemon.Undo(ctx, p.now)
		return err
	}
	if words[0] == "forget" {
		_, err := p.daemon.Forget(ctx, p.now, words[1]+"@example.com")
		return err
	}
	if words[0] == "lift" {
		_, err := p.daemon.OrderGuard(ctx, p.now, api.GuardArgs{Who: words[1] + "@example.com", Guard: api.GuardLift, Despite: words[len(words)-1] == "despite"})
		return err
	}
	if words[0] == "sick" {
		return p.cancelRest(ctx, p.now)
	}
	b, err := p.booking(ctx, words[1])
	if err != nil {
		return err
	}
	if words[0] == "reschedule" {
		at, err := time.ParseInLocation("2006-01-02 15:04", words[2]+" "+words[3], p.settings.Rules.Zone)
		if err == nil {
			_, err = p.daemon.Move(ctx, p.now, b.ID, at)
		}
		return err
	}
	do := map[string]func(context.Context, time.Time, string) (api.Change, error){
		"approve": p.daemon.Approve, "skip": p.daemon.Skip, "cancel": p.daemon.Cancel, "met": p.daemon.Met,
	}[words[0]]
	_, err = do(ctx, p.now, b.ID)
	return err
}

// changeCalendar changes a calendar, as people and other programs do.
func (p *player) changeCalendar(ctx context.Context, words []string) error {
	who := words[1]
	if words[0] == "busy" {
		who = words[2]
	}
	b, err := p.booking(ctx, who)
	if err != nil {
		return err
	}
	b = seat(b, who)
	switch words[0] {
	case "answer":
		return p.others.answer(b, words[2], strings.Join(words[3:], " "))
	case "own":
		return p.others.ownReply(b, words[2])
	case "delete":
		return p.others.remove(b)
	case "busy":
		return p.others.occupy(words[1], b.Span)
	case "edit":
		return p.others.retitle(b)
	case "file":
		return p.others.moveElsewhere(b)
	case "alter":
		return p.others.alter(b, words[2:])
	case "hide":
		return p.others.(folders).hide(b)
	case "show":
		return p.others.(folders).show(b)
	}
	by, err := time.ParseDuration(words[2])
	if err != nil {
		return err
	}
	return p.others.move(b, by)
}

func (p *player) checkBooking(ctx context.Context, who, state string, also []string) error {
	b, err := p.booking(ctx, who)
	if err != nil {
		if state == "nobody" {
			return nil
		}
		return err
	}
	if string(b.State) != state {
		return fmt.Errorf("it is %s", b.State)
	}
	for _, word := range also {
		ok := string(seat(b, who).Reply) == word
		switch word {
		case "together":
			ok = len(b.Guests()) == 2
		case "alone":
			ok = len(b.Guests()) == 1
		case "blocked":
			ok = b.IsBlock()
		case "free":
			ok = b.Event == ""
		case "edited":
			ok = b.Edited
		case "on:work":
			ok = b.Calendar == "work" && !strings.HasPrefix(b.CalendarID, "private")
		case "on:private":
			ok = b.Calendar == "private" || strings.HasPrefix(b.CalendarID, "private")
		}
		if !ok {
			return fmt.Errorf("it is not %s: %+v", word, b)
		}
	}
	return nil
}

// checkEvent checks the event of a booking, or its log.
func (p *player) checkEvent(ctx context.Context, word, who, text string) error {
	b, err := p.booking(ctx, who)
	if err != nil {
		return err
	}
	if word == "logged" || word == "unlogged" {
		entries, err := p.store.Log(ctx, 0, b.ID, 0)
		n := 0
		for _, e := range entries {
			n += strings.Count(e.Note, text)
		}
		want := map[string]int{"logged": 1}[word]
		if n != want {
			return errors.Join(err, fmt.Errorf("it was said %d times", n))
		}
		return err
	}
	by, err := p.others.coffees()
	if err != nil || len(by[b.ID]) == 0 {
		return fmt.Errorf("no event, %v", err)
	}
	if word == "stands" {
		return nil
	}
	said := strings.Join([]string{by[b.ID][0].Title, by[b.ID][0].Location, by[b.ID][0].Description}, "\n")
	if strings.Contains(said, text) != (word == "reads") {
		return fmt.Errorf("the event says %q", said)
	}
	return nil
}

// checkGuests checks whom the event of the first of them invites.
func (p *player) checkGuests(ctx context.Context, want []string) error {
	b, err := p.booking(ctx, want[0])
	if err != nil {
		return err
	}
	by, err := p.others.coffees()
	if err != nil || len(by[b.ID]) != 1 {
		return fmt.Errorf("%d events, %v", len(by[b.ID]), err)
	}
	var got []string
	for _, a := range by[b.ID][0].Attendees {
		if local, _, _ := strings.Cut(string(a.Address), "@"); local != "maya" {
			got = append(got, local)
		}
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		return fmt.Errorf("it invites %q", got)
	}
	return nil
}

func (p *player) checkCoffees(want string) error {
	by, err := p.others.coffees()
	if err != nil {
		return err
	}
	n := 0
	for id, events := range by {
		n += len(events)
		if len(events) > 1 {
			return fmt.Errorf("booking %s has %d events", id, len(events))
		}
	}
	if fmt.Sprint(n) != want {
		return fmt.Errorf("there are %d", n)
	}
	return nil
}

// checkNever checks whether who asked never to be invited again, as fika people shows it.
func (p *player) checkNever(ctx context.Context, who string, want bool) error {
	if err := p.daemon.ReadView(ctx, p.now); err != nil {
		return err
	}
	a, err := p.daemon.Colleague(ctx, p.now, who+"@example.com")
	if err == nil && (a.Person.Never != want || a.Person.OwnWish != want) {
		return fmt.Errorf("never is %t, their own wish %t", a.Person.Never, a.Person.OwnWish)
	}
	return err
}

func (p *player) checkHolds(want []string) error {
	var got []string
	for _, h := range p.report.Holds {
		got = append(got, string(h.Code))
		if h.Text == "" || h.Hint.Text == "" {
			return fmt.Errorf("hold %s does not say what to do", h.Code)
		}
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		return fmt.Errorf("there stand %q", got)
	}
	return nil
}

// checkStatus checks which holds the status shows, without another pass.
func (p *player) checkStatus(ctx context.Context, want []string) error {
	if err := p.daemon.ReadView(ctx, p.now); err != nil {
		return err
	}
	status, err := p.daemon.Status(ctx, p.now)
	if err != nil {
		return err
	}
	var got []string
	for _, h := range status.Holds {
		got = append(got, string(h.Code))
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		return fmt.Errorf("it shows %q", got)
	}
	return nil
}

// logText returns the log, for a scenario that failed.
func (p *player) logText() string {
	entries, err := p.store.Log(context.Background(), 0, "", 0)
	if err != nil {
		return err.Error()
	}
	var b strings.Builder
	for _, e := range entries {
		fmt.Fprintf(&b, "  %s %-10s %-16s %s %s %s\n", e.At.In(p.settings.Rules.Zone).Format("Mon 2 Jan 15:04"), e.Kind, e.Person, e.By, e.Reply, e.Note)
	}
	return b.String()
}
