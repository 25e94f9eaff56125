package daemon_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"fika/calendar"
	"fika/internal/span"
)

// hangingCalendar never answers.
type hangingCalendar struct{ calendar.Calendar }

func (hangingCalendar) List(ctx context.Context, _ span.Span) (calendar.Listing, error) {
	<-ctx.Done()
	return calendar.Listing{}, ctx.Err()
}

// TestPassIsBounded checks that a pass with a hanging calendar is aborted before the
// service manager's watchdog fires, and soon after fika was told to stop.
func TestPassIsBounded(t *testing.T) {
	for told, want := range map[time.Duration]time.Duration{
		0:                4 * time.Second, // to end, before it began
		time.Minute:      time.Minute + 4*time.Second,
		10 * time.Minute: 8 * time.Minute,
	} {
		synctest.Test(t, func(t *testing.T) {
			h := newHarness(t)
			well := h.options.Calendars[0].Calendar
			h.replace(hangingCalendar{well})
			ctx, cancel := context.WithTimeout(t.Context(), told)
			defer cancel()
			begun := time.Now()
			_, err := h.daemon.Pass(ctx, monday)
			if took := time.Since(begun); err == nil || took != want {
				t.Errorf("told to end after %v, it ended after %v: %v", told, took, err)
			}
			if !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("it says %v", err)
			}
			h.replace(well)
			h.pass(t, monday) // goes on from there
		})
	}
}
