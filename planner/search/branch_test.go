package search

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestSettleKeepsWhatFits lets one job come at one spot. Whatever may be chosen
// beside it must still be there.
func TestSettleKeepsWhatFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t)
		s := newSolver(p)
		s.best = p.Empty()
		root := s.root()
		if p.Most < 2 || len(root.cells) == 0 {
			t.Skip("nothing to choose beside another")
		}
		at := root.cells[rapid.IntRange(0, len(root.cells)-1).Draw(t, "cell")]
		job := at.links[0]
		part := root.without(func(c *cell) bool { return c.links[0] == job && c.spot != at.spot })
		part.atLeast(job, 1)
		if !s.settle(part) {
			t.Fatal("the job cannot come")
		}
		var left []int32
		for _, c := range part.cells {
			left = append(left, c.item)
		}
		p.every(nil, 0, func(chosen []int32, _ int64) {
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
