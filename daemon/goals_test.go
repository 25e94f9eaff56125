package daemon_test

import (
	"slices"
	"testing"

	"fika/daemon"
	"fika/internal/theme"
)

// TestQuestions checks that a brief has the goal's own questions, and those of its theme for a
// goal without any.
func TestQuestions(t *testing.T) {
	own := []string{"What would you stop doing?"}
	for name, test := range map[string]struct{ ask, want []string }{
		"of the theme": {nil, theme.Of("challenges").Questions},
		"own":          {own, own},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t)
			for i := range h.settings.Goals {
				h.settings.Goals[i].Theme, h.settings.Goals[i].Questions = "challenges", test.ask
			}
			h.restartWith(func(*daemon.Options) {})
			h.pass(t, monday)
			all, err := h.store.Bookings(t.Context(), monday)
			if err != nil || len(all) == 0 {
				t.Fatal(len(all), err)
			}
			b, err := h.daemon.Brief(t.Context(), monday, all[0].ID)
			if err != nil || b.Coffee == nil || !slices.Equal(b.Coffee.Questions, test.want) {
				t.Errorf("%+v, %v; want %q", b.Coffee, err, test.want)
			}
		})
	}
}
