package store

import (
	"fmt"
	"time"
)

// layout of every time in the store: UTC, fixed width, so that text order is
// time order. What is finer than a millisecond is cut off: two instants of one
// millisecond are the same to the store, and none moves past another.
const layout = "2006-01-02T15:04:05.000Z"

// The first and last instants that layout can write. A calendar may say
// anything, and a row that cannot be read back would stop every later pass.
const (
	firstStamp = "0000-01-01T00:00:00.000Z"
	lastStamp  = "9999-12-31T23:59:59.999Z"
)

// stamp writes t, and the zero time as nothing.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.UTC()
	switch year := t.Year(); {
	case year < 0:
		return firstStamp
	case year > 9999:
		return lastStamp
	}
	return t.Format(layout)
}

// stampUp is stamp for the end of a stretch in which something is counted: an
// end within a millisecond includes all of it, so that what stamp cut off may
// make a count too high, never too low.
func stampUp(t time.Time) string { return stamp(t.Add(time.Millisecond - 1)) }

// unstamp reads what stamp wrote. Anything else means that somebody else wrote
// into the store.
func unstamp(text string, into *time.Time) error {
	*into = time.Time{}
	if text == "" {
		return nil
	}
	t, err := time.Parse(layout, text)
	if err != nil {
		return fmt.Errorf("%w: %q is no time", ErrCorrupt, text)
	}
	*into = t
	return nil
}
