package calendar

import (
	"cmp"
	"slices"
	"time"
)

// occurrenceVersion holds the fields in which two copies of an occurrence must agree to
// be duplicates.
type occurrenceVersion struct {
	uid, instance string
	start, end    int64 // Unix time
	travel        time.Duration
	as            Availability
}

// Unique removes duplicates: events with the same UID and instance, at the same
// time, and with the same effect on their owner's time. Copies that differ in any of
// that are all kept, because it is unknown which one is right. Of duplicates the
// newest is kept, see [Newer], and of equally new ones the first. The order stays.
// Events without a UID are never duplicates.
//
// seen returns the event and the owner of an element.
func Unique[T any](all []T, seen func(T) (Event, Owner)) []T {
	best := make(map[occurrenceVersion]int, len(all))
	kept := make([]bool, len(all))
	for i, one := range all {
		e, owner := seen(one)
		kept[i] = true
		if e.UID == "" {
			continue
		}
		v := owner.versionOf(e)
		j, again := best[v]
		if again {
			if other, _ := seen(all[j]); Newer(e, other) <= 0 {
				kept[i] = false
				continue
			}
			kept[j] = false
		}
		best[v] = i
	}
	unique := make([]T, 0, len(best))
	for i, one := range all {
		if kept[i] {
			unique = append(unique, one)
		}
	}
	return unique
}

func (o Owner) versionOf(e Event) occurrenceVersion {
	as, _ := o.Availability(e)
	return occurrenceVersion{e.UID, e.Instance, e.Span.Start.Unix(), e.Span.End.Unix(), e.Travel, as}
}

// Unique is [Unique] for events owned by o.
func (o Owner) Unique(events []Event) []Event {
	return Unique(events, func(e Event) (Event, Owner) { return e, o })
}

// Newer compares the age of two copies of an event, like [cmp.Compare]: the higher
// SEQUENCE is newer, then the later DTSTAMP.
func Newer(a, b Event) int {
	return cmp.Or(cmp.Compare(a.Sequence, b.Sequence), a.Stamp.Compare(b.Stamp))
}

// Combine returns the events of several calendars of the owner, without duplicates,
// and their doubts.
func (o Owner) Combine(listings []Listing) (events, doubts []Event) {
	o.ApplyMoves(listings)
	for _, l := range listings {
		events, doubts = append(slices.Grow(events, len(l.Events)), l.Events...), append(doubts, l.Doubts...)
	}
	return o.Unique(events), doubts
}

// ApplyMoves removes from each listing the occurrences that an override in another
// listing moves: an override may be in a different calendar than its series (see
// [Listing.DetachedOverrides]). An override that does not take the owner's time is
// ignored, so that a copy in another calendar never frees time.
func (o Owner) ApplyMoves(listings []Listing) {
	for i := range listings {
		moved := map[string][]Event{} // by UID
		for j, l := range listings {
			for _, e := range l.DetachedOverrides {
				if as, _ := o.Availability(e); j != i && as != Free {
					moved[e.UID] = append(moved[e.UID], e)
				}
			}
		}
		if len(moved) == 0 {
			continue
		}
		listings[i].Events = slices.DeleteFunc(slices.Clone(listings[i].Events), func(e Event) bool {
			return slices.ContainsFunc(moved[e.UID], func(stray Event) bool { return o.instanceInSeries(e) == stray.Instance })
		})
	}
}

// instanceInSeries returns the start of e in the form of [Event.Instance] if e takes
// place where its series puts it, "" if it was moved.
func (o Owner) instanceInSeries(e Event) string {
	place := e.Span.Start.UTC().Format("20060102T150405Z")
	if e.AllDay {
		place = e.Span.Start.In(o.Zone).Format("20060102")
	}
	if e.Instance != "" && e.Instance != place {
		return ""
	}
	return place
}
