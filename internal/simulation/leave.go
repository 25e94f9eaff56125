package simulation

import (
	"slices"
	"time"

	"fika/internal/date"
	"fika/internal/span"
)

// Leave is some days on which a member is away.
type Leave struct {
	From, To date.Date // both included
	Shown    bool      // colleagues see it as busy time
}

// span returns l in a time zone.
func (l Leave) span(zone *time.Location) span.Span {
	return span.Span{Start: l.From.At(0, zone), End: l.To.AddDays(1).At(0, zone)}
}

// shownLeave returns the leave of member i that is in their calendar. That of users
// always is.
func (org *Organisation) shownLeave(i int) (spans []span.Span) {
	m := &org.Members[i]
	for _, l := range m.Leave {
		if l.Shown || len(m.Goals) > 0 {
			spans = append(spans, l.span(org.zone(i)))
		}
	}
	return span.Merge(spans)
}

// leaveAt returns the leave of member i that overlaps s, or nil.
func (org *Organisation) leaveAt(i int, s span.Span) *Leave {
	m := &org.Members[i]
	at := slices.IndexFunc(m.Leave, func(l Leave) bool { return l.span(org.zone(i)).Overlaps(s) })
	if at < 0 {
		return nil
	}
	return &m.Leave[at]
}

// isAway reports whether member i is on leave now.
func (r *run) isAway(i int) bool { return r.org.leaveAt(i, span.New(r.now, time.Minute)) != nil }

// addLeave gives everybody 25 days of leave in three stretches: two weeks, two weeks
// and one week, seven in ten of them in the calendar.
func (b *builder) addLeave() {
	for i := range b.org.Members {
		r := b.random.stream("leave", i)
		third := cycle / 3
		for n, weeks := range []int{2, 2, 1} {
			first := n*third + r.IntN(third-weeks)
			from := b.org.Start.AddDays(7 * first)
			b.org.Members[i].Leave = append(b.org.Members[i].Leave, Leave{
				From: from, To: from.AddDays(7*weeks - 1), Shown: r.Float64() < shareLeaveShown,
			})
		}
	}
}

// shareLeaveShown is the part of all leave that colleagues see in a calendar.
const shareLeaveShown = 0.7
