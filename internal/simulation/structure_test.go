package simulation

import (
	"math"
	"testing"
)

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
