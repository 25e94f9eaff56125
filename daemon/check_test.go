package daemon

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"fika/calendar"
	"fika/planner"
)

// silent is a calendar whose server never answers a check.
type silent struct{ calendar.Calendar }

func (silent) Check(ctx context.Context, _ time.Time) []calendar.Check {
	<-ctx.Done()
	return []calendar.Check{{Text: ctx.Err().Error()}}
}

// sound is one whose server answers at once.
type sound struct{ calendar.Calendar }

func (sound) Check(context.Context, time.Time) []calendar.Check {
	return []calendar.Check{{Name: "sign-in", OK: true}}
}

// TestChecksEnd asks two servers of which one hangs: the doctor has both answers after
// some seconds.
func TestChecksEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := New(Options{Calendars: []Calendar{{Source: Source{Name: "a"}, Calendar: silent{}}, {Source: Source{Name: "b"}, Calendar: silent{}}, {Source: Source{Name: "c"}, Calendar: sound{}}}},
			Settings{Rules: planner.Rules{Zone: time.UTC}})
		began := time.Now()
		answer, err := d.Checks(t.Context(), began)
		if err != nil || len(answer.Calendars) != 3 || time.Since(began) != checkTime {
			t.Fatalf("after %s: %+v, %v", time.Since(began), answer, err)
		}
		if c := answer.Calendars[0].Checks[0]; c.OK || c.Text != "it did not answer within 5 seconds" {
			t.Errorf("the silent one: %+v", c)
		}
		if c := answer.Calendars[2].Checks[0]; !c.OK {
			t.Errorf("the sound one: %+v", c)
		}
	})
}
