package calendartest

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"fika/calendar"
)

// rivals is how many goroutines compete in a test. Half of them share a handle; the
// others have their own, as other processes would.
const rivals = 8

// compete runs act for every rival at the same time and returns their errors.
func compete(t *testing.T, backend Backend, act func(rival int, cal calendar.Calendar) error) []error {
	t.Helper()
	shared := backend.Open(t)
	handles := make([]calendar.Calendar, rivals)
	for i := range handles {
		handles[i] = shared
		if i%2 == 1 {
			handles[i] = backend.Open(t)
		}
	}
	errs := make([]error, rivals)
	start := make(chan struct{})
	var wg sync.WaitGroup
	for i, cal := range handles {
		wg.Go(func() {
			<-start
			errs[i] = act(i, cal)
		})
	}
	close(start)
	wg.Wait()
	return errs
}

// wantOneWinner returns the only rival without an error. All others must have failed
// with the error lost.
func wantOneWinner(t *testing.T, errs []error, lost error) int {
	t.Helper()
	winner := -1
	for i, err := range errs {
		switch {
		case err == nil && winner < 0:
			winner = i
		case err == nil:
			t.Errorf("rivals %d and %d both won", winner, i)
		case !errors.Is(err, lost):
			t.Errorf("rival %d lost with %v, want %v", i, err, lost)
		}
	}
	if winner < 0 {
		t.Fatal("no rival won")
	}
	return winner
}

func (f Backend) rivalDraft(id calendar.EventID, rival int) calendar.Draft {
	d := f.coffee(id)
	d.Title = fmt.Sprintf("Rival %d", rival)
	return d
}

func oneInsertWins(t *testing.T, backend Backend) {
	for round := range 5 {
		id := calendar.EventID(fmt.Sprintf("fkrace%d", round))
		errs := compete(t, backend, func(rival int, cal calendar.Calendar) error {
			_, err := cal.Insert(t.Context(), backend.rivalDraft(id, rival))
			return err
		})
		winner := wantOneWinner(t, errs, calendar.ErrExists)
		fresh := backend.Open(t)
		wantMatch(t, "the event of the winner", find(t, fresh, id), backend.rivalDraft(id, winner))
		if n := len(list(t, fresh, backend.year()).Events); n != round+1 {
			t.Fatalf("after round %d the calendar holds %d events, want %d", round, n, round+1)
		}
	}
}

func allInsertsSucceed(t *testing.T, backend Backend) {
	errs := compete(t, backend, func(rival int, cal calendar.Calendar) error {
		_, err := cal.Insert(t.Context(), backend.rivalDraft(calendar.EventID(fmt.Sprintf("fkseveral%d", rival)), rival))
		return err
	})
	if err := errors.Join(errs...); err != nil {
		t.Error(err)
	}
	if n := len(list(t, backend.Open(t), backend.year()).Events); n != rivals {
		t.Errorf("the calendar holds %d events, want %d", n, rivals)
	}
}

func oneUpdateWins(t *testing.T, backend Backend) {
	d := backend.coffee("fkupdate")
	etag := insert(t, backend.Open(t), d).ETag
	errs := compete(t, backend, func(rival int, cal calendar.Calendar) error {
		mine := backend.rivalDraft(d.ID, rival)
		mine.Span = backend.from("2026-05-04 10:00", time.Duration(rival+1)*time.Minute)
		_, err := cal.Update(t.Context(), etag, mine)
		return err
	})
	winner := wantOneWinner(t, errs, calendar.ErrChanged)
	want := backend.rivalDraft(d.ID, winner)
	want.Span = backend.from("2026-05-04 10:00", time.Duration(winner+1)*time.Minute)
	wantMatch(t, "the event of the winner", find(t, backend.Open(t), d.ID), want)
}
