package calendar

import (
	"cmp"
	"slices"
	"time"
)

// A version of an occurrence: what makes two copies of it the same.
type version struct {
	uid, instance string
	start, end    int64 // Unix time
	travel        time.Duration
	as            Availability
}

// Unique drops duplicates: of events with the same UID and instance, at the same time,
// that do the same to their owner's time, it keeps the newest, see [Newer], and of
// equally new ones the first. Copies that differ in any of that are all kept, because
// nobody knows which one is right. So are events without a UID. Order is kept.
//
// seen returns the event that an element stands for, and its owner.
func Unique[T any](all []T, seen func(T) (Event, Owner)) []T {
	best := make(map[version]int, len(all))
	kept := make([]bool, len(all))
	for i, one := range all {
		e, owner := seen(one)
		kept[i] = true
		if e.UID == "" {
			continue
		}
		v := owner.version(e)
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

func (o Owner) version(e Event) version {
	as, _ := o.Judge(e)
	return version{e.UID, e.Instance, e.Span.Start.Unix(), e.Span.End.Unix(), e.Travel, as}
}

// Unique is [Unique] for events that o owns.
func (o Owner) Unique(events []Event) []Event {
	return Unique(events, func(e Event) (Event, Owner) { return e, o })
}

// Newer compares two copies of one event by their age, as [cmp.Compare] does: the
// higher SEQUENCE is newer, then the later DTSTAMP.
func Newer(a, b Event) int {
	return cmp.Or(cmp.Compare(a.Sequence, b.Sequence), a.Stamp.Compare(b.Stamp))
}

// Together is what several calendars of the owner hold: their events, the same
// ones once, and what else may take time.
func (o Owner) Together(listings []Listing) (events, doubts []Event) {
	o.Settle(listings)
	for _, l := range listings {
		events, doubts = append(slices.Grow(events, len(l.Events)), l.Events...), append(doubts, l.Doubts...)
	}
	return o.Unique(events), doubts
}

// Settle removes from each listing the occurrences of series that another listing
// moves: a moved occurrence may stand alone, without its series, in a calendar of its
// own (see [Listing.Strays]). One that does not take the owner's time moves
// nothing: a copy somewhere else frees no time.
func (o Owner) Settle(listings []Listing) {
	for i := range listings {
		moved := map[string][]Event{} // by UID
		for j, l := range listings {
			for _, e := range l.Strays {
				if as, _ := o.Judge(e); j != i && as != Free {
					moved[e.UID] = append(moved[e.UID], e)
				}
			}
		}
		if len(moved) == 0 {
			continue
		}
		listings[i].Events = slices.DeleteFunc(slices.Clone(listings[i].Events), func(e Event) bool {
			return slices.ContainsFunc(moved[e.UID], func(stray Event) bool { return o.place(e) == stray.Instance })
		})
	}
}

// place is where e lies, as an instance is named, if it lies where its series
// has it. Whoever moved it already knows better.
func (o Owner) place(e Event) string {
	place := e.Span.Start.UTC().Format("20060102T150405Z")
	if e.AllDay {
		place = e.Span.Start.In(o.Zone).Format("20060102")
	}
	if e.Instance != "" && e.Instance != place {
		return ""
	}
	return place
}
