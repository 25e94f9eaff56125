package daemon

import (
	"context"
	"testing"
	"time"

	"fika/internal/people"
	"fika/internal/store"
	"fika/planner"
)

// TestOrderIsKeptWithoutItsView checks that an order succeeds although its view cannot
// be made any more: what was recorded must not be reported as a failure.
func TestOrderIsKeptWithoutItsView(t *testing.T) {
	st, err := store.Open(t.Context(), t.TempDir()+"/state")
	if err != nil {
		t.Fatal(err)
	}
	d := New(Options{
		Store:      st,
		ReadPeople: func(context.Context) (people.Everybody, []people.Fault) { return people.Everybody{}, nil },
		Paused:     func(time.Time) (store.Pause, bool, error) { return store.Pause{}, false, nil },
	}, Settings{Rules: planner.Rules{Zone: time.UTC}})
	now := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	done := false
	v, err := d.change(t.Context(), now, func(*View) error {
		done = true
		return st.Close() // from here on nothing can be read
	})
	if err != nil || v == nil || !done {
		t.Errorf("the order was carried out: %t; its answer is %v, %v", done, v, err)
	}
	if len(d.wake) == 0 {
		t.Error("no pass was asked for, which would publish the order")
	}
}
