package planner

import (
	"math"
	"time"

	"fika/internal/span"
)

// cursor finds overlaps in a list of spans that do not overlap each other. Queries in
// order of time take amortised constant time, which makes thousands of calendars
// cheap.
type cursor struct {
	spans []span.Span // by start
	next  int         // every span before it ends at or before the last query's start
}

// overlapping returns the first span that overlaps s.
func (c *cursor) overlapping(s span.Span) (span.Span, bool) {
	if c.next > 0 && c.spans[c.next-1].End.After(s.Start) {
		c.next = 0
	}
	for c.next < len(c.spans) && !c.spans[c.next].End.After(s.Start) {
		c.next++
	}
	if c.next < len(c.spans) && c.spans[c.next].Start.Before(s.End) && !s.Empty() {
		return c.spans[c.next], true
	}
	return span.Span{}, false
}

// stableFor returns how far s can move later without changing the result of
// overlapping. Call overlapping(s) first; s must not be empty.
func (c *cursor) stableFor(s span.Span) time.Duration {
	switch {
	case c.next == len(c.spans):
		return math.MaxInt64
	case c.spans[c.next].Start.Before(s.End):
		return c.spans[c.next].End.Sub(s.Start) - 1
	}
	return c.spans[c.next].Start.Sub(s.End)
}

// covers reports whether a single span of the list covers s.
func (c *cursor) covers(s span.Span) bool {
	around, ok := c.overlapping(s)
	return ok && around.Covers(s)
}
