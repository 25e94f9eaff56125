package network

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestStructure checks the measures on networks small enough to work out by
// hand.
func TestStructure(t *testing.T) {
	pairs := func(n int, list ...[2]int) Graph {
		t := NewGraph(n)
		for _, p := range list {
			t.Meet([]int{p[0], p[1]}, 2, 0)
		}
		return t
	}
	star := pairs(5, [2]int{0, 1}, [2]int{0, 2}, [2]int{0, 3}, [2]int{0, 4})
	// p = 1/2, 1/4, 1/4; the first two contacts share a tie of 1.
	weighted := Graph{{1: 2, 2: 1, 3: 1}, {0: 2, 2: 1}, {0: 1, 1: 1}, {0: 1}}
	triangle := pairs(3, [2]int{0, 1}, [2]int{1, 2}, [2]int{0, 2})
	tests := []struct {
		name   string
		graph  Graph
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
		// Constraint: (1/2 + 1/4 1/2)^2 + (1/4 + 1/2 1/3)^2 + (1/4)^2. Effective size:
		// 3 - 1/4 1/2 - 1/2 1: the first contact's strongest tie is 2, the second's is 1.
		{"ties of different strength", weighted, 0, []int{1}, Structure{
			Constraint: 0.625*0.625 + 25.0/144 + 0.0625, EffectiveSize: 2.375, EI: 0, TwoSteps: 3}},
		{"nobody", NewGraph(2), 0, nil, Structure{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := tt.graph.Structure(tt.me, func(i int) Side {
				if slices.Contains(tt.inside, i) {
					return SideInside
				}
				return SideOutside
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

// TestEffectiveSizeOfEqualTies checks that with ties of one strength the effective size is
// n - 2t/n, for n contacts with t ties among them (S. Borgatti, "Structural holes: unpacking
// Burt's redundancy measures", Connections 20, 1997), and his example: six contacts with four
// ties, 4.67.
func TestEffectiveSizeOfEqualTies(t *testing.T) {
	effective := func(n int, ties [][2]int) float64 {
		g := NewGraph(n + 1)
		for i := range n {
			g.Meet([]int{i, n}, 2, 0)
		}
		for _, x := range ties {
			g.Meet(x[:], 2, 0)
		}
		return g.Structure(n, func(int) Side { return SideUnknown }).EffectiveSize
	}
	if got := effective(6, [][2]int{{0, 1}, {0, 4}, {1, 3}, {2, 3}}); math.Abs(got-4.67) > 0.005 {
		t.Errorf("%v, not 4.67", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 9).Draw(t, "contacts")
		var ties [][2]int
		for i := range n {
			for j := range i {
				if rapid.Bool().Draw(t, "tie") {
					ties = append(ties, [2]int{i, j})
				}
			}
		}
		if got, want := effective(n, ties), float64(n)-2*float64(len(ties))/float64(n); math.Abs(got-want) > 1e-9 {
			t.Errorf("%v, not %v", got, want)
		}
	})
}

// TestUnknownSides checks that people of no known department are in no E-I index.
func TestUnknownSides(t *testing.T) {
	g := Graph{{1: 3, 2: 1, 3: 4}, {0: 3}, {0: 1}, {0: 4}}
	side := func(i int) Side { return []Side{0, SideInside, SideOutside, SideUnknown}[i] }
	if got := g.Structure(0, side).EI; math.Abs(got+0.5) > 1e-9 {
		t.Errorf("%v, not (1-3)/4", got)
	}
}

// TestTiesFade checks the weight of a meeting by size and age.
func TestTiesFade(t *testing.T) {
	all := NewGraph(20)
	all.Meet([]int{0, 1, 2}, 3, 1) // of three, one half-life ago
	if got := all[0][1]; got != 0.25 {
		t.Errorf("got %v, want 1/2 of 1/2", got)
	}
	crowd := make([]int, 13)
	for i := range crowd {
		crowd[i] = i + 3
	}
	all.Meet(crowd, len(crowd), 0)
	if got := len(all[3]); got != 0 {
		t.Errorf("an all-hands made %d ties", got)
	}
}
