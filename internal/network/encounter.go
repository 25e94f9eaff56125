package network

import (
	"cmp"
	"slices"
	"time"

	"fika/internal/mailbox"
	"fika/internal/span"
)

// Encounter is one meeting from the user's calendar. Callers must omit cancelled and
// declined events and duplicates, and list in With the people who accepted, but
// neither the user nor rooms.
type Encounter struct {
	With []mailbox.Address // the others with a known address; duplicates count once
	Span span.Span
	Size int // everybody who may have taken part, including the user; With may have fewer
}

// MaxEncounterSize is the size above which a meeting says nothing about who knows
// whom. In a meeting of 12, each person gets 1/11 of another's attention, and larger
// meetings in calendars are mostly audiences. The limit is a choice.
const MaxEncounterSize = 12

// meeting is an encounter that counts: people by their index in a roster, sorted,
// without duplicates.
type meeting struct {
	with   []int
	end    time.Time // UTC
	size   int
	length time.Duration
}

// roster numbers people in the order of their ids.
type roster struct {
	ids   []mailbox.Address
	index map[mailbox.Address]int
}

// countingMeetings returns the encounters that count at now and the people in them, oldest
// first and then smallest first. An encounter counts if it is over, has a length,
// has somebody known in it, and is not an all-hands meeting. Somebody who was invited
// under two addresses counts once.
func countingMeetings(now time.Time, encounters []Encounter, who func(mailbox.Address) mailbox.Address) (roster, []meeting) {
	var kept []Encounter
	people := roster{index: map[mailbox.Address]int{}}
	for _, e := range encounters {
		if e.Span.Empty() || e.Span.End.After(now) || len(e.With) == 0 {
			continue
		}
		with := slices.Clone(e.With) // a single allocation: there are tens of thousands
		slices.Sort(with)
		with = slices.Compact(with)
		addresses := len(with)
		if who != nil {
			for i, id := range with {
				with[i] = who(id)
			}
			slices.Sort(with)
			with = slices.Compact(with)
		}
		e.With = with
		e.Size = max(e.Size-(addresses-len(with)), len(with)+1)
		if e.Size > MaxEncounterSize {
			continue
		}
		kept = append(kept, e)
		for _, id := range e.With {
			people.index[id] = 0
		}
	}
	for id := range people.index {
		people.ids = append(people.ids, id)
	}
	slices.Sort(people.ids)
	for i, id := range people.ids {
		people.index[id] = i
	}
	return people, people.meetings(kept)
}

func (r roster) meetings(encounters []Encounter) []meeting {
	meetings := make([]meeting, len(encounters))
	for i, e := range encounters {
		with := make([]int, len(e.With))
		for j, id := range e.With {
			with[j] = r.index[id]
		}
		meetings[i] = meeting{with, e.Span.End.UTC(), e.Size, e.Span.Len()}
	}
	slices.SortFunc(meetings, func(a, b meeting) int {
		return cmp.Or(a.end.Compare(b.end), cmp.Compare(a.size, b.size))
	})
	return meetings
}
