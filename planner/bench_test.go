package planner

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"syscall"
	"testing"
	"time"

	"fika/internal/date"
	"fika/internal/span"
	"fika/planner/search"
)

// newCompany returns a problem with n people in four zones and twelve departments,
// about eighteen meetings a week each, and the goals of fika.example.toml.
func newCompany(n int) problem {
	r := rand.New(rand.NewPCG(7, uint64(n)))
	s, err := readScenario(`now 2026-03-02 08:00
goal circle want="each 42 latest 70" from="tag=mentor" tie=weak,dormant,warm mode=book
goal field want="3 per quarter" from="department=Dept 1,Dept 2,Dept 3; level_max=3" tie=new,weak weight=3 mode=book
goal future-role want="2 per quarter" from="title=product lead,head of product" weight=4
goal how-they-read want="cover department per quarter" length=15m
ask_first 4 2`)
	if err != nil {
		panic(err)
	}
	p := problem{s.now, s.rules, s.world}
	p.rules.BusyWeek = 30 * time.Hour
	places := []*time.Location{p.rules.Zone, p.rules.Zone, zone("Europe/London"), zone("America/New_York"), zone("Asia/Kolkata")}
	p.world.Busy = randomMeetings(r, p.now, p.rules.Zone)
	for i := range n {
		person := Person{
			ID: address(i), Name: fmt.Sprintf("Person %d", i), Department: fmt.Sprintf("Dept %d", r.IntN(12)), Level: Level(1 + r.IntN(5)),
			Title: []string{"clerk", "product lead", "engineer", "head of product", "analyst"}[r.IntN(5)],
			Zone:  places[r.IntN(len(places))], BusyKnown: true,
			Tie: Tie{Class: []TieClass{TieNew, TieNew, TieNew, TieWeak, TieDormant, TieWarm}[r.IntN(6)], Common: r.IntN(15)},
		}
		if person.Tie.Class != TieNew {
			person.Tie.Last = p.now.AddDate(0, 0, -20-r.IntN(400))
		}
		if r.IntN(50) == 0 {
			person.Tags = []string{"mentor"}
		}
		person.Busy = randomMeetings(r, p.now, person.Zone)
		p.world.People = append(p.world.People, person)
	}
	return p
}

// randomMeetings returns three weeks of meetings in working hours.
func randomMeetings(r *rand.Rand, now time.Time, zone *time.Location) []span.Span {
	var busy []span.Span
	for d := range 22 {
		day := date.Of(now, zone).AddDays(d)
		if w := day.Weekday(); w == time.Saturday || w == time.Sunday {
			continue
		}
		for range 2 + r.IntN(4) {
			busy = append(busy, span.New(day.At(date.Clock(9*60+15*r.IntN(32)), zone), time.Duration(30+15*r.IntN(5))*time.Minute))
		}
	}
	return span.Merge(busy)
}

// BenchmarkDecide computes whole plans, including rules and sentences.
func BenchmarkDecide(b *testing.B) {
	for _, size := range []struct{ people, weeks int }{{500, 2}, {2000, 2}, {2000, 3}, {10000, 4}} {
		b.Run(fmt.Sprintf("%dx%d", size.people, size.weeks), func(b *testing.B) {
			p := newCompany(size.people)
			p.rules.Horizon = 7 * size.weeks
			defer measure(b)()
			for b.Loop() {
				if plan := Decide(p.now, p.rules, p.world); !plan.Proven || len(plan.Meetings) != 3 {
					b.Fatalf("%d meetings, proven %t", len(plan.Meetings), plan.Proven)
				}
			}
		})
	}
}

// cpuTime returns the CPU time of the process, which depends less on other load than
// elapsed time.
func cpuTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// measure starts to measure b. The function that it returns reports the CPU time of
// an operation, including garbage collection, and the memory of the process.
func measure(b *testing.B) func() {
	b.ReportAllocs()
	start := cpuTime()
	return func() {
		var memory runtime.MemStats
		runtime.ReadMemStats(&memory)
		b.ReportMetric(float64(cpuTime()-start)/float64(time.Millisecond)/float64(b.N), "cpu-ms/op")
		b.ReportMetric(float64(memory.Sys)/1e6, "MB")
	}
}

// BenchmarkSearch runs only the search, by people and weeks, with three open coffees
// and one a day as in fika.example.toml, or nine open and two a day.
func BenchmarkSearch(b *testing.B) {
	for _, size := range []struct{ people, weeks, perDay, perWeek, open int }{
		{500, 2, 1, 2, 3}, {2000, 2, 1, 2, 3}, {10000, 4, 1, 2, 3},
		{500, 2, 2, 5, 9}, {2000, 2, 2, 5, 9}, {10000, 4, 2, 5, 9},
	} {
		b.Run(fmt.Sprintf("%dx%d/%d-a-day", size.people, size.weeks, size.perDay), func(b *testing.B) {
			p := newCompany(size.people)
			p.rules.Horizon, p.rules.PerDay, p.rules.PerWeek, p.rules.Open = 7*size.weeks, size.perDay, size.perWeek, size.open
			benchmarkSearch(b, &newInput(p.now, p.rules, p.world, "").survey().model.problem)
		})
	}
}

// BenchmarkItems runs only the search, on models with a thousand to a million items.
func BenchmarkItems(b *testing.B) {
	for _, items := range []int{1_000, 10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprint(items), func(b *testing.B) {
			p := newCompany(items / 85)
			p.rules.Horizon, p.rules.PerWeek, p.rules.Open = 28, 3, 5
			all := &newInput(p.now, p.rules, p.world, "").newSurvey(true).model.problem
			all.Items = all.Items[:min(len(all.Items), items)]
			benchmarkSearch(b, all)
		})
	}
}

func benchmarkSearch(b *testing.B, p *search.Problem) {
	defer measure(b)()
	for b.Loop() {
		if found := search.Solve(p); !found.Proven() {
			b.Fatalf("plan %d, bound %d", found.Value, found.Bound)
		}
	}
	b.ReportMetric(float64(len(p.Items)), "items")
}
