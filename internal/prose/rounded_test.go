package prose

import (
	"testing"
	"time"
)

func TestRoundDuration(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0:                                  "0 seconds",
		-time.Second:                       "1 second",
		119 * time.Second:                  "119 seconds",
		6 * time.Minute:                    "6 minutes",
		-2*time.Hour + time.Second:         "120 minutes",
		2*time.Hour + 31*time.Minute:       "3 hours",
		47 * time.Hour:                     "47 hours",
		48 * time.Hour:                     "2 days",
		-10943 * time.Hour:                 "456 days",
		100*365*24*time.Hour + time.Minute: "36500 days",
	} {
		if got := RoundDuration(d); got != want {
			t.Errorf("%s is %q, want %q", d, got, want)
		}
	}
}
