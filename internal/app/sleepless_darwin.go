package app

import (
	"golang.org/x/sys/unix"
)

// sleepless is the clock that goes on while the machine sleeps: on macOS the one
// that POSIX calls monotonic, see clock_gettime(3).
const sleepless = unix.CLOCK_MONOTONIC
