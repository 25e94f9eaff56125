package planner

import (
	"testing"
	"time"

	"fika/internal/span"

	"pgregory.net/rapid"
)

// TestCursorMatchesSpanHit compares cursor with [span.Hit] for queries in any order.
func TestCursorMatchesSpanHit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(what string) span.Span {
			start := time.Unix(int64(rapid.IntRange(0, 200).Draw(t, what)), 0)
			return span.New(start, time.Duration(rapid.IntRange(0, 20).Draw(t, what+" length"))*time.Second)
		}
		var spans []span.Span
		for range oneOf(t, "spans", 0, 3, 12) {
			spans = append(spans, draw("span"))
		}
		c := cursor{spans: span.Merge(spans)}
		for range 20 {
			asked := draw("asked")
			want, wantOK := span.Hit(c.spans, asked)
			if got, ok := c.overlapping(asked); got != want || ok != wantOK {
				t.Fatalf("%v in %v: %v %t, want %v %t", asked, c.spans, got, ok, want, wantOK)
			}
			if asked.Empty() {
				continue
			}
			same := time.Duration(rapid.Int64Range(0, int64(min(c.stableFor(asked), time.Minute))).Draw(t, "later"))
			if _, ok := span.Hit(c.spans, asked.Pad(-same, same)); ok != wantOK {
				t.Fatalf("%v in %v: hit %t, and %v later %t", asked, c.spans, wantOK, same, ok)
			}
		}
	})
}
