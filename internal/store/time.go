package store

import (
	"fmt"
	"time"
)

// timeFormat is the format of every time in the store: UTC with a fixed width, so that
// text order is time order. Times are truncated to milliseconds, so two instants in
// one millisecond are the same, and none moves past another.
const timeFormat = "2006-01-02T15:04:05.000Z"

// The first and last instants that timeFormat can write. A calendar may say
// anything, and a row that cannot be read back would stop every later pass.
const (
	firstTime = "0000-01-01T00:00:00.000Z"
	lastTime  = "9999-12-31T23:59:59.999Z"
)

// formatTime writes t, and the zero time as nothing.
func formatTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.UTC()
	switch year := t.Year(); {
	case year < 0:
		return firstTime
	case year > 9999:
		return lastTime
	}
	return t.Format(timeFormat)
}

// formatTimeUp is formatTime for the end of a range in which something is counted. It includes
// the whole millisecond, so that truncation can make a count too high, but never too
// low.
func formatTimeUp(t time.Time) string { return formatTime(t.Add(time.Millisecond - 1)) }

// parseTime parses what formatTime wrote. Anything else means that another program wrote to
// the store.
func parseTime(text string, into *time.Time) error {
	*into = time.Time{}
	if text == "" {
		return nil
	}
	t, err := time.Parse(timeFormat, text)
	if err != nil {
		return fmt.Errorf("%w: %q is not a time", ErrCorrupt, text)
	}
	*into = t
	return nil
}
