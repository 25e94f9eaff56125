// Package span is arithmetic on half-open ranges of time, [Start, End).
//
// Adjacent spans touch without overlapping, so no code needs to add or subtract a
// minute. Ends are instants, compared independently of their zones. The package uses
// no calendar, no zone and no clock.
package span

import (
	"slices"
	"time"
)

// Span is the half-open range [Start, End). A span whose End is not after its Start
// is empty: it contains nothing and overlaps nothing.
type Span struct {
	Start, End time.Time
}

// New returns the span that begins at start and lasts d.
func New(start time.Time, d time.Duration) Span { return Span{start, start.Add(d)} }

// Empty reports whether s contains no instant.
func (s Span) Empty() bool { return !s.Start.Before(s.End) }

// Len is the length of s, zero if it is empty.
func (s Span) Len() time.Duration {
	if s.Empty() {
		return 0
	}
	return s.End.Sub(s.Start)
}

// Contains reports whether t is in s. The end is not.
func (s Span) Contains(t time.Time) bool { return !t.Before(s.Start) && t.Before(s.End) }

// Covers reports whether every instant of other is in s.
func (s Span) Covers(other Span) bool {
	return other.Empty() || !other.Start.Before(s.Start) && !other.End.After(s.End)
}

// Overlaps reports whether s and other share an instant.
func (s Span) Overlaps(other Span) bool {
	return !s.Empty() && !other.Empty() && s.Start.Before(other.End) && other.Start.Before(s.End)
}

// Clip returns the part of s inside window; it may be empty.
func (s Span) Clip(window Span) Span {
	if s.Start.Before(window.Start) {
		s.Start = window.Start
	}
	if s.End.After(window.End) {
		s.End = window.End
	}
	return s
}

// Pad returns s extended by before at its start and by after at its end.
func (s Span) Pad(before, after time.Duration) Span {
	return Span{s.Start.Add(-before), s.End.Add(after)}
}

// Merge returns the union of spans as sorted spans that neither overlap nor touch.
// Empty spans are dropped. The argument is not changed.
func Merge(spans []Span) []Span {
	sorted := make([]Span, 0, len(spans))
	for _, s := range spans {
		if !s.Empty() {
			sorted = append(sorted, s)
		}
	}
	slices.SortFunc(sorted, func(a, b Span) int { return a.Start.Compare(b.Start) })
	merged := sorted[:0]
	for _, s := range sorted {
		last := len(merged) - 1
		if last < 0 || s.Start.After(merged[last].End) {
			merged = append(merged, s)
			continue
		}
		if s.End.After(merged[last].End) {
			merged[last].End = s.End
		}
	}
	return merged
}

// Subtract returns from minus without, nil if nothing is left. Both must be merged,
// as [Merge] returns them; so is the result.
func Subtract(from, without []Span) []Span {
	left := make([]Span, 0, len(from)+len(without)) // the maximum
	i := 0
	for _, s := range from {
		for i < len(without) && !without[i].End.After(s.Start) {
			i++
		}
		rest := s
		for j := i; j < len(without) && without[j].Start.Before(rest.End); j++ {
			if before := (Span{rest.Start, without[j].Start}); !before.Empty() {
				left = append(left, before)
			}
			rest.Start = without[j].End
		}
		if !rest.Empty() {
			left = append(left, rest)
		}
	}
	if len(left) == 0 {
		return nil
	}
	return left
}

// Hit returns the first span of merged that overlaps s, and whether there is
// one. It searches in logarithmic time, so merged must be as [Merge] returns it.
func Hit(merged []Span, s Span) (Span, bool) {
	i, _ := slices.BinarySearchFunc(merged, s.Start, func(m Span, t time.Time) int {
		if m.End.After(t) {
			return 1
		}
		return -1
	})
	if i < len(merged) && merged[i].Overlaps(s) {
		return merged[i], true
	}
	return Span{}, false
}
