package search

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// newLargeProblem returns a problem of four weeks with that many jobs, whose classes
// share groups as departments and wants do.
func newLargeProblem(jobs, perDay, perWeek, most int) *Problem {
	r := rand.New(rand.NewPCG(9, uint64(jobs)))
	p := &Problem{Jobs: jobs, MaxItems: most, MinGap: 10, FreeTimeValue: func(length int64) int64 {
		if length < 90 {
			return 0
		}
		return 2 * length
	}}
	const day = 1440
	for d := range int32(20) {
		p.Days = append(p.Days, Day{perDay, int(d / 5)})
		if d%5 == 0 {
			p.WeekCapacity = append(p.WeekCapacity, perWeek)
		}
		free := Interval{day*int64(d) + 600, day*int64(d) + 600 + 60 + 30*r.Int64N(6)}
		for at := free.From; at+25 <= free.To; at += 5 {
			p.Starts = append(p.Starts, Start{Interval{at, at + 25}, d, free})
		}
	}
	const teams, wants = 12, 3
	for range teams {
		p.Groups = append(p.Groups, Group{Capacity: 2}, Group{Capacity: most, Gains: []int64{150, 75, 50}})
	}
	for w := range wants {
		p.Groups = append(p.Groups, Group{Capacity: 3, Gains: []int64{int64(900 - 200*w), int64(540 - 120*w), int64(324 - 72*w)}})
	}
	jobValue := make([]int64, jobs)
	for j := range jobValue {
		jobValue[j] = r.Int64N(900) - 100
	}
	for s := range p.Starts {
		for j := range int32(jobs) {
			if r.IntN(3) > 0 {
				continue // not free
			}
			team, want := j%teams, j/teams%wants
			p.Items = append(p.Items, Item{Start: int32(s), Job: j, Class: team*wants + want,
				Value: jobValue[j] - int64(p.Starts[s].Day)*10, Groups: [MaxGroups]int32{2 * team, 2*teams + want, 2*team + 1, -1}})
		}
	}
	return p
}

func BenchmarkSolve(b *testing.B) {
	for _, size := range []struct{ jobs, perDay, perWeek, most int }{{200, 1, 2, 3}, {200, 2, 5, 9}, {2000, 1, 2, 3}, {2000, 2, 5, 9}} {
		p := newLargeProblem(size.jobs, size.perDay, size.perWeek, size.most)
		b.Run(fmt.Sprintf("%d-jobs/%d-a-day", size.jobs, size.perDay), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if found := Solve(p); !found.Proven() || len(found.Items) == 0 {
					b.Fatalf("%+v", found)
				}
			}
			b.ReportMetric(float64(len(p.Items)), "items")
		})
	}
}

func BenchmarkPromising(b *testing.B) {
	p := newLargeProblem(2000, 2, 5, 9)
	value := Solve(p).Value
	for b.Loop() {
		Promising(p, value*99/100)
	}
}
