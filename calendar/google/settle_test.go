package google

import (
	"errors"
	"fmt"
	"testing"
	"time"

	gcal "google.golang.org/api/calendar/v3"

	"fika/calendar"
	"fika/calendar/google/googletest"
	"fika/internal/mailbox"
)

// describeCoffee returns the state of the coffee: its time, the answers, and whether
// it makes the user busy. List and Find must agree on it.
func describeCoffee(t *testing.T, a *Account) string {
	t.Helper()
	describe := func(e calendar.Event) string {
		text := e.Span.Start.UTC().Format("2.1. 15:04")
		for _, g := range e.Attendees {
			text += fmt.Sprintf(" %s:%s", g.Address, g.Reply)
		}
		as, _ := calendar.Owner{Addresses: []mailbox.Address{me}, Zone: time.UTC}.Availability(e)
		return fmt.Sprintf("%s %s %s", text, as, e.Mark.Booking)
	}
	found := "gone"
	switch e, err := a.Find(t.Context(), calendar.Place{ID: "fksettle"}); {
	case err == nil:
		found = describe(e)
	case !errors.Is(err, calendar.ErrNotFound) || !errors.Is(err, calendar.ErrDeleted):
		t.Errorf("Find: %v", err)
	}
	l, err := a.List(t.Context(), month)
	if err != nil {
		t.Fatal(err)
	}
	listed := "gone"
	for _, e := range l.Events {
		if e.ID == "fksettle" {
			listed = describe(e)
		}
	}
	if listed != found {
		t.Errorf("listed as %q, found as %q", listed, found)
	}
	return found
}

// TestEventAfterUserActions checks what callers see after everything that people do
// to a booked coffee.
func TestEventAfterUserActions(t *testing.T) {
	const asked = "2.3. 13:00 ann@example.com:NEEDS-ACTION busy b1"
	for what, c := range map[string]struct {
		hand func(mine, hers *googletest.Calendar, fake *googletest.Server) error
		want string
	}{
		"nothing": {func(mine, hers *googletest.Calendar, fake *googletest.Server) error { return nil }, asked},
		"she accepts": {func(mine, hers *googletest.Calendar, fake *googletest.Server) error {
			return hers.Reply("fksettle", "accepted", "")
		}, "2.3. 13:00 ann@example.com:ACCEPTED busy b1"},
		"she declines": {func(mine, hers *googletest.Calendar, fake *googletest.Server) error {
			return hers.Reply("fksettle", "declined", "")
		}, "2.3. 13:00 ann@example.com:DECLINED busy b1"},
		"she is not sure": {func(mine, hers *googletest.Calendar, fake *googletest.Server) error {
			return hers.Reply("fksettle", "tentative", "")
		}, "2.3. 13:00 ann@example.com:TENTATIVE busy b1"},
		"she deletes her copy": {func(mine, hers *googletest.Calendar, fake *googletest.Server) error { return hers.Delete("fksettle") }, "2.3. 13:00 ann@example.com:DECLINED busy b1"},
		"she moves her copy": {func(mine, hers *googletest.Calendar, fake *googletest.Server) error {
			return hers.Reschedule("fksettle", monday.Add(15*time.Hour), monday.Add(16*time.Hour))
		}, asked},
		"her account is deleted": {func(mine, hers *googletest.Calendar, fake *googletest.Server) error {
			fake.Account(ann).Delete()
			return nil
		}, asked},
		"I move it after she accepted": {func(mine, hers *googletest.Calendar, fake *googletest.Server) error {
			return errors.Join(hers.Reply("fksettle", "accepted", ""), mine.Reschedule("fksettle", monday.Add(15*time.Hour), monday.Add(16*time.Hour)))
		}, "2.3. 15:00 ann@example.com:NEEDS-ACTION busy b1"},
		"I delete it": {func(mine, hers *googletest.Calendar, fake *googletest.Server) error { return mine.Delete("fksettle") }, "gone"},
		"I delete and restore it": {func(mine, hers *googletest.Calendar, fake *googletest.Server) error {
			return errors.Join(mine.Delete("fksettle"), mine.Restore("fksettle"))
		}, asked},
		"I show it as free": {func(mine, hers *googletest.Calendar, fake *googletest.Server) error {
			return mine.Edit("fksettle", func(e *gcal.Event) { e.Transparency = "transparent" })
		}, "2.3. 13:00 ann@example.com:NEEDS-ACTION free b1"},
		"I remove her from the guests": {func(mine, hers *googletest.Calendar, fake *googletest.Server) error {
			return mine.Edit("fksettle", func(e *gcal.Event) { e.Attendees = nil })
		}, "2.3. 13:00 busy b1"},
		"a program drops the mark": {func(mine, hers *googletest.Calendar, fake *googletest.Server) error {
			return mine.Edit("fksettle", func(e *gcal.Event) { e.ExtendedProperties = nil })
		}, "2.3. 13:00 ann@example.com:NEEDS-ACTION busy "},
		"I move it to another calendar": {func(mine, hers *googletest.Calendar, fake *googletest.Server) error {
			return mine.MoveTo("fksettle", fake.Account(me).AddCalendar("other@group.calendar.google.com", "Other", "UTC"))
		}, asked},
	} {
		runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
			hers := fake.AddAccount(ann, "Ann", "Europe/Stockholm").Primary()
			a := open(t, fake, me, nil)
			if _, err := a.Insert(t.Context(), invitation("fksettle")); err != nil {
				t.Fatal(err)
			}
			expect(t, "booking", describeCoffee(t, a), asked)
			if err := c.hand(mine, hers, fake); err != nil {
				t.Fatalf("%s: %v", what, err)
			}
			expect(t, what, describeCoffee(t, a), c.want)
			expect(t, what+", and a restart", describeCoffee(t, open(t, fake, me, nil)), c.want)
		})
	}
}
