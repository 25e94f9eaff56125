package app

import (
	"time"

	"golang.org/x/sys/unix"

	"fika/daemon"
)

// clocks reads the machine's clocks. Go's own monotonic clock, which counts from start,
// stops while the machine sleeps.
func (o Options) clocks(start time.Time) func() daemon.Clock {
	return func() daemon.Clock {
		c := daemon.Clock{Wall: o.Now().Round(0), Mono: time.Since(start)}
		var boot unix.Timespec
		if err := unix.ClockGettime(sleepless, &boot); err == nil {
			c.Boot = time.Duration(boot.Nano())
		}
		return c
	}
}
