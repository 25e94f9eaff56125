package planner

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// tightened is a company's problem under rules that r draws, from loose to
// tight.
func tightened(r *rand.Rand, people, days int) problem {
	p := company(people)
	p.rules.Horizon = days
	p.rules.PerDay = []int{1, 1, 1, 2, 3}[r.IntN(5)]
	p.rules.PerWeek = p.rules.PerDay + r.IntN(5)
	p.rules.Open = 1 + r.IntN(10)
	p.rules.Guards.PerTeam = r.IntN(4)
	if r.IntN(2) == 0 {
		p.rules.BusyWeek = 0
	}
	if r.IntN(3) == 0 {
		p.rules.Windows = week("mon-fri 09:00-12:00; mon-fri 13:00-15:00")
	}
	return p
}

// TestPlanIsTheOptimum solves sixty problems with CBC, from the LP file alone.
func TestPlanIsTheOptimum(t *testing.T) {
	cbc := solver(t)
	sizes := []struct{ people, days, count int }{{20, 27, 10}, {20, 6, 8}, {50, 20, 12}, {100, 13, 10}, {200, 27, 8}, {500, 13, 6}, {1000, 13, 4}, {2000, 13, 2}}
	r := rand.New(rand.NewPCG(3, 1))
	proven, n := 0, 0
	for _, size := range sizes {
		for range size.count {
			n++
			p := tightened(r, size.people, size.days)
			t.Run(fmt.Sprintf("%d_people_%d_days_%d", size.people, size.days, n), func(t *testing.T) {
				if p.comparesWith(t, cbc) {
					proven++
				}
			})
		}
	}
	t.Logf("%d of %d plans are proven", proven, n)
}

// TestOddPlansAreTheOptimum does the same for small problems with everything
// that may be odd about them: windows at midnight, bookings, clock changes.
func TestOddPlansAreTheOptimum(t *testing.T) {
	cbc := solver(t)
	draw := rapid.Custom(func(t *rapid.T) problem { return drawProblem(t, 8) })
	for i := range 60 {
		p := draw.Example(i)
		t.Run(fmt.Sprint(i), func(t *testing.T) { p.comparesWith(t, cbc) })
	}
}

// solver is the path of CBC; without it the test is skipped.
func solver(t *testing.T) string {
	path, err := exec.LookPath("cbc")
	if err != nil {
		t.Skip("SKIPPED: no program cbc (Debian: apt-get install coinor-cbc), so no plan is compared with a solver's")
	}
	if testing.Short() {
		t.Skip("SKIPPED: CBC takes minutes")
	}
	return path
}

// comparesWith holds the plan of p against the solver's optimum.
func (p problem) comparesWith(t *testing.T, cbc string) (proven bool) {
	plan := Decide(p.now, p.rules, p.world)
	best := p.optimum(t, cbc)
	switch {
	case plan.Score > best || best > plan.Bound:
		t.Errorf("plan %d, optimum %d, bound %d", plan.Score, best, plan.Bound)
	case 1000*plan.Score < 999*best:
		t.Errorf("plan %d, optimum %d: more than a thousandth away", plan.Score, best)
	case plan.Proven && plan.Score != best:
		t.Errorf("plan %d is said to be the best, optimum %d", plan.Score, best)
	}
	return plan.Proven
}

// optimum is what CBC finds.
func (p problem) optimum(t *testing.T, cbc string) Points {
	dir := t.TempDir()
	lp, answer := filepath.Join(dir, "plan.lp"), filepath.Join(dir, "answer.txt")
	var text bytes.Buffer
	if err := WriteLP(&text, p.now, p.rules, p.world); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(lp, text.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), cbc, lp, "ratioGap", "0", "allowableGap", "0", "solve", "solution", answer).CombinedOutput()
	if err != nil {
		t.Fatalf("cbc: %v\n%s", err, out)
	}
	solution, err := os.ReadFile(answer)
	if err != nil {
		t.Fatalf("cbc has no answer: %v\n%s", err, out)
	}
	first, _, _ := strings.Cut(string(solution), "\n")
	var value float64
	if _, err := fmt.Sscanf(first, "Optimal - objective value %f", &value); err != nil {
		t.Fatalf("cbc says %q\n%s", first, out)
	}
	return Points(math.Round(math.Abs(value)))
}
