package simulation

import (
	"fika/internal/mailbox"
	"fika/internal/network"
	"fika/internal/span"
)

// networks returns everybody's ties at the start and at the end.
func (r *run) networks() (before, after network.Graph) {
	before, after = network.NewGraph(len(r.org.Members)), network.NewGraph(len(r.org.Members))
	start := r.org.Start.At(0, r.org.Zone)
	enter := func(members []int, s span.Span) {
		if !s.End.After(start) {
			before.Meet(members, len(members), float64(start.Sub(s.End))/float64(network.HalfLife))
		}
		if !s.End.After(r.now) {
			after.Meet(members, len(members), float64(r.now.Sub(s.End))/float64(network.HalfLife))
		}
	}
	for i := range r.org.Series {
		s := &r.org.Series[i]
		for week := -r.org.History; week < r.o.Weeks && len(s.Members) > 1; week++ {
			if when, ok := s.inWeek(r.org, week); ok {
				enter(s.Members, when)
			}
		}
	}
	r.pastMeetings(enter)
	for _, v := range r.invitations {
		if v.held {
			enter([]int{v.host.member, v.guest}, v.span)
		}
	}
	return before, after
}

// pastMeetings calls enter with the members' own encounters, in addition to the
// series.
func (r *run) pastMeetings(enter func([]int, span.Span)) {
	index := map[mailbox.Address]int{}
	for i := range r.org.Members {
		index[r.org.Members[i].Person.ID] = i
	}
	for i := range r.org.Members {
		for _, e := range r.org.Members[i].Past {
			members := []int{i}
			for _, id := range e.With {
				if j, ok := index[id]; ok {
					members = append(members, j)
				}
			}
			if len(members) > 1 && e.Size <= network.MaxEncounterSize {
				enter(members, e.Span)
			}
		}
	}
}

// structure returns the mean structure over users.
func (r *run) structure(g network.Graph) (mean network.Structure) {
	n := float64(max(1, len(r.users)))
	for _, u := range r.users {
		s := g.Structure(u.member, func(i int) network.Side {
			if r.org.Members[i].Person.Department == r.org.Members[u.member].Person.Department {
				return network.SideInside
			}
			return network.SideOutside
		})
		mean.Constraint += s.Constraint / n
		mean.EffectiveSize += s.EffectiveSize / n
		mean.EI += s.EI / n
		mean.TwoSteps += s.TwoSteps / n
	}
	return mean
}
