package calendar

import (
	"context"
	"time"
)

// Check is the result of one health check.
type Check struct {
	Name string // what was checked, a word or two
	OK   bool
	Text string // what was found
	Fix  string // what to do about it; "" if OK
}

// Checker is a calendar with more to check than whether it can be read, such as the
// age of its sign-in.
type Checker interface {
	// Check makes the smallest possible request, and returns all that is known after it.
	Check(ctx context.Context, now time.Time) []Check

	// Known returns what is known without a request, which is as of the last use.
	Known(ctx context.Context, now time.Time) []Check
}
