package span

import (
	"fmt"
	"time"
)

// Words says to people how long d is, whichever way it runs: in the largest unit,
// from days down to seconds, of which there are at least two. It is rounded, and a
// day is 24 hours.
func Words(d time.Duration) string {
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
