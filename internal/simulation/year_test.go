package simulation

import (
	"math"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"fika/internal/span"
)

func teamNumber(t *testing.T, g *Graph, i int) int {
	t.Helper()
	n, err := strconv.Atoi(g.Teams[i])
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// newTestYear returns a year of an organisation of 200 people, 40 of them users.
func newTestYear(t *testing.T, seed uint64) *Organisation {
	t.Helper()
	g, err := Invent(Departments, 200, 1)
	if err != nil {
		t.Fatal(err)
	}
	org, err := NewYear(g, seed, 40)
	if err != nil {
		t.Fatal(err)
	}
	return org
}

// TestYear is the short form of make year: whatever a guest is owed in any case, and
// that fika is accepted at least as often as the best of the others.
func TestYear(t *testing.T) {
	outcomes := map[Policy]*Outcome{}
	for _, p := range []Policy{Fika, RoundRobin} {
		o, err := Run(t.Context(), newTestYear(t, 1), Options{Policy: p, Weeks: 10, Seed: 1, Invitations: 2})
		if err != nil {
			t.Fatal(err)
		}
		outcomes[p] = o
		if o.ShownLeave != 0 || o.Lunch != 0 || o.OutsideHours != 0 {
			t.Errorf("%s: %.0f coffees in shown leave, %.0f in lunch, %.0f outside hours", p, o.ShownLeave, o.Lunch, o.OutsideHours)
		}
		if o.HiddenLeave == 0 || math.IsNaN(o.SeniorMedian) || o.AfterNoMonth == 0 {
			t.Errorf("%s: the year lacks leave, levels or refusals: %+v", p, o.Invited)
		}
	}
	fika, other := outcomes[Fika], outcomes[RoundRobin]
	if fika.Accepted < other.Accepted || fika.SameDay > other.SameDay || fika.ConnectedShare > other.ConnectedShare || fika.SeniorMedian > other.SeniorMedian {
		t.Errorf("fika is not better for its guests: %+v, round robin: %+v", fika.Invited, other.Invited)
	}
}

// TestLevels checks the shares of the levels, that managers are above, and that the
// organisation has one head.
func TestLevels(t *testing.T) {
	org := newTestYear(t, 1)
	count := make([]int, len(levels)+1)
	without := 0
	for i := range org.Members {
		p := &org.Members[i].Person
		count[p.Level]++
		if p.Manager == "" {
			without++
		}
		for j := range org.Members {
			if above := &org.Members[j].Person; above.ID == p.Manager && above.Level <= p.Level {
				t.Errorf("%s of level %d manages %s of level %d", above.ID, above.Level, p.ID, p.Level)
			}
		}
	}
	if want := []int{0, 164, 24, 8, 3, 1}; !cmp.Equal(count, want) {
		t.Errorf("people by level: %v, want %v", count, want)
	}
	if without != 1 {
		t.Errorf("%d people have no manager", without)
	}
}

// TestMeetingsInOfficeHours checks that in winter nobody has a meeting outside their
// own working hours, whatever the zones of the others.
func TestMeetingsInOfficeHours(t *testing.T) {
	org := newTestYear(t, 1)
	zones := map[string]bool{}
	for i, d := range newDiaries(org) {
		zones[org.zone(i).String()] = true
		for _, s := range d.series {
			when, ok := org.Series[s].inWeek(org, 2)
			if ok && !WorkingHours().Covers(when, org.zone(i)) {
				t.Fatalf("member %d in %s: %v", i, org.zone(i), when)
			}
		}
	}
	if len(zones) != len(sites()) {
		t.Errorf("people are in %v", zones)
	}
}

// TestLeave checks that everybody has 25 days of leave, and who sees it.
func TestLeave(t *testing.T) {
	org := newTestYear(t, 1)
	var shown share
	for i, d := range newDiaries(org) {
		days := 0
		for n, l := range org.Members[i].Leave {
			shown.add(l.Shown)
			for day := l.From; !l.To.Before(day); day = day.AddDays(1) {
				if WorkingHours().HasHours(day) {
					days++
				}
			}
			if n > 0 && !org.Members[i].Leave[n-1].To.Before(l.From) {
				t.Errorf("member %d has two leaves on %v", i, l.From)
			}
			noon := span.New(l.From.At(12*60+15, org.zone(i)), 5*time.Minute)
			_, busy := span.Hit(d.page(org, weekOf(org, noon)).all(), noon)
			if visible := l.Shown || len(org.Members[i].Goals) > 0; busy != visible {
				t.Errorf("member %d, leave from %v: visible %t, busy %t", i, l.From, visible, busy)
			}
		}
		if days != 25 {
			t.Errorf("member %d has %d days of leave", i, days)
		}
	}
	if shown.percent() < 65 || shown.percent() > 75 {
		t.Errorf("%.0f %% of the leave is shown", shown.percent())
	}
}

// TestComparisonOnAnyProcessors checks that the number of processors changes nothing.
func TestComparisonOnAnyProcessors(t *testing.T) {
	var outcomes [2][]*Outcome
	for i, processors := range []int{1, 3} {
		previous := runtime.GOMAXPROCS(processors)
		last := 0
		c := Comparison{
			Policies: []Policy{Random, Fika}, Seeds: []uint64{1, 2}, Weeks: 2, Invitations: 2,
			Organisation: func(seed uint64) (*Organisation, error) { return newTestYear(t, seed), nil },
			Progress: func(weeks, all int) {
				if last++; weeks != last || all != 8 {
					t.Errorf("week %d of %d after week %d", weeks, all, last-1)
				}
			},
		}
		var err error
		outcomes[i], err = c.Run(t.Context())
		runtime.GOMAXPROCS(previous)
		if err != nil || last != 8 {
			t.Fatalf("%v after %d weeks", err, last)
		}
	}
	for i := range outcomes[0] {
		if diff := cmp.Diff(outcomes[0][i], outcomes[1][i], cmpopts.EquateNaNs()); diff != "" {
			t.Errorf("%s:\n%s", outcomes[0][i].Policy, diff)
		}
	}
}
