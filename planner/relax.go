package planner

import (
	"cmp"
	"math"
	"slices"
)

// The relaxation sees every start, day and week as it is, and the groups only
// through prices. Exact stay what a day, a week and the whole plan hold, the
// distance of two coffees, and the focus that a day's sequence leaves: dynamic
// programming finds the best of it. Paid for is that a person comes once, that
// wants and departments have limits, and that they are worth less each time.

// fine is how many parts a point has in prices and all that is added to them.
const fine = 64

// never is less than any value, and stays so when values are added to it.
const never = math.MinInt64 / 8

// cell is an item as the relaxation sees it.
type cell struct {
	value int64 // in parts of a point
	links [linkCount]int32
	item  int32 // index into model.items
	spot  int32
	class int32
	next  int32 // where the next lane begins; see node.index
}

// linkCount is how many priced groups an item can be in: person, team, want and
// spread.
const linkCount = 4

// spot is a start of some length that an item has.
type spot struct {
	slot  int32 // index into model.slots
	day   int32
	alone int64 // what it costs the focus where it comes first on its day
}

// frame is what the relaxation keeps exact.
type frame struct {
	model *model
	spots []spot    // by start
	days  []stretch // of spots
	weeks []stretch // of days
	keep  int
	after [][]int64 // by day, if it holds several: what the second of two spots costs the focus; never if they are too close

	best   []int64   // by spot: the most that an item is worth there
	pick   []int32   // by spot: that item's cell; -1: none
	live   [][]int32 // by day: the spots that have one
	ahead  [][]int64 // by count and spot: the best sequence that ends there
	behind [][]int64 // by count and spot: the best sequence that begins there, but for the focus that its first costs
	inDay  [][]int64 // by day and count
	inWeek knapsack
	within []knapsack // by week
}

// stretch is a run of spots or days, and how many coffees it holds.
type stretch struct{ from, to, room int }

// newFrame lays out the starts that items have.
func (m *model) newFrame(items []int32) *frame {
	f := &frame{model: m, keep: m.keep}
	rooms := map[int32]*item{}
	for _, i := range items {
		it := &m.items[i]
		if rooms[it.slot] == nil {
			rooms[it.slot] = it
			f.spots = append(f.spots, spot{slot: it.slot, alone: int64(m.alone[it.slot]) * fine})
		}
	}
	slices.SortFunc(f.spots, func(a, b spot) int {
		s, t := &m.slots[a.slot], &m.slots[b.slot]
		return cmp.Or(s.Start.Compare(t.Start), s.End.Compare(t.End), cmp.Compare(a.slot, b.slot))
	})
	for i := range f.spots {
		day := m.slots[f.spots[i].slot].day
		if i == 0 || m.slots[f.spots[i-1].slot].day != day {
			it := rooms[f.spots[i].slot]
			if i == 0 || m.slots[f.spots[i-1].slot].day.Monday() != day.Monday() {
				f.weeks = append(f.weeks, stretch{len(f.days), len(f.days), min(m.groups[it.groups[weekTally]].room, m.keep)})
			}
			f.days = append(f.days, stretch{i, i, m.dayRoom(it.slot)})
			f.weeks[len(f.weeks)-1].to++
		}
		f.spots[i].day = int32(len(f.days) - 1)
		f.days[len(f.days)-1].to++
	}
	f.allocate()
	return f
}

// allocate makes the memory that every solve uses.
func (f *frame) allocate() {
	n, most := len(f.spots), 1
	f.best, f.pick = make([]int64, n), make([]int32, n)
	f.live = make([][]int32, len(f.days))
	f.after = make([][]int64, len(f.days))
	f.inDay = make([][]int64, len(f.days))
	for d, day := range f.days {
		f.inDay[d] = make([]int64, day.room+1)
		most = max(most, day.room)
		if day.room > 1 {
			f.after[d] = f.pairs(day)
		}
	}
	for range most + 1 {
		f.ahead, f.behind = append(f.ahead, make([]int64, n)), append(f.behind, make([]int64, n))
	}
	values := make([][]int64, len(f.weeks))
	for w, week := range f.weeks {
		f.within = append(f.within, newKnapsack(f.inDay[week.from:week.to], week.room))
		values[w] = f.within[w].total()
	}
	f.inWeek = newKnapsack(values, f.keep)
}

// pairs is what the second of any two spots of a day costs the focus. The spots
// are by start, so those that are too close to one follow it at once.
func (f *frame) pairs(day stretch) []int64 {
	m, n := f.model, day.to-day.from
	costs := make([]int64, n*n)
	for i := range n {
		first := m.slots[f.spots[day.from+i].slot].Span
		row, close := costs[i*n:(i+1)*n], true
		for j := range row {
			slot := f.spots[day.from+j].slot
			second, block := m.slots[slot].Span, m.blocks[slot]
			close = close && (j <= i || m.view.tooClose(first, second))
			switch {
			case close:
				row[j] = never
			case block.Start.Before(first.End):
				minutes := broken(second.Start.Sub(first.End), second.Len(), block.End.Sub(second.End))
				row[j] = -int64(focusMinute) * int64(minutes) * fine
			default:
				row[j] = f.spots[day.from+j].alone
			}
		}
	}
	return costs
}

// solve is the most that cells are worth at prices, each at its own start, but
// for what the groups gain. No person's price is above top.
func (f *frame) solve(cells []cell, prices []int64, top int64) int64 {
	f.bid(cells, prices, top)
	for d := range f.days {
		f.solveDay(d)
	}
	for w := range f.within {
		f.within[w].forward()
	}
	f.inWeek.forward()
	return slices.Max(f.inWeek.total())
}

// bid finds the best cell of each spot. A person's price is hardly ever positive,
// so that the first few cells of a lane tell.
func (f *frame) bid(cells []cell, prices []int64, top int64) {
	for s := range f.best {
		f.best[s], f.pick[s] = never, -1
	}
	for at := int32(0); int(at) < len(cells); {
		lane := &cells[at]
		spot, shared := lane.spot, prices[lane.links[1]]+prices[lane.links[2]]+prices[lane.links[3]]
		most, pick := f.best[spot], f.pick[spot]
		for i := at; i < lane.next && cells[i].value+shared+top > most; i++ {
			if worth := cells[i].value + shared + prices[cells[i].links[0]]; worth > most {
				most, pick = worth, i
			}
		}
		f.best[spot], f.pick[spot] = most, pick
		at = lane.next
	}
	for d, day := range f.days {
		f.live[d] = f.live[d][:0]
		for s := day.from; s < day.to; s++ {
			if f.pick[s] >= 0 {
				f.live[d] = append(f.live[d], int32(s))
			}
		}
	}
}

func (c *cell) worth(prices []int64) int64 {
	return c.value + prices[c.links[0]] + prices[c.links[1]] + prices[c.links[2]] + prices[c.links[3]]
}

// solveDay finds the best sequence of each number of coffees on day d.
func (f *frame) solveDay(d int) {
	day := f.days[d]
	for k := 1; k <= day.room; k++ {
		most, ahead := int64(never), f.ahead[k]
		for i, s := range f.live[d] {
			ahead[s] = max(never, f.best[s]+f.before(d, k, i))
			most = max(most, ahead[s])
		}
		f.inDay[d][k] = most
	}
}

// before is the most that k-1 coffees before the i-th live spot of day d are
// worth, less the focus that it costs after them.
func (f *frame) before(d, k, i int) int64 {
	live, day := f.live[d], f.days[d]
	if k == 1 {
		return f.spots[live[i]].alone
	}
	most, n := int64(never), day.to-day.from
	column := f.after[d][int(live[i])-day.from:]
	for _, t := range live[:i] {
		most = max(most, f.ahead[k-1][t]+column[(int(t)-day.from)*n])
	}
	return most
}

// picks are the cells of the solution.
func (f *frame) picks() []int32 {
	var picks []int32
	counts := f.inWeek.trace(argmax(f.inWeek.total()))
	for w, inWeek := range counts {
		for i, k := range f.within[w].trace(inWeek) {
			picks = append(picks, f.trace(f.weeks[w].from+i, k)...)
		}
	}
	return picks
}

// trace is the best sequence of k coffees on day d, by start.
func (f *frame) trace(d, k int) (picks []int32) {
	if k == 0 {
		return nil
	}
	live := f.live[d]
	i := 0
	for j, s := range live {
		if f.ahead[k][s] > f.ahead[k][live[i]] {
			i = j
		}
	}
	for ; k > 1; k-- {
		picks = append(picks, f.pick[live[i]])
		i = f.last(d, k, i)
	}
	picks = append(picks, f.pick[live[i]])
	slices.Reverse(picks)
	return picks
}

// last is the live spot before the i-th in the best sequence of k that ends
// there.
func (f *frame) last(d, k, i int) int {
	live, day := f.live[d], f.days[d]
	want, n := f.before(d, k, i), day.to-day.from
	return slices.IndexFunc(live[:i], func(t int32) bool {
		return f.ahead[k-1][t]+f.after[d][(int(t)-day.from)*n+int(live[i])-day.from] == want
	})
}

func argmax(values []int64) int { return slices.Index(values, slices.Max(values)) }

// effort is about what a solve costs, as a number of cells.
func (f *frame) effort() int {
	sum := len(f.spots)
	for d, live := range f.live {
		sum += (f.days[d].room - 1) * len(live) * len(live) / 8
	}
	return sum
}
