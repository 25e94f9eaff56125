package prose

import (
	"fmt"
	"time"
)

// RoundDuration returns the length of d for people, ignoring its sign: rounded, in
// the largest unit from days to seconds of which there are at least two. A day is 24
// hours.
func RoundDuration(d time.Duration) string {
	d = d.Abs()
	for _, unit := range []struct {
		length time.Duration
		name   string
	}{{24 * time.Hour, "days"}, {time.Hour, "hours"}, {time.Minute, "minutes"}} {
		if n := d.Round(unit.length) / unit.length; d >= 2*unit.length {
			return fmt.Sprintf("%d %s", n, unit.name)
		}
	}
	if n := d.Round(time.Second) / time.Second; n != 1 {
		return fmt.Sprintf("%d seconds", n)
	}
	return "1 second"
}
