package google

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"fika/calendar"
	"fika/calendar/google/googletest"
	"fika/calendar/remote"
)

// TestBookingUnderFaults creates, changes and removes a coffee under all kinds of
// faults, in the way that all callers do: look up the event by id, then do what is
// missing. An error that says "nothing was changed" must be true, each step must
// happen once, and the guest must get one mail for each.
func TestBookingUnderFaults(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		rotate, lag := rapid.Bool().Draw(rt, "rotate"), rapid.IntRange(0, 5).Draw(rt, "lag")
		var faults [3][]googletest.Fault
		for i := range faults {
			faults[i] = drawFaults(rt)
		}
		var err error
		runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
			fake.AddAccount(ann, "Ann", "Europe/Stockholm")
			fake.Configure(func(s *googletest.Settings) {
				s.RotateRefreshTokens, s.ReadDelay = rotate, time.Duration(lag)*time.Second
			})
			b := &booking{account: open(t, fake, me, nil), calendar: mine, fake: fake, draft: invitation("fkfaults")}
			err = b.run(faults)
		})
		if err != nil {
			rt.Fatal(err)
		}
	})
}

// effects are temporary faults. A connection may fail before or after the commit;
// Google never refuses a request after the commit.
var effects = []struct {
	name   string
	effect googletest.Effect
	after  bool
}{
	{"dropped", googletest.Dropped(), true}, {"cut", googletest.Truncated(), false}, {"unreachable", googletest.Unreachable(), false},
	{"captive portal", googletest.CaptivePortal(), true}, {"500", googletest.Failed(500), true}, {"502", googletest.Failed(502), true},
	{"slow", googletest.Slow(2 * remote.ReadTimeout), true}, {"403", googletest.RateLimited(403, ""), false}, {"429", googletest.RateLimited(429, "40"), false},
	{"quota", googletest.Refused(403, "usageLimits", "quotaExceeded", ""), false}, {"401", googletest.Refused(401, "global", "authError", ""), false},
}

func drawFaults(rt *rapid.T) []googletest.Fault {
	var faults []googletest.Fault
	for range rapid.IntRange(0, 4).Draw(rt, "faults") {
		e := effects[rapid.IntRange(0, len(effects)-1).Draw(rt, "effect")]
		rt.Log(e.name)
		faults = append(faults, googletest.Fault{
			Method: rapid.SampledFrom([]string{"", googletest.Writes, googletest.Writes, googletest.Reads, "token"}).Draw(rt, "method"),
			Skip:   rapid.IntRange(0, 2).Draw(rt, "skip"), Count: rapid.IntRange(1, 6).Draw(rt, "count"),
			AfterCommit: rapid.Bool().Draw(rt, "after") && e.after, Effect: e.effect,
		})
	}
	return faults
}

// booking is one coffee, as its caller sees it.
type booking struct {
	account  *Account
	calendar *googletest.Calendar
	fake     *googletest.Server
	draft    calendar.Draft
}

// run creates, changes and removes the booking, with some faults in each phase.
func (b *booking) run(faults [3][]googletest.Fault) error {
	for i, step := range []struct {
		want string // the title afterwards, "" for no event
		pass func(context.Context) (bool, error)
	}{{"Coffee", b.insert}, {"Coffee, later", b.update}, {"", b.remove}} {
		for _, f := range faults[i] {
			b.fake.Inject(f)
		}
		if b.draft.Title = step.want; step.want == "" {
			b.draft.Title = "Coffee, later"
		}
		time.Sleep(2 * time.Hour) // the access token expires
		if err := b.repeatUntil(step.want, step.pass); err != nil {
			return err
		}
	}
	if got := mails(b.fake); got != "invitation ann@example.com, update ann@example.com, cancellation ann@example.com" {
		return fmt.Errorf("mails: %s", got)
	}
	return nil
}

// title returns the title of the event on the server, "" if there is none.
func (b *booking) title() string {
	if e := b.calendar.Event("fkfaults"); e != nil && e.Status != "cancelled" {
		return e.Summary
	}
	return ""
}

// repeatUntil repeats pass, as the daemon does, until it reports that everything is
// done.
func (b *booking) repeatUntil(want string, pass func(context.Context) (bool, error)) error {
	for range 400 { // more than a week, because each quota pause is longer
		before := b.title()
		done, err := pass(context.Background())
		after := b.title()
		switch {
		case errors.Is(err, calendar.ErrUnsent) && before != after:
			return fmt.Errorf("%v, but %q became %q", err, before, after)
		case done && after != want:
			return fmt.Errorf("reported %q, but it is %q", want, after)
		case done:
			return nil
		case errors.Is(err, calendar.ErrSignIn): // a rotated token was lost in transit
			fresh, _ := signedIn(b.fake, me).Load()
			b.account.options.Vault.Save(fresh)
		}
		time.Sleep(30 * time.Minute)
	}
	return fmt.Errorf("never %q", want)
}

func (b *booking) insert(ctx context.Context) (bool, error) {
	_, err := b.account.Find(ctx, b.draft.Place())
	if errors.Is(err, calendar.ErrNotFound) {
		_, err = b.account.Insert(ctx, b.draft)
	}
	return err == nil, err
}

func (b *booking) update(ctx context.Context) (bool, error) {
	e, err := b.account.Find(ctx, b.draft.Place())
	if err == nil && e.Title != b.draft.Title {
		_, err = b.account.Update(ctx, e.ETag, b.draft)
	}
	return err == nil, err
}

func (b *booking) remove(ctx context.Context) (bool, error) {
	e, err := b.account.Find(ctx, b.draft.Place())
	if err == nil {
		err = b.account.Remove(ctx, e.Place(), e.ETag)
	}
	return err == nil || errors.Is(err, calendar.ErrNotFound), err
}
