package daemon_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"fika/calendar"
	"fika/calendar/google/googletest"
	"fika/internal/api"
	"fika/internal/span"
	"fika/internal/store"
)

// check plays one of the checks that only Google has, as explained in testdata/README.md.
// known is false for any other step.
func (p *googlePlayer) check(words []string) (err error, known bool) {
	ctx := context.Background()
	switch words[0] {
	case "settled":
		p.settled, p.spared = true, true // what is left to do is only looked at
		err = p.checkSettled(ctx)
	case "mails":
		err = p.mails(words[1], strings.Join(words[2:], " "))
	case "last":
		err = p.last(words[1], strings.Join(words[2:], " "))
	case "asked":
		n := p.google.Count(words[1])
		err = atMost(n-p.heard[words[1]], words[2:])
		p.heard[words[1]] = n
	case "took":
		var limit time.Duration
		if limit, err = time.ParseDuration(words[2]); err == nil && p.took > limit {
			err = fmt.Errorf("%s", p.took)
		}
	case "kept":
		copies, problem := p.store.Mirror("work").Load(ctx)
		err = errors.Join(problem, atMost(len(copies[me].Items), words[1:]))
	case "token":
		in, problem := vault(p.dir).Load()
		if err = problem; err == nil && in.Refresh != p.google.refresh {
			err = errors.New("it is another one")
		}
	case "alone":
		_, problem := openGoogle(p.dir, p.google)
		if locked := (*store.LockedError)(nil); !errors.As(problem, &locked) {
			err = fmt.Errorf("it gets in: %v", problem)
		}
	case "linked", "occupied", "allowed":
		err = p.checkSlot(ctx, words)
	case "says":
		err = p.says(words[1], strings.Join(words[2:], " "))
	case "free", "busy":
		if len(words) != 4 {
			return nil, false // somebody fills a slot
		}
		at, problem := moments(words[1], words[2], words[3], p.settings.Rules.Zone)
		if err = problem; err == nil {
			err = p.isTaken(ctx, at, words[0] == "busy")
		}
	default:
		return nil, false
	}
	return err, true
}

// atMost compares n with the number at the end of words, or with the word "most" takes
// it as the maximum.
func atMost(n int, words []string) error {
	want, err := strconv.Atoi(words[len(words)-1])
	if err == nil && (n > want || words[0] != "most" && n != want) {
		err = fmt.Errorf("%d", n)
	}
	return err
}

// checkSettled makes four passes, and compares the store with the calendars.
func (p *googlePlayer) checkSettled(ctx context.Context) error {
	for n := range 4 {
		if err := p.pass(); err != nil {
			return err
		}
		if n >= 2 && len(p.report.Entries) > 0 {
			return fmt.Errorf("pass %d was not quiet: %+v", n+1, p.report.Entries)
		}
	}
	if open, err := p.store.Intents(ctx); err != nil || len(open) > 0 {
		return fmt.Errorf("still on its way: %+v, %v", open, err)
	}
	bookings, err := p.store.Bookings(ctx, time.Time{})
	if err != nil {
		return err
	}
	coffees, err := p.others.coffees()
	if err != nil {
		return err
	}
	for _, b := range bookings {
		if b.State == store.Sending || b.State == store.Unknown {
			return fmt.Errorf("%s is still %s", b.Person, b.State)
		}
		events := coffees[b.ID]
		delete(coffees, b.ID)
		if e := p.google.calendarWith(b).Event(b.Event); len(events) == 0 && e != nil && e.Status != "cancelled" {
			events = append(events, calendar.Event{ID: calendar.EventID(e.Id)}) // without fika's mark
		}
		if len(events) > 1 || b.State == store.Booked && (len(events) != 1 || string(events[0].ID) != b.Event) {
			return fmt.Errorf("%s is %s with the events %+v", b.Person, b.State, events)
		}
		if n := p.invitations(b); b.State == store.Booked && n != 1 {
			return fmt.Errorf("%s was invited %d times", b.Person, n)
		}
	}
	if len(coffees) > 0 {
		return fmt.Errorf("events of no booking: %+v", coffees)
	}
	return nil
}

// invitations returns the number of invitations to b, without those that the user sent
// by restoring the event.
func (p *googlePlayer) invitations(b store.Booking) (n int) {
	for _, m := range p.google.Mails() {
		if m.Kind == googletest.Invitation && m.To == string(b.Person) && m.EventID == b.Event {
			n++
		}
	}
	return n - p.google.restored[b.Event]
}

func (p *googlePlayer) mails(who, want string) error {
	var got []string
	for _, m := range p.google.Mails() {
		if m.To == who+"@example.com" {
			got = append(got, string(m.Kind))
		}
	}
	if got := strings.Join(got, " "); got != want {
		return fmt.Errorf("there were %q", got)
	}
	return nil
}

func (p *googlePlayer) last(who, want string) error {
	text := ""
	for _, m := range p.google.Mails() {
		if m.To == who+"@example.com" {
			text = m.Text
		}
	}
	if !strings.Contains(text, want) {
		return fmt.Errorf("it says %q", text)
	}
	return nil
}

func (p *googlePlayer) says(code, text string) error {
	i := slices.IndexFunc(p.report.Holds, func(h store.Hold) bool { return h.Code == api.Code(code) })
	if i < 0 || !strings.Contains(p.report.Holds[i].Text+" "+p.report.Holds[i].Hint.Text, text) {
		return fmt.Errorf("the holds are %+v", p.report.Holds)
	}
	return nil
}

// checkSlot checks what fika or Google says about one booking and its slot.
func (p *googlePlayer) checkSlot(ctx context.Context, words []string) error {
	b, err := p.booking(ctx, words[1])
	if err != nil {
		return err
	}
	switch words[0] {
	case "linked":
		if e := p.google.calendarOf("maya").Event(b.Event); e == nil || e.HangoutLink == "" {
			return fmt.Errorf("the event is %+v", e)
		}
	case "occupied":
		return p.isTaken(ctx, b.Span, true)
	case "allowed":
		why, err := p.daemon.Why(ctx, p.now, b.ID)
		for _, c := range why.Checks {
			if !c.OK {
				err = errors.Join(err, errors.New(c.Text))
			}
		}
		return err
	}
	return nil
}

// isTaken asks fika whether all of a time is busy for Maya, or with all false whether
// nothing of it is.
func (p *googlePlayer) isTaken(ctx context.Context, at span.Span, all bool) error {
	answer, err := p.daemon.Busy(ctx, p.now, at, "", true)
	if err != nil {
		return err
	}
	var taken []span.Span
	for _, m := range answer.Merged {
		taken = append(taken, span.Span{Start: m.Start, End: m.End})
	}
	if all && (len(taken) != 1 || !taken[0].Covers(at)) || !all && len(taken) > 0 {
		return fmt.Errorf("taken is %v", taken)
	}
	return nil
}
