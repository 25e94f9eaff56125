package planner

import (
	"math"
	"testing"
)

// TestGumbelQuantile recomputes the table.
func TestGumbelQuantile(t *testing.T) {
	for i := range 16 {
		want := math.Round(-1000 * math.Log(-math.Log((float64(i)+0.5)/16)))
		if got := gumbelQuantile(uint64(i)); float64(got) != want {
			t.Errorf("lot %d is %d, want %v", i, got, want)
		}
	}
}
