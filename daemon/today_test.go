package daemon

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fika/calendar"
	"fika/internal/api"
)

// TestActOfAHold checks that the command of an act can be typed as it is, with and
// without advice beside it.
func TestActOfAHold(t *testing.T) {
	for _, c := range []struct {
		err  error
		want api.Act
	}{
		{calendar.ErrSignIn, api.Act{Command: "fika login work"}},
		{calendar.ErrMissingScope, api.Act{Command: "fika login work", Hint: "fika login work, and tick every box"}},
		{calendar.ErrOffline, api.Act{Hint: api.Holds.Of(api.CodeOffline).Hint.Text}},
	} {
		v := &View{observation: &observation{}}
		v.settings.Rules.Zone = time.UTC
		h := calendarHold("work", "read", c.err)
		v.holds = append(v.holds, h)
		got := v.act(time.Date(2026, 3, 2, 7, 0, 0, 0, time.UTC), journal{})
		c.want.Code, c.want.Text, c.want.Seconds = api.ActHold, h.Text, 60
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%v: %s", c.err, diff)
		}
	}
}
