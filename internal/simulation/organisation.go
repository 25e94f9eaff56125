package simulation

import (
	"cmp"
	"time"

	"fika/internal/date"
	"fika/internal/mailbox"
	"fika/internal/network"
	"fika/internal/span"
	"fika/planner"
)

// Organisation is a group of people and their regular meetings.
type Organisation struct {
	Zone    *time.Location
	Start   date.Date // the Monday on which the first week begins
	Members []Member
	Series  []Series
	History int // weeks before Start in which the series count as past meetings
}

// Member is a person in the organisation. Members with goals use fika.
type Member struct {
	Person planner.Person // ties and busy times are filled in by the simulation
	Rules  planner.Rules
	Goals  []planner.Goal
	Past   []network.Encounter // meetings of a user, in addition to the series
	Leave  []Leave             // sorted
}

// zone returns the time zone of member i.
func (org *Organisation) zone(i int) *time.Location {
	return cmp.Or(org.Members[i].Person.Zone, org.Zone)
}

// Series is a meeting that repeats every few weeks. With a single member it is only
// busy time.
type Series struct {
	Members      []int // indices into Organisation.Members
	Day          int   // days after Monday
	At           date.Clock
	Length       time.Duration
	Every, Phase int            // it takes place in week w if (w - Phase) is a multiple of Every
	Zone         *time.Location // of At; nil: the organisation's
}

// inWeek returns when the series takes place in a week, and whether it does. Weeks
// before the first are negative.
func (s *Series) inWeek(org *Organisation, week int) (span.Span, bool) {
	if (week-s.Phase)%s.Every != 0 {
		return span.Span{}, false
	}
	return span.New(org.Start.AddDays(7*week+s.Day).At(s.At, cmp.Or(s.Zone, org.Zone)), s.Length), true
}

// memberSet is a set of members.
type memberSet map[int]bool

// findAcquaintances returns, for each member, the people they share a series or a past
// encounter with.
func findAcquaintances(org *Organisation) []memberSet {
	knows := make([]memberSet, len(org.Members))
	index := make(map[mailbox.Address]int, len(org.Members))
	for i := range org.Members {
		knows[i] = memberSet{}
		index[org.Members[i].Person.ID] = i
	}
	meet := func(i, j int) {
		if i != j {
			knows[i][j], knows[j][i] = true, true
		}
	}
	for i := range org.Series {
		s := &org.Series[i]
		for n, a := range s.Members {
			for _, b := range s.Members[:n] {
				if len(s.Members) <= network.MaxEncounterSize {
					meet(a, b)
				}
			}
		}
	}
	for i := range org.Members {
		for _, e := range org.Members[i].Past {
			for _, id := range e.With {
				if j, ok := index[id]; ok && e.Size <= network.MaxEncounterSize {
					meet(i, j)
				}
			}
		}
	}
	return knows
}

// countCommon returns how many acquaintances two members share.
func (m memberSet) countCommon(other memberSet) (n int) {
	for i := range m {
		if other[i] {
			n++
		}
	}
	return n
}
