package simulation

import (
	"maps"
	"math"
	"slices"

	"fika/internal/mailbox"
	"fika/internal/network"
	"fika/internal/span"
)

// Structure describes the users' networks, as means over users. The weights of ties
// are as in [network.HalfLife].
type Structure struct {
	// Constraint is Burt's: sum over contacts j of (p_j + sum over q of
	// p_q p_qj)^2, where p is the share of a tie in all ties of its owner. Low is
	// good: contacts who do not know each other (R. Burt, Structural Holes, 1992).
	Constraint float64
	// EffectiveSize is the number of contacts minus their redundancy: sum over j of
	// 1 - sum over q of p_q m_jq, where m is a tie divided by the strongest of its
	// owner (Burt 1992).
	EffectiveSize float64
	// EI is (external - internal)/(external + internal) of the weight of ties with
	// other departments and with one's own (Krackhardt and Stern, Social Psychology
	// Quarterly 51, 1988): -1 is all internal, 1 all external.
	EI float64
	// TwoSteps is how many people a user reaches through at most one other, by ties of
	// at least [network.WarmStrength].
	TwoSteps float64
}

// ties are the strengths of ties in the organisation, by member and member. They are
// symmetric.
type ties []map[int]float64

func newTies(n int) ties {
	t := make(ties, n)
	for i := range t {
		t[i] = map[int]float64{}
	}
	return t
}

// add adds a meeting of members that ended age half-lives ago.
func (t ties) add(members []int, age float64) {
	if len(members) > network.MaxEncounterSize {
		return
	}
	weight := math.Exp2(-age) / float64(len(members)-1)
	for n, a := range members {
		for _, b := range members[:n] {
			t[a][b] += weight
			t[b][a] += weight
		}
	}
}

// networks returns everybody's ties at the start and at the end.
func (r *run) networks() (before, after ties) {
	before, after = newTies(len(r.org.Members)), newTies(len(r.org.Members))
	start := r.org.Start.At(0, r.org.Zone)
	enter := func(members []int, s span.Span) {
		if !s.End.After(start) {
			before.add(members, float64(start.Sub(s.End))/float64(network.HalfLife))
		}
		if !s.End.After(r.now) {
			after.add(members, float64(r.now.Sub(s.End))/float64(network.HalfLife))
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
func (r *run) structure(t ties) (mean Structure) {
	n := float64(max(1, len(r.users)))
	for _, u := range r.users {
		s := t.structureOf(u.member, func(i int) bool {
			return r.org.Members[i].Person.Department == r.org.Members[u.member].Person.Department
		})
		mean.Constraint += s.Constraint / n
		mean.EffectiveSize += s.EffectiveSize / n
		mean.EI += s.EI / n
		mean.TwoSteps += s.TwoSteps / n
	}
	return mean
}

// structureOf returns the structure of the network of one member. inside reports
// whether somebody is in the same department. Sums follow the order of members, so
// that every run gets the same result.
func (t ties) structureOf(me int, inside func(int) bool) Structure {
	var s Structure
	contacts := slices.Sorted(maps.Keys(t[me]))
	total := t.total(me)
	totals := map[int]float64{}
	for _, q := range contacts {
		totals[q] = t.total(q)
	}
	var within float64
	for _, j := range contacts {
		strongest, through := t.strongest(j), t[me][j]/total
		s.EffectiveSize++
		for _, q := range contacts {
			if w := t[j][q]; q != j && w > 0 {
				s.EffectiveSize -= t[me][q] / total * w / strongest
				through += t[me][q] / total * w / totals[q]
			}
		}
		s.Constraint += through * through
		if inside(j) {
			within += t[me][j]
		}
	}
	if total > 0 {
		s.EI = (total - 2*within) / total
	}
	s.TwoSteps = float64(t.twoStepReach(me))
	return s
}

// total returns the sum of i's ties.
func (t ties) total(i int) (sum float64) {
	for _, j := range slices.Sorted(maps.Keys(t[i])) {
		sum += t[i][j]
	}
	return sum
}

func (t ties) strongest(i int) (weight float64) {
	for _, w := range t[i] {
		weight = max(weight, w)
	}
	return weight
}

// twoStepReach returns how many others are within two warm ties of i.
func (t ties) twoStepReach(i int) int {
	seen := memberSet{}
	for j, w := range t[i] {
		if w < network.WarmStrength {
			continue
		}
		seen[j] = true
		for k, w := range t[j] {
			if w >= network.WarmStrength {
				seen[k] = true
			}
		}
	}
	delete(seen, i)
	return len(seen)
}
