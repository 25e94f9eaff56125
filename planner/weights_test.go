package planner

import (
	"math"
	"testing"
)

// TestLotIsGumbel computes the table anew.
func TestLotIsGumbel(t *testing.T) {
	for i := range 16 {
		want := math.Round(-1000 * math.Log(-math.Log((float64(i)+0.5)/16)))
		if got := gumbelQuantile(uint64(i)); float64(got) != want {
			t.Errorf("lot %d is %d, want %v", i, got, want)
		}
	}
}
