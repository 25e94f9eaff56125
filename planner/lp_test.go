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
	"time"

	"fika/planner/search"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// newRandomCompany returns a company with random rules, from loose to tight.
func newRandomCompany(r *rand.Rand, people, days int) problem {
	p := newCompany(people)
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

// TestPlanMatchesCBC solves sixty problems with CBC, using only the LP file, and logs
// the CPU time of both.
func TestPlanMatchesCBC(t *testing.T) {
	cbc := cbcPath(t)
	sizes := []struct{ people, days, count int }{{20, 6, 8}, {20, 27, 10}, {50, 20, 12}, {100, 13, 10}, {200, 27, 3}, {500, 13, 2}, {1000, 13, 1}, {2000, 13, 1}}
	r := rand.New(rand.NewPCG(3, 1))
	for _, size := range sizes {
		var all comparison
		for i := range size.count {
			p := newRandomCompany(r, size.people, size.days)
			t.Run(fmt.Sprintf("%d_people_%d_days_%d", size.people, size.days, i+1), func(t *testing.T) {
				m := p.compareWithCBC(t, cbc)
				all = comparison{all.proven + m.proven, all.items + m.items, all.fika + m.fika, all.cbc + m.cbc}
			})
		}
		t.Logf("%4d people, %2d days: %d of %d proven, %7d items each, fika %7v, cbc %7v, ratio %.0f", size.people, size.days, all.proven, size.count,
			all.items/size.count, (all.fika / time.Duration(size.count)).Round(10*time.Microsecond), (all.cbc / time.Duration(size.count)).Round(time.Millisecond),
			float64(all.cbc)/float64(all.fika))
	}
}

// TestEdgeCasesMatchCBC does the same for small problems with edge cases: windows at
// midnight, bookings, changes of clocks.
func TestEdgeCasesMatchCBC(t *testing.T) {
	cbc := cbcPath(t)
	draw := rapid.Custom(func(t *rapid.T) problem { return drawProblem(t, 8) })
	for i := range 60 {
		p := draw.Example(i)
		t.Run(fmt.Sprint(i), func(t *testing.T) { p.compareWithCBC(t, cbc) })
	}
}

// cbcPath returns the path of CBC. It skips the test if CBC is not installed.
func cbcPath(t *testing.T) string {
	path, err := exec.LookPath("cbc")
	if err != nil {
		t.Skip("SKIPPED: no program cbc (Debian: apt-get install coinor-cbc), so no plan is compared with a solver's")
	}
	if testing.Short() {
		t.Skip("SKIPPED: CBC takes minutes")
	}
	return path
}

// comparison is how fika and CBC did on some problems.
type comparison struct {
	proven, items int
	fika, cbc     time.Duration // CPU time: of the search, and of reading and solving the file
}

// compareWithCBC compares the plan of p with CBC's optimum.
func (p problem) compareWithCBC(t *testing.T, cbc string) (m comparison) {
	plan := Decide(p.now, p.rules, p.world)
	best, took := p.cbcOptimum(t, cbc)
	switch {
	case plan.Score > best || best > plan.Bound:
		t.Errorf("plan %d, optimum %d, bound %d", plan.Score, best, plan.Bound)
	case 1000*plan.Score < 999*best:
		t.Errorf("plan %d, optimum %d: more than a thousandth away", plan.Score, best)
	case plan.Proven && plan.Score != best:
		t.Errorf("plan %d is said to be the best, optimum %d", plan.Score, best)
	}
	if plan.Proven {
		m.proven = 1
	}
	all := &newInput(p.now, p.rules, p.world, "").newSurvey(true).model.problem
	m.items, m.cbc = len(all.Items), took
	start := cpuTime()
	search.Solve(all)
	m.fika = cpuTime() - start
	return m
}

// cbcOptimum returns CBC's optimum and its CPU time.
func (p problem) cbcOptimum(t *testing.T, cbc string) (Points, time.Duration) {
	dir := t.TempDir()
	lp, answer := filepath.Join(dir, "plan.lp"), filepath.Join(dir, "answer.txt")
	var text bytes.Buffer
	if err := WriteLP(&text, p.now, p.rules, p.world); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(lp, text.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), cbc, lp, "ratioGap", "0", "allowableGap", "0", "solve", "solution", answer)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("cbc: %v\n%s", err, out)
	}
	took := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	solution, err := os.ReadFile(answer)
	if err != nil {
		t.Fatalf("cbc has no answer: %v\n%s", err, out)
	}
	first, _, _ := strings.Cut(string(solution), "\n")
	var value float64
	if _, err := fmt.Sscanf(first, "Optimal - objective value %f", &value); err != nil {
		t.Fatalf("cbc says %q\n%s", first, out)
	}
	return Points(math.Round(math.Abs(value))), took
}

func TestMakeUnique(t *testing.T) {
	names := []string{"ana@example.com", "åsa@example.com", "ösa@example.com", "two words", "two\x00words", strings.Repeat("x", 50), strings.Repeat("x", 60)}
	makeUnique(names, 38)
	want := []string{"ana@example.com", "_sa@example.com", "_sa@example.com~2", "two_words", "two_words~2", strings.Repeat("x", 38), strings.Repeat("x", 38) + "~2"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
}
