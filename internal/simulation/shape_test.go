package simulation

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestInvent checks that a shape is the same every time, that everybody is connected
// with everybody, and that its people can be simulated.
func TestInvent(t *testing.T) {
	for _, shape := range Shapes() {
		g, err := Invent(shape, 160, 1)
		if err != nil {
			t.Fatal(err)
		}
		again, _ := Invent(shape, 160, 1)
		other, _ := Invent(shape, 160, 2)
		if !cmp.Equal(g, again) || cmp.Equal(g, other) {
			t.Errorf("%s: the seed does not determine the network", shape)
		}
		near, reached, next := g.neighbours(), map[int]bool{0: true}, []int{0}
		for len(next) > 0 {
			for i := range near[next[0]] {
				if !reached[i] {
					reached[i], next = true, append(next, i)
				}
			}
			next = next[1:]
		}
		if len(reached) != 160 {
			t.Errorf("%s: only %d people are connected", shape, len(reached))
		}
		if _, err := NewOrganisation(g, 1, 16); err != nil {
			t.Errorf("%s: %v", shape, err)
		}
	}
}

// TestTwoSites checks that hubs hold most of the ties between the sites.
func TestTwoSites(t *testing.T) {
	g, err := Invent(TwoSites, 160, 1)
	if err != nil {
		t.Fatal(err)
	}
	var between share
	for _, tie := range g.Ties {
		if teamNumber(t, g, tie.A)%2 != teamNumber(t, g, tie.B)%2 {
			between.add(tie.A%12 == 0 && tie.B%12 == 0)
		}
	}
	hubs := share{13 * 13, 160 * 160}
	if between.percent() < 20*hubs.percent() {
		t.Errorf("%.1f %% of the ties between sites are between hubs, who are %.1f %% of all pairs", between.percent(), hubs.percent())
	}
}

func TestInventRefuses(t *testing.T) {
	for _, refused := range []struct {
		shape  Shape
		people int
	}{{"star", 100}, {SmallWorld, MinInvented - 1}, {SmallWorld, MaxInvented + 1}} {
		if _, err := Invent(refused.shape, refused.people, 1); err == nil {
			t.Errorf("%+v was accepted", refused)
		}
	}
}
