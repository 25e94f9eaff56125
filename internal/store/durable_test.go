package store

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fika/internal/api"
	"fika/internal/mailbox"
)

// writeForever plays lives of bookings and prints each log entry once it is written.
func writeForever(dir string) error {
	ctx := context.Background()
	s, err := Open(ctx, dir)
	if err != nil {
		return err
	}
	past, err := s.Bookings(ctx, monday)
	if err != nil {
		return err
	}
	for n := len(past); ; n++ {
		if err := live(ctx, s, n); err != nil {
			return err
		}
	}
}

// live plays the nth life, as far as its number says.
func live(ctx context.Context, s *Store, n int) error {
	b, err := s.Propose(ctx, monday, with(mailbox.Address(fmt.Sprint("person", n)), 9))
	if err != nil {
		return err
	}
	fmt.Println(Proposed, b.ID)
	if _, err := s.Approve(ctx, monday, b.ID, monday, api.ByUser); err != nil {
		return err
	}
	fmt.Println(Approved, b.ID)
	in, err := s.Intend(ctx, monday, b.ID, Invite, "ev-"+b.ID, []Limit{{Code: "far away", Max: 1e6}})
	if err != nil {
		return err
	}
	fmt.Println(Sending, b.ID)
	if err := s.Attempt(ctx, in); err != nil {
		return err
	}
	to := []State{Booked, Expired, Unknown}[n%3]
	switch to {
	case Booked:
		err = s.Done(ctx, monday, in, Receipt{ETag: "1"})
	case Expired:
		err = s.Drop(ctx, monday, in, Expired, "too near")
	case Unknown:
		err = s.MarkUnknown(ctx, monday, in, "timeout")
	}
	if err == nil {
		fmt.Println(to, b.ID)
	}
	return err
}

// TestWrittenIsWrittenWhateverKillsUs checks that the store contains everything that a
// process printed before it was killed, and at most one more change.
func TestWrittenIsWrittenWhateverKillsUs(t *testing.T) {
	dir := folder(t)
	chance := rand.New(rand.NewPCG(2026, 3))
	told := []string{}
	for range 30 {
		writer := start(t, "write", dir)
		for range 1 + chance.IntN(40) {
			told = append(told, writer.line(t))
		}
		told = append(told, writer.kill(t)...)

		s := reopen(t, dir)
		written := history(t, s)
		if len(written) == len(told)+1 {
			told = append(told, written[len(told)])
		}
		if diff := cmp.Diff(told, written); diff != "" {
			t.Fatalf("told and written: %s", diff)
		}
		checkLives(t, s)
		ok(t, s.Close())
	}
}

// history is the log in the form that writeForever prints.
func history(t *testing.T, s *Store) (lines []string) {
	t.Helper()
	log, err := s.Log(t.Context(), 0, "", 0)
	ok(t, err)
	for _, e := range log {
		lines = append(lines, fmt.Sprint(e.Kind, " ", e.Booking))
	}
	return lines
}

// checkLives checks that each booking is where its last line in the log says,
// with an open intent and a debit if, and only if, it should have one.
func checkLives(t *testing.T, s *Store) {
	t.Helper()
	open := map[string]Intent{}
	intents, err := s.Intents(t.Context())
	ok(t, err)
	for _, in := range intents {
		open[in.Booking] = in
	}
	lines := history(t, s)
	for _, b := range s.all(t) {
		i := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, string(b.State)+" ") && strings.HasSuffix(l, b.ID) })
		if i < 0 {
			t.Errorf("%s is %s, and the log does not know it", b.ID, b.State)
		}
		in, has := open[b.ID]
		if want := b.State == Sending || b.State == Unknown; has != want {
			t.Errorf("%s is %s, open intent: %v", b.ID, b.State, has)
		}
		if b.State == Unknown && in.Attempt != 1 {
			t.Errorf("%s is unknown after %d attempts", b.ID, in.Attempt)
		}
		debits, err := s.Used(t.Context(), Limit{Person: b.Person})
		ok(t, err)
		if want := b.State == Sending || b.State == Unknown || b.State == Booked; (debits == 1) != want {
			t.Errorf("%s is %s, debits: %d", b.ID, b.State, debits)
		}
	}
}
