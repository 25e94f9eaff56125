package planner

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"fika/span"
)

// company is a problem of n people in four zones and twelve departments, with
// about eighteen meetings a week each, and the goals of fika.example.toml.
func company(n int) problem {
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
	p.world.Busy = diary(r, p.now, p.rules.Zone)
	for i := range n {
		person := Person{
			ID: address(i), Name: fmt.Sprintf("Person %d", i), Department: fmt.Sprintf("Dept %d", r.IntN(12)), Level: Level(1 + r.IntN(5)),
			Title: []string{"clerk", "product lead", "engineer", "head of product", "analyst"}[r.IntN(5)],
			Zone:  places[r.IntN(len(places))], BusyKnown: true,
			Tie: Tie{Class: []TieClass{New, New, New, Weak, Dormant, Warm}[r.IntN(6)], Common: r.IntN(15)},
		}
		if person.Tie.Class != New {
			person.Tie.Last = p.now.AddDate(0, 0, -20-r.IntN(400))
		}
		if r.IntN(50) == 0 {
			person.Tags = []string{"mentor"}
		}
		person.Busy = diary(r, p.now, person.Zone)
		p.world.People = append(p.world.People, person)
	}
	return p
}

// diary is three weeks of meetings in working hours.
func diary(r *rand.Rand, now time.Time, zone *time.Location) []span.Span {
	var busy []span.Span
	for d := range 22 {
		day := DateOf(now, zone).Add(d)
		if w := day.Weekday(); w == time.Saturday || w == time.Sunday {
			continue
		}
		for range 2 + r.IntN(4) {
			busy = append(busy, span.New(day.At(Clock(9*60+15*r.IntN(32)), zone), time.Duration(30+15*r.IntN(5))*time.Minute))
		}
	}
	return span.Merge(busy)
}

func BenchmarkPlan2000(b *testing.B) { benchmarkPlan(b, 2000) }

func BenchmarkPlan500(b *testing.B) { benchmarkPlan(b, 500) }

func benchmarkPlan(b *testing.B, n int) {
	p := company(n)
	b.ReportAllocs()
	for b.Loop() {
		if plan := Decide(p.now, p.rules, p.world); len(plan.Meetings) != 3 {
			b.Fatalf("%d meetings, want 3", len(plan.Meetings))
		}
	}
}

func BenchmarkCandidates2000(b *testing.B) {
	p := company(2000)
	b.ReportAllocs()
	for b.Loop() {
		if len(Candidates(p.now, p.rules, p.world)) == 0 {
			b.Fatal("no candidates")
		}
	}
}
