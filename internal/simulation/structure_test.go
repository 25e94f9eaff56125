package simulation

import (
	"math"
	"testing"
)

// TestStructure checks the measures on networks small enough to work out by
// hand.
func TestStructure(t *testing.T) {
	pairs := func(n int, list ...[2]int) ties {
		t := newTies(n)
		for _, p := range list {
			t.add([]int{p[0], p[1]}, 0)
		}
		return t
	}
	star := pairs(5, [2]int{0, 1}, [2]int{0, 2}, [2]int{0, 3}, [2]int{0, 4})
	triangle := pairs(3, [2]int{0, 1}, [2]int{1, 2}, [2]int{0, 2})
	tests := []struct {
		name   string
		ties   ties
		me     int
		inside []int
		want   Structure
	}{
		// Four contacts of a quarter each, who do not know each other.
		{"the middle of a star", star, 0, []int{1}, Structure{Constraint: 4 * 0.25 * 0.25, EffectiveSize: 4, EI: 0.5, TwoSteps: 4}},
		// All of the time with one contact.
		{"an end of a star", star, 1, []int{0}, Structure{Constraint: 1, EffectiveSize: 1, EI: -1, TwoSteps: 4}},
		// p = 1/2 each, and p_q p_qj = 1/4: 2 (3/4)^2. Each repeats half of the other.
		{"a triangle", triangle, 0, nil, Structure{Constraint: 1.125, EffectiveSize: 1, EI: 1, TwoSteps: 2}},
		{"nobody", newTies(2), 0, nil, Structure{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := tt.ties.structureOf(tt.me, func(i int) bool {
				for _, j := range tt.inside {
					if i == j {
						return true
					}
				}
				return false
			})
			for _, pair := range [][2]float64{
				{got.Constraint, tt.want.Constraint}, {got.EffectiveSize, tt.want.EffectiveSize},
				{got.EI, tt.want.EI}, {got.TwoSteps, tt.want.TwoSteps},
			} {
				if math.Abs(pair[0]-pair[1]) > 1e-9 {
					t.Fatalf("got %+v, want %+v", got, tt.want)
				}
			}
		})
	}
}

// TestTiesFade checks the weight of a meeting by size and age.
func TestTiesFade(t *testing.T) {
	all := newTies(20)
	all.add([]int{0, 1, 2}, 1) // of three, one half-life ago
	if got := all[0][1]; got != 0.25 {
		t.Errorf("got %v, want 1/2 of 1/2", got)
	}
	crowd := make([]int, 13)
	for i := range crowd {
		crowd[i] = i + 3
	}
	all.add(crowd, 0)
	if got := len(all[3]); got != 0 {
		t.Errorf("an all-hands made %d ties", got)
	}
}

func TestGini(t *testing.T) {
	for _, tt := range []struct {
		counts []int
		want   float64
	}{
		{[]int{3, 3, 3}, 0},
		{[]int{0, 0, 0, 4}, 0.75},
		{[]int{0, 0}, 0},
		{[]int{2, 1}, 1.0 / 6},
	} {
		if got := gini(tt.counts); math.Abs(got-tt.want) > 1e-9 {
			t.Errorf("gini(%v) = %v, want %v", tt.counts, got, tt.want)
		}
	}
}
