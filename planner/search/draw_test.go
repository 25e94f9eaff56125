package search

import (
	"cmp"
	"math/rand/v2"
	"slices"

	"pgregory.net/rapid"
)

// minUseful is the shortest free interval with a value in these tests.
const minUseful = 15

func freeTimeValue(length int64) int64 {
	if length < minUseful {
		return 0
	}
	return length
}

// drawProblem draws a problem that brute force can solve. rapid draws only the seed,
// because its own draws prefer small numbers, and small problems have no conflicts.
func drawProblem(t *rapid.T) *Problem {
	r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
	pick := func(values ...int) int { return values[r.IntN(len(values))] }
	p := &Problem{Jobs: pick(1, 3, 4, 5, 6), MaxItems: pick(0, 1, 2, 3, 4, 4, 4, 5, 5), MinGap: int64(pick(0, 0, 5, 12, 60)), FreeTimeValue: freeTimeValue}
	for d := range 1 + r.IntN(4) {
		p.Days = append(p.Days, Day{pick(0, 1, 1, 1, 2, 2, 2, 3, 3), d / 2})
	}
	for range (len(p.Days) + 1) / 2 {
		p.WeekCapacity = append(p.WeekCapacity, pick(0, 1, 2, 3, 3, 4, 4, 5))
	}
	for range 1 + r.IntN(6) {
		g := Group{Capacity: pick(0, 1, 1, 2, 2, 3, 3, 4, 4, 5)}
		for last := 20; len(g.Gains) < r.IntN(4); {
			last = r.IntN(last + 1)
			g.Gains = append(g.Gains, int64(10*last))
		}
		p.Groups = append(p.Groups, g)
	}
	for range pick(1, 3, 5, 6, 7, 8) {
		p.Starts = append(p.Starts, drawStart(r, p))
	}
	drawItems(r, p)
	return p
}

// drawStart draws a start in one of two free intervals of a day. A day has length 100
// and touches the next.
func drawStart(r *rand.Rand, p *Problem) Start {
	day := int64(r.IntN(len(p.Days)))
	free := Interval{0, 40}
	if r.IntN(2) > 0 {
		free = Interval{45, 100}
	}
	from := free.From + r.Int64N(free.To-free.From-4)
	at := Interval{from, min(free.To, from+5+3*r.Int64N(2))}
	later := func(s Interval) Interval { return Interval{s.From + 100*day, s.To + 100*day} }
	return Start{later(at), int32(day), later(free)}
}

// drawGroups draws the groups of classes by day.
func drawGroups(r *rand.Rand, p *Problem, classes int) [][MaxGroups]int32 {
	groups := make([][MaxGroups]int32, classes*len(p.Days))
	for i := range groups {
		for k := range groups[i] {
			groups[i][k] = -1
			if g := r.IntN(2 * len(p.Groups)); g < len(p.Groups) && g%MaxGroups == k {
				groups[i][k] = int32(g)
			}
		}
	}
	return groups
}

// drawItems draws items of up to four classes, whose groups differ by day. In half of
// the problems, the items of the last classes have a second job.
func drawItems(r *rand.Rand, p *Problem) {
	classes := 1 + r.IntN(4)
	single := classes
	if r.IntN(2) == 0 {
		single = r.IntN(classes)
	}
	groups, seconds := drawGroups(r, p, classes), drawGroups(r, p, classes)
	for range []int{0, 4, 8, 10, 12, 13, 14}[r.IntN(7)] {
		start, class := r.IntN(len(p.Starts)), r.IntN(classes)
		at := class*len(p.Days) + int(p.Starts[start].Day)
		it := Item{Start: int32(start), Job: int32(r.IntN(p.Jobs)), Class: int32(class), Value: int64(10 * (r.IntN(36) - 5)), Groups: groups[at]}
		if class >= single {
			if p.Jobs == 1 {
				continue
			}
			p.Seconds = append(p.Seconds, Second{(it.Job + 1 + r.Int32N(int32(p.Jobs)-1)) % int32(p.Jobs), seconds[at]})
			it.Second = int32(len(p.Seconds))
		}
		p.Items = append(p.Items, it)
	}
	p.sort()
}

func (p *Problem) sort() {
	slices.SortStableFunc(p.Items, func(a, b Item) int { return cmp.Compare(a.Start, b.Start) })
}

// renumber returns groups with the numbers that to has for them.
func renumber(groups [MaxGroups]int32, to []int) [MaxGroups]int32 {
	for k, g := range groups {
		if g >= 0 {
			groups[k] = int32(to[g])
		}
	}
	return groups
}

// renumbered returns the same problem with different numbers and another order.
func (p *Problem) renumbered(seed uint64) *Problem {
	r := rand.New(rand.NewPCG(seed, 1))
	starts, groups, jobs, classes := r.Perm(len(p.Starts)), r.Perm(len(p.Groups)), r.Perm(p.Jobs), r.Perm(4)
	q := *p
	q.Starts, q.Groups, q.Items, q.Seconds = make([]Start, len(p.Starts)), make([]Group, len(p.Groups)), slices.Clone(p.Items), slices.Clone(p.Seconds)
	for from, to := range starts {
		q.Starts[to] = p.Starts[from]
	}
	for from, to := range groups {
		q.Groups[to] = p.Groups[from]
	}
	for i := range q.Items {
		it := &q.Items[i]
		it.Start, it.Job, it.Class = int32(starts[it.Start]), int32(jobs[it.Job]), int32(classes[it.Class])
		it.Groups = renumber(it.Groups, groups)
	}
	for i := range q.Seconds {
		second := &q.Seconds[i]
		second.Job, second.Groups = int32(jobs[second.Job]), renumber(second.Groups, groups)
	}
	r.Shuffle(len(q.Items), func(i, j int) { q.Items[i], q.Items[j] = q.Items[j], q.Items[i] })
	q.sort()
	return &q
}
