package daemon_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fika/daemon"
	"fika/internal/api"
	"fika/internal/mailbox"
	"fika/internal/rsvp"
	"fika/internal/span"
	"fika/internal/store"
	"fika/planner"
)

const alias = "a.test@sub.example.com"

// renameAna gives Ana another address in the list of people, with the old one as an
// alias.
func (h *harness) renameAna() {
	h.people[0].ID, h.people[0].Aliases = "ana.test@example.com", []mailbox.Address{"ana@example.com"}
}

// bookAna books a coffee with Ana.
func bookAna(t *testing.T, h *harness) store.Booking {
	t.Helper()
	h.pass(t, monday)
	if err := h.approve(t.Context(), "ana", monday); err != nil {
		t.Fatal(err)
	}
	h.pass(t, monday.Add(time.Minute))
	b, err := h.booking(t.Context(), "ana")
	if err != nil || b.State != store.Booked {
		t.Fatalf("%+v, %v", b, err)
	}
	return b
}

// TestAnswerUnderAnAlias checks that an answer from the guest's main address counts
// although an alias was invited, as some servers report it.
func TestAnswerUnderAnAlias(t *testing.T) {
	for _, reply := range []rsvp.Reply{rsvp.Declined, rsvp.Accepted} {
		h := newHarness(t)
		h.people[0].Aliases = []mailbox.Address{alias}
		b := bookAna(t, h)
		err := folders{h.dir, h.settings.Rules.Zone}.rewrite(b, func(line string) string {
			if strings.HasPrefix(line, "ATTENDEE") && strings.Contains(line, "ana@") {
				line = strings.Replace(strings.Replace(line, "ana@example.com", alias, 1), "NEEDS-ACTION", string(reply), 1)
			}
			return line
		})
		if err != nil {
			t.Fatal(err)
		}
		h.pass(t, monday.Add(2*time.Minute))
		if b, err = h.booking(t.Context(), "ana"); err != nil || b.Reply != reply {
			t.Errorf("answer %s: %+v, %v", reply, b, err)
		}
	}
}

// TestRenamedPerson checks that after the list gives a person a new address, their
// coffee in the calendar is still theirs, they are not invited twice, and never still
// bars them.
func TestRenamedPerson(t *testing.T) {
	h := newHarness(t)
	before := bookAna(t, h)
	h.renameAna()
	h.pass(t, monday.Add(2*time.Minute))
	all, err := h.store.Bookings(t.Context(), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range all {
		if strings.HasPrefix(string(b.Person), "ana") && b.ID != before.ID {
			t.Errorf("a second coffee with Ana: %+v", b)
		}
	}
	if b, err := h.store.Booking(t.Context(), before.ID); err != nil || b.State != store.Booked {
		t.Errorf("the coffee became %+v, %v", b, err)
	}
	if a, err := h.daemon.Colleague(t.Context(), monday.Add(3*time.Minute), "ana@example.com"); err != nil || len(a.Bookings) != 1 || a.Bookings[0].ID != before.ID {
		t.Errorf("the person's coffees are %+v, %v", a.Bookings, err)
	}
}

// TestRenamedPersonAfterRestore checks that an event whose booking a restored copy
// lacks is matched by its goal, although the list gives its guest a new address.
func TestRenamedPersonAfterRestore(t *testing.T) {
	h := newHarness(t)
	if _, err := h.daemon.Backup(t.Context(), filepath.Join(h.dir, "copy.db")); err != nil {
		t.Fatal(err)
	}
	before := bookAna(t, h)
	h.stop()
	if _, err := store.Restore(t.Context(), filepath.Join(h.dir, "state"), filepath.Join(h.dir, "copy.db"), monday.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	again, err := h.reopen()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { again.store.Close() })
	again.renameAna()
	if _, err := again.daemon.Pass(t.Context(), monday.Add(2*time.Hour)); err != nil {
		t.Fatal(err)
	}
	b, err := again.store.Booking(t.Context(), before.ID)
	if err != nil || b.State != store.Booked || b.Goal != before.Goal {
		t.Errorf("the coffee is %+v, %v; it was for %s", b, err, before.Goal)
	}
}

// TestGuardsOfAliases checks that guards for one address of a person hold for all.
func TestGuardsOfAliases(t *testing.T) {
	for name, c := range map[string]struct {
		guard func(*testing.T, *harness)
		code  planner.Code
	}{
		"never by order, before the list changed": {func(t *testing.T, h *harness) {
			if _, err := h.daemon.OrderGuard(t.Context(), monday, api.GuardArgs{Who: "ana", Guard: api.GuardNever}); err != nil {
				t.Fatal(err)
			}
		}, planner.CodeNever},
		"a rest, before the list changed": {func(t *testing.T, h *harness) {
			if _, err := h.daemon.OrderGuard(t.Context(), monday, api.GuardArgs{Who: "ana", Guard: api.GuardRest, Until: monday.AddDate(1, 0, 0)}); err != nil {
				t.Fatal(err)
			}
		}, planner.CodeRest},
		"never in the configuration": {func(t *testing.T, h *harness) {
			h.settings.Rules.Guards.Never = []mailbox.Address{"ana@example.com"}
			h.daemon.Configure(h.settings)
		}, planner.CodeNever},
		"never under the old address, a rest under the new one": {func(t *testing.T, h *harness) {
			for _, g := range []store.Guard{{Person: "ana@example.com", Never: true}, {Person: "ana.test@example.com", Rest: monday.AddDate(1, 0, 0)}} {
				if err := h.store.SetGuard(t.Context(), monday, api.ByUser, g, ""); err != nil {
					t.Fatal(err)
				}
			}
		}, planner.CodeNever},
		"a rest under the old address, never under the new one": {func(t *testing.T, h *harness) {
			for _, g := range []store.Guard{{Person: "ana@example.com", Rest: monday.AddDate(1, 0, 0)}, {Person: "ana.test@example.com", Never: true}} {
				if err := h.store.SetGuard(t.Context(), monday, api.ByUser, g, ""); err != nil {
					t.Fatal(err)
				}
			}
		}, planner.CodeNever},
		"never, unseen character in the store": {func(t *testing.T, h *harness) {
			if err := h.store.SetGuard(t.Context(), monday, api.ByUser, store.Guard{Person: "ana\u200b@example.com", Never: true}, ""); err != nil {
				t.Fatal(err)
			}
		}, planner.CodeNever},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t)
			c.guard(t, h)
			h.renameAna()
			h.readCalendars(t, monday)
			if code := h.barredBy(t, "ana.test@example.com"); code != c.code {
				t.Errorf("forbidden by %q, want %q", code, c.code)
			}
			if _, err := h.daemon.OrderGuard(t.Context(), monday, api.GuardArgs{Who: "ana.test", Guard: api.GuardLift}); err != nil {
				t.Fatal(err)
			}
			if code := h.barredBy(t, "ana@example.com"); code != "" && name != "never in the configuration" {
				t.Errorf("lifted, and still forbidden by %q", code)
			}
		})
	}
}

// barredBy returns the first rule about the person that forbids inviting them.
func (h *harness) barredBy(t *testing.T, who string) planner.Code {
	t.Helper()
	a, err := h.daemon.WhyNot(t.Context(), monday, who, time.Time{}, true)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range a.Verdicts {
		if !v.OK && v.Goal == "" {
			return planner.Code(v.Code)
		}
	}
	return ""
}

// TestTiesOfAliases checks that somebody who was met under another address was met,
// once.
func TestTiesOfAliases(t *testing.T) {
	h := newHarness(t)
	event := "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:met\r\nDTSTAMP:20260101T000000Z\r\n" +
		"DTSTART:20260220T090000Z\r\nDTEND:20260220T100000Z\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:maya@example.com\r\n" +
		"ATTENDEE;PARTSTAT=ACCEPTED:mailto:A.Test@sub.example.com\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:ana@example.com\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
	if err := os.WriteFile(filepath.Join(h.dir, "work", "met.ics"), []byte(event), 0o600); err != nil {
		t.Fatal(err)
	}
	h.people[0].ID, h.people[0].Aliases = "at@example.com", []mailbox.Address{alias, "ana@example.com"}
	a, err := h.daemon.Colleague(t.Context(), monday, "ana@example.com")
	if err != nil {
		t.Fatal(err)
	}
	if a.Person.Tie != api.TieWarm || a.Person.Person != "at@example.com" || a.Person.Strength < 0.9 {
		t.Errorf("%+v: want a meeting of two, ten days ago", a.Person)
	}
}

// TestBusyOfAliases checks that busy times are requested for all of a person's
// addresses inside the organisation and no others, and that any of them makes the
// person busy.
func TestBusyOfAliases(t *testing.T) {
	h := newHarness(t)
	h.people[0].Calendar, h.people[0].Aliases = "", []mailbox.Address{"a.test@example.com", "ana@private.example"}
	busy := span.New(monday.Add(2*time.Hour), time.Hour)
	var asked []mailbox.Address
	freeBusy := func(_ context.Context, who []mailbox.Address, _ span.Span) (map[mailbox.Address][]span.Span, error) {
		asked = append(asked, who...)
		return map[mailbox.Address][]span.Span{"ana@example.com": nil, "a.test@example.com": {busy}}, nil
	}
	h.restartWith(func(o *daemon.Options) { o.FreeBusy = freeBusy })
	a, err := h.daemon.Busy(t.Context(), monday, span.New(monday, 24*time.Hour), "ana", true)
	if err != nil {
		t.Fatal(err)
	}
	if len(a.Merged) != 1 || !a.Merged[0].Start.Equal(busy.Start) {
		t.Errorf("busy %+v, want %v", a.Merged, busy)
	}
	for _, address := range asked {
		if address == "ana@private.example" {
			t.Error("a private address was asked about")
		}
	}
}

// TestProposalsOfATeam checks that a proposal counts for its department before it is
// sent, in the next pass as in the one that planned it.
func TestProposalsOfATeam(t *testing.T) {
	h := newHarness(t)
	h.settings.Rules.Guards.PerTeam = 1
	h.daemon.Configure(h.settings)
	for i := range h.people {
		h.people[i].Department = "Sales"
	}
	for n := range 3 {
		h.pass(t, monday.Add(time.Duration(n)*time.Minute))
	}
	all, err := h.store.Bookings(t.Context(), time.Time{})
	months := map[string]int{}
	for _, b := range all {
		if months[b.Span.Start.Format("2006-01")]++; months[b.Span.Start.Format("2006-01")] > 1 {
			t.Errorf("a second coffee with the department: %+v", b)
		}
	}
	if err != nil || len(all) == 0 {
		t.Errorf("%d bookings, %v", len(all), err)
	}
}

// TestLiftOfAWish checks that the wish of somebody who is in no list any more is not
// lifted by mistake, whether fika knows their address or keeps a hash of it.
func TestLiftOfAWish(t *testing.T) {
	for name, prepare := range map[string]func(*harness) error{
		"known by the address": func(h *harness) error { return h.store.RecordWish(t.Context(), monday, "b1", "zoe@example.com") },
		"forgotten": func(h *harness) error {
			return h.store.Forget(t.Context(), monday, store.Kept{Never: true, OwnWish: true}, "zoe@example.com")
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t)
			if err := prepare(h); err != nil {
				t.Fatal(err)
			}
			h.readCalendars(t, monday)
			lift := api.GuardArgs{Who: "Zoe@example.com", Guard: api.GuardLift}
			var f *api.Fault
			if _, err := h.daemon.OrderGuard(t.Context(), monday, lift); !errors.As(err, &f) || f.Code != api.CodeGuarded {
				t.Errorf("lifted by mistake: %v", err)
			}
			lift.Despite = true
			if _, err := h.daemon.OrderGuard(t.Context(), monday, lift); err != nil {
				t.Error(err)
			}
			lift.Despite = false
			if _, err := h.daemon.OrderGuard(t.Context(), monday, lift); errors.As(err, &f) && f.Code == api.CodeGuarded {
				t.Errorf("it was not lifted: %v", err)
			}
		})
	}
}
