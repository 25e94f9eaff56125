package app

import (
	"golang.org/x/sys/unix"
)

// sleepless is the clock that keeps running while the machine sleeps: on macOS the POSIX
// monotonic one, see clock_gettime(3).
const sleepless = unix.CLOCK_MONOTONIC
