package planner

import "fika/span"

// cursor looks spans up in a list without overlaps. Questions that come in order
// of time cost one step each, which is what makes thousands of calendars cheap.
type cursor struct {
	spans []span.Span // by start
	next  int         // every span before it ends at or before the last question's start
}

// hit is the first span that overlaps s.
func (c *cursor) hit(s span.Span) (span.Span, bool) {
	if c.next > 0 && c.spans[c.next-1].End.After(s.Start) {
		c.next = 0
	}
	for c.next < len(c.spans) && !c.spans[c.next].End.After(s.Start) {
		c.next++
	}
	if c.next < len(c.spans) && c.spans[c.next].Overlaps(s) {
		return c.spans[c.next], true
	}
	return span.Span{}, false
}

// covers reports whether one span of the list covers s.
func (c *cursor) covers(s span.Span) bool {
	around, ok := c.hit(s)
	return ok && around.Covers(s)
}
