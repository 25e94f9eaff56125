package network

import (
	"cmp"
	"slices"
	"time"

	"fika/internal/mailbox"
	"fika/internal/span"
)

// Encounter is one meeting as the user's calendar shows it. Who makes it out
// of an event leaves out what was cancelled and what the user declined, keeps
// one of several copies that say the same, and names in With those who said that
// they come, but neither the user nor rooms.
type Encounter struct {
	With []mailbox.Address // the others who are known by address; twice is once
	Span span.Span
	Size int // everybody who may have taken part, the user included; With may name fewer
}

// AllHands is the size above which a meeting says nothing about who knows whom.
// It is a choice: in a meeting of 12 the share of one person in another's
// attention is 1/11, and beyond it calendars mostly show audiences.
const AllHands = 12

// meeting is an encounter that counts: people by their index in a roster,
// sorted, each once.
type meeting struct {
	with []int
	end  time.Time // UTC
	size int
}

// roster numbers people in the order of their ids.
type roster struct {
	ids   []mailbox.Address
	index map[mailbox.Address]int
}

// counted are the encounters that count at now, oldest first and of one moment
// the smallest first, with the people in them. An encounter counts if it is
// over, has a length, somebody in it is known, and it is no all-hands. Somebody
// who was invited under two addresses was there once.
func counted(now time.Time, encounters []Encounter, who func(mailbox.Address) mailbox.Address) (roster, []meeting) {
	var kept []Encounter
	people := roster{index: map[mailbox.Address]int{}}
	for _, e := range encounters {
		if e.Span.Empty() || e.Span.End.After(now) || len(e.With) == 0 {
			continue
		}
		with := slices.Clone(e.With) // in one piece: there are tens of thousands
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
		if e.Size > AllHands {
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
		meetings[i] = meeting{with, e.Span.End.UTC(), e.Size}
	}
	slices.SortFunc(meetings, func(a, b meeting) int {
		return cmp.Or(a.end.Compare(b.end), cmp.Compare(a.size, b.size))
	})
	return meetings
}
