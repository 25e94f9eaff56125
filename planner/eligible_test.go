package planner

import (
	"testing"
	"time"

	"fika/internal/mailbox"
	"fika/internal/span"
)

// TestRestsEndOnTheirDay ends a booking in each way that keeps fika away from its guest,
// late on 1 March in Stockholm, where it is still February in New York. The guest rests
// on every day before the stated number of days is over, and not on the day after.
func TestRestsEndOnTheirDay(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	ended := time.Date(2026, 3, 1, 0, 30, 0, 0, zone)
	const gap, afterDecline = 30, 120
	for _, test := range []struct {
		state BookingState
		code  Code
		days  int
	}{
		{StateDeclined, CodeDeclined, afterDecline},
		{StateLapsed, CodeSilent, SilentRestDays},
		{StateRefused, CodeRefused, RefusedRestDays},
		{StateSkipped, CodeSkipped, SkipRestDays},
		{StateDropped, CodeDropped, DeleteRestDays},
		{StateMissed, CodeGap, gap},
		{StateMet, CodeGap, gap},
	} {
		for day, rests := range map[int]bool{0: true, test.days - 1: true, test.days: false} {
			p := newUnconstrainedProblem()
			p.rules.Zone = zone
			p.rules.Guards.Gap, p.rules.Guards.AfterDecline = gap, afterDecline
			p.world.Bookings = []Booking{{ID: "b", Person: "p7@example.com", Goal: "any", State: test.state,
				Span: span.New(ended.Add(-15*time.Minute), 15*time.Minute), EndedAt: ended}}
			at := time.Date(2026, 3, 1+day, 11, 0, 0, 0, zone)
			now := time.Date(2026, 3, 1+day, 0, 45, 0, 0, zone)
			found := false
			for _, v := range WhyNotAt(now, p.rules, p.world, "p7@example.com", at) {
				if v.Code != test.code {
					continue
				}
				found = true
				if v.OK == rests {
					t.Errorf("%s, day %d of %d: %s", test.state, day, test.days, v.Text)
				}
			}
			if !found {
				t.Errorf("%s: no verdict %s", test.state, test.code)
			}
		}
	}
}

// TestStatedRestEndsAtItsMoment gives a rest until an instant.
func TestStatedRestEndsAtItsMoment(t *testing.T) {
	for since, rests := range map[time.Duration]bool{-time.Nanosecond: true, 0: false} {
		p := newUnconstrainedProblem()
		p.world.People[7].RestUntil = p.now.Add(-since)
		for _, v := range WhyNot(p.now, p.rules, p.world, "p7@example.com") {
			if v.Code == CodeRest && v.OK == rests {
				t.Errorf("%v after its end: %s", since, v.Text)
			}
		}
	}
}

// TestUserIsNobodysGuest has the user's address as another address of a person: their own
// entry in a list of colleagues.
func TestUserIsNobodysGuest(t *testing.T) {
	p := newUnconstrainedProblem()
	p.world.People[7].Aliases = []mailbox.Address{p.rules.Me}
	for _, v := range WhyNot(p.now, p.rules, p.world, "p7@example.com") {
		if v.Code == CodeUser && v.OK {
			t.Errorf("fika would invite the user: %s", v.Text)
		}
	}
	for _, m := range Decide(p.now, p.rules, p.world).Meetings {
		if m.Person == "p7@example.com" {
			t.Error("fika plans a coffee of the user with the user")
		}
	}
}
