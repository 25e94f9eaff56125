package search

import (
	"cmp"
	"math/rand/v2"
	"slices"

	"pgregory.net/rapid"
)

// whole is the least length of a free stretch that is worth something in a test.
const whole = 15

func worth(length int64) int64 {
	if length < whole {
		return 0
	}
	return 3 * length
}

// drawProblem draws a problem that trying all can solve.
func drawProblem(t *rapid.T) *Problem {
	draw := func(label string, from, to int) int { return rapid.IntRange(from, to).Draw(t, label) }
	p := &Problem{Jobs: draw("jobs", 1, 5), Most: draw("most", 0, 4), Apart: rapid.SampledFrom([]int64{0, 5, 12, 60}).Draw(t, "apart"), Worth: worth}
	for d := range draw("days", 1, 4) {
		p.Days = append(p.Days, Day{draw("room", 0, 3), d / 2})
	}
	for range (len(p.Days) + 1) / 2 {
		p.Weeks = append(p.Weeks, draw("week", 0, 4))
	}
	for range draw("groups", 1, 5) {
		g := Group{Room: draw("limit", 0, 4)}
		for last := 200; len(g.Gains) < draw("gains", 0, 3); {
			last = draw("gain", 0, last)
			g.Gains = append(g.Gains, int64(last))
		}
		p.Groups = append(p.Groups, g)
	}
	for range draw("starts", 1, 8) {
		p.Starts = append(p.Starts, drawStart(t, p))
	}
	drawItems(t, p)
	return p
}

// drawStart draws a start in one of two free stretches of a day. A day is 100 long
// and touches the next.
func drawStart(t *rapid.T, p *Problem) Start {
	day := rapid.IntRange(0, len(p.Days)-1).Draw(t, "day")
	free := Stretch{0, 40}
	if rapid.Bool().Draw(t, "late") {
		free = Stretch{45, 100}
	}
	from := rapid.Int64Range(free.From, free.To-5).Draw(t, "from")
	at := Stretch{from, min(free.To, from+rapid.SampledFrom([]int64{5, 8}).Draw(t, "length"))}
	later := func(s Stretch) Stretch { return Stretch{s.From + int64(100*day), s.To + int64(100*day)} }
	return Start{later(at), int32(day), later(free)}
}

// drawItems draws items of up to four classes, which have other groups each day.
func drawItems(t *rapid.T, p *Problem) {
	classes := rapid.IntRange(1, 4).Draw(t, "classes")
	groups := make([][MostGroups]int32, classes*len(p.Days))
	for i := range groups {
		for k := range groups[i] {
			groups[i][k] = -1
			if g := rapid.IntRange(-1, len(p.Groups)-1).Draw(t, "group"); g%MostGroups == k {
				groups[i][k] = int32(g)
			}
		}
	}
	for range rapid.IntRange(0, 14).Draw(t, "items") {
		start, class := rapid.IntRange(0, len(p.Starts)-1).Draw(t, "start"), rapid.IntRange(0, classes-1).Draw(t, "class")
		p.Items = append(p.Items, Item{
			Start: int32(start), Job: int32(rapid.IntRange(0, p.Jobs-1).Draw(t, "job")), Class: int32(class),
			Value: rapid.Int64Range(-50, 300).Draw(t, "value"), Groups: groups[class*len(p.Days)+int(p.Starts[start].Day)],
		})
	}
	p.sort()
}

func (p *Problem) sort() {
	slices.SortStableFunc(p.Items, func(a, b Item) int { return cmp.Compare(a.Start, b.Start) })
}

// renamed is the same problem with other numbers for everything, in another order.
func (p *Problem) renamed(seed uint64) *Problem {
	r := rand.New(rand.NewPCG(seed, 1))
	starts, groups, jobs, classes := r.Perm(len(p.Starts)), r.Perm(len(p.Groups)), r.Perm(p.Jobs), r.Perm(4)
	q := *p
	q.Starts, q.Groups, q.Items = make([]Start, len(p.Starts)), make([]Group, len(p.Groups)), slices.Clone(p.Items)
	for from, to := range starts {
		q.Starts[to] = p.Starts[from]
	}
	for from, to := range groups {
		q.Groups[to] = p.Groups[from]
	}
	for i := range q.Items {
		it := &q.Items[i]
		it.Start, it.Job, it.Class = int32(starts[it.Start]), int32(jobs[it.Job]), int32(classes[it.Class])
		for k, g := range it.Groups {
			if g >= 0 {
				it.Groups[k] = int32(groups[g])
			}
		}
	}
	r.Shuffle(len(q.Items), func(i, j int) { q.Items[i], q.Items[j] = q.Items[j], q.Items[i] })
	q.sort()
	return &q
}
