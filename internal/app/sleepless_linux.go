package app

import (
	"golang.org/x/sys/unix"
)

// sleepless is the clock that keeps running while the machine sleeps.
const sleepless = unix.CLOCK_BOOTTIME
