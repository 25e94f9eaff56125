package app

import (
	"golang.org/x/sys/unix"
)

// sleepless is the clock that goes on while the machine sleeps.
const sleepless = unix.CLOCK_BOOTTIME
