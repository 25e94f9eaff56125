package search

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestPropagateKeepsWhatFits restricts a job to one position. Everything that can be
// chosen with it must remain.
func TestPropagateKeepsWhatFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t)
		s := newSolver(p)
		s.best = p.NewChoice()
		root := s.root()
		if p.MaxItems < 2 || len(root.items) == 0 {
			t.Skip("nothing to choose beside another")
		}
		at := root.items[rapid.IntRange(0, len(root.items)-1).Draw(t, "item")]
		job := at.constraints[0]
		part := root.without(func(item *relaxedItem) bool { return item.uses(job) && item.position != at.position })
		part.requireAtLeast(job, 1)
		if !s.propagate(part) {
			t.Fatal("the job cannot come")
		}
		var left []int32
		for _, c := range part.items {
			left = append(left, c.item)
		}
		p.eachChoice(nil, 0, func(chosen []int32, _ int64) {
			if !slices.Contains(chosen, at.item) {
				return
			}
			for _, i := range chosen {
				if slices.Contains(s.items, i) && !slices.Contains(left, i) {
					t.Errorf("%d is not left, and may be chosen with %v", i, chosen)
				}
			}
		})
	})
}
