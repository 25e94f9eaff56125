package planner

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"fika/planner/search"

	"pgregory.net/rapid"
)

// newManyCoffees returns a company that plans many coffees at once, for which the
// relaxation has a gap.
func newManyCoffees(r *rand.Rand) problem {
	p := newCompany(20 + r.IntN(81))
	p.rules.Horizon, p.rules.PerDay, p.rules.PerWeek, p.rules.Open = 27, 3, 15, 12+r.IntN(10)
	p.rules.BusyWeek, p.rules.Guards.PerTeam = 0, 0
	return p
}

// proof summarises how the search ended on some problems.
type proof struct {
	problems, proven, atRoot, first int
	loss, mostLoss, mostGap         float64 // fractions of the best plan's value: lost by the initial choice, and unproven
}

// add solves p and counts the result.
func (all *proof) add(p problem) {
	found := search.Solve(&newInput(p.now, p.rules, p.world, "").survey().model.problem)
	loss := 0.0
	if found.Value > 0 {
		loss = float64(found.Value-found.InitialValue) / float64(found.Value)
		all.mostGap = max(all.mostGap, float64(found.Bound-found.Value)/float64(found.Bound))
	}
	all.problems++
	for count, is := range map[*int]bool{&all.proven: found.Proven(), &all.atRoot: found.Proven() && found.Nodes == 0, &all.first: loss == 0} {
		if is {
			*count++
		}
	}
	all.loss += loss
	all.mostLoss = max(all.mostLoss, loss)
}

func (all proof) String() string {
	return fmt.Sprintf("%d problems, %d proven, %d at the root; first choice best for %d, loss %.1f %% in the mean, %.1f %% at most; open gap %.1f %% at most",
		all.problems, all.proven, all.atRoot, all.first, 100*all.loss/float64(all.problems), 100*all.mostLoss, 100*all.mostGap)
}

// TestPlansAreProven checks how many plans are proven: of companies with random
// rules, of small problems with edge cases, and of many coffees at once. It logs the
// figures.
func TestPlansAreProven(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: a minute of searches")
	}
	r := rand.New(rand.NewPCG(5, 1))
	sizes := []struct{ people, days int }{{20, 6}, {20, 27}, {50, 20}, {100, 13}, {200, 27}, {500, 13}, {1000, 13}, {2000, 13}}
	odd := rapid.Custom(func(t *rapid.T) problem { return drawProblem(t, 8) })
	for _, family := range []struct {
		name     string
		problems int
		draw     func(i int) problem
		proven   float64 // at least this part
	}{
		{"companies", 120, func(i int) problem { s := sizes[i%len(sizes)]; return newRandomCompany(r, s.people, s.days) }, 1},
		{"small and odd", 1000, func(i int) problem { return odd.Example(i) }, 0.999},
		{"many at once", 30, func(int) problem { return newManyCoffees(r) }, 0.8},
	} {
		var all proof
		for i := range family.problems {
			all.add(family.draw(i))
		}
		t.Logf("%s: %v", family.name, all)
		if float64(all.proven) < family.proven*float64(all.problems) || all.mostGap > 0.05 {
			t.Errorf("%s: too few are proven, or too little", family.name)
		}
	}
}
