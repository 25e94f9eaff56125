package daemon_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"fika/calendar/google/googletest"
	"fika/span"
	"fika/store"
)

// check looks whether something is so:
//
//	settled                    two passes settle everything, two more have nothing to do
//	mails WHO KIND ...         all that WHO got, in order
//	events WHO N               how many events there ever were for WHO
//	asked METHOD [most] N      requests since the last of these words
//	says CODE TEXT             the hold with that code has the words
//	took most D                the last step, of the machine's time
//	free|busy DATE TIME LENGTH all of it, in Maya's zone
//	kept most N                events in the copy of Maya's calendar
//	token kept                 the refresh token is the one that the user got
//	alone                      a second process does not get in
func (p *farPlayer) check(words []string) (err error, known bool) {
	ctx := context.Background()
	switch words[0] {
	case "settled":
		p.settled = true
		err = p.settle(ctx)
	case "mails":
		err = p.mails(words[1], strings.Join(words[2:], " "))
	case "asked":
		n := p.far.Count(words[1])
		p.far.Server.Forget()
		err = most(n, words[2:])
	case "says":
		err = p.says(words[1], strings.Join(words[2:], " "))
	case "free", "busy":
		if len(words) != 4 {
			return nil, false
		}
		err = p.taken(ctx, words)
	default:
		return nil, false
	}
	return err, true
}

// most compares n with a number, which may be said to be the greatest allowed.
func most(n int, words []string) error {
	want, err := strconv.Atoi(words[len(words)-1])
	if err == nil && (n > want || words[0] != "most" && n != want) {
		err = fmt.Errorf("%d", n)
	}
	return err
}

// settle makes four passes, and looks at both sides.
func (p *farPlayer) settle(ctx context.Context) error {
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
	coffees, err := p.hand.coffees()
	if err != nil {
		return err
	}
	for _, b := range bookings {
		if b.State == store.Sending || b.State == store.Unknown {
			return fmt.Errorf("%s is still %s", b.Person, b.State)
		}
		events := coffees[b.ID]
		delete(coffees, b.ID)
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

// invitations are the mails that invited to b, but for those of the user's own
// hand.
func (p *farPlayer) invitations(b store.Booking) (n int) {
	for _, m := range p.far.Mails() {
		if m.Kind == googletest.Invitation && m.To == string(b.Person) && m.EventID == b.Event {
			n++
		}
	}
	return n - p.far.restored[b.Event]
}

func (p *farPlayer) mails(who, want string) error {
	var got []string
	for _, m := range p.far.Mails() {
		if m.To == who+"@example.com" {
			got = append(got, string(m.Kind))
		}
	}
	if got := strings.Join(got, " "); got != want {
		return fmt.Errorf("there were %q", got)
	}
	return nil
}

func (p *farPlayer) says(code, text string) error {
	i := slices.IndexFunc(p.report.Holds, func(h store.Hold) bool { return h.Code == code })
	if i < 0 || !strings.Contains(p.report.Holds[i].Text+" "+p.report.Holds[i].Hint, text) {
		return fmt.Errorf("the holds are %+v", p.report.Holds)
	}
	return nil
}

// taken asks fika whether a time of Maya's is taken.
func (p *farPlayer) taken(ctx context.Context, words []string) error {
	at, err := moments(words[1], words[2], words[3], p.settings.Rules.Zone)
	if err != nil {
		return err
	}
	answer, err := p.daemon.Busy(ctx, p.now, at, "")
	if err != nil {
		return err
	}
	var got []span.Span
	for _, m := range answer.Merged {
		got = append(got, span.Span{Start: m.Start, End: m.End})
	}
	switch taken := span.Merge(got); {
	case words[0] == "free" && len(taken) > 0,
		words[0] == "busy" && (len(taken) != 1 || !taken[0].Covers(at)):
		return fmt.Errorf("taken is %v", taken)
	}
	return nil
}
