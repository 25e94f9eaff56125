package calendar

import (
	"context"
	"time"
)

// Check is one thing that was looked at for somebody who asks how fika is.
type Check struct {
	Name string // what was looked at, a word or two
	OK   bool
	Text string // what was found
	Fix  string // what to do about it; "" if OK
}

// Checker is a calendar with more to look at than whether it can be read, such
// as the age of its sign-in.
type Checker interface {
	Check(ctx context.Context, now time.Time) []Check
}
