package search

import (
	"cmp"
	"slices"
)

// Promising returns the jobs that, by the bound of one relaxation, may be in a choice
// worth more than value, the most promising first. If such choices exist, a best one
// uses only these jobs. No choice is worth more than bound. If there are no such
// jobs, bound is value.
//
// Use it when p is an upper estimate: items may turn out to be worth less, or be
// impossible, so a choice in p proves nothing.
func Promising(p *Problem, value int64) (jobs []int32, bound int64) {
	s := newSolver(p)
	s.best, s.boundOnly = p.NewChoice(), true
	s.best.value = value
	root := s.root()
	if s.descend(root, s.rounds.root); s.cannotImprove(root) {
		return nil, value
	}
	whole, _ := s.relax(root, root.prices, make([]int, len(root.constraints)))
	losses := s.reducedCosts(root.prices)
	minLoss := map[int32]int64{} // by job
	for i := range root.items {
		item := &root.items[i]
		loss := losses.of(item)
		if unscale(whole-loss) <= value {
			continue
		}
		it := &p.Items[item.item]
		lower := func(job int32) {
			if was, known := minLoss[job]; !known || loss < was {
				minLoss[job] = loss
			}
		}
		if lower(it.Job); it.Second != 0 {
			lower(p.second(it).Job)
		}
	}
	for job := range minLoss {
		jobs = append(jobs, job)
	}
	slices.SortFunc(jobs, func(a, b int32) int { return cmp.Or(cmp.Compare(minLoss[a], minLoss[b]), cmp.Compare(a, b)) })
	if len(jobs) == 0 {
		return nil, value
	}
	return jobs, unscale(root.bound)
}
